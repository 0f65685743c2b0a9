"""Stage 4: a page becomes an article, or a refusal that says why it is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gmw_crawler.errors import PageError
from gmw_crawler.marks import SPLIT
from gmw_crawler.pages import Fetched, NotModified, Page, Refusal, SplitPage
from gmw_crawler.site.split import read_parsed

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class SplitPipeline:
    """Counts `split/articles`, `split/template/<name>` and `split/refused/<reason>`."""

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats
        self._signals = crawler.signals

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawl, for its stats and for those who watch."""
        return cls(crawler)

    def process_item(self, item: Fetched) -> SplitPage | NotModified | Refusal:
        """Split a page; what is no page passes."""
        if not isinstance(item, Page):
            return item
        try:
            reading = read_parsed(item.trees, item.asked.url)
        except PageError as error:
            self._signals.send_catch_log(SPLIT, page=item, reading=None)
            self._stats.inc_value(f"split/refused/{error.reason}")
            return Refusal(
                asked=item.asked, status=item.parts[0].status, reason=error.reason, failed=False, parts=item.parts
            )
        missing = (f"page-{number}-missing" for number in item.missing)
        self._signals.send_catch_log(SPLIT, page=item, reading=reading)
        article = replace(reading.article, warnings=tuple(dict.fromkeys((*reading.article.warnings, *missing))))
        self._stats.inc_value("split/articles")
        self._stats.inc_value(f"split/template/{article.template}")
        return SplitPage(page=item, article=article)
