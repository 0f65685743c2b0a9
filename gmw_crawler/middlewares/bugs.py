"""An article that a callback of ours breaks over is a failed visit, as one that breaks a pipeline is.

Else it would be asked for by every run, and never given up.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import CloseSpider

from gmw_crawler.pages import Asked, kept, spoilt

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

    from gmw_crawler.pages import Refusal

logger = logging.getLogger(__name__)


class BugMiddleware:
    """Turns what a callback raises over an article into a refusal; counts `spider_exceptions/<Name>`, as Scrapy does.

    What it raises over a listing stays Scrapy's: the walk stays open.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the stats of the crawl."""
        return cls(crawler.stats)

    def process_spider_exception(self, response: Response, exception: Exception) -> list[Refusal] | None:
        """Give the refusal in place of the page."""
        asked = response.request.cb_kwargs.get("asked") if response.request else None
        if not isinstance(asked, Asked) or isinstance(exception, CloseSpider):
            return None
        logger.error("Article %s broke a callback: %s", asked.id, asked.url, exc_info=exception)
        self._stats.inc_value("spider_exceptions/count")
        self._stats.inc_value(f"spider_exceptions/{type(exception).__name__}")
        return [spoilt(asked, (kept(response, 1),))]
