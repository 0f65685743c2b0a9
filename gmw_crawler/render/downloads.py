"""How a rendered page's requests go out: as all of the crawler's do, over a connection whose certificate is checked.

Scrapy checks no certificates unless told to (nothing that a page says can harm a parser). What comes back here is
run as a program in the browser.
"""

from __future__ import annotations

import asyncio
from copy import copy
from typing import TYPE_CHECKING, Final

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings

from gmw_crawler.marks import ASKED_BY_PAGE

if TYPE_CHECKING:
    from typing import Protocol

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    class AskedByPage(Protocol):
        """What stands under `ASKED_BY_PAGE` in a request's meta."""

        def sent(self) -> None:
            """Take note that the request leaves the queue now."""

        async def unwanted(self) -> None:
            """Return when nobody waits for the answer any more."""


CHECK: Final = "DOWNLOAD_VERIFY_CERTIFICATES"


class RenderingDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own, with a second one that checks certificates for what a rendered page asks for."""

    lazy: bool = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._checking: Final = HTTP11DownloadHandler(_with_check(crawler))

    async def download_request(self, request: Request) -> Response:
        """Return the response."""
        page: AskedByPage | None = request.meta.get(ASKED_BY_PAGE)
        if page is None:
            return await super().download_request(request)
        page.sent()
        download = asyncio.ensure_future(self._checking.download_request(request))
        closed = asyncio.ensure_future(page.unwanted())
        await asyncio.wait({download, closed}, return_when=asyncio.FIRST_COMPLETED)
        closed.cancel()
        if download.done():
            return download.result()
        download.cancel()
        await asyncio.wait({download})
        raise IgnoreRequest(f"The page that asked for {request.url} is closed")

    async def close(self) -> None:
        """Close the connections of both."""
        await self._checking.close()
        await super().close()


def _with_check(crawler: Crawler) -> Crawler:
    """Return the crawler as one whose settings say that certificates are checked."""
    checking = copy(crawler)
    checking.settings = Settings(crawler.settings.copy_to_dict())
    checking.settings.set(CHECK, not crawler.settings.getbool("GMW_BROWSER_IGNORE_CERTIFICATES"))
    return checking
