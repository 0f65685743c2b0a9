"""Breaches in words: what changed, since which run, on which pages, and how to look at one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gmw_crawler.health.bounds import broken, excesses, silences
from gmw_crawler.health.compare import Part, losses
from gmw_crawler.site.nodes import find_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from gmw_crawler.health.bounds import Excess, Silence
    from gmw_crawler.health.compare import Loss
    from gmw_crawler.health.expectations import Expectations
    from gmw_crawler.storage.reads import Run

SHOWN: Final = 2
"""Pages that a line names."""

SAID: Final = {
    "unknown": "pages that no template reads wholly",
    "generic": "articles read generically, in a layout that no template knows",
    "refused": "visits that the site answered with something else than an article",
    "failed": "visits that the site did not answer",
    "robots": "visits that robots.txt forbade",
}
"""Each bounded share in words."""


class Examples:
    """Pages of this run, a few for each way in which a part was found or not, and for each share that is bounded."""

    def __init__(self) -> None:
        self._parts: defaultdict[Part, dict[str | None, list[str]]] = defaultdict(dict)
        self._pages: defaultdict[str, list[str]] = defaultdict(list)
        self._shares: defaultdict[str, list[str]] = defaultdict(list)

    def add_page(self, template: str, url: str) -> None:
        """Remember a page of a template."""
        _add(self._pages[template], url)

    def add(self, part: Part, how: str | None, url: str) -> None:
        """Remember a page, if there is room."""
        _add(self._parts[part].setdefault(how, []), url)

    def add_to(self, share: str, url: str) -> None:
        """Remember a page that counts for a bounded share."""
        _add(self._shares[share], url)

    def without(self, part: Part, how: str | None) -> list[str]:
        """Return pages on which the rule did not find the part; None: on which nothing did."""
        ways = self._parts.get(part, {})
        urls = [url for way, urls in ways.items() if way is None or (how is not None and way != how) for url in urls]
        return (urls or self._pages[part.template])[:SHOWN]  # a list that is gone leaves no trace of its own

    def of(self, share: str) -> list[str]:
        """Return pages that count for a bounded share."""
        return self._shares.get(share, [])


def _add(urls: list[str], url: str) -> None:
    if len(urls) < SHOWN:
        urls.append(url)


def breaches(
    stats: Mapping[str, Any], earlier: Sequence[Run], expectations: Expectations, examples: Examples
) -> Iterator[str]:
    """Yield a line for each expectation that the run did not meet; nothing for one that was as runs are."""
    yield from (_silence(silence) for silence in silences(stats, earlier))
    yield from (_loss(loss, examples) for loss in losses(stats, earlier, expectations))
    yield from (_excess(excess, examples) for excess in excesses(stats, expectations))
    if count := broken(stats):
        yield f"errors of the program itself: {count}; the log has them, and the pages stay due"


def _loss(loss: Loss, examples: Examples) -> str:
    part, how = loss.part, loss.how
    what = how or "everything that is tried"
    instead = f"; {loss.instead} gives it instead" if loss.instead and how is not None else ""
    together = f" (with the {loss.runs} runs before)" if loss.runs else ""
    before = f"{loss.before_of - loss.before_hits} of {loss.before_of}"
    return (
        f"{part.field}, template {part.template}: {what} found nothing on {loss.of - loss.hits} of {loss.of} pages"
        f"{together}, on {before} in earlier runs{instead}; {_since(loss.since)}{_look(examples.without(part, how))}"
    )


def _excess(excess: Excess, examples: Examples) -> str:
    return (
        f"{excess.name}: {excess.hits} of {excess.of} {SAID[excess.name]}; expected at most "
        f"{excess.bound:.0%}{_look(examples.of(excess.name))}"
    )


def _silence(silence: Silence) -> str:
    (node,) = find_nodes([silence.key])
    said = {
        "empty": "gave no row: none of the known forms of listings (A, B, C, D, front) finds one",
        "missing": "is not there any more",
        "forbidden": "is forbidden by robots.txt",
    }[silence.word]
    return f"listing {silence.key} {said}; {_since(silence.since)}{_look([node.url])}"


def _since(run: Run) -> str:
    return f"last well in run {run.number} of {run.started}"


def _look(urls: list[str]) -> str:
    if not urls:
        return ""
    return f"; on {' '.join(urls)}; look: scrapy inspect {urls[0]}"
