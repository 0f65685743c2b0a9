"""Articles stored for the first time: one statement of each kind for all that come together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import insert, select

from gmw_crawler.storage import reprints, revisions, search
from gmw_crawler.storage.articles import content_digest, facts, record_of
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.sql import Row, chunks
from gmw_crawler.storage.tables import ARTICLES, VISITS
from gmw_crawler.storage.writes import Outcome, Saved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table

    from gmw_crawler.storage.reprints import SignedText
    from gmw_crawler.storage.writes import SaveArticle


def store(connection: Connection, writes: Sequence[SaveArticle]) -> dict[str, Saved]:
    """Store the first revisions of articles that are not stored; answer by id."""
    if not writes:
        return {}
    ids = [write.article.id for write in writes]
    texts = {write.article.id: reprints.sign(write.article.text) for write in writes}
    originals = reprints.find_all(connection, texts)
    seen: dict[str, datetime] = _values(connection, VISITS, VISITS.c.first_seen, ids)
    rows = [_row(write, texts[one], seen[one], originals[one]) for one, write in zip(ids, writes, strict=True)]
    connection.execute(insert(ARTICLES), rows)
    numbers: dict[str, int] = _values(connection, ARTICLES, ARTICLES.c.number, ids)
    reprints.store_new(connection, {numbers[one]: text for one, text in texts.items()})
    saved = {write.article.id: _saved(write, seen[write.article.id], originals[write.article.id]) for write in writes}
    lines = [(write, one := saved[write.article.id], orjson.dumps(record_of(write.article, one))) for write in writes]
    search.index_new(connection, {numbers[write.article.id]: orjson.loads(line) for write, _, line in lines})
    revisions.commit(connection, lines)
    return saved


def _values(connection: Connection, table: Table, column: ColumnElement[Any], ids: Iterable[str]) -> dict[str, Any]:
    query = select(table.c.article_id, column)
    return {
        article_id: value
        for chunk in chunks(ids)
        for article_id, value in connection.execute(query.where(table.c.article_id.in_(chunk)))
    }


def _row(write: SaveArticle, text: SignedText, first_seen: datetime, original: str | None) -> Row:
    return facts(write) | {
        "article_id": write.article.id,
        "revision": 1,
        "content_digest": content_digest(write.article),
        "text_digest": text.digest,
        "published": write.article.published,
        "first_seen": first_seen,
        "fetched": write.fetched,
        "reprint_of": original,
    }


def _saved(write: SaveArticle, first_seen: datetime, original: str | None) -> Saved:
    return Saved(
        outcome=Outcome.STORED,
        revision=1,
        first_seen=to_text(first_seen),
        fetched=to_text(write.fetched),
        reprint_of=original,
    )
