"""robots.txt is obeyed, and a request that it forbids can be told from one that was dropped for another reason.

Where a host's robots.txt cannot be had (no answer, or a server error), nothing is asked of that host in this run
(RFC 9309, 2.3.1.4); Scrapy's own would ask for everything. A 404 means that there are no rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from gmw_crawler.marks import ForbiddenError, RulesUnknownError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

SERVER_ERROR: Final = 500


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, with names for its refusals; counted as `robotstxt/forbidden` and `robotstxt/unknown`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unknown: set[str] = set()

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise ForbiddenError where the rules forbid the address, RulesUnknownError where there are none to read."""
        host = urlparse_cached(request).netloc
        if host in self._unknown:
            self._stats.inc_value("robotstxt/unknown")
            raise RulesUnknownError(f"the robots.txt of {host} cannot be had")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenError(f"robots.txt forbids {request.url}") from error

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= SERVER_ERROR:
            raise RulesUnknownError(f"the robots.txt of {netloc} is answered with {response.status}")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unknown.add(netloc)
        super()._robots_error(exc, netloc)
