"""Full-text search: which stored articles hold some words, the newest first.

The index of each database only proposes: it says which articles have all the terms, not that the terms stand side by
side. What it proposes is verified against the words of the article, which gives the snippet as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from gmw_crawler.storage.reads import Hit
from gmw_crawler.storage.sql import STREAMED
from gmw_crawler.storage.tables import ARTICLES, REVISIONS
from gmw_crawler.storage.terms import folded, phrases, query_terms, searchable, terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

BEFORE: Final = 20  # characters of a snippet before the words
AFTER: Final = 60  # … and from their beginning
PORTION: Final = 500  # articles that are indexed at a time

_PROPOSE: Final = {
    "sqlite": text("SELECT rowid AS number FROM search WHERE search MATCH :terms ORDER BY rowid DESC"),
    "postgresql": text("SELECT number FROM search WHERE terms @> :terms ORDER BY number DESC").bindparams(
        bindparam("terms", type_=ARRAY(Text))
    ),
}
_ADD: Final = {
    "sqlite": text("INSERT INTO search (rowid, terms) VALUES (:number, :terms)"),
    "postgresql": text("INSERT INTO search (number, terms) VALUES (:number, :terms)").bindparams(
        bindparam("terms", type_=ARRAY(Text))
    ),
}
_TAKE_OUT: Final = {
    # the index keeps no texts: it must be told again what it was told
    "sqlite": text("INSERT INTO search (search, rowid, terms) VALUES ('delete', :number, :terms)"),
    "postgresql": text("DELETE FROM search WHERE number = :number"),
}


def index_article(connection: Connection, number: int, record: Mapping[str, Any], *, before: bytes | None) -> None:
    """Index a new revision of an article; `before` is the line of the revision that it replaces."""
    kind = connection.dialect.name
    if before is not None:
        connection.execute(_TAKE_OUT[kind], {"number": number, "terms": _told(kind, orjson.loads(before))})
    connection.execute(_ADD[kind], {"number": number, "terms": _told(kind, record)})


def index_new(connection: Connection, records: Mapping[int, Mapping[str, Any]]) -> None:
    """Index the first revisions of articles, by their numbers."""
    kind = connection.dialect.name
    rows = [{"number": number, "terms": _told(kind, record)} for number, record in records.items()]
    connection.execute(_ADD[kind], rows)


def _told(kind: str, record: Mapping[str, Any]) -> Any:
    found = terms(searchable(record))
    return " ".join(found) if kind == "sqlite" else sorted(found)  # only PostgreSQL keeps what it is told


def index_everything(connection: Connection) -> None:
    """Index the latest revision of every article, in portions: for a store that has no index yet."""
    latest = (ARTICLES.c.article_id == REVISIONS.c.article_id) & (ARTICLES.c.revision == REVISIONS.c.revision)
    query = select(ARTICLES.c.number, REVISIONS.c.line).join(REVISIONS, latest).order_by(ARTICLES.c.number)
    after = 0
    while rows := connection.execute(query.where(ARTICLES.c.number > after).limit(PORTION)).all():
        for row in rows:
            index_article(connection, row.number, orjson.loads(row.line), before=None)
        after = rows[-1].number


def find(connection: Connection, words: str, *, limit: int) -> list[Hit]:
    """Return articles that hold every word, the latest stored first; none for words without a letter."""
    wanted = query_terms(words)
    if not wanted:
        return []
    kind = connection.dialect.name
    asked = " AND ".join(f'"{term}"' for term in wanted) if kind == "sqlite" else wanted
    latest = (ARTICLES.c.article_id == REVISIONS.c.article_id) & (ARTICLES.c.revision == REVISIONS.c.revision)
    lines = select(REVISIONS.c.line).join(ARTICLES, latest).where(ARTICLES.c.number == bindparam("number"))
    hits: list[Hit] = []
    with connection.execute(_PROPOSE[kind], {"terms": asked}, execution_options=STREAMED) as proposed:
        for number in proposed.scalars():
            line = connection.execute(lines, {"number": number}).scalar_one()
            if (hit := _verified(orjson.loads(line), phrases(words))) is not None:
                hits.append(hit)
            if len(hits) == limit:
                break
    return hits


def _verified(record: Mapping[str, Any], wanted: list[str]) -> Hit | None:
    """Return the hit, unless a part of the query does not stand in the article as it is written."""
    whole = searchable(record)
    compared = folded(whole)
    if not all(phrase in compared for phrase in wanted):
        return None
    return Hit(
        article_id=record["id"],
        url=record["url"],
        title=record["title"],
        published=record["published"],
        snippet=snippet(record["text"] or whole, wanted),
    )


def snippet(words: str, wanted: list[str]) -> str:
    """Return the part of a text around the first of the words that stands in it, in one line.

    >>> snippet("今年以来，各地的夜间经济很热闹。", ["经济"])
    '今年以来，各地的夜间经济很热闹。'
    """
    compared = folded(words)
    at = min((place for phrase in wanted if (place := compared.find(phrase)) >= 0), default=0)
    at = min(at, len(words))  # folding may lengthen a text by a few characters: the snippet is near enough
    start, end = max(0, at - BEFORE), at + AFTER
    part = " ".join(words[start:end].split())
    return ("…" if start else "") + part + ("…" if end < len(words) else "")
