"""Articles over several pages: which page this is, how many there are, and where the others live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import AddressError
from gmw_crawler.site import urls
from gmw_crawler.site.page import words_of
from gmw_crawler.site.text import without_blanks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.site.page import ParsedPage

_MOST: Final = 200  # pages; the longest galleries have some dozens


def other_pages(page: ParsedPage, url: str) -> dict[int, str]:
    """Return the addresses of the article's further pages by their number, from 2; empty for a single page.

    The numbers come from `#mpagecount` and from the pager's links, whichever says more (EVIDENCE, "Several
    pages"); AddressError when `url` names no article.
    """
    address = urls.parse_address(url)
    count = max(_counted(page), _linked(page, address.id))
    return {number: urls.page_address(address.canonical, number) for number in range(2, min(count, _MOST) + 1)}


def missing_pages(pages: Sequence[ParsedPage], article_id: str) -> list[int]:
    """Return the numbers of the pages that the article has and `pages` lacks."""
    given = {_own_number(page, position) for position, page in enumerate(pages, 1)}
    count = max(max(_counted(page), _linked(page, article_id)) for page in pages)
    return [number for number in range(1, min(count, _MOST) + 1) if number not in given]


def _counted(page: ParsedPage) -> int:
    return _number(page, "mpagecount") or 1


def _own_number(page: ParsedPage, position: int) -> int:
    """Return which page this is: what it says itself, else what its pager does not link, else its place."""
    if number := _number(page, "mcurrentpage"):
        return number
    pager = page.by_id.get("displaypagenum")
    for span in () if pager is None else pager.iter("span"):
        words = without_blanks(words_of(span))
        if words.isdecimal() and len(words) < 4:  # noqa: PLR2004
            return int(words)
    return position


def _number(page: ParsedPage, identifier: str) -> int:
    element = page.by_id.get(identifier)
    words = without_blanks(words_of(element))
    return int(words) if words.isdecimal() and len(words) < 4 else 0  # noqa: PLR2004


def _linked(page: ParsedPage, article_id: str) -> int:
    """Return the highest page that a link of the page names."""
    highest = 1
    name = f"{article_id.removeprefix('www-')}_"
    if name.encode() not in page.data:  # as of nearly all articles
        return highest
    for link in page.tagged("a"):
        href = link.get("href", "")
        if name not in href:
            continue
        try:
            address = urls.parse_address(page.absolute(href) or "")
        except AddressError:
            continue
        if address.id == article_id:
            highest = max(highest, address.page)
    return highest
