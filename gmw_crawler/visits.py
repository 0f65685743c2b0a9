"""What a visit becomes in the store: the write for each way that it may end, with the time of the next one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from gmw_crawler import clock
from gmw_crawler.site import generic
from gmw_crawler.storage.protocol import Outcome, SaveArticle, SaveVisit

if TYPE_CHECKING:
    from datetime import datetime

    from gmw_crawler.items import Article
    from gmw_crawler.pages import NotModified, Page, Refusal, SplitPage
    from gmw_crawler.schedule import Schedule
    from gmw_crawler.storage.protocol import Known

GENERIC_EVERY: Final = timedelta(days=1)
"""Longest time to the next visit of an article that no template claims: tomorrow's program may have one for it."""


def article_write(item: SplitPage, schedule: Schedule) -> SaveArticle:
    """Return the write for an article; one that lacks a page is tried again like a failure."""
    page, article, now = item.page, item.article, clock.now()
    complete = not page.missing
    due = _due(article, page, schedule, now)
    # with validators the next visit might bring no page, to read the lists of or to give to a template
    again = item.has_lists and article.template != generic.NAME
    return SaveArticle(
        article=article,
        depth=page.asked.depth,
        fetched=now,
        pages=page.parts,
        etag=page.etag if again else None,
        last_modified=page.last_modified if again else None,
        complete=complete,
        has_lists=item.has_lists,
        next_due=due if complete else schedule.retry(page.asked.attempts, now) or due,
    )


def _due(article: Article, page: Page, schedule: Schedule, now: datetime) -> datetime | None:
    due = schedule.revisit(article.published or page.asked.day, now)
    if article.template != generic.NAME:
        return due
    return min(due or now + GENERIC_EVERY, now + GENERIC_EVERY)


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


def not_modified_visit(item: NotModified, schedule: Schedule, known: Known | None) -> SaveVisit:
    """Return the write for a 304."""
    published = item.asked.day if known is None else known.published or known.first_seen
    return _same(item, schedule, Outcome.NOT_MODIFIED, 304, published)


def unchanged_visit(page: Page, schedule: Schedule, known: Known) -> SaveVisit:
    """Return the write for a page equal byte for byte to the stored one."""
    published = known.published or known.first_seen
    return _same(page, schedule, Outcome.UNCHANGED, page.parts[0].status, published)


def _same(item: Page | NotModified, schedule: Schedule, outcome: Outcome, status: int, published: str) -> SaveVisit:
    now = clock.now()
    return SaveVisit(
        article_id=item.id,
        url=item.asked.url,
        outcome=outcome,
        status=status,
        reason=None,
        visited=now,
        next_due=schedule.revisit(published, now),
        depth=item.asked.depth,
    )
