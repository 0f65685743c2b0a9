"""A run that is asked to stop stops in seconds.

Scrapy's own graceful stop waits for every request that its downloader has taken, those among them that it has
not sent yet: at a second or more between two requests, that takes minutes on a slow day. They are let go here
(the store still has them as wanted), and a body that does not end is cut. What remains is a server that has
gone silent: that takes DOWNLOAD_TIMEOUT at most.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import StopDownload

from gmw_crawler.marks import STOPPING, StoppedError

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class StopExtension:
    """Empties the downloader when the run is stopping; counts `stop/let-go`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._stopping = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the stop, and to what still goes on after it."""
        extension = cls(crawler)
        crawler.signals.connect(extension.stop, signal=STOPPING)
        crawler.signals.connect(extension.request_reached_downloader, signal=signals.request_reached_downloader)
        crawler.signals.connect(extension.bytes_received, signal=signals.bytes_received)
        return extension

    def stop(self) -> None:
        """Let go of every request that has not been sent."""
        self._stopping = True
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                self._crawler.stats.inc_value("stop/let-go")
                waiting.errback(StoppedError("the run is stopping"))

    def request_reached_downloader(self) -> None:
        """Let go of what comes after the stop, such as a second try of a request that failed meanwhile."""
        if self._stopping:
            asyncio.get_running_loop().call_soon(self.stop)  # once it is in the queue

    def bytes_received(self) -> None:
        """Cut a body that is still coming."""
        if self._stopping:
            raise StopDownload(fail=True)
