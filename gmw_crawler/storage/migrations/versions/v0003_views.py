"""Views that show the records of a SQLite store as tables: one row an article, one row a name in the credits."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LATEST: Final = (
    "articles JOIN revisions ON revisions.article_id = articles.article_id AND revisions.revision = articles.revision"
)
ARTICLES: Final = f"""
CREATE VIEW article_view AS SELECT
    articles.article_id AS article_id,
    json_extract(line, '$.title') AS title,
    substr(articles.published, 1, 10) AS day,
    json_extract(line, '$.source.name') AS source,
    json_extract(line, '$.channel') AS channel,
    json_extract(line, '$.column') AS "column",
    json_extract(line, '$.breadcrumb[#-1]') AS list,
    length(json_extract(line, '$.text')) AS characters,
    articles.template AS template,
    articles.revision AS revision,
    articles.reprint_of AS reprint_of,
    json_extract(line, '$.url') AS url
FROM {LATEST}
"""  # noqa: S608 - our own words
CREDITS: Final = f"""
CREATE VIEW credit_view AS SELECT
    articles.article_id AS article_id,
    json_extract(line, '$.title') AS title,
    substr(articles.published, 1, 10) AS day,
    name.value AS name,
    json_extract(credit.value, '$.role') AS role,
    json_extract(credit.value, '$.role_key') AS role_key,
    json_extract(credit.value, '$.kind') AS kind,
    json_extract(credit.value, '$.affiliation') AS affiliation,
    json_extract(credit.value, '$.scope') AS scope
FROM {LATEST}, json_each(line, '$.credits') AS credit, json_each(credit.value, '$.names') AS name
"""  # noqa: S608 - the same


def upgrade() -> None:
    """Make the views, in SQLite: PostgreSQL has tools of its own."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(ARTICLES)
        op.execute(CREDITS)
