"""One page, rendered on its own and kept nowhere: for a person who wants to see what the browser makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy import Request, Spider
from scrapy.http.request import NO_CALLBACK

from gmw_crawler.errors import BrowserMissingError, GmwError, RenderError
from gmw_crawler.render.evidence import fillers
from gmw_crawler.render.find import find_browser, remedy
from gmw_crawler.site.page import parse_page
from gmw_crawler.site.slots import Lists, empty_lists, read_lists
from gmw_crawler.site.urls import SITE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import AsyncCrawlerProcess

    from gmw_crawler.render.traffic import Seen


_NOTHING_MORE: Final[tuple[Request, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What the browser made of one page."""

    before: Lists
    """As the page was downloaded."""
    needed: frozenset[str]
    """Sections that the page has a place or a script for, and no entry in."""
    after: Lists
    """As a reader has it in the end."""
    seen: tuple[Seen, ...]
    """All that the page asked for, refused requests included."""
    filled: tuple[tuple[Seen, tuple[str, ...]], ...]
    """The requests whose answers filled a list, with its sections."""


def render_single(process: AsyncCrawlerProcess, url: str, body: bytes | None = None) -> Rendered:
    """Fetch a page (or take its body), render it, and return what came of it; the process can run nothing after it.

    BrowserMissingError says how to get a browser; RenderError, PageError: what is wrong with the page.
    """
    if find_browser(process.settings) is None:
        raise BrowserMissingError(f"no browser is found; {remedy()}")
    crawler = process.create_crawler(_SingleSpider)
    task = process.crawl(crawler, url=url, body=body)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    spider = crawler.spider
    if not isinstance(spider, _SingleSpider) or spider.rendered is None:
        raise (isinstance(spider, _SingleSpider) and spider.failure) or RenderError(f"{url}: was not rendered")
    return spider.rendered


class _SingleSpider(Spider):
    name = "single"
    allowed_domains: ClassVar[list[str]] = [SITE]
    custom_settings: dict[str, Any] | None = {  # noqa: RUF012 - Scrapy's own declaration
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {
            "gmw_crawler.extensions.run.RunExtension": None,  # no store
            "gmw_crawler.extensions.summary.SummaryExtension": None,
            "scrapy.extensions.telnet.TelnetConsole": None,
            "scrapy.extensions.remote_control.RemoteControl": None,
        },
    }
    rendered: Rendered | None = None
    failure: GmwError | None = None

    def __init__(self, url: str, body: bytes | None) -> None:
        super().__init__()
        self._url = url
        self._body = body

    async def start(self) -> AsyncIterator[Any]:
        """Render the page; nothing is yielded."""
        try:
            self.rendered = await self._render()
        except GmwError as error:
            self.failure = error
        for request in _NOTHING_MORE:
            yield request

    async def _render(self) -> Rendered:
        from gmw_crawler.render.renderer import Renderer  # of the extra `browser`

        page = parse_page(self._body or await self._fetch(), self._url)
        before = read_lists(page)
        needed = empty_lists(page, before)
        executable = find_browser(self.settings)
        if executable is None:
            raise BrowserMissingError(f"no browser is found; {remedy()}")
        renderer = Renderer(self.crawler, executable)
        try:
            rendering = await renderer.render(page, needed)
        finally:
            await renderer.close()
        return Rendered(
            before=before,
            needed=needed,
            after=before.completed_by(rendering.lists, rendering.lists.sections),
            seen=rendering.seen,
            filled=tuple(fillers(rendering)),
        )

    async def _fetch(self) -> bytes:
        response = await self.crawler.engine.download_async(Request(self._url, callback=NO_CALLBACK))
        return response.body
