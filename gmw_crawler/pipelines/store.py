"""Stage 7: an article is known, and a visit is over, when the store has committed it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from gmw_crawler import clock
from gmw_crawler.errors import StoreDataError
from gmw_crawler.extensions.run import RunExtension
from gmw_crawler.items import Article, Record
from gmw_crawler.marks import RefusedItem
from gmw_crawler.pages import NotModified, Refusal, SplitPage
from gmw_crawler.storage.protocol import Outcome, SaveArticle, Saved, SaveVisit

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from gmw_crawler.pages import Asked
    from gmw_crawler.schedule import Schedule
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
                published = item.asked.day if known is None else known.published or known.first_seen
                await self._write(run, not_modified_visit(item, run.schedule, published), item.asked)
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


def article_write(item: SplitPage, schedule: Schedule) -> SaveArticle:
    """Return the write for an article; one that lacks a page is tried again like a failure."""
    page, article, now = item.page, item.article, clock.now()
    complete = not page.missing
    due = schedule.revisit(article.published or page.asked.day, now)
    return SaveArticle(
        article=article,
        depth=page.asked.depth,
        fetched=now,
        pages=page.parts,
        etag=page.etag if item.has_lists else None,  # else the next visit would bring no page to read the lists of
        last_modified=page.last_modified if item.has_lists else None,
        complete=complete,
        has_lists=item.has_lists,
        next_due=due if complete else schedule.retry(page.asked.attempts, now) or due,
    )


def refusal_visit(item: Refusal, schedule: Schedule) -> SaveVisit:
    """Return the write for a visit that brought no article."""
    asked, now = item.asked, clock.now()
    return SaveVisit(
        article_id=asked.id,
        url=asked.url,
        outcome=Outcome.FAILED if item.failed else Outcome.REFUSED,
        status=item.status,
        reason=item.reason,
        visited=now,
        next_due=schedule.retry(asked.attempts, now) if item.failed else schedule.refused(asked.attempts, now),
        depth=asked.depth,
        pages=item.parts,
    )


def not_modified_visit(item: NotModified, schedule: Schedule, published: str) -> SaveVisit:
    """Return the write for a 304."""
    asked, now = item.asked, clock.now()
    return SaveVisit(
        article_id=asked.id,
        url=asked.url,
        outcome=Outcome.NOT_MODIFIED,
        status=304,
        reason=None,
        visited=now,
        next_due=schedule.revisit(published, now),
        depth=asked.depth,
    )


def record(article: Article, saved: Saved) -> Record:
    """Return the record of a stored revision: the article, and what the store knows of it."""
    return Record(
        **{field.name: getattr(article, field.name) for field in fields(Article)},
        revision=saved.revision,
        first_seen=saved.first_seen,
        fetched=saved.fetched,
        reprint_of=saved.reprint_of,
    )
