"""What all contenders but ours share: where to begin, how a list names articles, and which fields they read.

Standard library only: each contender runs in an environment of its own.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

NODES: Final = (8971, 59269, 21787, 12466, 8992, 9141, 12468, 12470, 144788, 144789)
START: Final = tuple(f"https://economy.gmw.cn/node_{node}.htm" for node in NODES)

_ARTICLE: Final = re.compile(r'href="?([^\s">]+content_\d+\.htm)')
_NEXT: Final = re.compile(r'href="(node_\d+_\d+\.htm)">下一页')


def is_listing(url: str) -> bool:
    return "/node_" in url


def read_listing(body: bytes, url: str) -> tuple[list[str], str | None]:
    """Return the articles that a page of a list names, and its next page."""
    text = body.decode()
    later = _NEXT.search(text)
    articles = [urljoin(url, address) for address in _ARTICLE.findall(text)]
    return articles, urljoin(url, later[1]) if later else None


CSS: Final = {
    "title": "h1.u-title::text, #articleTitle::text, #articleID::text",
    "time": ".m-con-time::text, #pubTime::text, #articlePubTime::text, .u-time::text",
    "source": ".m-con-source a::text, #source a::text, #articleSource::text, .g-tips span a::text",
    "source_url": ".m-con-source a::attr(href), #source a::attr(href), #articleSource::attr(href)",
    "crumbs": ".g-crumbs a::text, #contentBreadcrumbs2 a::text",
    "keywords": "meta[name=keywords]::attr(content)",
    "editor": "span.liability::text, #contentLiability::text",
    "text": ".u-mainText p::text, #contentMain p ::text, #ContentPh p ::text, .h-contentMain p::text",
    "images": ".u-mainText img::attr(src), #contentMain img::attr(src), .h-contentMain img::attr(src)",
    "captions": "p.pictext::text",
    "related": ".u-relatedUl a::attr(href)",
    "recommended": ".g-readscon .u-txt h4 a::attr(href)",
    "moods": "#mood_show li p::text",
}
"""Thirteen fields as a spider's author writes them: one selector each, all eras in it."""

ONE: Final = frozenset({"title", "time", "source", "source_url", "keywords", "editor"})
"""Fields of one value; the others are lists."""
