"""What an article's page shows beside the article: links to others, and observations of what changes at every view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import bindparam, func, select

from gmw_crawler.site.urls import article_id as id_of
from gmw_crawler.storage.frontier import Found, discover
from gmw_crawler.storage.sql import Row, upsert
from gmw_crawler.storage.tables import LINKS, OBSERVATIONS, VISITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from gmw_crawler.items import Recommendation
    from gmw_crawler.storage.writes import SaveArticle

FOLLOWED: Final = "related"
"""The one section (相关阅读) whose articles join the frontier."""

_DEPTH: Final = select(VISITS.c.depth).where(VISITS.c.article_id == bindparam("article_id"))
_LAST_OBSERVED: Final = (
    select(OBSERVATIONS.c.recommendations, OBSERVATIONS.c.reactions)
    .where(OBSERVATIONS.c.article_id == bindparam("article_id"))
    .order_by(OBSERVATIONS.c.observed.desc())
    .limit(1)
)


def save_recommendations(connection: Connection, write: SaveArticle) -> None:
    """Store the links of an article, put the related reading on the frontier, and observe what is new."""
    rows: dict[tuple[str, str], Row] = {}
    for link in write.article.recommendations:
        if link.url is not None:
            row = _link(write, link, link.url)
            rows.setdefault((link.section, row["target"]), row)
    upsert(connection, LINKS, list(rows.values()), _seen_again)
    _follow(connection, write, [row for row in rows.values() if row["section"] == FOLLOWED and row["article_id"]])
    _observe(connection, write)


def _link(write: SaveArticle, link: Recommendation, url: str) -> Row:
    named = id_of(url)
    return {
        "source": write.article.id,
        "section": link.section,
        "target": named or url,
        "article_id": named,
        "url": url,
        "page": 1,
        "position": link.position,
        "title": link.title,
        "day": link.published[:10] if link.published else None,
        "first_seen": write.fetched,
        "last_seen": write.fetched,
        "first_walk": 0,
    }


def _seen_again(new: Any) -> Mapping[str, Any]:
    return {
        "url": new.url,
        "position": new.position,
        "title": func.coalesce(new.title, LINKS.c.title),
        "day": func.coalesce(new.day, LINKS.c.day),
        "last_seen": new.last_seen,
    }


def _follow(connection: Connection, write: SaveArticle, links: list[Row]) -> None:
    if not links:
        return
    depth = connection.scalars(_DEPTH, {"article_id": write.article.id}).one()
    found = [Found(article_id=link["article_id"], url=link["url"], depth=depth + 1) for link in links]
    discover(connection, found, seen=write.fetched)


def _observe(connection: Connection, write: SaveArticle) -> None:
    article = write.article
    now = (orjson.dumps(article.recommendations).decode(), orjson.dumps(article.reactions).decode())
    last = connection.execute(_LAST_OBSERVED, {"article_id": article.id}).one_or_none()
    if last is not None and tuple(last) == now:
        return
    row = {"article_id": article.id, "observed": write.fetched, "recommendations": now[0], "reactions": now[1]}
    upsert(connection, OBSERVATIONS, [row], _observed_again)


def _observed_again(new: Any) -> Mapping[str, Any]:
    return {"recommendations": new.recommendations, "reactions": new.reactions}
