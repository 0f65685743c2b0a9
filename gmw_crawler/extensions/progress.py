"""Progress of a crawl: a live display on a terminal, with the log running above it; else a line of the log a minute."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Final, cast

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from gmw_crawler.marks import StoreSpider
from gmw_crawler.progress import MINUTE, count_crawl, describe_crawl

if TYPE_CHECKING:
    from typing import Self, TextIO

    from scrapy.crawler import Crawler
    from scrapy.http import Response

REFRESHES: Final = 4
"""Of the live display, a second."""

logger = logging.getLogger(__name__)


class ProgressExtension:
    """Shows how far the crawl is while it runs."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._began = time.monotonic()
        self._page = ""
        self._display: LiveDisplay | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the spider's beginning and end."""
        if not issubclass(crawler.spidercls, StoreSpider):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to show; a display shows the page at hand too."""
        if sys.stderr.isatty():
            self._crawler.signals.connect(self.response_received, signal=signals.response_received)
            self._display = LiveDisplay(self)
            self._display.start()
        else:
            self._calls = create_looping_call(self._log)
            self._calls.start(MINUTE, now=False)

    def response_received(self, response: Response) -> None:
        """Remember the page at hand."""
        self._page = response.url

    def spider_closed(self) -> None:
        """End the display: what is said after it stands on lines of its own."""
        if self._display is not None:
            self._display.stop()
        elif self._calls.running:
            self._calls.stop()

    def _log(self) -> None:
        logger.info("So far: %s", self.line())

    def line(self) -> str:
        """Return how far the crawl is, in one line."""
        return describe_crawl(self._crawler.stats.get_stats(), (time.monotonic() - self._began) / 60)

    def __rich__(self) -> Group:
        """Return the display of this moment."""
        counts = count_crawl(self._crawler.stats.get_stats())
        seconds = time.monotonic() - self._began
        grid = Table.grid(padding=(0, 2))
        grid.add_row(
            Text(f"{self._crawler.spidercls.name} {seconds // 60:.0f}:{seconds % 60:02.0f}", style="bold"),
            Text(f"{counts['stored']} stored", style="green"),
            Text(f"{counts['unchanged']} unchanged"),
            Text(f"{counts['refused']} refused", style="yellow" if counts["refused"] else ""),
            Text(f"{counts['failed']} failed", style="red" if counts["failed"] else ""),
            Text(f"{counts['under way']} under way"),
            Text(f"{60 * counts['over'] / seconds if seconds else 0:.0f} a minute"),
            Text(f"{counts['errors']} errors", style="red" if counts["errors"] else ""),
        )
        page = Text(self._page, style="dim", no_wrap=True, overflow="ellipsis")
        if not counts["listings"]:
            return Group(grid, page)
        bar = Table.grid(padding=(0, 1))
        bar.add_row(
            Text("listings"),
            ProgressBar(total=counts["listings"], completed=counts["read"], width=24),
            Text(f"{counts['read']} of {counts['listings']}"),
        )
        return Group(grid, bar, page)


class LiveDisplay:
    """Keeps the display at the foot of the terminal, and everything else above it."""

    def __init__(self, shown: ProgressExtension) -> None:
        # rich's own redirection would wrap long lines of the log at the width of the terminal
        self._console = Console(file=sys.stderr)
        self._live = Live(
            shown,
            console=self._console,
            refresh_per_second=REFRESHES,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._handlers: list[logging.StreamHandler[TextIO]] = []

    def start(self) -> None:
        """Show; what is written to standard error, by the log too, goes above the display from now on."""
        self._stderr = sys.stderr
        above = cast("TextIO", AboveDisplay(self._console))
        handlers = [one for one in logging.root.handlers if isinstance(one, logging.StreamHandler)]
        self._handlers = [one for one in handlers if one.stream is sys.stderr]
        self._live.start()
        sys.stderr = above
        for handler in self._handlers:
            handler.setStream(above)

    def stop(self) -> None:
        """Take the display away, and give everybody the stream back."""
        sys.stderr = self._stderr
        for handler in self._handlers:
            handler.setStream(self._stderr)
        self._live.stop()


class AboveDisplay:
    """A text stream that writes whole lines above a live display, however long they are."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun = ""

    def write(self, words: str) -> int:
        """Write what is whole lines, and keep the rest until its line ends."""
        *lines, self._begun = (self._begun + words).split("\n")
        if lines:
            self._console.print(Text("\n".join(lines)), soft_wrap=True, highlight=False)
        return len(words)

    def flush(self) -> None:
        """Do nothing: whole lines are out already."""

    def isatty(self) -> bool:
        """Tell that there is a terminal behind it."""
        return True
