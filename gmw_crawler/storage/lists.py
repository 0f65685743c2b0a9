"""The lists of an article as they were last observed, for a visit that cannot or need not read them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from sqlalchemy import select

from gmw_crawler.items import Recommendation
from gmw_crawler.site.slots import Lists
from gmw_crawler.storage.reads import StoredLists
from gmw_crawler.storage.tables import ARTICLES, OBSERVATIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection


def read_stored_lists(connection: Connection, article_id: str) -> StoredLists | None:
    """Return the latest observed lists of a stored article, None if it is not stored."""
    query = (
        select(ARTICLES.c.content_digest, OBSERVATIONS.c.recommendations, OBSERVATIONS.c.reactions)
        .join(OBSERVATIONS, OBSERVATIONS.c.article_id == ARTICLES.c.article_id)
        .where(ARTICLES.c.article_id == article_id)
        .order_by(OBSERVATIONS.c.observed.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    entries = tuple(Recommendation(**entry) for entry in orjson.loads(row.recommendations))
    return StoredLists(
        content_digest=row.content_digest,
        lists=Lists(recommendations=entries, reactions=orjson.loads(row.reactions)),
    )
