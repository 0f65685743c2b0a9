"""The page as the site sends it, with every part that was read in a colour of its own: for a person with a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from gmw_crawler.inspection.look import ORDINARY
from gmw_crawler.site.page import strings_of
from gmw_crawler.site.text import without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmw_crawler.inspection.look import Inspection
    from gmw_crawler.site.body import Place
    from gmw_crawler.site.page import Element

COLOURS: Final = {
    "title": "#d62728",
    "subtitle": "#e377c2",
    "source": "#ff7f0e",
    "published": "#bcbd22",
    "breadcrumb": "#8c564b",
    "body": "#1f77b4",
    "editor": "#2ca02c",
    "paragraph": "#1f77b4",
    "heading": "#17375e",
    "note": "#9467bd",
    "labelled": "#9467bd",
    "guest": "#17becf",
    "caption": "#b8860b",
    "credit": "#2ca02c",
    "notice": "#e754c4",
    "boilerplate": "#7f7f7f",
    "related": "#005f73",
    "recommended": "#0a9396",
    "focus": "#ca6702",
    "exclusive": "#bb3e03",
    "hot": "#ae2012",
    "gallery": "#6a994e",
    "reactions": "#7b2cbf",
}
"""Of each part; the names are those of `scrapy inspect`."""

FRAMED: Final = frozenset({"body"})
"""What holds other parts: it gets a frame only."""

_ACTIVE: Final = ("script", "noscript", "iframe", "object", "embed", "base", "meta")
"""What would change the page, or leave it; of `meta` only those with `http-equiv`."""


def mark(inspection: Inspection) -> bytes:
    """Return the first page as HTML that shows what was found in it; its scripts are taken out.

    The tree of the inspection itself is marked: it is of no other use after this.
    """
    for finding in inspection.findings:
        for element in finding.elements:
            _name(element, finding.field, finding.how)
    for element in [
        element for finding in inspection.findings if finding.field == "body" for element in finding.elements
    ]:
        _mark_lines(element, inspection.places)
    root = etree.Element("html") if inspection.page is None else inspection.page.root
    _quieten(root)
    _add_legend(root, inspection)
    return etree.tostring(root, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def _name(element: Element, part: str, rule: str | None) -> None:
    if element.get("data-gmw") in (None, *FRAMED):
        element.set("data-gmw", part)
        element.set("title", f"{part}: {rule}" if rule else part)


def _mark_lines(body: Element, places: Iterable[Place]) -> None:
    """Mark each line of the body: the element that is the line, else the strings that it is made of."""
    waiting = [(without_blanks(place.line), place) for place in places]
    done: set[Element] = set()
    rest: list[Element] = []
    for element in body.iter(etree.Element):
        if any(above in done for above in element.iterancestors()):
            continue
        words = without_blanks("".join(strings_of(element)))
        match = next((at for at, (line, _) in enumerate(waiting) if line == words), None) if words else None
        if match is None or element is body:
            rest.append(element)
            continue
        _, place = waiting.pop(match)
        _name(element, place.taken, place.rule)
        done.add(element)
    for element in rest:
        _wrap_strings(element, waiting)


def _wrap_strings(element: Element, waiting: Iterable[tuple[str, Place]]) -> None:
    """Wrap what stands between line breaks: a line that has no element of its own."""
    if element.tag in ("style", "script"):
        return
    for at, child in reversed(list(enumerate(element))):
        if (span := _span(child.tail, waiting)) is not None:
            child.tail = None
            element.insert(at + 1, span)
    if (span := _span(element.text, waiting)) is not None:
        element.text = None
        element.insert(0, span)


def _span(words: str | None, waiting: Iterable[tuple[str, Place]]) -> Element | None:
    bare = without_blanks(words or "")
    if bare.isdecimal():  # of a pager, rather than a line: such a number stands in many
        return None
    place = next((place for line, place in waiting if bare and bare in line), None)
    if place is None:
        return None
    span = etree.Element("span")
    span.text = words
    _name(span, place.taken, place.rule)
    return span


def _quieten(root: Element) -> None:
    """Take out what would change the page, or leave it."""
    for element in list(root.iter(*_ACTIVE)):
        parent = element.getparent()
        if parent is None or (element.tag == "meta" and element.get("http-equiv") is None):
            continue
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + (element.tail or "")
        else:
            before.tail = (before.tail or "") + (element.tail or "")
        parent.remove(element)
    for element in root.iter(etree.Element):
        for name in [name for name in map(str, element.attrib) if name.lower().startswith("on")]:
            del element.attrib[name]


def _add_legend(root: Element, inspection: Inspection) -> None:
    head, body = _part(root, "head", 0), _part(root, "body", len(root))
    head.insert(0, etree.Element("meta", charset="utf-8"))
    head.insert(1, etree.Element("base", href=inspection.url))
    _child(head, "style", STYLE + "".join(map(_rule, COLOURS.items())))
    legend = etree.Element("aside", id="gmw-legend")
    _child(legend, "h1", f"template: {inspection.template or 'none'}")
    if inspection.error is not None:
        _child(legend, "p", f"no article ({inspection.error.reason}): {inspection.error}").set("class", "missing")
    present = {name for element in root.iter(etree.Element) if (name := element.get("data-gmw"))}
    for name in (name for name in COLOURS if name in present):
        _child(legend, "span", name).set("data-gmw-key", name)
    missing = [row.field for row in inspection.rows if row.is_missing and row.field in ORDINARY]
    if missing:
        _child(legend, "p", f"missing: {', '.join(missing)}").set("class", "missing")
    warnings = inspection.article.warnings if inspection.article else ()
    _child(legend, "p", f"warnings: {', '.join(warnings) or 'none'}")
    body.insert(0, legend)
    legend.tail, body.text = body.text, None


def _part(root: Element, tag: str, at: int) -> Element:
    part = root.find(tag)
    if part is None:
        part = etree.Element(tag)
        root.insert(at, part)
    return part


def _child(parent: Element, tag: str, words: str) -> Element:
    child = etree.SubElement(parent, tag)
    child.text = words
    return child


def _rule(item: tuple[str, str]) -> str:
    name, colour = item
    fill = "transparent" if name in FRAMED else f"{colour}22"
    return (
        f'[data-gmw="{name}"]{{outline:2px solid {colour}!important;outline-offset:1px;background:{fill}!important}}'
        f'[data-gmw-key="{name}"]{{background:{colour}}}'
    )


STYLE: Final = """
#gmw-legend{position:fixed;right:8px;top:8px;width:190px;max-height:92vh;overflow:auto;z-index:2147483647;padding:10px;
background:#fff;border:1px solid #999;border-radius:8px;box-shadow:0 2px 12px #0004;
font:13px/1.5 system-ui,sans-serif;color:#222;text-align:left}
#gmw-legend h1{font-size:14px;margin:0 0 6px}#gmw-legend p{margin:6px 0 0}#gmw-legend .missing{color:#c00}
[data-gmw-key]{display:inline-block;color:#fff;border-radius:4px;padding:0 6px;margin:0 4px 4px 0}
@media(max-width:700px){#gmw-legend{position:static;width:auto;margin:8px}}
@media(min-width:701px){body{padding-right:220px}}
"""
