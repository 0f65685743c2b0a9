"""One browser with its driver, from its launch to its end, which comes whatever state it is in.

Playwright's memory grows with the pages that it has seen, in its driver as in the browser, and a page can hang the
tab, its closing and the closing of the browser (microsoft/playwright#6319, #42068, scrapy-playwright#133). So every
wait here is bounded, both processes are recorded, and what does not end by itself is killed.
"""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler

from gmw_crawler.errors import BrowserMissingError, RenderError
from gmw_crawler.render.processes import Process

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Page, Route
    from scrapy.crawler import Crawler

    from gmw_crawler.render.processes import Ledger
    from gmw_crawler.render.traffic import Traffic

LAUNCH: Final = 30.0
"""Seconds that a browser has to start."""

CLOSE: Final = 5.0
"""Seconds that a page, a context or a browser has to close."""

NOWHERE: Final = "http://127.0.0.1:9"
"""The browser's proxy, which is none: what is not answered by `Traffic` goes nowhere."""

FLAGS: Final = (
    "--disable-dev-shm-usage",  # /dev/shm is small in containers
    "--disable-gpu",
    "--js-flags=--max-old-space-size=512",  # a script that eats memory ends its own tab
)

logging.getLogger("scrapy-playwright").setLevel(logging.WARNING)  # its log of every request of every page

logger = logging.getLogger(__name__)


class _Handler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # not typed
    """scrapy-playwright, for one browser that is not to be started a second time."""

    def __init__(self, crawler: Crawler, launch_options: dict[str, Any]) -> None:
        super().__init__(crawler)
        self.config: Config = replace(
            self.config,
            launch_options=launch_options,
            target_closed_max_retries=0,  # default 3: a page that crashes the browser would do so again
            restart_disconnected_browser=False,
        )
        self.process_request_headers = None


class Browser:
    """A browser that renders pages, each in a context of its own, until it is retired."""

    def __init__(self, crawler: Crawler, executable: Path, ledger: Ledger) -> None:
        self._crawler = crawler
        self._executable = executable
        self._ledger = ledger
        self._handler = _Handler(crawler, _launch_options(executable))
        self._processes: frozenset[Process] = frozenset()
        self._starting = asyncio.Lock()
        self._is_started = self._is_broken = False
        self.opened = 0
        """Pages opened so far."""
        self.under_way = 0
        """Pages that are open now."""
        self.is_sound = True
        """False once something in it would not close, or it crashed."""

    @property
    def is_lost(self) -> bool:
        """It did not start, or has ended since: nothing that a page of its did says anything about the page."""
        if self._is_broken:
            return True
        return self._is_started and not (
            self._handler.browser.is_connected() and all(process.is_alive() for process in self._processes)
        )

    async def start(self) -> None:
        """Start driver and browser; BrowserMissingError if they do not."""
        async with self._starting:
            if self._is_started:
                return
            handler = self._handler
            handler.browser_provider = handler.browser_provider_cls(handler.config)
            try:
                async with asyncio.timeout(LAUNCH):
                    await handler.browser_provider.start()
                    handler.browser = await handler.browser_provider.launch_browser()
                    await self._record()
            except (PlaywrightError, TimeoutError, OSError) as error:
                self._is_broken = True
                raise BrowserMissingError(
                    f"the browser does not start ({self._executable}): {_first_line(error) or 'no answer'}; "
                    "start it by hand to see why, or name another (GMW_BROWSER)"
                ) from error
            self._is_started = True

    async def _record(self) -> None:
        session = await self._handler.browser.new_browser_cdp_session()
        info = await session.send("SystemInfo.getProcessInfo")
        await session.detach()
        pids = [process["id"] for process in info["processInfo"] if process["type"] == "browser"]
        browsers = [process for pid in pids if (process := Process.of(pid))]
        drivers = [parent for process in browsers if (parent := process.parent()) and parent.pid != os.getpid()]
        self._processes = frozenset((*browsers, *drivers))
        self._ledger.add(self._processes)

    async def open(self, traffic: Traffic, url: str) -> Page:
        """Return a page that shows the document, its scripts under way; `close` must follow, whatever comes."""
        self.opened += 1
        opened: list[Page] = []

        async def prepare(page: Page, _request: Request) -> None:
            opened.append(page)
            await _guard(page, traffic)

        try:
            await self._handler.download_request(Request(url, meta=self._meta(prepare)))
        except BaseException:
            self.is_sound &= bool(opened)  # without a page to close, its context stays
            for page in opened:
                await self.close(page)
            raise
        return opened[0]

    def _meta(self, prepare: Callable[[Page, Request], Awaitable[None]]) -> dict[str, Any]:
        return {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": f"page-{self.opened}",  # a context of its own: no page sees what another has left
            "playwright_context_kwargs": {
                "accept_downloads": False,
                "service_workers": "block",
                "user_agent": self._crawler.settings["USER_AGENT"],
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
                "viewport": {"width": 1280, "height": 1600},
            },
            "playwright_page_init_callback": prepare,
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
        }

    async def close(self, page: Page) -> None:
        """Close a page and its context; where they do not close, the browser is no longer sound."""
        try:
            async with asyncio.timeout(CLOSE):
                await page.close()  # first: a context's own closing may leave pages behind (scrapy-playwright#126)
                await page.context.close()
        except (PlaywrightError, TimeoutError) as error:
            self.is_sound = False
            logger.info("A page would not close (%s); the browser is replaced", _first_line(error) or "no answer")

    async def end(self) -> None:
        """End driver and browser, with patience if they are sound; nothing of them is left running."""
        try:
            async with asyncio.timeout(CLOSE if self.is_sound else 0.5):
                await self._handler.close()
        except (PlaywrightError, TimeoutError, OSError) as error:
            logger.debug("The browser was killed: %r", error)
        await asyncio.to_thread(self._ledger.end, self._processes)


async def _guard(page: Page, traffic: Traffic) -> None:
    """Let the page have what `traffic` gives it, and nothing else: no pop-up, no dialog, no download."""
    await page.context.route("**/*", _refuse)  # what is not the page's own: that of a pop-up
    await page.route("**/*", traffic.answer)
    await page.add_init_script("window.open = () => null; window.print = () => undefined;")
    page.on("dialog", lambda dialog: _quietly(dialog.dismiss()))
    page.on("download", lambda download: _quietly(download.cancel()))
    page.context.on("page", lambda other: _quietly(other.close()) if other is not page else None)


async def _refuse(route: Route) -> None:
    await _quietly(route.abort("blockedbyclient"))


async def _quietly(closing: Awaitable[None]) -> None:
    try:
        await closing
    except PlaywrightError:  # it is closed already
        return


def _launch_options(executable: Path) -> dict[str, Any]:
    return {
        "executable_path": str(executable),
        "chromium_sandbox": os.geteuid() != 0,  # Playwright's default is False; Chromium refuses it to root
        "proxy": {"server": NOWHERE},
        "args": list(FLAGS),
        "handle_sigint": False,  # Ctrl-C is the crawler's to handle: it ends what it started
        "handle_sigterm": False,
        "handle_sighup": False,
        "timeout": LAUNCH * 1000,
    }


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")


def as_render_error(url: str, error: BaseException) -> RenderError:
    """Return what went wrong in the browser as an error of ours."""
    return RenderError(f"{url}: {_first_line(error) or type(error).__name__}")
