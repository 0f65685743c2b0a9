"""What a run did, in one line for a person; and the addresses that it could not have, for who asks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from scrapy import signals
from scrapy.exceptions import NotConfigured

from gmw_crawler.marks import RefusedItem, StoreSpider
from gmw_crawler.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem

MOST: Final = 1000
"""Refusals kept in memory with their addresses; all are in the store and in the stats."""


class SummaryExtension:
    """Prints the summary on stderr when the spider has closed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.refused: list[tuple[str, str]] = []
        """(reason, address) of refused and failed visits, in order."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to dropped pages and to the end."""
        if not issubclass(crawler.spidercls, StoreSpider):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def item_dropped(self, exception: DropItem) -> None:
        """Note a page that brought no article."""
        if isinstance(exception, RefusedItem) and len(self.refused) < MOST:
            self.refused.append((exception.refusal.reason, exception.refusal.asked.url))

    def spider_closed(self, reason: str) -> None:
        """Print the line."""
        stats = self._crawler.stats.get_stats()
        verdict = judge(stats, reason)
        said = f"{verdict.word} ({verdict.sentence})" if verdict.sentence else verdict.word
        sys.stderr.write(f"{self._crawler.spidercls.name}: {said}: {describe(stats)}\n")


def describe(stats: Mapping[str, Any]) -> str:
    """Return what the stats of a crawl say, in words.

    >>> describe({"listings/asked": 2, "listings/read": 1, "store/stored": 7, "refused/404": 1, "store/refused": 1})
    '1 of 2 listings walked, 7 articles stored, 1 refused (404: 1)'
    """
    parts = []
    if asked := stats.get("listings/asked"):
        parts.append(f"{stats.get('listings/read', 0)} of {asked} listings walked")
    parts.append(f"{stats.get('store/stored', 0)} articles stored")
    unchanged = sum(stats.get(key, 0) for key in ("store/unchanged", "store/not-modified", "dedupe/unchanged"))
    if unchanged:
        parts.append(f"{unchanged} unchanged")
    refused = stats.get("store/refused", 0) + stats.get("store/failed", 0)
    if refused:
        parts.append(f"{refused} refused ({_reasons(stats)})")
    if forbidden := stats.get("robotstxt/forbidden"):
        parts.append(f"{forbidden} requests forbidden by robots.txt")
    if left := stats.get("articles/left"):
        parts.append(f"{left} not asked for (robots.txt cannot be had)")
    if broken := stats.get("pipeline_exceptions/count", 0) + stats.get("spider_exceptions/count", 0):
        parts.append(f"{broken} errors of the program (the log has them)")
    return ", ".join(parts)


def _reasons(stats: Mapping[str, Any]) -> str:
    prefix = "refused/"
    return ", ".join(f"{key.removeprefix(prefix)}: {stats[key]}" for key in sorted(stats) if key.startswith(prefix))
