"""Full-text search over the terms of `storage.terms`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from gmw_crawler.storage.search import index_everything

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index, and index what is stored."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        # contentless: the texts are in `revisions`. No positions: what is found is verified there.
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5"
            "(terms, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 0')"
        )
    else:
        op.create_table(
            "search",
            sa.Column(
                "number", sa.BigInteger(), sa.ForeignKey("articles.number"), primary_key=True, autoincrement=False
            ),
            sa.Column("terms", ARRAY(sa.Text()), nullable=False),
        )
        op.create_index("search_terms", "search", ["terms"], postgresql_using="gin")
    index_everything(connection)
