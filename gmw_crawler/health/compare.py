"""What changed: the parts of pages that earlier runs found, and this one did not.

For every page the run counts which selector or rule found which part (`split/found/<template>/<part>/<how>`). A class
that the site renames shows here at once, whatever fallback still gives the field. Runs that found something amiss
are not compared with, so an alarm stays until the templates are mended, or the loss is accepted; and only runs with
the same tables of selectors are, so that mended templates begin anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gmw_crawler.health.chance import UNLIKELY, at_most, expected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gmw_crawler.health.expectations import Expectations
    from gmw_crawler.storage.reads import Run

PREFIX: Final = "split/found/"
TABLES: Final = "split/tables"
"""Stat: which tables of selectors the run read with."""

ENOUGH: Final = 5
"""Articles of a template that a comparison needs; a run with fewer is looked at together with those before it."""

OFTEN: Final = 0.2
"""A selector that found its part on fewer pages than this share is not missed by itself: its part is."""

HEALTHY: Final = "finished"
"""Verdict of the runs that are compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the pages of one template."""

    template: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A part that is found no more, or no more where it was."""

    part: Part
    how: str | None
    """The selector or rule that found it before; None: any of them."""
    hits: int
    of: int
    """Now: found so often on so many pages."""
    before_hits: int
    before_of: int
    instead: str | None
    """What finds it now; None: nothing does."""
    since: Run
    """The last run that was well in this."""
    runs: int
    """How many runs this one is looked at together with."""


class Found:
    """What one or several runs found: pages by template, and hits by part and rule."""

    def __init__(self, *stats: Mapping[str, Any]) -> None:
        self.pages: Counter[str] = Counter()
        self.hits: defaultdict[Part, Counter[str]] = defaultdict(Counter)
        for one in stats:
            for key, count in one.items():
                if key.startswith(PREFIX):
                    self._add(key.removeprefix(PREFIX), count)

    def _add(self, key: str, count: int) -> None:
        template, _, rest = key.partition("/")
        field, _, how = rest.partition("/")
        if field:
            self.hits[Part(template=template, field=field)][how] += count
        else:
            self.pages[template] += count


def losses(stats: Mapping[str, Any], earlier: Sequence[Run], expectations: Expectations) -> Iterator[Loss]:
    """Yield what this run lost against the earlier ones, which come latest first."""
    same = [run for run in earlier if run.stats.get(TABLES) == stats.get(TABLES)]
    for template in [template for template, count in Found(stats).pages.items() if count]:
        window = _window(template, stats, same)
        before = [run for run in same[window:] if run.verdict == HEALTHY]
        now = Found(stats, *(run.stats for run in same[:window]))
        yield from _losses(template, now, before, expectations, window)


def _window(template: str, stats: Mapping[str, Any], earlier: Sequence[Run]) -> int:
    """Return how many earlier runs this one needs beside it to have enough pages of a template."""
    pages = Found(stats).pages[template]
    taken = 0
    while pages < ENOUGH and taken < len(earlier) and pages + Found(earlier[taken].stats).pages[template] <= 2 * ENOUGH:
        pages += Found(earlier[taken].stats).pages[template]
        taken += 1
    return taken


def _losses(template: str, now: Found, before: list[Run], expectations: Expectations, window: int) -> Iterator[Loss]:
    then = Found(*(run.stats for run in before))
    for part, hits in then.hits.items():
        if part.template != template or f"{template}/{part.field}" in expectations.accepted:
            continue
        rules: list[str | None] = [
            None,
            *(how for how, count in hits.most_common() if count >= OFTEN * then.pages[template]),
        ]
        for how in rules:
            loss = _loss(part, how, now, then, before, window)
            if loss is not None and _is_real(loss, expectations):
                yield loss
                break


def _count(found: Found, part: Part, how: str | None) -> int:
    hits = found.hits.get(part, Counter())
    return sum(hits.values()) if how is None else hits[how]


def _loss(part: Part, how: str | None, now: Found, then: Found, before: list[Run], window: int) -> Loss | None:
    share = _count(then, part, how) / then.pages[part.template]
    well = [
        run
        for run in before
        if (found := Found(run.stats)).pages[part.template]
        and 2 * _count(found, part, how) >= share * found.pages[part.template]
    ]
    if not well:
        return None
    others = [other for other, _ in now.hits.get(part, Counter()).most_common() if other != how]
    return Loss(
        part=part,
        how=how,
        hits=_count(now, part, how),
        of=now.pages[part.template],
        before_hits=_count(then, part, how),
        before_of=then.pages[part.template],
        instead=others[0] if others else None,
        since=well[0],
        runs=window,
    )


def _is_real(loss: Loss, expectations: Expectations) -> bool:
    share = expected(loss.before_hits, loss.before_of)
    fell = loss.hits / loss.of <= loss.before_hits / loss.before_of * (1 - expectations.fall)
    return fell and at_most(loss.hits, loss.of, share) < UNLIKELY
