"""Stage 3: what was met before goes no further than its visit.

Two things are met before: a second delivery of an article within the run, and a page equal byte for byte to the
stored one. The latter is what a revisit brings from a server that ignores conditional requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from gmw_crawler.extensions.run import RunExtension
from gmw_crawler.pages import Fetched, Page
from gmw_crawler.site import generic
from gmw_crawler.storage.articles import body_digest
from gmw_crawler.visits import unchanged_visit

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class DedupePipeline:
    """Counts `dedupe/again` (a second delivery) and `dedupe/unchanged` (an equal page)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delivered: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawl, whose run holds the store."""
        return cls(crawler)

    async def process_item(self, item: Fetched) -> Fetched:
        """Hand on what is new; DropItem for the rest."""
        stats = self._crawler.stats
        if item.id in self._delivered:
            stats.inc_value("dedupe/again")
            raise DropItem(f"Again in this run: article {item.id}", log_level="DEBUG")
        self._delivered.add(item.id)
        if not isinstance(item, Page) or not item.asked.known or item.missing:
            return item
        run = RunExtension.of(self._crawler)
        known = await run.read(run.store.known, item.id)
        if known is None or not known.complete or known.body_digest != body_digest(item.parts):
            return item
        if known.template == generic.NAME:  # the same bytes are another article once a template claims them
            return item
        await run.write(unchanged_visit(item, run.schedule, known))
        stats.inc_value("dedupe/unchanged")
        raise DropItem(f"Unchanged: article {item.id}, byte for byte", log_level="DEBUG")
