"""A page that says it was not found, with status 200, becomes the 404 that it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import HostilePageError
from gmw_crawler.marks import SOFT_NOT_FOUND
from gmw_crawler.site.page import SOFT_NOT_FOUND as TITLE_OF_NONE
from gmw_crawler.site.text import decode

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

OK: Final = 200
NOT_FOUND: Final = 404

_HEAD: Final = 16 * 1024  # bytes in which the title stands
_TITLE: Final = re.compile(rb"<title[^>]{0,200}>([^<]{0,2000})", re.IGNORECASE)


class SoftNotFoundMiddleware:
    """Looks at the title of each page; counts `soft404/found`."""

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the stats of the crawl."""
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give a page whose title says 页面没有找到 or 出错啦 the status that it should have had."""
        del request
        if response.status != OK or not says_not_found(response.body):
            return response
        self._stats.inc_value("soft404/found")
        return response.replace(status=NOT_FOUND, flags=[*response.flags, SOFT_NOT_FOUND])


def says_not_found(body: bytes) -> bool:
    """Tell whether a page's title says that there is no such page."""
    head = body[:_HEAD]
    try:
        title = _TITLE.search(head) or _TITLE.search(decode(head).data)  # the latter for gzip and utf-16
        return title is not None and TITLE_OF_NONE.search(decode(title[1]).text) is not None
    except HostilePageError:  # the split refuses it by that name
        return False
