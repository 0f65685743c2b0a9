"""Renders pages: a few at a time, in a browser that is started when it is needed and replaced when it is worn."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError

from gmw_crawler.errors import BrowserMissingError, RenderError
from gmw_crawler.marks import STOPPING
from gmw_crawler.render.browser import Browser, as_render_error
from gmw_crawler.render.limits import read_limits
from gmw_crawler.render.processes import Ledger, default_folder, end_leftovers
from gmw_crawler.render.reading import Reader
from gmw_crawler.render.traffic import Shelf, Traffic

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page
    from scrapy.crawler import Crawler

    from gmw_crawler.render.traffic import Seen
    from gmw_crawler.site.page import ParsedPage
    from gmw_crawler.site.slots import Lists

START: Final = 10.0
"""Seconds from the opening of a page to its first byte, which is at hand."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One page as the browser had it in the end."""

    lists: Lists
    seen: tuple[Seen, ...]
    """What the page asked for, in order of the answers."""


class Renderer:
    """The browsers of one crawl."""

    def __init__(self, crawler: Crawler, executable: Path) -> None:
        self._crawler = crawler
        self._executable = executable
        self._limits = read_limits(crawler.settings)
        self._room = asyncio.Semaphore(self._limits.tabs)
        self._shelf = Shelf()
        folder = default_folder()
        if folder is None:
            raise BrowserMissingError("another user holds the folder in which browsers are recorded")
        if ended := end_leftovers(folder):
            logger.warning("Ended %d browser processes that a killed run had left", ended)
        self._ledger = Ledger(folder)
        self._current: Browser | None = None
        self._worn: set[Browser] = set()
        self._endings: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        crawler.signals.connect(self._stop, signal=STOPPING)

    async def render(self, page: ParsedPage, needed: frozenset[str]) -> Rendering:
        """Return the page as it is when the needed lists are there, or when no more will come.

        RenderError: the browser did not get through it. BrowserMissingError: it does not start.
        """
        async with self._room:
            if self._is_stopping:
                raise RenderError(f"{page.url}: the run is stopping")
            browser = self._browser()
            try:
                return await self._render(browser, page, needed)
            except RenderError:
                if not browser.is_lost:
                    raise
            return await self._render(self._browser(), page, needed)  # another page may have taken the browser with it

    async def _render(self, browser: Browser, page: ParsedPage, needed: frozenset[str]) -> Rendering:
        seconds = self._limits.seconds
        traffic = Traffic(self._crawler, self._shelf, url=page.url, html=page.html, patience=seconds)
        browser.under_way += 1
        try:
            await browser.start()
            async with asyncio.timeout(START):
                shown = await browser.open(traffic, page.url)
            try:
                lists = await self._reader(shown, traffic, page.url).read(needed)
            finally:
                await browser.close(shown)
        except (PlaywrightError, TimeoutError) as error:
            raise as_render_error(page.url, error) from error
        finally:
            traffic.over.set()
            browser.under_way -= 1
            self._end_if_unused(browser)
        return Rendering(lists=lists, seen=tuple(traffic.seen))

    def _reader(self, shown: Page, traffic: Traffic, url: str) -> Reader:
        return Reader(shown, traffic, url, limits=self._limits, is_stopping=lambda: self._is_stopping)

    def _stop(self) -> None:
        self._is_stopping = True

    async def close(self) -> None:
        """End every browser."""
        if self._current is not None:
            self._worn.add(self._current)
            self._current = None
        for browser in list(self._worn):
            self._end(browser)
        await asyncio.gather(*self._endings)

    def _browser(self) -> Browser:
        """Return the browser for the next page; a worn one is left to those that still use it."""
        current = self._current
        if (
            current is not None
            and current.is_sound
            and current.opened < self._limits.pages_each
            and not current.is_lost
        ):
            return current
        if current is not None:
            self._worn.add(current)
            self._end_if_unused(current)
        self._current = Browser(self._crawler, self._executable, self._ledger)
        self._crawler.stats.inc_value("render/browsers")
        return self._current

    def _end_if_unused(self, browser: Browser) -> None:
        if browser in self._worn and not browser.under_way:
            self._end(browser)

    def _end(self, browser: Browser) -> None:
        self._worn.discard(browser)
        task = asyncio.get_running_loop().create_task(browser.end())
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)
