"""Articles and writes for tests that do not care what is in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from gmw_crawler.items import Article, Paragraph, Recommendation
from gmw_crawler.storage.protocol import (
    KeptPage,
    ListedLink,
    Outcome,
    SaveArticle,
    SaveListing,
    SaveVisit,
    SaveWalk,
    Wants,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = datetime(2026, 9, 10, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

EVERYTHING = Wants(related_depth=99, channels=None, since=None, listings=None)


def url_of(article_id: str, *, channel: str = "economy", day: str = "2026-09-09") -> str:
    return f"https://{channel}.gmw.cn/{day[:7]}/{day[8:]}/content_{article_id}.htm"


def related(*ids: str) -> tuple[Recommendation, ...]:
    return tuple(recommendation(position, url_of(one)) for position, one in enumerate(ids, start=1))


def recommendation(position: int, url: str | None, section: Any = "related") -> Recommendation:
    return Recommendation(
        section=section, position=position, title=f"推荐{position}", url=url, summary=None, published=None, image=None
    )


def make_article(article_id: str, text: str = "正文。", **changes: Any) -> Article:
    article = Article(
        id=article_id,
        url=url_of(article_id),
        channel="economy",
        breadcrumb=("首页", "经济频道"),
        title=f"标题 {article_id}",
        column=None,
        subtitle=None,
        original_title=None,
        source=None,
        published="2026-09-09T09:30:00+08:00",
        keywords=(),
        guests=(),
        body=(Paragraph(text=text),),
        text=text,
        credits=(),
        notices=(),
        recommendations=(),
        reactions=None,
        pages=1,
        template="current",
        warnings=(),
    )
    return replace(article, **changes)


def make_page(article_id: str, body: bytes | None = None, *, number: int = 1, status: int = 200) -> KeptPage:
    return KeptPage(
        number=number,
        url=url_of(article_id),
        status=status,
        headers=(("Content-Type", "text/html"), ("ETag", '"x"')),
        body=f"<p>{article_id}".encode() if body is None else body,
        fetched=NOW,
    )


def save(article: Article, at: datetime = NOW, **changes: Any) -> SaveArticle:
    write = SaveArticle(
        article=article,
        depth=0,
        fetched=at,
        pages=(make_page(article.id),),
        etag='"x"',
        last_modified="Wed, 09 Sep 2026 01:30:00 GMT",
        complete=True,
        next_due=at + DAY,
    )
    return replace(write, **changes)


def visit(article_id: str, outcome: Outcome, at: datetime = NOW, **changes: Any) -> SaveVisit:
    write = SaveVisit(
        article_id=article_id,
        url=url_of(article_id),
        outcome=outcome,
        status=404 if outcome is Outcome.REFUSED else None,
        reason="404" if outcome is Outcome.REFUSED else "timeout",
        visited=at,
        next_due=at + DAY,
        depth=0,
    )
    return replace(write, **changes)


def listing(name: str, ids: Iterable[str], *, page: int = 1, at: datetime = NOW) -> SaveListing:
    rows = tuple(
        ListedLink(url=url_of(one), article_id=one, position=position, title=f"标题 {one}", day="2026-09-09")
        for position, one in enumerate(ids, start=1)
    )
    return SaveListing(listing=name, page=page, rows=rows, seen=at)


def walk(
    name: str, *, complete: bool, pages: int | None = None, since: str | None = None, at: datetime = NOW
) -> SaveWalk:
    return SaveWalk(listing=name, at=at, complete=complete, pages=pages, since=since)
