"""One run: opens the store and takes it, carries reads and writes to it, and writes down how the run ended.

The store is opened before anything else is built, so that a run that cannot have it ends without a request and
without touching a feed. When the store fails in mid-crawl, the crawl stops: what was committed stays, and the
next run takes up the rest.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from scrapy import signals
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured

from gmw_crawler import clock
from gmw_crawler.errors import StoreDataError, StoreError
from gmw_crawler.marks import STOPPING, StoreSpider
from gmw_crawler.schedule import Schedule, read_schedule
from gmw_crawler.storage import open_store
from gmw_crawler.storage.writer import Writer
from gmw_crawler.verdict import STORE_FAILED, judge

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler

    from gmw_crawler.storage.protocol import Result, Store, Write

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)


class StoreLostError(CloseSpider, DropItem):
    """Raised to whoever waits for a store that failed; it ends a callback, the start and an item alike."""

    def __init__(self) -> None:
        Exception.__init__(self, "the store failed")
        self.reason = STORE_FAILED
        self.log_level = "DEBUG"


class RunExtension:
    """The run's hold on the store; spiders and pipelines reach the store through it alone."""

    def __init__(self, crawler: Crawler, store: Store, number: int, schedule: Schedule) -> None:
        self._crawler = crawler
        self._writer = Writer(store)
        self._number = number
        self.store: Final = store
        self.schedule: Final = schedule
        self.failure: StoreError | None = None
        """What made the store unusable, if anything did."""

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the extension of a crawl; RuntimeError where the settings have taken it out."""
        run = crawler.get_extension(cls)
        if run is None:
            raise RuntimeError(f"{cls.__name__} is not among the EXTENSIONS, so there is no store to crawl for")
        return run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open and take the store that GMW_STORE names; StoreError and ArgumentsError end the run before it begins."""
        if not issubclass(crawler.spidercls, StoreSpider):
            raise NotConfigured
        schedule = read_schedule(crawler.settings)
        store = open_store(crawler.settings["GMW_STORE"], keep_pages=crawler.settings["GMW_KEEP_PAGES"])
        try:
            number = store.begin_run(
                spider=crawler.spidercls.name,
                arguments=crawler.spider.given if isinstance(crawler.spider, StoreSpider) else {},
                started=clock.now(),
            )
        except StoreError:
            store.close()
            raise
        extension = cls(crawler, store, number, schedule)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    async def write(self, write: Write) -> Result:
        """Carry out a write and return the store's answer once it is committed; StoreLostError if the store failed.

        StoreDataError: this one write cannot be stored; the store is well.
        """
        try:
            return await asyncio.wrap_future(self._writer.write(write))
        except StoreDataError:
            raise
        except StoreError as error:
            raise self._failed(error) from error

    async def read(self, read: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a method of the store in a thread of its own; StoreLostError if the store failed."""
        try:
            return await asyncio.wrap_future(self._writer.read(read, *args, **kwargs))
        except StoreError as error:
            raise self._failed(error) from error

    async def spider_closed(self, reason: str) -> None:
        """Write the verdict of the run, and let go of the store."""
        stats = self._crawler.stats.get_stats()
        verdict = judge(stats, reason)
        try:
            await asyncio.to_thread(self._end, verdict.word, verdict.sentence, _plain(stats))
        except StoreError as error:
            self._remember(error)

    def _end(self, word: str, sentence: str | None, stats: dict[str, Any]) -> None:
        self._writer.close()
        try:
            self.store.end_run(self._number, finished=clock.now(), verdict=word, reason=sentence, stats=stats)
        finally:
            self.store.close()

    def _failed(self, error: StoreError) -> StoreLostError:
        if self._remember(error) and self._crawler.engine.spider is not None:
            self._crawler.signals.send_catch_log(STOPPING)
            closing = self._crawler.engine.close_spider_async(reason=STORE_FAILED)
            self._closing = asyncio.ensure_future(closing)  # kept: a task that nobody holds may be collected
        return StoreLostError()

    def _remember(self, error: StoreError) -> bool:
        if self.failure is not None:
            return False
        self.failure = error
        logger.error("The store failed, so the crawl stops: %s", error)
        return True


def _plain(stats: dict[str, Any]) -> dict[str, Any]:
    """Return the stats as JSON can hold them."""
    return {key: value if isinstance(value, int | float | str | None) else str(value) for key, value in stats.items()}
