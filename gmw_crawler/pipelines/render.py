"""Stage 5: an article whose lists only scripts can fill is read again as a browser has it.

The article is complete without them: whatever happens here, it goes on, with the lists or with the warning
`lists-not-rendered`. A revision is rendered once; if that failed, again at the article's next due time.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, cast

from gmw_crawler.errors import BrowserMissingError, RenderError
from gmw_crawler.extensions.run import RunExtension
from gmw_crawler.pages import NotModified, Refusal, SplitPage
from gmw_crawler.render.evidence import filled
from gmw_crawler.render.find import find_browser, remedy
from gmw_crawler.render.policy import UNTRUSTED
from gmw_crawler.site.sections import MOOD
from gmw_crawler.site.slots import Lists, empty_lists
from gmw_crawler.storage.articles import content_digest

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from gmw_crawler.items import Article
    from gmw_crawler.render.renderer import Renderer, Rendering

    Mode = Literal["auto", "never", "always"]

WARNING: Final = "lists-not-rendered"
"""Code of an article whose lists could not be read, or not all of them."""

logger = logging.getLogger(__name__)


class RenderPipeline:
    """Counts `render/needed`, `rendered`, `failed`, `failed/<reason>`, `kept`, `without-browser`.

    Of the requests of the pages, `render/refused/<reason>` counts those not sent and `render/lost/<code>` those without
    an answer; `render/address/<section> <pattern>` counts the answers that filled a list, by their address without
    numbers.
    """

    def __init__(self, crawler: Crawler, mode: Mode) -> None:
        self._crawler = crawler
        self._mode = mode
        self._renderer: Renderer | None = None
        self._missing: str | None = None
        self._finding = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the spider's argument `render`."""
        arguments = getattr(crawler.spider, "args", None)
        return cls(crawler, cast("Mode", getattr(arguments, "render", "auto")))

    async def process_item(self, item: SplitPage | NotModified | Refusal) -> SplitPage | NotModified | Refusal:
        """Complete the lists of an article; what is none passes."""
        if not isinstance(item, SplitPage):
            return item
        if self._mode == "never" and not item.page.asked.known:  # nothing to ask a browser for, nothing stored to keep
            item.page.trees.clear()
            return item
        has = Lists(recommendations=item.article.recommendations, reactions=item.article.reactions)
        empty = empty_lists(item.page.trees[0], has)
        if empty and item.page.asked.known:
            has = await self._stored(item.article, has, empty)
            empty -= has.sections
        completed = await self._completed(item, has, empty)
        item.page.trees.clear()
        return completed

    async def _completed(self, item: SplitPage, has: Lists, empty: frozenset[str]) -> SplitPage:
        needs = bool(empty) or self._mode == "always"
        if self._mode == "never" or not needs:
            return _with(item, has)
        self._count("needed")
        rendering = await self._rendering(item, empty)
        if rendering is not None:
            has = has.completed_by(rendering.lists, rendering.lists.sections)
            self._tell(rendering)
        lost = empty - has.sections - {MOOD}
        if rendering is not None and not lost:
            self._count("rendered")
            return _with(item, has)
        if rendering is not None:
            self._failed("empty")
            logger.info("Article %s: no entry came for %s", item.id, ", ".join(sorted(lost)))
        return _with(item, has, is_whole=False)

    async def _rendering(self, item: SplitPage, empty: frozenset[str]) -> Rendering | None:
        renderer = await self._ready()
        if renderer is None:
            self._count("without-browser")
            return None
        try:
            return await renderer.render(item.page.trees[0], empty)
        except BrowserMissingError as error:
            self._missing = str(error)
            self._count("without-browser")
        except RenderError as error:
            self._failed(error.reason)
            logger.warning("Article %s is stored without its lists: %s", item.id, error)
        return None

    async def _stored(self, article: Article, has: Lists, empty: frozenset[str]) -> Lists:
        """Return the lists with those that an earlier visit read of the same revision."""
        run = RunExtension.of(self._crawler)
        stored = await run.read(run.store.lists, article.id)
        if stored is None or stored.content_digest != content_digest(article):
            return has
        self._count("kept")
        return has.completed_by(stored.lists, empty)

    async def _ready(self) -> Renderer | None:
        """Return the renderer, made at the first need; None if there is no browser."""
        async with self._finding:
            if self._missing is None and self._renderer is None:
                await self._find()
        return self._renderer if self._missing is None else None

    async def _find(self) -> None:
        executable = find_browser(self._crawler.settings)
        if executable is None:
            self._missing = f"no browser is found; {remedy()}"
            return
        from gmw_crawler.render.renderer import Renderer  # of the extra `browser`

        try:
            self._renderer = Renderer(self._crawler, executable)
        except BrowserMissingError as error:
            self._missing = str(error)

    async def close_spider(self) -> None:
        """End the browsers, and say once what was missed for want of one."""
        if self._renderer is not None:
            await self._renderer.close()
        if missed := self._crawler.stats.get_value("render/without-browser"):
            logger.warning(
                "The related reading and other lists of %d articles were not read: %s", missed, self._missing
            )
        if self._crawler.stats.get_value("render/lost/certificate"):
            logger.warning(UNTRUSTED)

    def _tell(self, rendering: Rendering) -> None:
        for section, pattern in filled(rendering):
            self._count(f"address/{section} {pattern}")
        for seen in rendering.seen:
            if seen.refused:
                self._count(f"refused/{seen.refused}")
            if seen.lost:
                self._count(f"lost/{seen.lost}")

    def _failed(self, reason: str) -> None:
        self._count("failed")
        self._count(f"failed/{reason}")

    def _count(self, what: str) -> None:
        self._crawler.stats.inc_value(f"render/{what}")


def _with(item: SplitPage, lists: Lists, *, is_whole: bool = True) -> SplitPage:
    article = replace(item.article, recommendations=lists.recommendations, reactions=lists.reactions)
    if not is_whole:
        article = replace(article, warnings=(*article.warnings, WARNING))
    return replace(item, article=article, has_lists=is_whole)
