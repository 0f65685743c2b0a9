"""What the settings bound: shares of pages and visits, errors of the program, listings that gave nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gmw_crawler.health.chance import SUSPECT, at_least
from gmw_crawler.health.compare import HEALTHY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gmw_crawler.health.expectations import Expectations
    from gmw_crawler.storage.reads import Run

LISTING: Final = "listings/of/"
"""Prefix of the stats that say what each listing gave: `listings/of/<key>/<word>`."""

READ: Final = "read"
GAVE_NOTHING: Final = ("empty", "missing", "forbidden")
"""What may be said of a listing that gave nothing; a server that fails is another matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """A share that is beyond its bound."""

    name: str
    """As in the table of expectations."""
    hits: int
    of: int
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A listing that gave nothing, and did before."""

    key: str
    word: str
    """`empty`, `missing` or `forbidden`."""
    since: Run


def excesses(stats: Mapping[str, Any], expectations: Expectations) -> Iterator[Excess]:
    """Yield the shares that are beyond their bounds, by more than chance."""
    unknown = stats.get("split/refused/unknown", 0) + stats.get("split/refused/broken", 0)
    articles = stats.get("split/articles", 0)
    robots = stats.get("refused/robots", 0)
    visits = stats.get("articles/asked", 0)
    answered = stats.get("store/refused", 0) - robots - unknown
    counts = {
        "unknown": (unknown, unknown + articles),
        "generic": (stats.get("split/template/generic", 0), articles),
        "refused": (answered, visits),
        "failed": (stats.get("store/failed", 0), visits),
        "robots": (robots, visits),
    }
    for name, (hits, of) in counts.items():
        bound = getattr(expectations, name)
        if of and hits / of > bound and at_least(hits, of, bound) < SUSPECT:
            yield Excess(name=name, hits=hits, of=of, bound=bound)


def broken(stats: Mapping[str, Any]) -> int:
    """Return how many errors of the program itself the run met."""
    return int(stats.get("pipeline_exceptions/count", 0)) + int(stats.get("spider_exceptions/count", 0))


def silences(stats: Mapping[str, Any], earlier: Sequence[Run]) -> Iterator[Silence]:
    """Yield the listings that gave nothing now, and rows when they were last walked in a healthy run."""
    for word in GAVE_NOTHING:
        for key in _listings(stats, word):
            run = next((run for run in earlier if run.verdict == HEALTHY and _was_walked(run, key)), None)
            if run is not None and f"{LISTING}{key}/{READ}" in run.stats:
                yield Silence(key=key, word=word, since=run)


def _listings(stats: Mapping[str, Any], word: str) -> list[str]:
    return [
        key.removeprefix(LISTING).rpartition("/")[0]
        for key in stats
        if key.startswith(LISTING) and key.endswith(f"/{word}")
    ]


def _was_walked(run: Run, key: str) -> bool:
    return any(f"{LISTING}{key}/{word}" in run.stats for word in (READ, *GAVE_NOTHING))
