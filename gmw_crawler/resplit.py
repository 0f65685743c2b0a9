"""Splitting again from the kept bytes, on all cores and with no network: what a better template is good for.

Pages that were refused are tried as well: they are what a new template is written for. The workers read the store and
split; the one process that holds the run lock writes.
"""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import GmwError, PageError, StoreError
from gmw_crawler.site.page import parse_page
from gmw_crawler.site.sections import MOOD
from gmw_crawler.site.slots import Lists, empty_lists
from gmw_crawler.site.split import split_parsed
from gmw_crawler.site.urls import article_id as id_of
from gmw_crawler.site.urls import canonical, parse_address
from gmw_crawler.storage import open_store
from gmw_crawler.storage.frontier import DEEPEST
from gmw_crawler.storage.protocol import Outcome, SaveArticle, Saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from gmw_crawler.items import Article
    from gmw_crawler.schedule import Schedule
    from gmw_crawler.storage.protocol import KeptPage, Store, Write

    Watch = Callable[[int, int], None]

GROUP: Final = 64
"""Articles in one transaction; twice as many are on their way at a time."""

_MISSING: Final = re.compile(r"page-\d+-missing")


class NotItsPageError(PageError):
    """Raised for kept bytes that came from another address: a refused redirect."""

    reason = "redirected"


@dataclass(slots=True)
class Tally:
    """What became of the articles."""

    revised: list[str] = field(default_factory=list)
    """Ids with a new revision, those stored for the first time included."""
    unchanged: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """By reason."""
    broken: dict[str, str] = field(default_factory=dict)
    """Errors that are bugs, by article id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    article: Article
    pages: tuple[KeptPage, ...]
    has_lists: bool


_store: Store | None = None
"""The store of a worker process."""


def _open(address: str) -> None:
    global _store  # noqa: PLW0603 (the only way to hand something to the tasks of a worker)
    _store = open_store(address, create=False)


def _split(article_id: str) -> _Split:
    if _store is None:
        raise StoreError("the worker has no store")
    pages = tuple(_store.pages(article_id))
    if not pages or any(id_of(page.url) != article_id for page in pages):
        raise NotItsPageError(f"article {article_id}: nothing of its own is kept")
    trees = [parse_page(page.body, page.url) for page in pages]
    article = split_parsed(trees, canonical(pages[0].url))
    has = Lists(recommendations=article.recommendations, reactions=article.reactions)
    empty = empty_lists(trees[0], has)
    if empty and (stored := _store.lists(article_id)):  # what scripts filled is not in the bytes; it was observed
        has = has.completed_by(stored.lists, empty)
    return _Split(
        article=replace(article, recommendations=has.recommendations, reactions=has.reactions),
        pages=pages,
        has_lists=empty - {MOOD} <= has.sections,
    )


def resplit(
    address: str, store: Store, ids: Sequence[str], *, schedule: Schedule, now: datetime, watch: Watch
) -> Tally:
    """Split the kept pages of articles again, and store what came out; `store` is held by the caller's run.

    `watch` is called with (done, of) as it goes on.
    """
    tally = Tally()
    context = get_context("spawn")  # a fork would inherit the connections of this process
    with ProcessPoolExecutor(mp_context=context, initializer=_open, initargs=(address,)) as pool:
        done = 0
        for answers in _groups(pool, ids):
            writes = list(_writes(answers, tally, schedule, now))
            for write, saved in zip(writes, store.apply(writes), strict=True):
                _count(tally, write, saved)
            done += len(answers)
            watch(done, len(ids))
    return tally


def _groups(pool: ProcessPoolExecutor, ids: Sequence[str]) -> Iterator[dict[str, Future[_Split]]]:
    """Yield the answers of a group once those of the next are asked for: while one is written, another is split."""
    before: dict[str, Future[_Split]] = {}
    for start in range(0, len(ids), GROUP):
        asked = {one: pool.submit(_split, one) for one in ids[start : start + GROUP]}
        if before:
            yield before
        before = asked
    if before:
        yield before


def _writes(
    answers: dict[str, Future[_Split]], tally: Tally, schedule: Schedule, now: datetime
) -> Iterator[SaveArticle]:
    for article_id, answer in answers.items():
        error = answer.exception()
        if isinstance(error, PageError):
            tally.refused[error.reason] = tally.refused.get(error.reason, 0) + 1
        elif isinstance(error, GmwError):
            raise error
        elif error is not None:
            tally.broken[article_id] = repr(error)
        else:
            yield _write(answer.result(), schedule, now)


def _write(split: _Split, schedule: Schedule, now: datetime) -> SaveArticle:
    article = split.article
    return SaveArticle(
        article=article,
        depth=DEEPEST,  # links say less
        fetched=max(page.fetched for page in split.pages),
        pages=split.pages,
        etag=None,
        last_modified=None,
        complete=not any(_MISSING.fullmatch(code) for code in article.warnings),
        # counts only for an article that was refused until now
        next_due=schedule.revisit(article.published or parse_address(article.url).day, now),
        has_lists=split.has_lists,
        cause="resplit",
        committed=now,
    )


def _count(tally: Tally, write: Write, saved: object) -> None:
    if not isinstance(saved, Saved) or not isinstance(write, SaveArticle):
        raise TypeError(f"the store answered {write!r} with {saved!r}")
    if saved.outcome is Outcome.STORED:
        tally.revised.append(write.article.id)
    else:
        tally.unchanged += 1
