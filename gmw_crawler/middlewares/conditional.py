"""Revisits ask for a page only if it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmw_crawler.marks import NOT_MODIFIED, VALIDATORS

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector


class ConditionalMiddleware:
    """Sends `If-None-Match` and `If-Modified-Since`, and counts `conditional/asked` and `conditional/not-modified`."""

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the stats of the crawl."""
        return cls(crawler.stats)

    def process_request(self, request: Request) -> None:
        """Add the validators that the request carries."""
        etag, last_modified = request.meta.get(VALIDATORS, (None, None))
        if etag:
            request.headers.setdefault(b"If-None-Match", etag)
        if last_modified:
            request.headers.setdefault(b"If-Modified-Since", last_modified)
        if (etag or last_modified) and not request.meta.get("retry_times"):
            self._stats.inc_value("conditional/asked")

    def process_response(self, request: Request, response: Response) -> Response:
        """Count the pages that did not change."""
        del request
        if response.status == NOT_MODIFIED:
            self._stats.inc_value("conditional/not-modified")
        return response
