"""The tables, as the program of today sees them; `migrations` brings every store to this shape.

An article's id is the key of everything. `visits` is the frontier: one row for every article that a followed link
names, stored or not. `links` holds every link ever seen, followed or not. What a consumer gets is in `revisions`, in
commit order.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from gmw_crawler.storage.columns import Moment, Words

METADATA: Final = MetaData()

Number: Final = BigInteger().with_variant(Integer, "sqlite")
"""A whole number; SQLite gives out numbers by itself only for the type it calls INTEGER."""

FACTS: Final = Table(
    "facts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    comment="identity of this store",
)

COUNTERS: Final = Table(
    "counters",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Number, nullable=False),
    comment="the last cursor given out; its row lock makes the order of cursors the order of commits",
)

ARTICLES: Final = Table(
    "articles",
    METADATA,
    # in the order of first storing: reprints are of smaller numbers
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("article_id", Text, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("content_digest", LargeBinary, nullable=False),
    Column("body_digest", Text, nullable=False),
    Column("text_digest", LargeBinary, nullable=False, index=True),
    Column("template", Text, nullable=False),
    Column("published", Words),
    Column("complete", Boolean, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("fetched", Moment, nullable=False, comment="of the visit that brought the latest revision"),
    Column("reprint_of", Text),
)

REVISIONS: Final = Table(
    "revisions",
    METADATA,
    Column("cursor", Number, primary_key=True, autoincrement=False),
    Column("article_id", Text, ForeignKey("articles.article_id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("committed", Moment, nullable=False),
    Column("cause", Text, nullable=False),
    Column("line", Text, nullable=False, comment="the record, as it is exported"),
    Index("revisions_article", "article_id", "revision", unique=True),
)

OBSERVATIONS: Final = Table(
    "observations",
    METADATA,
    Column("article_id", Text, ForeignKey("articles.article_id"), primary_key=True),
    Column("observed", Moment, primary_key=True),
    Column("recommendations", Text, nullable=False),
    Column("reactions", Text, nullable=False),
    comment="what a page says that is not its content, whenever it said something new",
)

LINKS: Final = Table(
    "links",
    METADATA,
    Column("source", Text, primary_key=True, comment="name of a listing, or id of an article"),
    Column("section", Text, primary_key=True, comment="`listing`, or the section of a recommendation"),
    Column("target", Words, primary_key=True, comment="id of the article, or the address where it names none"),
    Column("article_id", Text),
    Column("url", Words, nullable=False),
    Column("page", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Words),
    Column("day", Words),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column(
        "first_walk", Integer, nullable=False, comment="number of the walk that met a listing's row first; 0 elsewhere"
    ),
    sqlite_with_rowid=False,
)
for _name, _condition in (
    ("links_listed", text("section = 'listing'")),
    ("links_related", text("section = 'related'")),
):
    Index(_name, LINKS.c.target, LINKS.c.source, sqlite_where=_condition, postgresql_where=_condition)

VISITS: Final = Table(
    "visits",
    METADATA,
    Column("article_id", Text, primary_key=True),
    Column("url", Words, nullable=False, comment="canonical"),
    Column("channel", Text, nullable=False),
    Column("day", Text, nullable=False, comment="of the address; empty where it has none"),
    Column("depth", Integer, nullable=False, comment="the smallest, over all links to it"),
    Column("known", Boolean, nullable=False, comment="its article is stored"),
    Column("attempts", Integer, nullable=False, comment="failed ones in a row"),
    Column("status", Integer),
    Column("outcome", Text, comment="of the last visit; null before the first"),
    Column("reason", Words),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("first_seen", Moment, nullable=False),
    Column("visited", Moment),
    Column("next_due", Moment, comment="null: never again"),
)
NEW: Final = text("NOT known")
"""Condition of the partial index on what waits to be fetched for the first time."""
KNOWN: Final = text("known")
"""Condition of the partial indexes on what is visited again."""
Index(
    "visits_new",
    VISITS.c.depth,
    VISITS.c.day.desc(),
    VISITS.c.article_id.desc(),
    VISITS.c.next_due,
    sqlite_where=NEW,
    postgresql_where=NEW,
)
Index("visits_due", VISITS.c.next_due, sqlite_where=KNOWN, postgresql_where=KNOWN)
Index("visits_visited", VISITS.c.visited, sqlite_where=KNOWN, postgresql_where=KNOWN)

PAGES: Final = Table(
    "pages",
    METADATA,
    Column("article_id", Text, primary_key=True),
    Column("batch", Integer, primary_key=True, comment="the visits that are kept, in order"),
    Column("number", Integer, primary_key=True, comment="page of the article, from 1"),
    Column("good", Boolean, nullable=False, comment="false: a refusal"),
    Column("url", Words, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False, comment="JSON: pairs in their order"),
    Column("body", LargeBinary, nullable=False, comment="zstd"),
    Column("fetched", Moment, nullable=False),
)

WALKS: Final = Table(
    "walks",
    METADATA,
    Column("listing", Text, primary_key=True),
    Column("number", Integer, nullable=False, comment="of the walk begun last, from 1"),
    Column("open", Boolean, nullable=False),
    Column("met", Boolean, nullable=False, comment="the walk begun last met the rows of the last complete one"),
    Column(
        "complete_number", Integer, nullable=False, comment="rows first met by this walk or an earlier one are covered"
    ),
    Column("completed", Moment),
    Column("pages", Integer, comment="bounds of the last complete walk"),
    Column("since", Text),
)

SIGNATURES: Final = Table(
    "signatures",
    METADATA,
    Column("number", Number, ForeignKey("articles.number"), primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False, comment="MinHash of the reading text"),
)

BANDS: Final = Table(
    "bands",
    METADATA,
    Column("band", Number, primary_key=True, autoincrement=False, comment="hash of one band of a signature"),
    Column("number", Number, primary_key=True, autoincrement=False, comment="of the article"),
    sqlite_with_rowid=False,
)

RUNS: Final = Table(
    "runs",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("spider", Text, nullable=False),
    Column("arguments", Words, nullable=False, comment="JSON"),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),
    Column("verdict", Words),
    Column("reason", Words),
    Column("stats", Text),
    Column("pid", Integer, nullable=False),
    Column("host", Text, nullable=False),
    Column("command", Words, nullable=False),
)

CONSUMERS: Final = Table(
    "consumers",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("cursor", Number, nullable=False),
    Column("folder", Words, nullable=False),
    Column("at", Moment, nullable=False),
)
