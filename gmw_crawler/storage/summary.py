"""What `scrapy status` shows: the state of the store in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import func, select

from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.tables import (
    ARTICLES,
    CONSUMERS,
    LINKS,
    NEW,
    OBSERVATIONS,
    PAGES,
    REVISIONS,
    RUNS,
    VISITS,
    WALKS,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, FromClause, Select

LAST_RUNS: Final = 5
GIVEN_UP: Final = 20
"""Given-up articles that are named; all are counted."""


def read_summary(connection: Connection, *, now: datetime) -> dict[str, Any]:
    """Return counts, the frontier by state, what was given up, walks, exports and runs; plain data, ready for JSON."""
    return {
        "counts": _counts(connection),
        "frontier": _frontier(connection, now),
        "given_up": _given_up(connection),
        "walks": [_plain(row) for row in connection.execute(select(WALKS).order_by(WALKS.c.listing)).mappings()],
        "exports": [_plain(row) for row in connection.execute(select(CONSUMERS).order_by(CONSUMERS.c.name)).mappings()],
        "runs": _runs(connection),
    }


def _count(connection: Connection, table: FromClause, *conditions: ColumnElement[bool]) -> int:
    return connection.scalars(select(func.count()).select_from(table).where(*conditions)).one()


def _counts(connection: Connection) -> dict[str, int]:
    return {
        "articles": _count(connection, ARTICLES),
        "revisions": _count(connection, REVISIONS),
        "reprints": _count(connection, ARTICLES, ARTICLES.c.reprint_of.is_not(None)),
        "incomplete": _count(connection, ARTICLES, ~ARTICLES.c.complete),
        "links": _count(connection, LINKS),
        "observations": _count(connection, OBSERVATIONS),
        "kept_pages": _count(connection, PAGES),
    }


def _frontier(connection: Connection, now: datetime) -> dict[str, Any]:
    never_visited = VISITS.c.outcome.is_(None)
    by_depth = select(VISITS.c.depth, func.count()).where(NEW, VISITS.c.next_due <= now).group_by(VISITS.c.depth)
    return {
        "waiting_by_depth": {str(depth): count for depth, count in sorted(connection.execute(by_depth))},
        "never_visited": _count(connection, VISITS, never_visited),
        "revisits_due": _count(connection, VISITS, VISITS.c.known, VISITS.c.next_due <= now),
        "refused": _by_reason(connection, VISITS.c.outcome == "refused"),
        "failed": _by_reason(connection, VISITS.c.outcome == "failed"),
    }


def _by_reason(connection: Connection, condition: ColumnElement[bool]) -> dict[str, int]:
    query = select(VISITS.c.reason, func.count()).where(condition).group_by(VISITS.c.reason)
    return {reason or "unknown": count for reason, count in sorted(connection.execute(query), key=str)}


def _given_up_query(*columns: Any) -> Select[Any]:
    return select(*columns).where(VISITS.c.next_due.is_(None), VISITS.c.outcome.in_(("refused", "failed")))


def _given_up(connection: Connection) -> dict[str, Any]:
    latest = _given_up_query(VISITS.c.article_id, VISITS.c.url, VISITS.c.reason, VISITS.c.attempts, VISITS.c.visited)
    rows = connection.execute(latest.order_by(VISITS.c.visited.desc(), VISITS.c.article_id).limit(GIVEN_UP))
    return {
        "count": connection.scalars(_given_up_query(func.count())).one(),
        "latest": [_plain(row) for row in rows.mappings()],
    }


def _runs(connection: Connection) -> list[dict[str, Any]]:
    query = select(RUNS).order_by(RUNS.c.number.desc()).limit(LAST_RUNS)
    runs = [_plain(row) for row in connection.execute(query).mappings()]
    for run in runs:
        run["arguments"] = orjson.loads(run["arguments"])
        run["stats"] = orjson.loads(run["stats"] or "{}")
    return runs


def _plain(row: Any) -> dict[str, Any]:
    return {name: to_text(value) if hasattr(value, "tzinfo") else value for name, value in row.items()}
