"""robots.txt is obeyed, and a request that it forbids can be told from one that was dropped for another reason.

Where a host's robots.txt cannot be had (no answer, or a server error), nothing is asked of that host in this run
(RFC 9309, 2.3.1.4); Scrapy's own would ask for everything. A 404 means that there are no rules.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from gmw_crawler.failures import DOWNLOAD_ERRORS, STOPPED, failure_reason
from gmw_crawler.marks import ForbiddenError, RulesUnknownError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

SERVER_ERROR: Final = 500

logger = logging.getLogger(__name__)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, with names for its refusals; counted as `robotstxt/forbidden` and `robotstxt/unknown`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Future[RobotParser | str]] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        """Return the rules for the request's host, which is asked once; RulesUnknownError where it does not tell."""
        url = urlparse_cached(request)
        if url.netloc not in self._rules:
            self._rules[url.netloc] = asyncio.ensure_future(self._read(f"{url.scheme}://{url.netloc}/robots.txt"))
        rules = await asyncio.shield(self._rules[url.netloc])  # one of many that wait may be cancelled
        if isinstance(rules, str):
            self._stats.inc_value("robotstxt/unknown")
            raise RulesUnknownError(url.netloc, rules)
        return rules

    async def _read(self, url: str) -> RobotParser | str:
        """Return the rules, or the code of why they cannot be had."""
        priority = self.DOWNLOAD_PRIORITY
        request = Request(url, priority=priority, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        except STOPPED:
            raise
        except DOWNLOAD_ERRORS as error:
            return self._unknown(url, failure_reason(error))
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= SERVER_ERROR:
            return self._unknown(url, str(response.status))
        return build_from_crawler(self._parserimpl, self.crawler, response.body)

    def _unknown(self, url: str, reason: str) -> str:
        logger.warning("%s cannot be had (%s), so nothing is asked of this host", url, reason)
        return reason

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise ForbiddenError where the rules forbid the address."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenError(f"robots.txt forbids {request.url}") from error
