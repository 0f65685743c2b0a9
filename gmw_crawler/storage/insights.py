"""What a report asks of the store, beyond the records themselves: counts that the database makes best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from gmw_crawler.storage.tables import ARTICLES, LINKS, REVISIONS, RUNS, VISITS

if TYPE_CHECKING:
    from sqlalchemy import Connection

LISTING: Final = "listing"

ROWS: Final = 40
"""Entries of a list that a person reads."""


def read_insights(connection: Connection) -> dict[str, Any]:
    """Return plain data: articles a day by listing, pushed articles, edits, reprints."""
    return {
        "listed": _listed(connection),
        "pushed": _pushed(connection),
        "edited": _edited(connection),
        "reprints": _reprints(connection),
        "spiders": list(connection.scalars(select(RUNS.c.spider).distinct().order_by(RUNS.c.spider))),
    }


def _listed(connection: Connection) -> list[tuple[str, str, int]]:
    """Return (day, listing, stored articles); an article on two listings counts for the one that comes first."""
    first = select(LINKS.c.target, func.min(LINKS.c.source).label("source")).where(LINKS.c.section == LISTING)
    named = first.group_by(LINKS.c.target).subquery()
    day = func.substr(func.coalesce(ARTICLES.c.published, VISITS.c.day), 1, 10)
    listing = func.coalesce(named.c.source, "")
    query = (
        select(day, listing, func.count())
        .select_from(ARTICLES)
        .join(VISITS, VISITS.c.article_id == ARTICLES.c.article_id)
        .outerjoin(named, named.c.target == ARTICLES.c.article_id)
        .group_by(day, listing)
        .order_by(day, listing)
    )
    return [tuple(row) for row in connection.execute(query)]


def _pushed(connection: Connection) -> list[dict[str, Any]]:
    """Return the articles that most others recommend, with what they are called there."""
    pushes = func.count(LINKS.c.source.distinct())
    query = (
        select(
            LINKS.c.article_id,
            pushes.label("pushes"),
            func.max(LINKS.c.title).label("title"),
            func.max(LINKS.c.url).label("url"),
            func.max(ARTICLES.c.article_id).label("stored"),
        )
        .outerjoin(ARTICLES, ARTICLES.c.article_id == LINKS.c.article_id)
        .where(LINKS.c.section != LISTING, LINKS.c.article_id.is_not(None))
        .group_by(LINKS.c.article_id)
        .order_by(pushes.desc(), LINKS.c.article_id.desc())
        .limit(ROWS)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _edited(connection: Connection) -> list[str]:
    """Return the ids of the articles that were revised last, the latest first."""
    query = select(REVISIONS.c.article_id).where(REVISIONS.c.revision > 1, REVISIONS.c.cause == "fetched")
    latest = query.group_by(REVISIONS.c.article_id).order_by(func.max(REVISIONS.c.cursor).desc())
    return list(connection.scalars(latest.limit(ROWS)))


def _reprints(connection: Connection) -> list[tuple[str, str]]:
    """Return (reprint, earliest stored) of the latest reprints."""
    query = select(ARTICLES.c.article_id, ARTICLES.c.reprint_of).where(ARTICLES.c.reprint_of.is_not(None))
    return [tuple(row) for row in connection.execute(query.order_by(ARTICLES.c.number.desc()).limit(ROWS))]
