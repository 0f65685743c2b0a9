"""What stands under an article: links to others, and the lists as they were observed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import func, select

from gmw_crawler.site.urls import article_id
from gmw_crawler.storage.frontier import Found, discover
from gmw_crawler.storage.sql import Row, upsert
from gmw_crawler.storage.tables import LINKS, OBSERVATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from gmw_crawler.storage.writes import SaveArticle

FOLLOWED: Final = "related"
"""The one section (相关阅读) whose articles join the frontier."""


def save(
    connection: Connection, writes: Sequence[SaveArticle], stored: Collection[str], depths: Mapping[str, int]
) -> None:
    """Store the links and lists of articles; `stored` were so before this visit, `depths` are those of all."""
    links = {write.article.id: _links(write) for write in writes}
    upsert(connection, LINKS, [row for rows in links.values() for row in rows], _seen_again)
    followed = [
        (write, [row for row in links[write.article.id] if row["section"] == FOLLOWED and row["article_id"]])
        for write in writes
    ]
    _follow(connection, [(write, rows) for write, rows in followed if rows], depths)
    rows = [row for write in writes if (row := _observed(connection, write, write.article.id in stored)) is not None]
    upsert(connection, OBSERVATIONS, rows, _observed_again)


_id_of: Final = lru_cache(maxsize=4096)(article_id)
"""The same few hundred articles stand under all others of their days."""


def _links(write: SaveArticle) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for link in write.article.recommendations:
        if link.url is None:
            continue
        named = _id_of(link.url)
        rows.setdefault(
            (link.section, named or link.url),
            {
                "source": write.article.id,
                "section": link.section,
                "target": named or link.url,
                "article_id": named,
                "url": link.url,
                "page": 1,
                "position": link.position,
                "title": link.title,
                "day": link.published[:10] if link.published else None,
                "first_seen": write.fetched,
                "last_seen": write.fetched,
                "first_walk": 0,
            },
        )
    return list(rows.values())


def _seen_again(new: Any) -> Mapping[str, Any]:
    return {
        "url": new.url,
        "position": new.position,
        "title": func.coalesce(new.title, LINKS.c.title),
        "day": func.coalesce(new.day, LINKS.c.day),
        "last_seen": new.last_seen,
    }


def _follow(
    connection: Connection, followed: Sequence[tuple[SaveArticle, list[Row]]], depths: Mapping[str, int]
) -> None:
    discover(
        connection,
        [
            Found(article_id=row["article_id"], url=row["url"], depth=depths[write.article.id] + 1, seen=write.fetched)
            for write, rows in followed
            for row in rows
        ],
    )


def _observed(connection: Connection, write: SaveArticle, stored: bool) -> Row | None:
    """Return the lists of a visit as a row, None if the last ones observed are the same."""
    article = write.article
    now = (orjson.dumps(article.recommendations).decode(), orjson.dumps(article.reactions).decode())
    if stored:
        columns = (OBSERVATIONS.c.recommendations, OBSERVATIONS.c.reactions)
        query = select(*columns).where(OBSERVATIONS.c.article_id == article.id)
        last = connection.execute(query.order_by(OBSERVATIONS.c.observed.desc()).limit(1)).one_or_none()
        if last is not None and tuple(last) == now:
            return None
    return {
        "article_id": article.id,
        "observed": write.fetched,
        "recommendations": now[0],
        "reactions": now[1],
    }


def _observed_again(new: Any) -> Mapping[str, Any]:
    return {"recommendations": new.recommendations, "reactions": new.reactions}
