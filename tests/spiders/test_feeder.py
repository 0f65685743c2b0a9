from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from gmw_crawler.spiders.feeder import Feeder
from gmw_crawler.storage.protocol import Wanted


def wanted(article_id: str) -> Wanted:
    return Wanted(article_id=article_id, url="", depth=0, known=False, attempts=0, etag=None, last_modified=None)


class Frontier:
    """A store's answers: what it has waiting, in order, until it is settled."""

    def __init__(self, *ids: str) -> None:
        self.waiting = list(ids)
        self.asked: list[tuple[int, frozenset[str]]] = []

    async def ask(self, limit: int, exclude: frozenset[str]) -> list[Wanted]:
        self.asked.append((limit, exclude))
        await asyncio.sleep(0)
        return [wanted(one) for one in self.waiting if one not in exclude][:limit]


async def drain(feeder: Feeder, frontier: Frontier, *, leads_to: dict[str, str] | None = None) -> list[str]:
    """Fetch whatever comes: each article is settled a little later, and may lead to another."""
    got: list[str] = []

    async def fetch(article_id: str) -> None:
        await asyncio.sleep(0.001)
        frontier.waiting.remove(article_id)
        if leads_to and article_id in leads_to:
            frontier.waiting.append(leads_to[article_id])
        feeder.settle(article_id)

    tasks = []
    async for one in feeder.articles():
        got.append(one.article_id)
        tasks.append(asyncio.create_task(fetch(one.article_id)))
    await asyncio.gather(*tasks)
    return got


def test_everything_wanted_comes_once_and_never_more_than_the_window_at_once() -> None:
    async def run() -> None:
        ids = [str(number) for number in range(50)]
        frontier = Frontier(*ids)
        assert await drain(Feeder(frontier.ask, window=4), frontier) == ids
        assert all(limit <= 4 and len(exclude) <= 4 for limit, exclude in frontier.asked)

    asyncio.run(run())


def test_what_an_article_leads_to_comes_too() -> None:
    async def run() -> None:
        frontier = Frontier("a")
        feeder = Feeder(frontier.ask, window=2)
        assert await drain(feeder, frontier, leads_to={"a": "b", "b": "c"}) == ["a", "b", "c"]

    asyncio.run(run())


def test_it_waits_for_a_listing_that_is_still_walked() -> None:
    async def run() -> None:
        frontier = Frontier()
        feeder = Feeder(frontier.ask, window=2)
        feeder.begin("listing")

        async def walk() -> None:
            await asyncio.sleep(0.01)
            frontier.waiting.append("a")
            feeder.notice()
            await asyncio.sleep(0.01)
            feeder.settle("listing")

        walking = asyncio.create_task(walk())
        assert await drain(feeder, frontier) == ["a"]
        assert walking.done()

    asyncio.run(run())


@pytest.mark.parametrize("window", [1, 2, 8])
def test_what_stays_wanted_after_its_visit_is_not_asked_for_twice_in_one_run(window: int) -> None:
    async def run() -> None:
        frontier = Frontier("a", "b", "c")
        feeder = Feeder(frontier.ask, window=window)
        got = []
        async for one in feeder.articles():
            got.append(one.article_id)
            feeder.settle(one.article_id)  # settled, but the store still wants it
        assert got == ["a", "b", "c"]

    asyncio.run(run())


def test_a_vague_address_waits_for_the_end_of_the_walks() -> None:
    vague, better = (f"https://{host}.gmw.cn/2026-11/20/content_39187895.htm" for host in ("m", "economy"))

    async def run() -> None:
        urls = {"39187895": vague, "39187896": "", "39187897": vague}

        async def ask(limit: int, exclude: frozenset[str]) -> list[Wanted]:
            rows = [replace(wanted(key), url=url) for key, url in urls.items() if key not in exclude]
            return rows[:limit]

        feeder = Feeder(ask, window=4)
        feeder.begin("a walk")
        articles = feeder.articles()
        assert (await anext(articles)).article_id == "39187896"
        del urls["39187896"]
        feeder.settle("39187896")
        urls["39187895"] = better
        feeder.settle("a walk")
        assert [(await anext(articles)).url for _ in range(2)] == [better, vague]
        urls.clear()
        for key in ("39187895", "39187897"):
            feeder.settle(key)
        assert [one async for one in articles] == []

    asyncio.run(run())
