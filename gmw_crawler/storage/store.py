"""The store over SQL: one class for both databases, each method one transaction of the parts beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from gmw_crawler.errors import StoreBusyError, StoreError
from gmw_crawler.storage import (
    articles,
    frontier,
    insights,
    lists,
    pages,
    revisions,
    runs,
    saving,
    schema,
    search,
    summary,
    walks,
    wanted,
)
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.grouping import grouped
from gmw_crawler.storage.tables import FACTS
from gmw_crawler.storage.writes import SaveListing, SaveVisit, SaveWalk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from gmw_crawler.storage.backend import Backend
    from gmw_crawler.storage.grouping import Group
    from gmw_crawler.storage.pages import Keep
    from gmw_crawler.storage.protocol import Store
    from gmw_crawler.storage.reads import Consumer, Hit, Known, Revision, Run, StoredLists, Walk, Wanted, Wants
    from gmw_crawler.storage.writes import KeptPage, Result, Write

NEVER: Final = datetime.max.replace(tzinfo=UTC)
"""Start of a run that there is not: everything was visited before it."""


def open_store(address: str, *, keep_pages: str = "latest", create: bool = True) -> Store:
    """Open the store at an address, and bring it up to date.

    `keep_pages` is GMW_KEEP_PAGES: `latest`, `all` or `none`. Without `create`, no store there is a StoreError.
    A wrong address is a StoreAddressError that names the known kinds, a store of a newer program a StoreVersionError.
    """
    keep = pages.keep_setting(keep_pages)
    backend = backend_for(address)
    if not create and not backend.exists():
        raise StoreError(f"{backend.name}: there is no store yet; `scrapy crawl economy` makes it")
    try:
        schema.bring_up_to_date(backend)
        return SqlStore(backend, keep=keep)
    except StoreError:
        backend.engine.dispose()
        raise


class SqlStore:
    """A store in a SQL database; see `protocol.Store` for what each method promises."""

    def __init__(self, backend: Backend, *, keep: Keep) -> None:
        self._backend = backend
        self._keep = keep
        self._run_started = NEVER
        self.address: Final = backend.name
        with backend.reading() as connection:
            self.identity: Final = connection.scalars(select(FACTS.c.value).where(FACTS.c.name == "identity")).one()

    def close(self) -> None:
        """Let go of the run lock and of every connection."""
        self._backend.lock.release()
        self._backend.engine.dispose()

    def begin_run(self, *, spider: str, arguments: Mapping[str, str], started: datetime) -> int:
        """Take the store for one run."""
        with self._backend.errors():
            taken = self._backend.lock.take()
        if not taken:
            with self._backend.reading() as connection:
                raise StoreBusyError(f"{self.address}: held by {runs.describe_holder(connection)}")
        try:
            with self._backend.writing() as connection:
                run = runs.open_run(connection, spider=spider, arguments=arguments, started=started)
        except StoreError:
            self._backend.lock.release()
            raise
        self._run_started = started
        return run

    def end_run(
        self, run: int, *, finished: datetime, verdict: str, reason: str | None, stats: Mapping[str, Any]
    ) -> None:
        """Write the verdict of a run and let go of the store."""
        try:
            with self._backend.writing() as connection:
                runs.close_run(connection, run, finished=finished, verdict=verdict, reason=reason, stats=stats)
        finally:
            self._run_started = NEVER
            self._backend.lock.release()

    def apply(self, writes: Sequence[Write]) -> list[Result]:
        """Carry out all writes in one transaction."""
        with self._backend.writing() as connection:
            return [result for group in grouped(writes) for result in self._carry_out(connection, group)]

    def _carry_out(self, connection: Connection, group: Group) -> Sequence[Result]:
        match group:
            case list():
                return saving.save_articles(connection, group, keep=self._keep)
            case SaveListing():
                return [walks.save_listing(connection, group)]
            case SaveVisit():
                frontier.save_visit(connection, group, keep=self._keep)
            case SaveWalk():
                walks.save_walk(connection, group)
        return [None]

    def walk(self, listing: str) -> Walk | None:
        """Return what is known of the walks over a listing."""
        with self._backend.reading() as connection:
            return walks.read_walk(connection, listing)

    def known(self, article_id: str) -> Known | None:
        """Return what is stored of an article."""
        with self._backend.reading() as connection:
            return articles.read_known(connection, article_id)

    def lists(self, article_id: str) -> StoredLists | None:
        """Return the lists of an article as they were last observed."""
        with self._backend.reading() as connection:
            return lists.read_stored_lists(connection, article_id)

    def wanted(self, wants: Wants, *, now: datetime, limit: int, exclude: frozenset[str]) -> list[Wanted]:
        """Return articles to ask for now."""
        with self._backend.reading() as connection:
            return wanted.find_wanted(
                connection, wants, now=now, run_started=self._run_started, limit=limit, exclude=exclude
            )

    def last_cursor(self) -> int:
        """Return the cursor of the newest committed revision."""
        with self._backend.reading() as connection:
            return revisions.last_cursor(connection)

    def revisions(
        self, *, after: int, until: int | None = None, latest: bool = False, since: str | None = None
    ) -> Iterator[Revision]:
        """Yield committed revisions in commit order; each portion is one short read, so that no writer waits."""
        end = self.last_cursor() if until is None else until
        while after < end:
            with self._backend.reading() as connection:
                portion, after = revisions.read_portion(connection, after=after, until=end, latest=latest, since=since)
            yield from portion

    def history(self, article_id: str) -> list[Revision]:
        """Return every revision of one article."""
        with self._backend.reading() as connection:
            return revisions.read_history(connection, article_id)

    def pages(self, article_id: str) -> list[KeptPage]:
        """Return the kept pages of an article."""
        with self._backend.reading() as connection:
            return pages.read_pages(connection, article_id)

    def kept_ids(self) -> Iterator[str]:
        """Yield the ids that have kept pages."""
        with self._backend.reading() as connection:
            yield from pages.read_kept_ids(connection)

    def article_ids(self) -> Iterator[str]:
        """Yield the ids of every stored article."""
        with self._backend.reading() as connection:
            yield from articles.read_ids(connection)

    def export_state(self, consumer: str) -> Consumer | None:
        """Return how far a consumer has come."""
        with self._backend.reading() as connection:
            return runs.read_consumer(connection, consumer)

    def save_export(self, consumer: str, *, cursor: int, folder: str, at: datetime) -> None:
        """Keep a copy of a consumer's cursor."""
        with self._backend.writing() as connection:
            runs.save_consumer(connection, consumer, cursor=cursor, folder=folder, at=at)

    def summary(self, *, now: datetime) -> dict[str, Any]:
        """Return what `scrapy status` shows."""
        with self._backend.reading() as connection:
            return summary.read_summary(connection, now=now)

    def search(self, words: str, *, limit: int) -> list[Hit]:
        """Return articles that hold every word."""
        with self._backend.reading() as connection:
            return search.find(connection, words, limit=limit)

    def insights(self) -> dict[str, Any]:
        """Return what `scrapy report` asks beside the records."""
        with self._backend.reading() as connection:
            return insights.read_insights(connection)

    def last_runs(self, spider: str, *, limit: int) -> list[Run]:
        """Return the last runs of a spider that have ended."""
        with self._backend.reading() as connection:
            return runs.last_runs(connection, spider, limit=limit)
