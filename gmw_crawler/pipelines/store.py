"""Stage 7: an article is known, and a visit is over, when the store has committed it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from gmw_crawler.errors import StoreDataError
from gmw_crawler.extensions.run import RunExtension
from gmw_crawler.items import Article, Record
from gmw_crawler.marks import RefusedItem
from gmw_crawler.pages import NotModified, Refusal, SplitPage
from gmw_crawler.storage.protocol import Outcome, Saved
from gmw_crawler.visits import article_write, not_modified_visit, refusal_visit

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from gmw_crawler.pages import Asked
    from gmw_crawler.storage.protocol import Result, Write


class StorePipeline:
    """Counts `store/<outcome>` (stored, unchanged, not-modified, refused, failed) and `refused/<reason>`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawl, whose run holds the store."""
        return cls(crawler)

    async def process_item(self, item: SplitPage | NotModified | Refusal) -> Record:
        """Store the item and return the record of a new revision; DropItem, after the commit, for everything else."""
        run = RunExtension.of(self._crawler)
        match item:
            case SplitPage():
                return await self._article(item, run)
            case Refusal():
                await self._write(run, refusal_visit(item, run.schedule), item.asked)
                self._count("failed" if item.failed else "refused")
                self._crawler.stats.inc_value(f"refused/{item.reason}")
                raise RefusedItem(item)
            case NotModified():
                known = await run.read(run.store.known, item.id)
                await self._write(run, not_modified_visit(item, run.schedule, known), item.asked)
                self._count("not-modified")
                raise DropItem(f"Not modified: article {item.id}", log_level="DEBUG")

    async def _article(self, item: SplitPage, run: RunExtension) -> Record:
        saved = await self._write(run, article_write(item, run.schedule), item.page.asked)
        if not isinstance(saved, Saved):
            raise TypeError(f"the store answered SaveArticle with {saved!r}")
        self._count(saved.outcome)
        if saved.outcome is Outcome.UNCHANGED:
            raise DropItem(f"Unchanged: article {item.id}", log_level="DEBUG")
        return record(item.article, saved)

    async def _write(self, run: RunExtension, write: Write, asked: Asked) -> Result:
        try:
            return await run.write(write)
        except StoreDataError as error:
            self._count("unstorable")
            raise DropItem(f"Not storable: {asked.url}: {error}", log_level="ERROR") from error

    def _count(self, outcome: str) -> None:
        self._crawler.stats.inc_value(f"store/{outcome}")


def record(article: Article, saved: Saved) -> Record:
    """Return the record of a stored revision: the article, and what the store knows of it."""
    return Record(
        **{field.name: getattr(article, field.name) for field in fields(Article)},
        revision=saved.revision,
        first_seen=saved.first_seen,
        fetched=saved.fetched,
        reprint_of=saved.reprint_of,
    )
