"""What both spiders do: ask for what the store wants, and hand the pipelines what came."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy import Request, signals
from scrapy.http.request import NO_CALLBACK

from gmw_crawler import clock
from gmw_crawler.errors import StoreDataError
from gmw_crawler.extensions.run import RunExtension, StoreLostError
from gmw_crawler.failures import STOPPED, deeper_reason
from gmw_crawler.marks import SAME_PAGE, STOPPING, TASK, VALIDATORS, RulesUnknownError, StoreSpider
from gmw_crawler.pages import Asked, NotModified, spoilt
from gmw_crawler.site.urls import SITE
from gmw_crawler.spiders.arguments import CommonArguments, read_arguments
from gmw_crawler.spiders.feeder import Feeder
from gmw_crawler.spiders.fetch import Fetcher, unanswered
from gmw_crawler.verdict import WHY_LEFT
from gmw_crawler.visits import refusal_visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from gmw_crawler.pages import Fetched, Page, Refusal
    from gmw_crawler.storage.protocol import Wanted, Wants

ARTICLE_PRIORITY: Final = 10
"""Above that of listing pages (0): what a listing names is fetched before its next page, so that memory stays small."""


def name_contact(settings: BaseSettings) -> None:
    """Put who runs the crawler into the user agent."""
    agent: str = settings["USER_AGENT"]
    if "{contact}" in agent:
        settings.set("USER_AGENT", agent.replace("{contact}", settings["GMW_CONTACT"]), priority="spider")


class GmwSpider(StoreSpider):
    """A spider whose frontier is the store."""

    allowed_domains: ClassVar[list[str]] = [SITE]
    arguments: ClassVar[type[CommonArguments]] = CommonArguments
    args: CommonArguments

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.given = {name: str(value) for name, value in kwargs.items()}
        super().__init__(*args, **kwargs)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listen to how each request and item ends, which is what the feeder waits for."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped):
            crawler.signals.connect(spider.item_ended, signal=signal)
        crawler.signals.connect(spider.item_broke, signal=signals.item_error)
        crawler.signals.connect(spider.request_dropped, signal=signals.request_dropped)
        crawler.signals.connect(spider.callback_broke, signal=signals.spider_error)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Say who runs the crawler in the user agent."""
        super().update_settings(settings)
        name_contact(settings)

    @classmethod
    def check_arguments(cls, given: Mapping[str, str]) -> None:
        """Raise ArgumentsError, one line, if the spider cannot be built with these arguments."""
        read_arguments(cls.arguments, given)

    def wants(self) -> Wants:
        """Return which articles the arguments ask for."""
        raise NotImplementedError

    async def begin(self) -> list[Request]:
        """Do what makes articles wanted, and return the requests it takes."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Request]:
        """Ask for what makes articles wanted, then for each wanted article until nothing is left."""
        try:
            async for request in self._requests():
                yield request
        except asyncio.CancelledError:  # Ctrl-C or SIGTERM: the engine asks for nothing more
            self.crawler.signals.send_catch_log(STOPPING)
            raise

    async def _requests(self) -> AsyncIterator[Request]:
        self.run = RunExtension.of(self.crawler)
        self.feeder = Feeder(self._ask, window=self.crawler.settings.getint("GMW_WINDOW"))
        self.fetcher = Fetcher(self._download)
        for request in await self.begin():
            yield request
        async for wanted in self.feeder.articles():
            yield self._article_request(wanted)

    async def parse_article(self, response: Response, asked: Asked) -> AsyncIterator[Page | NotModified | Refusal]:
        """Give what came of the request for an article."""
        try:
            yield await self.fetcher.fetched(response, asked)
        except STOPPED:
            self.logger.debug("Article %s is left to the next run", asked.id)

    def article_failed(self, failure: Failure, *, asked: Asked) -> Refusal | None:
        """Give the refusal for a request that ended without a response; nothing where it never went out."""
        if isinstance(failure.value, STOPPED):
            return None
        if isinstance(failure.value, RulesUnknownError):  # no visit, so it is due as before: nothing was asked for
            self.crawler.stats.inc_value("articles/left")
            self.crawler.stats.inc_value(f"{WHY_LEFT}{deeper_reason(failure.value)}")
            self.feeder.settle(asked.id)
            return None
        return unanswered(asked, failure.value)

    def item_ended(self, item: Any) -> None:
        """Settle an article whose visit is committed."""
        self.feeder.settle(item.id)

    async def item_broke(self, item: Fetched, failure: Failure) -> None:
        """Record a visit that a bug in a pipeline spoilt as a failure: it is tried again, and given up at last."""
        stats = self.crawler.stats
        stats.inc_value("pipeline_exceptions/count")
        stats.inc_value(f"pipeline_exceptions/{type(failure.value).__name__}")
        refusal = spoilt(item.asked, () if isinstance(item, NotModified) else item.parts)
        try:
            await self.run.write(refusal_visit(refusal, self.run.schedule))
        except (StoreLostError, StoreDataError) as error:
            self.logger.warning("Article %s: that it broke a pipeline is not stored: %s", item.id, error)
        else:
            stats.inc_value("store/failed")
            stats.inc_value(f"refused/{refusal.reason}")
        self.feeder.settle(item.id)

    def request_dropped(self, request: Request) -> None:
        """Settle a request that never went out."""
        self.feeder.settle(request.meta.get(TASK))

    def callback_broke(self, response: Any) -> None:
        """Settle a listing that a callback of ours raised over: its walk stays open, for the next run."""
        if response is not None:
            self.feeder.settle(response.request.meta.get(TASK))

    async def _ask(self, limit: int, exclude: frozenset[str]) -> list[Wanted]:
        return await self.run.read(self.run.store.wanted, self.wants(), now=clock.now(), limit=limit, exclude=exclude)

    async def _download(self, url: str) -> Response:
        request = Request(url, callback=NO_CALLBACK, meta={SAME_PAGE: True}, priority=ARTICLE_PRIORITY)
        return await self.crawler.engine.download_async(request)

    def _article_request(self, wanted: Wanted) -> Request:
        asked = Asked(
            id=wanted.article_id, url=wanted.url, depth=wanted.depth, attempts=wanted.attempts, known=wanted.known
        )
        validators = (None, None) if self.args.refetch else (wanted.etag, wanted.last_modified)
        self.crawler.stats.inc_value("articles/asked")
        return Request(
            wanted.url,
            callback=self.parse_article,
            errback=partial(self.article_failed, asked=asked),
            cb_kwargs={"asked": asked},
            meta={TASK: wanted.article_id, SAME_PAGE: True, VALIDATORS: validators},
            priority=ARTICLE_PRIORITY,
            dont_filter=True,
        )
