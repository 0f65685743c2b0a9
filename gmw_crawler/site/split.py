"""The split: bytes of an article's pages and an address in, an `Article` out. No network, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import BrokenPageError, UnknownPageError
from gmw_crawler.items import Article, Source
from gmw_crawler.site import generic, urls
from gmw_crawler.site.credits import settle_scopes
from gmw_crawler.site.header import read_header
from gmw_crawler.site.lines import TextLine
from gmw_crawler.site.media import read_media
from gmw_crawler.site.page import parse_page, words_of
from gmw_crawler.site.pager import missing_pages
from gmw_crawler.site.placing import read_body
from gmw_crawler.site.recommendations import read_reactions, read_recommendations
from gmw_crawler.site.sections import find_sections
from gmw_crawler.site.templates import choose
from gmw_crawler.site.text import BLANKS
from gmw_crawler.site.walk import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gmw_crawler.items import Block, Credit
    from gmw_crawler.site.body import Body
    from gmw_crawler.site.header import Header
    from gmw_crawler.site.lines import Line
    from gmw_crawler.site.page import Element, ParsedPage
    from gmw_crawler.site.sections import Found
    from gmw_crawler.site.templates.base import Template
    from gmw_crawler.site.urls import ArticleAddress


_EDITOR: Final = re.compile(rf"[{BLANKS}]*[\[［【〔][{BLANKS}]*(?:责任?编|责任编辑|编辑)[{BLANKS}]*[:：]")


def split_page(pages: bytes | Sequence[bytes], url: str) -> Article:
    """Return what an article's page, or its pages in order, say.

    AddressError: `url` names no article. PageError: the bytes are not an article's page; its kind says why.
    What could not be read of an article is a code in `warnings`.
    """
    bodies = [pages] if isinstance(pages, bytes) else list(pages)
    return split_parsed([parse_page(body, url) for body in bodies], url)


def split_parsed(pages: Sequence[ParsedPage], url: str) -> Article:
    """Return what pages that are parsed already say; as `split_page`."""
    return read_parsed(pages, url).article


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article and the parts it was put together from, for those who ask how (`site.explain`)."""

    article: Article
    template: type[Template] | None
    """None: no template claims the page, and it was read generically."""
    header: Header
    body: Body
    sections: dict[str, Found]


def read_parsed(pages: Sequence[ParsedPage], url: str) -> Reading:
    """Return what the pages say, with the parts; raises as `split_page`."""
    if not pages:
        raise BrokenPageError(f"{url}: no page was given")
    address = urls.parse_address(url)
    try:
        template = choose(pages[0])
    except UnknownPageError:
        if generic.is_article(pages[0]):
            return _read_generic(pages, address)
        raise
    return _read_known(pages, address, template)


def _read_known(pages: Sequence[ParsedPage], address: ArticleAddress, template: type[Template]) -> Reading:
    first = pages[0]
    header = read_header(first, template)
    sections = find_sections(first, template.lists, template.body(first))
    body = read_body(_page_lines(page, template, sections if page is first else None) for page in pages)
    body.blocks = _with_player(read_media(first), body.blocks)
    if not body.blocks and not body.credits:
        raise BrokenPageError(f"{first.url}: {template.name} finds nothing at any of {', '.join(template.bodies)}")
    article = _article(pages, address, template.name, header, body, sections)
    return Reading(article=article, template=template, header=header, body=body, sections=sections)


def _read_generic(pages: Sequence[ParsedPage], address: ArticleAddress) -> Reading:
    header = generic.read_header(pages[0])
    body = read_body(generic.read_lines(page) for page in pages)
    if not header.title or not body.text:
        raise UnknownPageError(f"{pages[0].url}: no template claims this page, and no text is found in it")
    sections = find_sections(pages[0], {}, None)
    article = _article(pages, address, generic.NAME, header, body, sections)
    return Reading(article=article, template=None, header=header, body=body, sections=sections)


def _article(
    pages: Sequence[ParsedPage],
    address: ArticleAddress,
    template: str,
    header: Header,
    body: Body,
    sections: dict[str, Found],
) -> Article:
    return Article(
        id=address.id,
        url=address.canonical,
        channel=address.channel,
        breadcrumb=header.breadcrumb,
        title=header.title,
        column=header.column,
        subtitle=header.subtitle or body.subtitle,
        original_title=body.original_title,
        source=header.source or _body_source(body),
        published=header.published,
        keywords=header.keywords,
        guests=tuple(body.guests),
        body=tuple(body.blocks),
        text=body.text,
        credits=_merged(settle_scopes([*header.credits, *body.credits])),
        notices=tuple(dict.fromkeys(body.notices)),
        recommendations=read_recommendations(sections, pages[0]),
        reactions=read_reactions(sections, pages[0]),
        pages=len(pages),
        template=template,
        warnings=_warnings(pages, header, body, missing_pages(pages, address.id)),
    )


def _page_lines(page: ParsedPage, template: type[Template], sections: dict[str, Found] | None) -> list[Line]:
    """Return the lines of one page's body, then those of editor blocks that stand outside it."""
    body = template.body(page)
    if body is None:
        return []
    if sections is None:
        sections = find_sections(page, template.lists, body)
    skip = {element for found in sections.values() for element in (*found.headings, *found.regions)}
    for selectors in (template.titles, template.infos, template.crumbs, template.subtitles):
        skip |= {element for selector in selectors for element in page.select(selector) if _is_small(element, body)}
    column = template.column(page, body)
    lines = read_lines(column, page, template.line_marks(), skip=skip, bodies=template.all_bodies(page))
    return lines + _outer_editors(page, template, column)


def _is_small(element: Element, body: Element) -> bool:
    """Tell a part of the header from an element that holds the article as well."""
    return element is not body and next(element.iter("p"), None) is None and element not in body.iterancestors()


def _outer_editors(page: ParsedPage, template: type[Template], column: Element) -> list[Line]:
    around = {column, *column.iterancestors()}  # a class of theirs on what holds the article makes no block of it
    known = (element for selector in template.editors for element in page.select(selector))
    blocks = dict.fromkeys(element for element in known if element not in around)
    if not blocks:
        named = (element for element in page.elements if _names_editor(element.text))
        blocks = dict.fromkeys(element for element in named if element not in around)
    outermost = [
        element
        for element in blocks
        if not any(above is column or above in blocks for above in element.iterancestors())
    ]
    return [TextLine(text=words, editor=True) for element in outermost if (words := words_of(element))]


def _names_editor(text: str | None) -> bool:
    """Tell whether an element, of whatever name, begins as the site's editor blocks do: [责任编辑：."""
    return text is not None and "编" in text and _EDITOR.match(text) is not None


def _with_player(media: Sequence[Block], blocks: list[Block]) -> list[Block]:
    """Put what the player loads before the body, unless the body holds it already."""
    return [one for one in media if one not in blocks] + blocks


def _body_source(body: Body) -> Source | None:
    return Source(name=body.source, url=None) if body.source else None


def _merged(found: Iterable[Credit]) -> tuple[Credit, ...]:
    """Return one credit a role: captions name their photographer one by one, and every page repeats its editor.

    Page order is that of a role's first line, but what a later page repeats (the editor) ends the article.
    """
    seen: dict[tuple[object, ...], Credit] = {}
    for credit in found:
        key = (credit.role, credit.kind, credit.affiliation, credit.scope)
        earlier = seen.pop(key, None) if _repeats(credit, seen.get(key)) else seen.get(key)
        seen[key] = credit if earlier is None else _joined(earlier, credit)
    return tuple(seen.values())


def _repeats(credit: Credit, earlier: Credit | None) -> bool:
    return earlier is not None and earlier.names == credit.names


def _joined(earlier: Credit, credit: Credit) -> Credit:
    names = tuple(dict.fromkeys((*earlier.names, *credit.names)))
    raw = "\n".join(dict.fromkeys((*earlier.raw.split("\n"), *credit.raw.split("\n"))))
    return replace(earlier, names=names, raw=raw)


def _warnings(pages: Sequence[ParsedPage], header: Header, body: Body, missing: Iterable[int]) -> tuple[str, ...]:
    codes = [code for page in pages for code in page.warnings] + header.warnings + body.warnings
    codes += [f"page-{number}-missing" for number in missing]
    if body.source:
        codes = [code for code in codes if code != "source-missing"]
    return tuple(dict.fromkeys(codes))
