"""What a store promises.

A *write* is data (`writes`): `Store.apply` carries out several of them in one transaction, all or none. A read returns
frozen values (`reads`). Every backend keeps every promise here: `tests/storage/test_contract.py` holds them to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from gmw_crawler.storage.reads import Consumer, Hit, Known, Revision, Run, StoredLists, Walk, Wanted, Wants
from gmw_crawler.storage.writes import (
    KeptPage,
    ListedLink,
    ListingSeen,
    Outcome,
    Result,
    SaveArticle,
    Saved,
    SaveListing,
    SaveVisit,
    SaveWalk,
    Write,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

__all__ = [
    "Consumer",
    "Hit",
    "KeptPage",
    "Known",
    "ListedLink",
    "ListingSeen",
    "Outcome",
    "Result",
    "Revision",
    "Run",
    "SaveArticle",
    "SaveListing",
    "SaveVisit",
    "SaveWalk",
    "Saved",
    "Store",
    "StoredLists",
    "Walk",
    "Wanted",
    "Wants",
    "Write",
]


class Store(Protocol):
    """Memory and frontier. Calls block, and may come from any thread: the crawl makes them through `storage.writer`.

    Every call raises StoreError when the database fails; what was committed before stays.
    """

    @property
    def address(self) -> str:
        """Where it is, without a password."""

    @property
    def identity(self) -> str:
        """A word that no other store has, given at its making: exports are bound to it."""

    def close(self) -> None:
        """Let go of the run lock and of every connection; a second call does nothing."""

    def begin_run(self, *, spider: str, arguments: Mapping[str, str], started: datetime) -> int:
        """Take the store for one run and return its number; StoreBusyError says who holds it.

        A holder that died does not block: its run is closed with the verdict `died`.
        """

    def end_run(
        self, run: int, *, finished: datetime, verdict: str, reason: str | None, stats: Mapping[str, Any]
    ) -> None:
        """Write the verdict of a run and let go of the store."""

    def apply(self, writes: Sequence[Write]) -> list[Result]:
        """Carry out all in one transaction and answer each in its place.

        StoreDataError if one of them cannot be stored: then none is, and the store is well.
        """

    def walk(self, listing: str) -> Walk | None:
        """Return what is known of the walks over a listing, None if it never was walked."""

    def known(self, article_id: str) -> Known | None:
        """Return what is stored of an article, None if it is not stored."""

    def lists(self, article_id: str) -> StoredLists | None:
        """Return the lists of an article as they were last observed, None if it is not stored."""

    def wanted(self, wants: Wants, *, now: datetime, limit: int, exclude: frozenset[str]) -> list[Wanted]:
        """Return up to `limit` articles to ask for now.

        New ones first (shallow before deep, the newest first), then revisits (the longest due first).
        `exclude` holds the ids that this run has asked for already.
        """

    def last_cursor(self) -> int:
        """Return the cursor of the newest committed revision, 0 if there is none."""

    def revisions(
        self, *, after: int, until: int | None = None, latest: bool = False, since: str | None = None
    ) -> Iterator[Revision]:
        """Yield committed revisions in commit order.

        From the one after cursor `after` to `until` (None: the newest now); `latest`: only those that no later revision
        of their article has replaced; `since` (ISO 8601, UTC): those committed then or later.
        """

    def history(self, article_id: str) -> list[Revision]:
        """Return every revision of one article, oldest first."""

    def pages(self, article_id: str) -> list[KeptPage]:
        """Return the kept pages of an article's latest good visit, of its latest refusal if there was none."""

    def kept_ids(self) -> Iterator[str]:
        """Yield the ids that have kept pages, stored and refused alike, in order."""

    def article_ids(self) -> Iterator[str]:
        """Yield the ids of every stored article, in the order they were first stored."""

    def export_state(self, consumer: str) -> Consumer | None:
        """Return how far a consumer has come, None for a new one."""

    def save_export(self, consumer: str, *, cursor: int, folder: str, at: datetime) -> None:
        """Keep a copy of a consumer's cursor."""

    def summary(self, *, now: datetime) -> dict[str, Any]:
        """Return what `scrapy status` shows, as plain data.

        Counts, the frontier by state, what was given up and why, walks, exports, the last runs.
        """

    def search(self, words: str, *, limit: int) -> list[Hit]:
        """Return up to `limit` articles that hold every word, the latest stored first."""

    def insights(self) -> dict[str, Any]:
        """Return what `scrapy report` asks beside the records, as plain data.

        Articles a day by listing, the most recommended articles, the latest edits and reprints, the spiders.
        """

    def last_runs(self, spider: str, *, limit: int) -> list[Run]:
        """Return the last runs of a spider that have ended, the latest first."""
