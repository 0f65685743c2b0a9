"""An article in a layout that no template knows: body and title by a generic extractor, so that nothing is lost.

Only a page whose address *and* own metadata say "article" is read like this; the record says `generic`, and
health counts it. trafilatura is the extractor that reads such pages best (LIBRARIES: 47 % of pages exact).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import orjson

from gmw_crawler.site.header import Header, head_title, read_keywords, read_meta_time
from gmw_crawler.site.lines import TextLine
from gmw_crawler.site.text import clean

if TYPE_CHECKING:
    from gmw_crawler.site.lines import Line
    from gmw_crawler.site.page import ParsedPage

NAME: Final = "generic"
WARNING: Final = "template-generic"
_ARTICLE: Final = re.compile(r"(?:News|Report|Blog|Analysis\w*)?(?:Article|Posting)")
_LARGEST: Final = 800_000  # bytes of HTML; the extractor's time grows with the page, and real pages are smaller
_OG_TYPES: Final = ("article", "news")


def is_article(page: ParsedPage) -> bool:
    """Tell whether the page's own metadata say that it is an article: JSON-LD, `og:type`, or the site's publishdate."""
    if any(_says_article(script.text or "") for script in page.scripts if script.get("type") == "application/ld+json"):
        return True
    for meta in page.tagged("meta"):
        if meta.get("property") == "og:type" and clean(meta.get("content", "")).lower() in _OG_TYPES:
            return True
    return page.meta("publishdate") is not None and page.meta("contentid") is not None


def _says_article(text: str) -> bool:
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    nodes = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    return any(isinstance(node, dict) and _ARTICLE.fullmatch(str(node.get("@type"))) for node in nodes)


def read_lines(page: ParsedPage) -> list[Line]:
    """Return the lines of the text that the extractor finds; none when it finds no text."""
    if len(page.data) > _LARGEST:
        return []
    from trafilatura import extract  # takes a second to import, and few runs ever need it

    text = extract(
        page.html, url=page.url, include_comments=False, include_tables=False, favor_precision=True, fast=True
    )
    return [TextLine(text=line) for part in (text or "").split("\n") if (line := clean(part.lstrip("-# ")))]


def read_header(page: ParsedPage) -> Header:
    """Return the header that the page's head gives."""
    header = Header(title=head_title(page), keywords=read_keywords(page), published=read_meta_time(page))
    header.warnings.append(WARNING)
    return header
