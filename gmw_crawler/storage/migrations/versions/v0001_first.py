"""The store as it was first: links, visits, revisions, kept pages, reprints, runs and exports.

A migration is frozen: it says what the store was then, and never changes with `tables`.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make every table."""
    _articles()
    _reprints()
    _frontier()
    _runs()
    facts = op.get_bind()
    facts.execute(sa.text("INSERT INTO facts (name, value) VALUES ('identity', :identity)"), {"identity": uuid4().hex})
    facts.execute(sa.text("INSERT INTO counters (name, value) VALUES ('cursor', 0)"))


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_digest", sa.LargeBinary(), nullable=False),
        sa.Column("body_digest", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.LargeBinary(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("fetched", sa.Text(), nullable=False, comment="of the visit that brought the latest revision"),
        sa.Column("reprint_of", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("article_id"),
    )
    op.create_index(op.f("ix_articles_text_digest"), "articles", ["text_digest"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("cursor", NUMBER, autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("committed", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False, comment="the record, as it is exported"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
        ),
        sa.PrimaryKeyConstraint("cursor"),
    )
    op.create_index("revisions_article", "revisions", ["article_id", "revision"], unique=True)
    op.create_table(
        "observations",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("observed", sa.Text(), nullable=False),
        sa.Column("recommendations", sa.Text(), nullable=False),
        sa.Column("reactions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
        ),
        sa.PrimaryKeyConstraint("article_id", "observed"),
        comment="what a page says that is not its content, whenever it said something new",
    )
    op.create_table(
        "pages",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False, comment="the visits that are kept, in order"),
        sa.Column("number", sa.Integer(), nullable=False, comment="page of the article, from 1"),
        sa.Column("good", sa.Boolean(), nullable=False, comment="false: a refusal"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False, comment="JSON: pairs in their order"),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="zstd"),
        sa.Column("fetched", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "batch", "number"),
    )


def _reprints() -> None:
    op.create_table(
        "signatures",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="MinHash of the reading text"),
        sa.ForeignKeyConstraint(
            ["number"],
            ["articles.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "bands",
        sa.Column("band", NUMBER, autoincrement=False, nullable=False, comment="hash of one band of a signature"),
        sa.Column("number", NUMBER, autoincrement=False, nullable=False, comment="of the article"),
        sa.PrimaryKeyConstraint("band", "number"),
        sqlite_with_rowid=False,
    )


def _frontier() -> None:
    op.create_table(
        "links",
        sa.Column("source", sa.Text(), nullable=False, comment="name of a listing, or id of an article"),
        sa.Column("section", sa.Text(), nullable=False, comment="`listing`, or the section of a recommendation"),
        sa.Column("target", sa.Text(), nullable=False, comment="id of the article, or the address where it names none"),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("last_seen", sa.Text(), nullable=False),
        sa.Column(
            "first_walk",
            sa.Integer(),
            nullable=False,
            comment="number of the walk that met a listing's row first; 0 elsewhere",
        ),
        sa.PrimaryKeyConstraint("source", "section", "target"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "links_listed",
        "links",
        ["target", "source"],
        unique=False,
        sqlite_where=sa.text("section = 'listing'"),
        postgresql_where=sa.text("section = 'listing'"),
    )
    op.create_index(
        "links_related",
        "links",
        ["target", "source"],
        unique=False,
        sqlite_where=sa.text("section = 'related'"),
        postgresql_where=sa.text("section = 'related'"),
    )
    op.create_table(
        "visits",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="canonical"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False, comment="of the address; empty where it has none"),
        sa.Column("depth", sa.Integer(), nullable=False, comment="the smallest, over all links to it"),
        sa.Column("known", sa.Boolean(), nullable=False, comment="its article is stored"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="failed ones in a row"),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True, comment="of the last visit; null before the first"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.Column("visited", sa.Text(), nullable=True),
        sa.Column("next_due", sa.Text(), nullable=True, comment="null: never again"),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_index(
        "visits_due",
        "visits",
        ["next_due"],
        unique=False,
        sqlite_where=sa.text("known"),
        postgresql_where=sa.text("known"),
    )
    op.create_index(
        "visits_new",
        "visits",
        ["depth", sa.literal_column("day DESC"), sa.literal_column("article_id DESC"), "next_due"],
        unique=False,
        sqlite_where=sa.text("NOT known"),
        postgresql_where=sa.text("NOT known"),
    )
    op.create_index(
        "visits_visited",
        "visits",
        ["visited"],
        unique=False,
        sqlite_where=sa.text("known"),
        postgresql_where=sa.text("known"),
    )
    op.create_table(
        "walks",
        sa.Column("listing", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="of the walk begun last, from 1"),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column(
            "met", sa.Boolean(), nullable=False, comment="the walk begun last met the rows of the last complete one"
        ),
        sa.Column(
            "complete_number",
            sa.Integer(),
            nullable=False,
            comment="rows first met by this walk or an earlier one are covered",
        ),
        sa.Column("completed", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True, comment="bounds of the last complete walk"),
        sa.Column("since", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("listing"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("spider", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("finished", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("stats", sa.Text(), nullable=True),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "consumers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cursor", NUMBER, nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name"),
        comment="the last cursor given out; its row lock makes the order of cursors the order of commits",
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        comment="identity of this store",
    )
