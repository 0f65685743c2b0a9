"""Committed revisions, in the order of their commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, exists, select, update

from gmw_crawler.storage.columns import from_text, to_text
from gmw_crawler.storage.reads import Revision
from gmw_crawler.storage.sql import insert_all, utf8
from gmw_crawler.storage.tables import COUNTERS, REVISIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection
    from sqlalchemy import Row as SqlRow

    from gmw_crawler.storage.writes import SaveArticle, Saved

PORTION: Final = 500
"""Revisions read at a time: some megabytes."""


_COLUMNS: Final = (
    REVISIONS.c.cursor,
    REVISIONS.c.article_id,
    REVISIONS.c.revision,
    REVISIONS.c.committed,
    REVISIONS.c.cause,
    utf8(REVISIONS.c.line).label("line"),
)


def last_cursor(connection: Connection) -> int:
    """Return the newest committed cursor."""
    cursor: int = connection.scalars(select(COUNTERS.c.value).where(COUNTERS.c.name == "cursor")).one()
    return cursor


def read_portion(
    connection: Connection, *, after: int, until: int, latest: bool, since: str | None
) -> tuple[list[Revision], int]:
    """Return the next revisions after a cursor, and the cursor that they reach to."""
    query = select(*_COLUMNS).where(REVISIONS.c.cursor > after, REVISIONS.c.cursor <= until)
    if latest:
        later = REVISIONS.alias()
        newer = exists().where(later.c.article_id == REVISIONS.c.article_id, later.c.revision > REVISIONS.c.revision)
        query = query.where(~newer)
    if since is not None:
        query = query.where(REVISIONS.c.committed >= from_text(since))
    rows = connection.execute(query.order_by(REVISIONS.c.cursor).limit(PORTION)).all()
    return [_revision(row) for row in rows], rows[-1].cursor if len(rows) == PORTION else until


def read_history(connection: Connection, article_id: str) -> list[Revision]:
    """Return every revision of one article, oldest first."""
    query = select(*_COLUMNS).where(REVISIONS.c.article_id == article_id).order_by(REVISIONS.c.revision)
    return [_revision(row) for row in connection.execute(query)]


def read_line(connection: Connection, article_id: str, revision: int) -> bytes:
    """Return the record of one stored revision."""
    where = (REVISIONS.c.article_id == article_id, REVISIONS.c.revision == revision)
    line: bytes = connection.scalars(select(utf8(REVISIONS.c.line)).where(*where)).one()
    return line


def commit(connection: Connection, lines: Sequence[tuple[SaveArticle, Saved, bytes]]) -> None:
    """Give new revisions their cursors, in this order, and store their lines."""
    # this row stays locked to the end of the transaction: who gets the next cursor commits later
    last: int = connection.execute(_FURTHER, {"steps": len(lines)}).scalar_one()
    rows = [
        {
            "cursor": cursor,
            "article_id": write.article.id,
            "revision": saved.revision,
            "committed": write.committed or write.fetched,
            "cause": write.cause,
            "line": line.decode(),
        }
        for cursor, (write, saved, line) in enumerate(lines, start=last - len(lines) + 1)
    ]
    insert_all(connection, REVISIONS, rows)


_FURTHER: Final = (
    update(COUNTERS)
    .where(COUNTERS.c.name == "cursor")
    .values(value=COUNTERS.c.value + bindparam("steps"))
    .returning(COUNTERS.c.value)
)


def _revision(row: SqlRow[Any]) -> Revision:
    return Revision(
        cursor=row.cursor,
        article_id=row.article_id,
        revision=row.revision,
        committed=to_text(row.committed),
        cause=row.cause,
        line=row.line,
    )
