"""How a run ended, from its stats and Scrapy's reason: the word that the store keeps and the exit status.

0   all well, single refused pages included
1   no listing could be read, or the store failed
2   bad arguments
3   the crawl ended, but its health check failed
75  another run holds the store (EX_TEMPFAIL: try again later)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

WELL: Final = 0
FAILED: Final = 1
UNHEALTHY: Final = 3

STORE_FAILED: Final = "store-failed"
"""The reason with which the spider is closed when the store fails."""

HEALTH: Final = "health/failed"
"""Stat with the sentences of the health checks that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a run ended."""

    word: str
    """`finished`, `stopped`, `failed` or `unhealthy`."""
    sentence: str | None
    """Why, where the word is not enough."""
    status: int
    """Exit status of the command."""


def judge(stats: Mapping[str, Any], reason: str) -> Verdict:
    """Return the verdict over a crawl that Scrapy closed for a reason.

    >>> judge({"listings/asked": 11}, "finished").sentence
    'no listing could be read'
    >>> judge({"listings/asked": 11, "listings/read": 10}, "finished").status
    0
    """
    if reason == STORE_FAILED:
        return Verdict(word="failed", sentence="the store failed", status=FAILED)
    if reason == "start_error":
        return Verdict(word="failed", sentence="the spider broke; the log has its error", status=FAILED)
    if reason != "finished":  # Ctrl-C, SIGTERM, one of Scrapy's bounds: asked for, and the next run goes on
        return Verdict(word="stopped", sentence=reason, status=WELL)
    if stats.get("listings/asked") and not stats.get("listings/read"):
        return Verdict(word="failed", sentence="no listing could be read", status=FAILED)
    if failed := stats.get(HEALTH):
        return Verdict(word="unhealthy", sentence=str(failed), status=UNHEALTHY)
    return Verdict(word="finished", sentence=None, status=WELL)
