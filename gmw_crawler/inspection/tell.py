"""An inspection in words and colours, for a terminal; without colours where the output is none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from gmw_crawler.inspection.look import ORDINARY
from gmw_crawler.items import Credit, Guest, Recommendation, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from gmw_crawler.inspection.look import Inspection, Row
    from gmw_crawler.site.body import Place
    from gmw_crawler.site.listings import Listing

COLOURS: Final = {
    "paragraph": "default",
    "heading": "bold",
    "note": "blue",
    "labelled": "blue",
    "guest": "cyan",
    "credit": "green",
    "notice": "magenta",
    "caption": "yellow",
    "boilerplate": "dim",
}
"""Of a line, by what it was taken for."""

LONGEST: Final = 110  # characters of a line that are shown
MOST: Final = 3  # entries of a list that are shown; `--json` has all


def tell(inspection: Inspection) -> Group:
    """Return everything about a page of an article."""
    return Group(*_parts(inspection))


def _parts(inspection: Inspection) -> Iterator[RenderableType]:
    yield Text(inspection.url, style="bold")
    if inspection.error is not None:
        yield Text(f"No article ({inspection.error.reason}): {inspection.error}", style="bold red")
    yield Text(f"template: {inspection.template or 'none'}")
    if inspection.rows:
        yield _fields(inspection.rows)
    if inspection.places:
        yield Text("Lines of the body, and what each was taken for", style="bold")
        yield _lines(inspection.places)
    yield from _summary(inspection)


def _fields(rows: Iterable[Row]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("field", style="bold", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("found by", style="green")
    for row in rows:
        if not row.is_missing:
            table.add_row(row.field, Text(shown(row.value)), Text(row.how or ""))
        elif row.tried or row.field in ORDINARY:
            style = "red" if row.field in ORDINARY else "dim"
            table.add_row(row.field, Text("–", style=style), Text(_tried(row), style=style))
    return table


def _tried(row: Row) -> str:
    return f"nothing at {', '.join(row.tried)}" if row.tried else "nothing"


def _lines(places: Iterable[Place]) -> Table:
    table = Table(show_header=False, show_edge=False, pad_edge=False, box=None)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for place in places:
        style = COLOURS[place.taken]
        taken = f"{place.taken} ({place.rule})" if place.rule else place.taken
        table.add_row(Text(taken, style=style), Text(_short(place.line), style=style))
    return table


def _summary(inspection: Inspection) -> Iterator[Text]:
    missing = [row.field for row in inspection.rows if row.is_missing and row.field in ORDINARY]
    if missing:
        yield Text(f"missing: {', '.join(missing)}", style="red")
    if inspection.reading is not None and inspection.reading.body.dropped:
        taken = ", ".join(f"{code} {count}" for code, count in sorted(inspection.reading.body.dropped.items()))
        yield Text(f"taken by boilerplate.toml: {taken}", style="dim")
    warnings = inspection.article.warnings if inspection.article else ()
    yield Text(f"warnings: {', '.join(warnings) or 'none'}", style="yellow" if warnings else "green")


def tell_listing(listing: Listing) -> Group:
    """Return everything about a page of a listing."""
    table = Table(show_edge=False, pad_edge=False)
    for name in ("row", "form", "article", "day", "title"):
        table.add_column(name, overflow="fold")
    for row in listing.rows:
        article = row.article_id or row.url
        table.add_row(str(row.position), row.form, article, row.day or "–", Text(row.title or "–"))
    forms = ", ".join(sorted(listing.forms)) or "none of the known forms: the markup may have changed"
    return Group(
        Text(listing.url, style="bold"),
        Text(f"a listing: {len(listing.rows)} rows, of form {forms}", style="default" if listing.rows else "bold red"),
        *([table] if listing.rows else []),
        Text(f"next page: {listing.next_url or 'none'}"),
    )


def shown(value: Any) -> str:
    """Return a value of the record in words.

    >>> shown(Source(name="光明网", url="https://www.gmw.cn/"))
    '光明网 → https://www.gmw.cn/'
    """
    if isinstance(value, dict):
        return ", ".join(f"{label} {count}" for label, count in value.items())
    if isinstance(value, tuple):
        return _several(value)
    if isinstance(value, str) and "\n" in value:
        return f"{len(value)} characters: {_short(value)}"
    return _one(value)


def _one(value: Any) -> str:
    match value:
        case Source():
            return value.name + (f" → {value.url}" if value.url else "")
        case Credit():
            newsroom = f" [{value.affiliation}]" if value.affiliation else ""
            return f"{value.role} ({value.role_key}): {'、'.join(value.names)}{newsroom}"
        case Guest():
            return value.name + (f", {value.title}" if value.title else "")
        case Recommendation():
            return f"{value.position}. {value.title or value.summary or value.image}"
        case _:
            return str(value)


def _several(values: tuple[Any, ...]) -> str:
    if values and isinstance(values[0], Credit | Guest):
        return "\n".join(map(_one, values))
    if values and isinstance(values[0], Recommendation):
        more = [f"… and {len(values) - MOST} more"] if len(values) > MOST else []
        return "\n".join([*map(_one, values[:MOST]), *more])
    if values and hasattr(values[0], "kind"):
        kinds = Counter(block.kind for block in values)
        return ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return " › ".join(map(str, values))


def _short(text: str) -> str:
    line = text.replace("\n", " ⏎ ")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
