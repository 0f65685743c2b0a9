"""How an article was read: which selector or rule found each part, and which found nothing.

The split itself keeps no such account: it would cost every page what few ask for. This asks the same template the
same questions again. `scrapy inspect` shows the answers, and health counts them over a run: a selector that used to
find something and no longer does is how a change of the site's markup shows, long before a field is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import UnknownPageError
from gmw_crawler.site.dates import read_time
from gmw_crawler.site.header import crumbs_by_link, info_by_label
from gmw_crawler.site.page import words_of
from gmw_crawler.site.sections import MOOD, find_sections
from gmw_crawler.site.templates import TEMPLATES, choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gmw_crawler.site.page import Element, ParsedPage
    from gmw_crawler.site.sections import Found
    from gmw_crawler.site.templates.base import Template

BY_LINK: Final = "a link to the front page and an arrow"
BY_LABEL: Final = "来源 before the body"
"""What finds crumbs, source and time where no selector does."""

EDITOR: Final = "editor"
"""The block 责编 stands in: a part of `credits`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part of a page, and how it was found."""

    field: str
    """A field of the record, `editor`, or `related`, `focus`, … for the lists, `reactions` for the moods."""
    how: str | None
    """The selector or the rule that found it; None where nothing did."""
    tried: tuple[str, ...]
    """What was tried, in this order."""
    elements: tuple[Element, ...] = ()
    """Where it stands; none for what is read from the head or from the CMS comment."""


def find(page: ParsedPage, template: type[Template], sections: Mapping[str, Found] | None = None) -> list[Finding]:
    """Return how each part of an article's first page is found with a template; `sections` if they are known."""
    if sections is None:
        sections = find_sections(page, template.lists, template.body(page))
    return [
        _selected(page, "title", template.titles, ("<title>",), _has_words),
        _selected(page, "subtitle", template.subtitles, (_comment("subtitle"),), _has_words),
        _source(page, template),
        _published(page, template),
        _breadcrumb(page, template),
        _selected(page, "keywords", (), ("meta keywords", _comment("keyword")), _has_words),
        _selected(page, "body", template.bodies, (), _is_there),
        _selected(page, EDITOR, template.editors, (), _has_words),
        *_lists(page, template, sections),
    ]


def tables_version() -> str:
    """Return a word that changes with the selectors of the templates."""
    groups = ("marks", "titles", "bodies", "subtitles", "infos", "sources", "times", "crumbs", "editors", "lists")
    tables = [(template.name, *(getattr(template, group) for group in groups)) for template in TEMPLATES]
    return sha256(repr(tables).encode()).hexdigest()[:12]


def nearest(page: ParsedPage) -> type[Template] | None:
    """Return the template that claims a page, else the one of which the page has most parts; None if it has none."""
    try:
        return choose(page)
    except UnknownPageError:
        best = max(reversed(TEMPLATES), key=lambda template: template.parts(page))
        return best if best.parts(page) else None


def _has_words(element: Element) -> bool:
    return bool(words_of(element))


def _is_there(element: Element) -> bool:
    return element is not None


def _has_time(element: Element) -> bool:
    return read_time(words_of(element)) is not None


def _comment(name: str) -> str:
    return f"CMS comment <{name}>"


def _selected(
    page: ParsedPage,
    field: str,
    selectors: Iterable[str],
    rest: tuple[str, ...],
    serves: Callable[[Element], bool],
) -> Finding:
    """Return the first selector whose first element serves, else the first rule of the head that gives something."""
    tried = (*selectors, *rest)
    for selector in selectors:
        if (found := page.select(selector)) and serves(found[0]):
            return Finding(field=field, how=selector, tried=tried, elements=(found[0],))
    how = next((rule for rule in rest if _in_head(page, rule)), None)
    return Finding(field=field, how=how, tried=tried)


def _in_head(page: ParsedPage, rule: str) -> bool:
    if rule == "<title>":
        return any(map(words_of, page.tagged("title")))
    if rule.startswith("meta "):
        return page.meta(rule.removeprefix("meta ")) is not None
    return rule.removeprefix("CMS comment <").removesuffix(">") in page.cms


def _breadcrumb(page: ParsedPage, template: type[Template]) -> Finding:
    found = _selected(page, "breadcrumb", template.crumbs, (), _has_words)
    tried = (*found.tried, BY_LINK)
    if (linked := crumbs_by_link(page, template)) is None:
        return replace(found, tried=tried)
    return Finding(field="breadcrumb", how=BY_LINK, tried=tried, elements=(linked,))


def _source(page: ParsedPage, template: type[Template]) -> Finding:
    found = _selected(page, "source", template.sources, (), _has_words)
    words = [f"来源 in {selector}" for selector in template.infos]
    tried = (*found.tried, *words, BY_LABEL, _comment("sourcename"))
    if found.how is not None:
        return Finding(field="source", how=found.how, tried=tried, elements=found.elements)
    for selector in template.infos:
        for element in page.select(selector)[:1]:
            if "来源" in words_of(element):
                return Finding(field="source", how=f"来源 in {selector}", tried=tried, elements=(element,))
    if (labelled := info_by_label(page, template)) is not None:
        return Finding(field="source", how=BY_LABEL, tried=tried, elements=(labelled,))
    return Finding(field="source", how=tried[-1] if "sourcename" in page.cms else None, tried=tried)


def _published(page: ParsedPage, template: type[Template]) -> Finding:
    lines = {f"time in {selector}": selector for selector in template.infos}
    tried = (*template.times, *lines, BY_LABEL, _comment("date"), "meta publishdate")
    found = _selected(page, "published", template.times, (), _has_time)
    if found.how is None:
        for rule, selector in lines.items():
            line = _selected(page, "published", (selector,), (), _has_time)
            if line.how is not None:
                return Finding(field="published", how=rule, tried=tried, elements=line.elements)
        if (labelled := info_by_label(page, template)) is not None and _has_time(labelled):
            return Finding(field="published", how=BY_LABEL, tried=tried, elements=(labelled,))
        found = _selected(page, "published", (), tried[-2:], _has_time)
    return Finding(field="published", how=found.how, tried=tried, elements=found.elements)


def _lists(page: ParsedPage, template: type[Template], sections: Mapping[str, Found]) -> Iterable[Finding]:
    for name in dict.fromkeys((*template.lists, *sections)):
        selectors = tuple(template.lists.get(name, ()))
        tried = (*selectors, "the words over the list")
        found = sections.get(name)
        slot = next((selector for selector in selectors if page.select(selector)), None)
        how = slot if slot is not None else tried[-1] if found is not None else None
        elements = () if found is None else (*found.headings, *found.regions)
        yield Finding(field="reactions" if name == MOOD else name, how=how, tried=tried, elements=elements)
