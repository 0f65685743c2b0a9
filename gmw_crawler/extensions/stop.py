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

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the stop."""
        extension = cls(crawler)
        crawler.signals.connect(extension.stop, signal=STOPPING)
        return extension

    def stop(self) -> None:
        """Let go of every request that has not been sent, and listen to what still goes on.

        Only from now on: a page comes in five parts or more, and a signal that somebody listens to costs twice as much.
        """
        self._let_go()
        connect = self._crawler.signals.connect
        connect(self.request_reached_downloader, signal=signals.request_reached_downloader)
        connect(self.bytes_received, signal=signals.bytes_received)

    def request_reached_downloader(self) -> None:
        """Let go of what comes after the stop, such as a second try of a request that failed meanwhile."""
        asyncio.get_running_loop().call_soon(self._let_go)  # once it is in the queue

    def bytes_received(self) -> None:
        """Cut a body that is still coming."""
        raise StopDownload(fail=True)

    def _let_go(self) -> None:
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                self._crawler.stats.inc_value("stop/let-go")
                waiting.errback(StoppedError("the run is stopping"))
