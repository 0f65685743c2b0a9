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


WHY_NO_LISTING: Final = "listings/why/"
"""Prefix of the stats that say why the first page of a listing brought no rows, by code."""

WHY_LEFT: Final = "articles/left/"
"""Prefix of the stats that say why articles could not even be asked for, by code."""

NO_ROW: Final = "no-row"
"""Code of a listing page that came, and has no row in any form that we know."""

SAID: Final = {
    "dns": "the name cannot be resolved; is there a network?",
    "connection": "no connection to the site; is there a network?",
    "timeout": "no answer in time",
    "truncated": "cut off",
    "robots": "forbidden by robots.txt",
    "robots-unknown": "robots.txt cannot be had, so nothing may be asked for",
    NO_ROW: "no row in any known form",
}
"""Codes in words; a number is the status of the answer."""


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
    >>> judge({"listings/asked": 11, "listings/why/503": 10, "listings/why/404": 1}, "finished").sentence
    'no listing could be read: answered 404 (1), answered 503 (10)'
    >>> judge({"listings/asked": 11, "listings/read": 10}, "finished").status
    0
    """
    if reason == STORE_FAILED:
        return Verdict(word="failed", sentence="the store failed", status=FAILED)
    if reason == "start_error":
        return Verdict(word="failed", sentence="the spider broke; the log has its error", status=FAILED)
    if reason != "finished":  # Ctrl-C, SIGTERM, one of Scrapy's bounds: asked for, and the next run goes on
        return Verdict(word="stopped", sentence=reason, status=WELL)
    if nothing := _nothing_had(stats):
        return Verdict(word="failed", sentence=nothing, status=FAILED)
    if failed := stats.get(HEALTH):
        return Verdict(word="unhealthy", sentence=str(failed), status=UNHEALTHY)
    return Verdict(word="finished", sentence=None, status=WELL)


def _nothing_had(stats: Mapping[str, Any]) -> str | None:
    """Return why a run had nothing of the site, None if it had something or needed nothing."""
    if stats.get("listings/read"):
        return None
    if stats.get("listings/asked"):
        return f"no listing could be read{_why(stats, WHY_NO_LISTING)}"
    if stats.get("articles/left") and stats["articles/left"] == stats.get("articles/asked"):
        return f"no article could be asked for{_why(stats, WHY_LEFT)}"
    return None


def _why(stats: Mapping[str, Any], prefix: str) -> str:
    counts = {key.removeprefix(prefix): stats[key] for key in sorted(stats) if key.startswith(prefix)}
    said = ", ".join(f"{_said(code)} ({count})" for code, count in counts.items())
    return f": {said}" if said else ""


def _said(code: str) -> str:
    return SAID.get(code) or (f"answered {code}" if code.isdecimal() else code)
