"""Stored articles: what makes a revision of one, and what is read back of it."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import orjson
from sqlalchemy import select

from gmw_crawler.items import Article, Record
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.reads import Known
from gmw_crawler.storage.sql import STREAMED, Row
from gmw_crawler.storage.tables import ARTICLES, VISITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from gmw_crawler.storage.writes import KeptPage, SaveArticle, Saved

WIDGETS: Final = frozenset({"schema", "recommendations", "reactions", "template", "warnings"})
"""Fields that are not content: they change at every view, or say how the page was read."""

CONTENT: Final = tuple(field.name for field in fields(Article) if field.name not in WIDGETS)


def content_digest(article: Article) -> bytes:
    """Return sha256 over the fields that make a revision."""
    return sha256(orjson.dumps([getattr(article, name) for name in CONTENT])).digest()


def body_digest(pages: tuple[KeptPage, ...]) -> str:
    """Return sha256 (hex) over the bodies of the pages in their order."""
    digest = sha256()
    for page in sorted(pages, key=lambda page: page.number):
        digest.update(page.body)
    return digest.hexdigest()


def read_known(connection: Connection, article_id: str) -> Known | None:
    """Return what dedupe and the schedule need of a stored article."""
    query = select(
        ARTICLES.c.article_id,
        ARTICLES.c.revision,
        ARTICLES.c.body_digest,
        ARTICLES.c.template,
        ARTICLES.c.complete,
        ARTICLES.c.published,
        ARTICLES.c.first_seen,
        VISITS.c.attempts,
    ).join(VISITS, VISITS.c.article_id == ARTICLES.c.article_id)
    row = connection.execute(query.where(ARTICLES.c.article_id == article_id)).one_or_none()
    if row is None:
        return None
    return Known(**{**row._mapping, "first_seen": to_text(row.first_seen)})  # noqa: SLF001


def facts(write: SaveArticle) -> Row:
    """Return what every visit tells, changed or not."""
    return {
        "template": write.article.template,
        "complete": write.complete,
        "body_digest": body_digest(write.pages) if write.has_lists else "",  # what no page has: it is never "the same"
    }


def record_of(article: Article, saved: Saved) -> Record:
    """Return the record that an article becomes by being saved."""
    return Record(
        **{field.name: getattr(article, field.name) for field in fields(Article)},
        revision=saved.revision,
        first_seen=saved.first_seen,
        fetched=saved.fetched,
        reprint_of=saved.reprint_of,
    )


def read_ids(connection: Connection) -> Iterator[str]:
    """Yield the ids of every stored article, in the order they were first stored."""
    yield from connection.scalars(select(ARTICLES.c.article_id).order_by(ARTICLES.c.number), execution_options=STREAMED)
