"""Stored articles: the revisions of what a page says."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import Boolean, bindparam, case, insert, select, update

from gmw_crawler.items import Article, Record
from gmw_crawler.storage import reprints, revisions, search
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.frontier import Found, discover
from gmw_crawler.storage.pages import keep_pages, pardon_pages
from gmw_crawler.storage.reads import Known
from gmw_crawler.storage.recommendations import save_recommendations
from gmw_crawler.storage.sql import STREAMED, Row
from gmw_crawler.storage.tables import ARTICLES, COUNTERS, REVISIONS, VISITS
from gmw_crawler.storage.writes import Outcome, Saved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy import Row as SqlRow

    from gmw_crawler.storage.pages import Keep
    from gmw_crawler.storage.writes import KeptPage, SaveArticle

WIDGETS: Final = frozenset({"schema", "recommendations", "reactions", "template", "warnings"})
"""Fields that are not content: they change at every view, or say how the page was read."""

CONTENT: Final = tuple(field.name for field in fields(Article) if field.name not in WIDGETS)


_IS_ASKED_FOR: Final = ARTICLES.c.article_id == bindparam("article_id")
_STORED: Final = select(ARTICLES).where(_IS_ASKED_FOR)
_KNOWN: Final = (
    select(
        ARTICLES.c.article_id,
        ARTICLES.c.revision,
        ARTICLES.c.body_digest,
        ARTICLES.c.template,
        ARTICLES.c.complete,
        ARTICLES.c.published,
        ARTICLES.c.first_seen,
        VISITS.c.attempts,
    )
    .join(VISITS, VISITS.c.article_id == ARTICLES.c.article_id)
    .where(_IS_ASKED_FOR)
)
_FIRST_SEEN: Final = select(VISITS.c.first_seen).where(VISITS.c.article_id == bindparam("article_id"))
_STORE: Final = insert(ARTICLES).returning(ARTICLES.c.number)
_NEXT_CURSOR: Final = (
    update(COUNTERS).where(COUNTERS.c.name == "cursor").values(value=COUNTERS.c.value + 1).returning(COUNTERS.c.value)
)
_COMMIT: Final = insert(REVISIONS)
_VISIT: Final = (
    update(VISITS)
    .where(VISITS.c.article_id == bindparam("visited_id"))
    .values(known=True, attempts=case((bindparam("whole", type_=Boolean), 0), else_=VISITS.c.attempts + 1))
)


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
    row = connection.execute(_KNOWN, {"article_id": article_id}).one_or_none()
    if row is None:
        return None
    return Known(**{**row._mapping, "first_seen": to_text(row.first_seen)})  # noqa: SLF001


def save_article(connection: Connection, write: SaveArticle, *, keep: Keep) -> Saved:
    """Store an article with all that belongs to its visit."""
    article = write.article
    discover(connection, [Found(article_id=article.id, url=article.url, depth=write.depth)], seen=write.fetched)
    stored = connection.execute(_STORED, {"article_id": article.id}).one_or_none()
    digest = content_digest(article)
    if stored is not None and stored.content_digest == digest:
        saved = _unchanged(connection, write, stored)
    else:
        saved = _revise(connection, write, stored, digest)
    save_recommendations(connection, write)
    if write.cause == "fetched":
        keep_pages(connection, article.id, write.pages, good=True, keep=keep)
    elif stored is None:
        pardon_pages(connection, article.id)
    if write.cause == "fetched" or stored is None:
        _save_visit(connection, write, saved.outcome)
    return saved


def _unchanged(connection: Connection, write: SaveArticle, stored: SqlRow[Any]) -> Saved:
    values = _facts(write)
    connection.execute(update(ARTICLES).where(ARTICLES.c.number == stored.number), values)
    return Saved(
        outcome=Outcome.UNCHANGED,
        revision=stored.revision,
        first_seen=to_text(stored.first_seen),
        fetched=to_text(stored.fetched),
        reprint_of=stored.reprint_of,
    )


def _facts(write: SaveArticle) -> Row:
    """Return what every visit tells, changed or not."""
    return {
        "template": write.article.template,
        "complete": write.complete,
        "body_digest": body_digest(write.pages) if write.has_lists else "",  # what no page has: it is never "the same"
    }


def _revise(connection: Connection, write: SaveArticle, stored: SqlRow[Any] | None, digest: bytes) -> Saved:
    article = write.article
    number = None if stored is None else stored.number
    text = reprints.sign(article.text)
    original = reprints.find(connection, text, before=number)
    revision = 1 if stored is None else stored.revision + 1
    first_seen = _first_seen(connection, article.id) if stored is None else stored.first_seen
    values = _facts(write) | {
        "revision": revision,
        "content_digest": digest,
        "text_digest": text.digest,
        "published": article.published,
        "fetched": write.fetched,
        "reprint_of": original,
    }
    if number is None:
        values |= {"article_id": article.id, "first_seen": first_seen}
        number = connection.execute(_STORE, values).scalar_one()
    else:
        connection.execute(update(ARTICLES).where(ARTICLES.c.number == number), values)
    reprints.store(connection, text, number)
    saved = Saved(
        outcome=Outcome.STORED,
        revision=revision,
        first_seen=to_text(first_seen),
        fetched=to_text(write.fetched),
        reprint_of=original,
    )
    line = orjson.dumps(record_of(article, saved))
    before = None if stored is None else revisions.read_line(connection, article.id, stored.revision)
    search.index_article(connection, number, orjson.loads(line), before=before)
    _commit_revision(connection, write, saved, line)
    return saved


def _first_seen(connection: Connection, article_id: str) -> datetime:
    first_seen: datetime = connection.scalars(_FIRST_SEEN, {"article_id": article_id}).one()
    return first_seen


def record_of(article: Article, saved: Saved) -> Record:
    """Return the record that an article becomes by being saved."""
    return Record(
        **{field.name: getattr(article, field.name) for field in fields(Article)},
        revision=saved.revision,
        first_seen=saved.first_seen,
        fetched=saved.fetched,
        reprint_of=saved.reprint_of,
    )


def _commit_revision(connection: Connection, write: SaveArticle, saved: Saved, line: bytes) -> None:
    # this row stays locked to the end of the transaction: who gets the next cursor commits later
    cursor = connection.execute(_NEXT_CURSOR).scalar_one()
    connection.execute(
        _COMMIT,
        {
            "cursor": cursor,
            "article_id": write.article.id,
            "revision": saved.revision,
            "committed": write.committed or write.fetched,
            "cause": write.cause,
            "line": line.decode(),
        },
    )


def _save_visit(connection: Connection, write: SaveArticle, outcome: Outcome) -> None:
    connection.execute(
        _VISIT,
        {
            "visited_id": write.article.id,
            # a missing page is a failure of the visit: it is tried again at growing intervals
            "whole": write.complete,
            "status": write.pages[0].status if write.pages else None,
            "outcome": outcome,
            "reason": None if write.complete else "page-missing",
            "etag": write.etag,
            "last_modified": write.last_modified,
            "visited": write.fetched,
            "next_due": write.next_due,
        },
    )


def read_ids(connection: Connection) -> Iterator[str]:
    """Yield the ids of every stored article, in the order they were first stored."""
    yield from connection.scalars(select(ARTICLES.c.article_id).order_by(ARTICLES.c.number), execution_options=STREAMED)
