"""What to ask for next: the store's wanted articles, a window at a time.

Every article request comes from here, whether a listing or the related reading of an article named it, in this
run or in one that died: to go on is to ask the store again. An article that only a vague address names (`m.gmw.cn`)
waits for the end of the walks, which may name a better one.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gmw_crawler.site.urls import is_vague

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Hashable

    from gmw_crawler.storage.protocol import Wanted

    Ask = Callable[[int, frozenset[str]], Awaitable[list[Wanted]]]
    """Asks the store for up to so many wanted articles, without some."""


class Feeder:
    """Hands out wanted articles while there is room, and ends when nothing is under way and nothing is wanted."""

    def __init__(self, ask: Ask, *, window: int) -> None:
        self._ask = ask
        self._window = window
        self._under_way: set[Hashable] = set()  # listings being walked, and articles between request and commit
        self._articles: set[str] = set()  # the articles among them
        self._asked: set[str] = set()
        self._again: set[str] = set()  # asked for and settled, and still wanted: not twice in one run
        self._held: set[str] = set()  # wanted at a vague address, while a listing may yet name a better one
        self._changed = asyncio.Event()

    def begin(self, task: Hashable) -> None:
        """Count something else under way, which may make articles wanted."""
        self._under_way.add(task)

    def settle(self, task: Hashable) -> None:
        """Count a task as done, however it ended; a second time does nothing."""
        self._under_way.discard(task)
        self._articles.discard(task)
        self._changed.set()

    def notice(self) -> None:
        """Look again: the store has new links."""
        self._changed.set()

    async def articles(self) -> AsyncIterator[Wanted]:
        """Yield each wanted article once."""
        while True:
            self._changed.clear()
            room = self._window - len(self._articles)
            if room >= self._window // 2:
                rows = await self._ask(room, frozenset(self._articles | self._again | self._held))
                for wanted in self._fresh(rows):
                    yield wanted
                if rows or self._changed.is_set() or self._let_go():
                    continue
                if not self._under_way:
                    return
            await self._changed.wait()

    def _fresh(self, rows: list[Wanted]) -> list[Wanted]:
        ids = {row.article_id for row in rows}
        self._again |= ids & self._asked
        if self._walks_go_on():
            self._held |= {row.article_id for row in rows if is_vague(row.url)} - self._asked
        skipped = self._asked | self._held
        fresh = [row for row in rows if row.article_id not in skipped]
        for row in fresh:
            self._asked.add(row.article_id)
            self._articles.add(row.article_id)
            self._under_way.add(row.article_id)
        return fresh

    def _walks_go_on(self) -> bool:
        return len(self._under_way) > len(self._articles)

    def _let_go(self) -> bool:
        """Let go of what was held, once the walks are over; tell whether there was any."""
        if self._walks_go_on() or not self._held:
            return False
        self._held.clear()
        return True
