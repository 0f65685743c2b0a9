"""Stored articles: revisions of what a page says, observations of what changes at every view, and links to others."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import func, insert, select, update

from gmw_crawler.items import Article, Record
from gmw_crawler.site.urls import article_id as id_of
from gmw_crawler.storage import reprints, revisions, search
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.frontier import Found, discover
from gmw_crawler.storage.pages import keep_pages, pardon_pages
from gmw_crawler.storage.reads import Known
from gmw_crawler.storage.sql import STREAMED, Row, upsert
from gmw_crawler.storage.tables import ARTICLES, COUNTERS, LINKS, OBSERVATIONS, REVISIONS, VISITS
from gmw_crawler.storage.writes import Outcome, Saved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy import Row as SqlRow

    from gmw_crawler.storage.pages import Keep
    from gmw_crawler.storage.writes import KeptPage, SaveArticle

WIDGETS: Final = frozenset({"schema", "recommendations", "reactions", "template", "warnings"})
"""Fields that are not content: they change at every view, or say how the page was read."""

CONTENT: Final = tuple(field.name for field in fields(Article) if field.name not in WIDGETS)

FOLLOWED: Final = "related"
"""The one section (相关阅读) whose articles join the frontier."""


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


def save_article(connection: Connection, write: SaveArticle, *, keep: Keep) -> Saved:
    """Store an article with all that belongs to its visit."""
    article = write.article
    discover(connection, [Found(article_id=article.id, url=article.url, depth=write.depth)], seen=write.fetched)
    stored = connection.execute(select(ARTICLES).where(ARTICLES.c.article_id == article.id)).one_or_none()
    digest = content_digest(article)
    if stored is not None and stored.content_digest == digest:
        saved = _unchanged(connection, write, stored)
    else:
        saved = _revise(connection, write, stored, digest)
    _save_links(connection, write)
    _observe(connection, write)
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
        fresh = insert(ARTICLES).values(article_id=article.id, first_seen=first_seen, **values)
        number = connection.execute(fresh.returning(ARTICLES.c.number)).scalar_one()
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
    first_seen: datetime = connection.scalars(
        select(VISITS.c.first_seen).where(VISITS.c.article_id == article_id)
    ).one()
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
    next_cursor = update(COUNTERS).where(COUNTERS.c.name == "cursor").values(value=COUNTERS.c.value + 1)
    cursor = connection.execute(next_cursor.returning(COUNTERS.c.value)).scalar_one()
    connection.execute(
        insert(REVISIONS),
        {
            "cursor": cursor,
            "article_id": write.article.id,
            "revision": saved.revision,
            "committed": write.committed or write.fetched,
            "cause": write.cause,
            "line": line.decode(),
        },
    )


def _save_links(connection: Connection, write: SaveArticle) -> None:
    article = write.article
    rows: dict[tuple[str, str], Row] = {}
    for link in article.recommendations:
        if link.url is None:
            continue
        named = id_of(link.url)
        rows.setdefault(
            (link.section, named or link.url),
            {
                "source": article.id,
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
    upsert(connection, LINKS, list(rows.values()), _seen_again)
    _follow(connection, write, [row for row in rows.values() if row["section"] == FOLLOWED and row["article_id"]])


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
    depth = connection.scalars(select(VISITS.c.depth).where(VISITS.c.article_id == write.article.id)).one()
    found = [Found(article_id=link["article_id"], url=link["url"], depth=depth + 1) for link in links]
    discover(connection, found, seen=write.fetched)


def _observe(connection: Connection, write: SaveArticle) -> None:
    article = write.article
    now = (orjson.dumps(article.recommendations).decode(), orjson.dumps(article.reactions).decode())
    columns = (OBSERVATIONS.c.recommendations, OBSERVATIONS.c.reactions)
    latest = select(*columns).where(OBSERVATIONS.c.article_id == article.id).order_by(OBSERVATIONS.c.observed.desc())
    last = connection.execute(latest.limit(1)).one_or_none()
    if last is not None and tuple(last) == now:
        return
    row = {
        "article_id": article.id,
        "observed": write.fetched,
        "recommendations": now[0],
        "reactions": now[1],
    }
    upsert(
        connection,
        OBSERVATIONS,
        [row],
        lambda new: {"recommendations": new.recommendations, "reactions": new.reactions},
    )


def _save_visit(connection: Connection, write: SaveArticle, outcome: Outcome) -> None:
    connection.execute(
        update(VISITS)
        .where(VISITS.c.article_id == write.article.id)
        .values(
            known=True,
            # a missing page is a failure of the visit: it is tried again at growing intervals
            attempts=0 if write.complete else VISITS.c.attempts + 1,
            status=write.pages[0].status if write.pages else None,
            outcome=outcome,
            reason=None if write.complete else "page-missing",
            etag=write.etag,
            last_modified=write.last_modified,
            visited=write.fetched,
            next_due=write.next_due,
        )
    )


def read_ids(connection: Connection) -> Iterator[str]:
    """Yield the ids of every stored article, in the order they were first stored."""
    yield from connection.scalars(select(ARTICLES.c.article_id).order_by(ARTICLES.c.number), execution_options=STREAMED)
