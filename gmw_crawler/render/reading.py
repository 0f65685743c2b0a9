"""A page in the browser, watched until its lists are there, with every 加载更多 pressed.

It is watched as it is read: the page as it stands goes through the same templates again and again, so what counts
as "there" is what will be in the record.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError

from gmw_crawler.errors import PageError, RenderError
from gmw_crawler.site.page import parse_page
from gmw_crawler.site.sections import MOOD
from gmw_crawler.site.slots import MORE, WHOLE, Lists, read_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.async_api import Page

    from gmw_crawler.render.limits import Limits
    from gmw_crawler.render.traffic import Traffic

GLANCE: Final = 0.1
"""Seconds between two looks, at least."""

LONGEST_GLANCE: Final = 1.0
"""The same at most, on a page so large that a look costs much."""

SETTLED: Final = 0.4
"""Seconds for which complete lists must stay as they are while nothing is on its way."""

RESTLESS: Final = 2.0
"""The same while something always is: a ticker, a counter. And where it is not known what is to come."""

QUIET: Final = 5.0
"""Seconds without a change and without a request after which an empty list is given up."""

SCROLL: Final = 1.0
"""Seconds between two scrolls to the end of the page."""

QUEUEING: Final = 10
"""How many times the time limit a page may take with all the waiting for the crawler's own queue."""

ANSWER: Final = 10.0
"""Seconds that the page has to answer; one that does not is hung."""

# Presses the first visible element whose words begin with one of those given. A link that leads somewhere is no
# button. The words are looked for among texts, so that the walk over a page of any size is one.
_PRESS: Final = """words => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    const text = node.nodeValue.replace(/\\s+/g, '');
    if (text.length > 20 || !words.some(word => text.startsWith(word))) continue;
    const element = node.parentElement;
    if (!element || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName) || !element.checkVisibility()) continue;
    const link = element.closest('a');
    const target = link ? (link.getAttribute('href') || '') : '';
    if (target && !target.startsWith('#') && !target.toLowerCase().startsWith('javascript:')) continue;
    element.click();
    return true;
  }
  return false;
}"""

# The page as it stands. Of a page beyond all measure (an endless ticker, a text without end) what is no part of a list
# is left out, so that it stays within the bounds of `site.page`: of an element with hundreds of children, those that
# come late and hold no link and no picture.
_READ: Final = """([large, children]) => {
  if (document.getElementsByTagName('*').length < large) return document.documentElement.outerHTML;
  const copy = document.documentElement.cloneNode(true);
  copy.querySelectorAll('script, style, noscript, svg').forEach(element => element.remove());
  for (const parent of [copy, ...copy.querySelectorAll('*')]) {
    if (parent.childElementCount <= children) continue;
    for (const child of [...parent.children].slice(children)) {
      if (!child.matches('a, img') && !child.querySelector('a, img')) child.remove();
    }
  }
  return copy.outerHTML;
}"""
_LARGE: Final = (5_000, 500)
"""Elements of a page, and children of an element, from which on they are left out; a real page has 3 000 in all."""

_SCROLL: Final = "() => window.scrollTo(0, document.documentElement.scrollHeight)"


class Reader:
    """Watches one page."""

    def __init__(
        self, page: Page, traffic: Traffic, url: str, *, limits: Limits, is_stopping: Callable[[], bool]
    ) -> None:
        self._page = page
        self._traffic = traffic
        self._url = url
        self._limits = limits
        self._is_stopping = is_stopping
        self._is_crashed = False
        self._began = time.monotonic()
        self._spent = 0.0
        self._scrolled = -SCROLL
        self._glance = GLANCE
        page.on("crash", self._crashed)

    async def read(self, needed: frozenset[str]) -> Lists:
        """Return the lists as they are when all are complete, or when no more will come."""
        lists = await self._settled(needed)
        if not needed:  # it was rendered because the operator said so
            await asyncio.sleep(RESTLESS)
            lists = await self._settled(needed)
        is_pressed = await self._press(WHOLE)
        for _ in range(self._limits.presses):
            is_pressed |= not self._is_late() and await self._press(MORE)
            if not is_pressed:
                break
            lists = await self._settled(lists.sections & needed)  # what was given up is not waited for again
            is_pressed = False
        return lists

    async def _settled(self, needed: frozenset[str]) -> Lists:
        lists = await self._look()
        unchanged = 0.0
        while not (self._is_enough(needed - lists.sections, unchanged) or self._is_late()):
            before, had = time.monotonic(), lists
            is_busy = await self._pause()
            lists = await self._look()
            passed = time.monotonic() - before
            unchanged = 0.0 if lists != had or (is_busy and needed - lists.sections) else unchanged + passed
            self._spent += 0.0 if self._traffic.waits_for_its_turn else passed
        return lists

    def _is_late(self) -> bool:
        if self._is_stopping() or self._spent >= self._limits.seconds:
            return True
        return time.monotonic() - self._began >= QUEUEING * self._limits.seconds

    def _is_enough(self, missing: frozenset[str], unchanged: float) -> bool:
        pending = self._traffic.pending > 0
        if missing - {MOOD}:
            return unchanged >= QUIET and not pending
        if missing:  # the counts alone: they come early, or not at all
            return unchanged >= (QUIET if pending else RESTLESS)
        return unchanged >= (RESTLESS if pending else SETTLED)

    async def _pause(self) -> bool:
        """Wait for an answer to come or a moment to pass, the longer the more a look costs; True if one came."""
        self._traffic.changed.clear()
        try:
            async with asyncio.timeout(self._glance):
                await self._traffic.changed.wait()
        except TimeoutError:
            return False
        await asyncio.sleep(GLANCE / 4)  # for the script to use the answer
        return True

    async def _look(self) -> Lists:
        """Return the lists of the page as it stands; RenderError if the page is gone or hung."""
        began = time.monotonic()
        html = ""
        while not html:
            try:
                async with asyncio.timeout(ANSWER):
                    await self._scroll()
                    html = await self._page.evaluate(_READ, list(_LARGE))
            except TimeoutError as error:
                raise RenderError(f"{self._url}: the page does not answer") from error
            except PlaywrightError as error:
                self._raise_if_gone(error)
                await asyncio.sleep(GLANCE)
            if time.monotonic() - began > ANSWER:
                raise RenderError(f"{self._url}: the page does not hold still")
        lists = self._read(html)
        self._glance = min(max(GLANCE, 4 * (time.monotonic() - began)), LONGEST_GLANCE)
        return lists

    async def _scroll(self) -> None:
        """Go to the end of the page, where some lists begin; not at every look, for it costs a layout."""
        if time.monotonic() - self._scrolled >= SCROLL:
            await self._page.evaluate(_SCROLL)
            self._scrolled = time.monotonic()

    def _read(self, html: str) -> Lists:
        try:
            return read_lists(parse_page(html.encode("utf-8", errors="replace"), self._url))
        except PageError as error:  # a script has emptied the page, or made it endless
            raise RenderError(f"{self._url}: the rendered page cannot be read: {error}") from error

    async def _press(self, words: Sequence[str]) -> bool:
        try:
            async with asyncio.timeout(ANSWER):
                return bool(await self._page.evaluate(_PRESS, list(words)))
        except TimeoutError as error:
            raise RenderError(f"{self._url}: the page does not answer") from error
        except PlaywrightError as error:
            self._raise_if_gone(error)
            return False

    def _crashed(self, _page: Page) -> None:
        self._is_crashed = True

    def _raise_if_gone(self, error: PlaywrightError) -> None:
        if self._is_crashed or self._page.is_closed():
            raise RenderError(f"{self._url}: the page is gone: {error.message}") from error
