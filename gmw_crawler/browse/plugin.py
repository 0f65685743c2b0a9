"""The pages that datasette lacks: articles that read well, with links between them, and their search.

datasette loads this file as a plugin (`scrapy browse` says so to it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
from datasette.utils.asgi import Response
from markupsafe import Markup, escape
from pluggy import HookimplMarker

from gmw_crawler.site.nodes import labels
from gmw_crawler.storage.search import snippet
from gmw_crawler.storage.terms import folded, phrases, query_terms, searchable

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from datasette.database import Database

hookimpl: Final = HookimplMarker("datasette")
"""datasette's own marker, with its type."""

PAGE: Final = 30
"""Articles of a list."""

_LATEST: Final = (
    "select articles.number, line from articles join revisions"
    " on revisions.article_id = articles.article_id and revisions.revision = articles.revision"
)
_NAMES_AN_ARTICLE: Final = frozenset({"article_id", "reprint_of", "target"})
_ID: Final = re.compile(r"(?:www-)?\d{5,8}")


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Give SQL the two functions that a search needs."""
    conn.create_function("gmw_match", 1, _match, deterministic=True)
    conn.create_function("gmw_holds", 2, _holds, deterministic=True)


def _match(words: str | None) -> str:
    return " AND ".join(f'"{term}"' for term in query_terms(words or "")) or '""'


def _holds(line: str, words: str | None) -> bool:
    compared = folded(searchable(orjson.loads(line)))
    return all(phrase in compared for phrase in phrases(words or ""))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the reading room: /read, /read/37243123."""
    return [(r"^/read$", article_list), (r"^/read/(?P<id>(?:www-)?\d+)$", article_page)]


@hookimpl
def menu_links() -> list[dict[str, str]]:
    """Put the reading room into the menu."""
    return [{"href": "/read", "label": "Read and search articles"}]


@hookimpl
def render_cell(value: object, column: str) -> Markup | None:
    """Link what names an article to its page."""
    if column in _NAMES_AN_ARTICLE and isinstance(value, str) and _ID.fullmatch(value):
        return Markup('<a href="/read/{0}">{0}</a>').format(value)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An article of a list."""

    id: str
    title: str
    day: str
    source: str
    snippet: Markup


async def article_list(datasette: Datasette, request: Any) -> Response:
    """Show the articles that hold some words, else all, the latest stored first."""
    words = request.args.get("words", "").strip()
    before = _number(request.args.get("before"))
    rows = await _find(_database(datasette), words, before)
    context = {
        "words": words,
        "articles": [_shown(orjson.loads(row["line"]), words) for row in rows],
        "before": rows[-1]["number"] if len(rows) == PAGE else None,
        "missing": None,
    }
    return Response.html(await datasette.render_template("gmw_list.html", context, request=request))


async def _find(database: Database, words: str, before: int) -> list[Any]:
    if words and not query_terms(words):
        return []
    found = (
        "articles.number in (select rowid from search where search match gmw_match(:words)) and gmw_holds(line, :words)"
    )
    where = f" where articles.number < :before{f' and {found}' if words else ''}"
    query = f"{_LATEST}{where} order by articles.number desc limit {PAGE}"
    result = await database.execute(query, {"words": words, "before": before})
    return list(result.rows)


async def article_page(datasette: Datasette, request: Any) -> Response:
    """Show one article with what is around it."""
    database = _database(datasette)
    wanted = request.url_vars["id"]
    lines = await database.execute(
        "select line, revision, committed, cause from revisions where article_id = ? order by revision", [wanted]
    )
    if not lines.rows:
        context = {"words": "", "articles": [], "before": None, "missing": wanted}
        return Response.html(await datasette.render_template("gmw_list.html", context, request=request), status=404)
    record = orjson.loads(lines.rows[-1]["line"])
    context = {
        "record": record,
        "revisions": [dict(row) for row in lines.rows],
        "recommendations": await _recommended(database, record),
        "named_by": await _named_by(database, wanted),
        "reprints": await _reprints(database, wanted),
        "original": record["reprint_of"] or await _original(database, wanted),
    }
    return Response.html(await datasette.render_template("gmw_article.html", context, request=request))


async def _recommended(database: Database, record: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the lists beside the article by section; what is stored links to its page here."""
    latest = await database.execute(
        "select recommendations from observations where article_id = ? order by observed desc limit 1", [record["id"]]
    )
    entries = orjson.loads(latest.rows[0][0]) if latest.rows else record["recommendations"]
    stored = await _stored(database, [entry["url"] for entry in entries if entry["url"]])
    sections: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        sections.setdefault(entry["section"], []).append({**entry, "here": stored.get(entry["url"])})
    return sections


async def _stored(database: Database, urls: list[str]) -> dict[str, str]:
    query = (
        "select links.url, links.article_id from links join articles on articles.article_id = links.article_id"
        " where links.url in (select value from json_each(?))"
    )
    rows = (await database.execute(query, [orjson.dumps(urls).decode()])).rows
    return {row["url"]: row["article_id"] for row in rows}


async def _named_by(database: Database, article_id: str) -> list[dict[str, Any]]:
    query = (
        "select distinct links.source, section, json_extract(line, '$.title') as title from links"
        " left join articles on articles.article_id = links.source"
        " left join revisions on revisions.article_id = articles.article_id and revisions.revision = articles.revision"
        " where links.target = ? order by section, links.source limit 40"
    )
    rows = (await database.execute(query, [article_id])).rows
    return [{**dict(row), "list": labels().get(row["source"], row["source"])} for row in rows]


async def _reprints(database: Database, article_id: str) -> list[str]:
    rows = await database.execute("select article_id from articles where reprint_of = ? limit 40", [article_id])
    return [row[0] for row in rows.rows]


async def _original(database: Database, article_id: str) -> str | None:
    rows = await database.execute("select reprint_of from articles where article_id = ?", [article_id])
    return rows.rows[0][0] if rows.rows else None


def _database(datasette: Datasette) -> Database:
    return next(one for name, one in datasette.databases.items() if not name.startswith("_"))


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 19 else 2**62  # noqa: PLR2004 - fits 64 bits


def _shown(record: dict[str, Any], words: str) -> Shown:
    wanted = phrases(words)
    return Shown(
        id=record["id"],
        title=record["title"],
        day=(record["published"] or "")[:10],
        source=(record["source"] or {}).get("name") or "",
        snippet=_marked(snippet(record["text"], wanted), wanted),
    )


def _marked(words: str, wanted: list[str]) -> Markup:
    if not wanted:
        return escape(words)
    parts = re.split(f"({'|'.join(map(re.escape, wanted))})", words, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts)
    )
