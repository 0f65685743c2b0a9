"""Progress for a person: a live line on a terminal, else a plain line a minute; always on standard error."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MINUTE: Final = 60.0
"""Seconds between two plain lines."""

_SETTLED: Final = ("store/stored", "store/unchanged", "store/not-modified", "dedupe/unchanged", "store/refused")
"""Stats of visits that are over, but for those that failed."""


@contextmanager
def watched(words: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with (done, of) as often as one likes."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain(words)
        return
    bar = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*bar, console=console, transient=True) as progress:
        task = progress.add_task(words, total=None)

        def show(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        yield show


def _plain(words: str) -> Callable[[int, int], None]:
    told = time.monotonic()

    def show(done: int, of: int) -> None:
        nonlocal told
        if time.monotonic() - told >= MINUTE:
            told = time.monotonic()
            sys.stderr.write(f"{words}: {done} of {of}\n")

    return show


def describe_crawl(stats: Mapping[str, Any], minutes: float) -> str:
    """Return how far a crawl is, in one line.

    >>> describe_crawl({"listings/asked": 11, "listings/read": 10, "articles/asked": 70, "store/stored": 40}, 2)
    '10 of 11 listings, 40 stored, 0 unchanged, 0 refused, 0 failed, 30 under way, 20 visits a minute, 0 errors'
    """
    counts = count_crawl(stats)
    rate = counts["over"] / minutes if minutes > 0 else 0
    listings = f"{counts['read']} of {counts['listings']} listings, " if counts["listings"] else ""
    return (
        f"{listings}{counts['stored']} stored, {counts['unchanged']} unchanged, {counts['refused']} refused, "
        f"{counts['failed']} failed, {counts['under way']} under way, {rate:.0f} visits a minute, "
        f"{counts['errors']} errors"
    )


def count_crawl(stats: Mapping[str, Any]) -> dict[str, int]:
    """Return the numbers that a person wants to see of a crawl."""
    over = sum(stats.get(key, 0) for key in (*_SETTLED, "store/failed"))
    return {
        "listings": stats.get("listings/asked", 0),
        "read": stats.get("listings/read", 0),
        "stored": stats.get("store/stored", 0),
        "unchanged": sum(stats.get(key, 0) for key in _SETTLED[1:4]),
        "refused": stats.get("store/refused", 0),
        "failed": stats.get("store/failed", 0),
        "under way": max(0, stats.get("articles/asked", 0) - over),
        "over": over,
        "errors": stats.get("log_count/ERROR", 0),
    }
