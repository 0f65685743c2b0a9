"""What a run should ask for now: the frontier, seen through the run's arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, literal_column, or_, select

from gmw_crawler.storage.reads import Wanted
from gmw_crawler.storage.sql import STREAMED, chunks
from gmw_crawler.storage.tables import KNOWN, LINKS, NEW, VISITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, FromClause, Select
    from sqlalchemy import Row as SqlRow

    from gmw_crawler.storage.reads import Wants

LISTED: ColumnElement[str] = literal_column("'listing'")
RELATED: ColumnElement[str] = literal_column("'related'")
"""Written into the statement, not bound to it: only so does the database see that a partial index will do."""


def find_wanted(
    connection: Connection,
    wants: Wants,
    *,
    now: datetime,
    run_started: datetime,
    limit: int,
    exclude: frozenset[str],
) -> list[Wanted]:
    """Return up to `limit` articles to ask for, new ones first."""
    found: list[Wanted] = []
    for query in (_new(wants, now), _again(wants, now, run_started)):
        for row in _rows(connection, query, wants):
            if len(found) >= limit:
                return found
            if row.article_id not in exclude:
                found.append(Wanted(**row._mapping))  # noqa: SLF001 (SQLAlchemy's public way to a row's names)
    return found


def _rows(connection: Connection, query: Select[Any], wants: Wants) -> Iterator[SqlRow[Any]]:
    if wants.ids is None:
        yield from _stream(connection, query.where(*_within(wants)))
        return
    for chunk in chunks(wants.ids):
        yield from _stream(connection, query.where(VISITS.c.article_id.in_(chunk)))


def _stream(connection: Connection, query: Select[Any]) -> Iterator[SqlRow[Any]]:
    with connection.execute(query, execution_options=STREAMED) as rows:
        yield from rows


_COLUMNS = select(
    VISITS.c.article_id,
    VISITS.c.url,
    VISITS.c.depth,
    VISITS.c.known,
    VISITS.c.attempts,
    VISITS.c.etag,
    VISITS.c.last_modified,
)


def _new(wants: Wants, now: datetime) -> Select[Any]:
    newest_first = (VISITS.c.depth, VISITS.c.day.desc(), VISITS.c.article_id.desc())
    query = _COLUMNS.where(NEW, VISITS.c.next_due <= now).order_by(*newest_first)
    return query if wants.ids is not None else query.where(VISITS.c.depth <= wants.related_depth)


def _again(wants: Wants, now: datetime, run_started: datetime) -> Select[Any]:
    if wants.refetch:
        return _COLUMNS.where(KNOWN, VISITS.c.visited < run_started).order_by(VISITS.c.visited)
    return _COLUMNS.where(KNOWN, VISITS.c.next_due <= now).order_by(VISITS.c.next_due)


def _within(wants: Wants) -> Iterator[ColumnElement[bool]]:
    yield VISITS.c.depth <= wants.related_depth
    if wants.channels is not None:
        yield VISITS.c.channel.in_(sorted(wants.channels))
    if wants.since is not None:
        yield or_(VISITS.c.day >= wants.since, VISITS.c.day == "")
    if wants.listings is not None:
        yield _leads_to(VISITS.c.article_id, sorted(wants.listings), wants.related_depth)


def _leads_to(article_id: ColumnElement[Any], listings: list[str], steps: int) -> ColumnElement[bool]:
    """One of the listings names the article, or does so by at most `steps` steps of related reading.

    Asked backwards from the article, which has few links to it, through two partial indexes.
    """
    row = LINKS.alias()
    listed = _asked_for_each(row, row.c.section == LISTED, row.c.target == article_id, row.c.source.in_(listings))
    if steps == 0:
        return listed
    link = LINKS.alias()
    named_by = _leads_to(link.c.source, listings, steps - 1)
    return or_(listed, _asked_for_each(link, link.c.section == RELATED, link.c.target == article_id, named_by))


def _asked_for_each(link: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell that there is such a link; the offset keeps PostgreSQL from reading every link of the store for it first."""
    return exists(select(literal_column("1")).select_from(link).where(*conditions).offset(0))
