"""Listing pages: which rows they have, and where the next page is.

Forms, as EVIDENCE ("Listings") has them; one page may hold several:

    A      ul.channel-newsGroup > li > a, span.channel-newsTime          attributes unquoted
    B      li > span.channel-newsTitle > a
    C      div.main_list > div#cont<ID> > h1.title > a
    D      .content_left .select a; .content_left_main li .main_title > a, .reading_right 发布时间：…
    front  div.part1 ul li a                                             the channel's front page

Every link of a row is reported, whatever it leads to: the store keeps them all, and the run asks for those
that name an article. Menus, advertisements and pagers are in no form, so they are no rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from lxml import etree

from gmw_crawler.site.page import ParsedPage, parse_page
from gmw_crawler.site.text import clean, without_blanks
from gmw_crawler.site.urls import article_id, is_article, on_site, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmw_crawler.site.page import Element

NEXT: Final = "下一页"
"""The words of the link to the next page."""

_NEXT_LONGEST: Final = 8  # with its brackets and arrows; longer words are a sentence that speaks of the next page
_DAY: Final = re.compile(r"(20\d\d|19\d\d)[-/.年](0?[1-9]|1[0-2])[-/.月](3[01]|[12]\d|0?[1-9])(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRow:
    """One link of a listing page."""

    url: str
    """Absolute."""
    article_id: str | None
    """None where the address names no article."""
    position: int
    """From 1 on its page."""
    title: str | None
    """The words of the link, trimmed."""
    day: str | None
    """`YYYY-MM-DD`, as the row says it."""
    form: str
    """Which markup it was read from: A, B, C, D or front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a listing page says."""

    url: str
    rows: tuple[ListingRow, ...]
    """In page order, each address once."""
    next_url: str | None
    """Absolute address of the next page; None on the last one, and where it would be this page again."""
    forms: frozenset[str]
    """Empty where the markup is unknown."""


def read_listing(body: bytes, url: str) -> Listing:
    """Return the rows of a listing page; the PageError of `parse_page` where there is no page at all."""
    page = parse_page(body, url)
    rows: dict[str, ListingRow] = {}
    for row in _links(page):
        key = row.article_id or row.url.partition("#")[0]
        rows[key] = _merged(rows[key], row) if key in rows else replace(row, position=len(rows) + 1)
    return Listing(
        url=url,
        rows=tuple(rows.values()),
        next_url=_next(page),
        forms=frozenset(row.form for row in rows.values()),
    )


def _links(page: ParsedPage) -> Iterator[ListingRow]:
    for anchor in page.tagged("a"):
        address = page.absolute(anchor.get("href"))
        if address is None or place(address) == place(page.url):
            continue
        if found := _form(anchor):
            form, row = found
            yield ListingRow(
                url=address,
                article_id=article_id(address),
                position=0,
                title=_words(anchor) or None,
                day=_day(row),
                form=form,
            )


def _form(anchor: Element) -> tuple[str, Element] | None:
    """Return the form that a link belongs to and the element that is its row."""
    row: Element | None = None
    inside = set(anchor.get("class", "").split())  # class names from the link up to the element looked at
    tags: set[str] = set()
    for element in anchor.iterancestors():
        names = set(element.get("class", "").split())
        if element.tag == "li" and row is None:
            row = element
        if form := _form_here(element.tag, names, inside, tags):
            return form, element if row is None else row
        if element.tag == "div" and element.get("id", "").startswith("cont") and row is None and "title" in inside:
            row = element
        inside |= names
        tags.add(element.tag)
    return None


def _form_here(tag: str, names: set[str], inside: set[str], tags: set[str]) -> str | None:
    """Tell which form an ancestor completes, given the classes and tags between it and the link."""
    listed = "li" in tags
    if tag == "li" and "channel-newsTitle" in inside:
        return "B"
    if "channel-newsGroup" in names and listed:
        return "A"
    if "main_list" in names and "title" in inside:
        return "C"
    if ("content_left_main" in names and "main_title" in inside) or ("content_left" in names and "select" in inside):
        return "D"
    if tag == "div" and "part1" in names and listed and "ul" in tags:
        return "front"
    return None


def _merged(first: ListingRow, again: ListingRow) -> ListingRow:
    """Return a row met twice, as where a picture and the words under it are linked."""
    return replace(first, title=first.title or again.title, day=first.day or again.day)


def _words(element: Element) -> str:
    return clean("".join(map(str, element.itertext())))


def _day(row: Element) -> str | None:
    """Return the day that a row shows beside its links: the words of a link may hold any date."""
    found = _DAY.search(" ".join(_outside_links(row)))
    return None if found is None else f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _outside_links(row: Element) -> Iterator[str]:
    links = 0
    for event, element in etree.iterwalk(row, events=("start", "end")):
        if element.tag == "a":
            links += 1 if event == "start" else -1
        text = element.text if event == "start" else (element.tail if element is not row else None)
        if text and not links:
            yield text


def _next(page: ParsedPage) -> str | None:
    for anchor in page.tagged("a"):
        words = without_blanks("".join(map(str, anchor.itertext())))
        if NEXT not in words or len(words) > _NEXT_LONGEST:
            continue
        address = page.absolute(anchor.get("href"))
        if address and on_site(address) and not is_article(address) and place(address) != place(page.url):
            return address.partition("#")[0]
    return None
