"""Articles stored for the first time: one statement of each kind for all that come together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson
from sqlalchemy import select

from gmw_crawler.storage import reprints, revisions, search
from gmw_crawler.storage.articles import content_digest, facts, record_of
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.sql import Row, among, insert_all
from gmw_crawler.storage.tables import ARTICLES
from gmw_crawler.storage.writes import Outcome, Saved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from gmw_crawler.storage.reprints import SignedText
    from gmw_crawler.storage.writes import SaveArticle


def store(connection: Connection, writes: Sequence[SaveArticle], seen: Mapping[str, datetime]) -> dict[str, Saved]:
    """Store the first revisions of articles that are not stored; `seen` says when each was met. Answer by id."""
    if not writes:
        return {}
    ids = [write.article.id for write in writes]
    texts = {write.article.id: reprints.sign(write.article.text) for write in writes}
    originals = reprints.find_all(connection, texts)
    rows = [_row(write, texts[one], seen[one], originals[one]) for one, write in zip(ids, writes, strict=True)]
    insert_all(connection, ARTICLES, rows)
    numbers: dict[str, int] = dict(connection.execute(_NUMBERS, {"ids": ids}).all())
    reprints.store_new(connection, {numbers[one]: text for one, text in texts.items()})
    saved = {write.article.id: _saved(write, seen[write.article.id], originals[write.article.id]) for write in writes}
    lines = [(write, one := saved[write.article.id], orjson.dumps(record_of(write.article, one))) for write in writes]
    search.index_new(connection, {numbers[write.article.id]: orjson.loads(line) for write, _, line in lines})
    revisions.commit(connection, lines)
    return saved


_NUMBERS: Final = select(ARTICLES.c.article_id, ARTICLES.c.number).where(among(ARTICLES.c.article_id, "ids"))


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
