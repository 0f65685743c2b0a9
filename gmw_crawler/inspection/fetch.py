"""One page from the site, as the crawler would ask for it: politely, through the same middlewares, into no store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.http.request import NO_CALLBACK

from gmw_crawler.errors import GmwError
from gmw_crawler.failures import failure_reason
from gmw_crawler.marks import SAME_PAGE
from gmw_crawler.pages import Asked, Refusal
from gmw_crawler.site.urls import article_id, canonical
from gmw_crawler.spiders.base import name_contact
from gmw_crawler.spiders.fetch import OK, Fetcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure


class FetchError(GmwError):
    """Raised where the page could not be had; says why."""


class Looker(Spider):
    """Asks for one address, and for the further pages of the article that it names."""

    name = "inspect"

    def __init__(self, url: str, got: list[bytes], lost: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._got = got
        self._lost = lost

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Take the crawl's own settings, with the contact in the user agent and nothing that needs a store."""
        super().update_settings(settings)
        settings.set("ITEM_PIPELINES", {}, priority="spider")
        name_contact(settings)

    async def start(self) -> AsyncIterator[Request]:
        """Ask."""
        meta = {SAME_PAGE: True}
        yield Request(self._url, callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    async def parse(self, response: Response) -> None:
        """Keep what came."""
        named = article_id(self._url)
        if named is None:
            self._keep_listing(response)
            return
        asked = Asked(id=named, url=canonical(self._url), depth=0, attempts=0, known=False)
        fetched = await Fetcher(self._download).fetched(response, asked)
        self._got += [part.body for part in getattr(fetched, "parts", ())]
        if isinstance(fetched, Refusal) and fetched.status != OK:
            self._lost.append(_said(response, fetched.reason))

    def _keep_listing(self, response: Response) -> None:
        self._got.append(response.body)
        if response.status != OK:
            self._lost.append(_said(response, str(response.status)))

    def failed(self, failure: Failure) -> None:
        """Remember why nothing came."""
        words = str(failure.value)
        self._lost.append(f"no answer ({failure_reason(failure.value)}{f': {words}' if words else ''})")

    async def _download(self, url: str) -> Response:
        return await self.crawler.engine.download_async(Request(url, callback=NO_CALLBACK, meta={SAME_PAGE: True}))


def _said(response: Response, reason: str) -> str:
    """Return an answer that brought no page in words, with where it leads."""
    target = (response.headers.get("Location") or b"").decode("latin-1")
    more = f": {target}" if target else "" if reason == str(response.status) else f" ({reason})"
    return f"the site answers {response.status}{more}"


def fetch(process: AsyncCrawlerProcess, url: str) -> list[bytes]:
    """Return the bodies of the page at an address, of all pages of an article; FetchError if the site has none."""
    return run(process, Looker, url, ())


def run(
    process: AsyncCrawlerProcess, looker: type[Looker], url: str, given: Iterable[bytes], **more: Any
) -> list[bytes]:
    """Let a looker look, at an address or at the bodies given, and return the bodies; FetchError says what failed."""
    got = list(given)
    lost: list[str] = []
    task = process.crawl(looker, url=url, got=got, lost=lost, **more)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    if lost or not got:
        raise FetchError(f"{url}: {'; '.join(lost) or 'no answer'}")
    return got
