"""What datasette is told of the store: its tables in words, facets, and questions that people ask."""

from __future__ import annotations

from typing import Any, Final

_WITH_WHOM: Final = """
select one.name as person, other.name as "with", count(distinct one.article_id) as articles,
       group_concat(distinct one.role || '/' || other.role) as roles
from credit_view as one join credit_view as other on other.article_id = one.article_id and other.name <> one.name
where one.kind = 'person' and other.kind = 'person' and (:name = '' or one.name = :name)
  and (:name <> '' or one.name < other.name)
group by one.name, other.name order by articles desc, person limit 200
"""
_EDITS: Final = """
select revisions.article_id, json_extract(line, '$.title') as title, revision, committed, cause
from revisions where revision > 1
  and committed >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || coalesce(nullif(:days, ''), 7) || ' days')
order by cursor desc limit 200
"""
_PUSHED: Final = """
select links.article_id, max(links.title) as title, count(distinct links.source) as recommended_by,
       group_concat(distinct section) as lists
from links where section <> 'listing' and links.article_id is not null
group by links.article_id order by recommended_by desc limit 100
"""
_REFUSED: Final = """
select article_id, reason, status, attempts, visited, next_due, url
from visits where outcome in ('refused', 'failed') order by visited desc limit 200
"""

TABLES: Final[dict[str, dict[str, Any]]] = {
    "article_view": {
        "title": "Articles",
        "description": "One row for each stored article, as its latest revision says it.",
        "sort_desc": "day",
        "facets": ["source", "channel", "template", "list"],
        "size": 50,
    },
    "credit_view": {
        "title": "Credits",
        "description": "One row for each name in the credits of an article.",
        "facets": ["role", "kind", "affiliation"],
        "size": 100,
    },
    "links": {
        "title": "Links",
        "description": "Every link ever seen: in a listing (`section` is listing), or in a list beside an article.",
        "sort_desc": "last_seen",
        "facets": ["section"],
    },
    "visits": {
        "title": "Visits",
        "description": "The frontier: each article that a followed link names, how its last visit ended, and the next.",
        "sort_desc": "visited",
        "facets": ["outcome", "reason", "channel"],
    },
    "runs": {
        "title": "Runs",
        "description": "Each run with its verdict and its numbers.",
        "sort_desc": "number",
        "facets": ["spider", "verdict"],
    },
    "revisions": {
        "title": "Revisions",
        "description": "Each stored state of each article, in commit order: what exports are made from.",
        "sort_desc": "cursor",
        "facets": ["cause"],
    },
    "observations": {
        "title": "Observations",
        "description": "What an article's page showed that is not its content, whenever that changed.",
        "sort_desc": "observed",
    },
    "walks": {"title": "Walks", "description": "How far each listing was walked."},
    "consumers": {"title": "Exports", "description": "How far each consumer's exports have come."},
    "articles": {"title": "Articles (keys)", "description": "What the store itself needs to know of each article."},
    "pages": {"title": "Kept pages", "description": "The bytes as they came, compressed."},
}

HIDDEN: Final = ("alembic_version", "bands", "counters", "facts", "signatures")
"""Tables of the machine."""

QUERIES: Final[dict[str, dict[str, Any]]] = {
    "who_worked_with_whom": {
        "title": "Who worked with whom",
        "description": "People who are credited in the same articles; leave the name empty for everybody.",
        "sql": _WITH_WHOM.strip(),
        "params": ["name"],
    },
    "edits": {
        "title": "Edits this week",
        "description": "Articles that were revised in the last 7 days, or in as many as are given.",
        "sql": _EDITS.strip(),
        "params": ["days"],
    },
    "most_recommended": {
        "title": "Most recommended articles",
        "description": "Named by the most other articles.",
        "sql": _PUSHED.strip(),
    },
    "refused": {
        "title": "What could not be had",
        "description": "Visits that brought no article, and why.",
        "sql": _REFUSED.strip(),
    },
}


def metadata(database: str) -> dict[str, Any]:
    """Return datasette's metadata for a store that it knows under this name."""
    tables = {**TABLES, **{name: {"hidden": True} for name in HIDDEN}}
    return {
        "title": "gmw_crawler",
        "description": "A copy of Guangming Online's economy channel. Begin with the articles, or with their search.",
        "databases": {database: {"tables": tables, "queries": QUERIES}},
    }
