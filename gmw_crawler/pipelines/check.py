"""Stage 6: what is doubtful in an article is counted, so that a change of the site shows in the numbers.

Nothing is dropped here: the article is stored with the warnings that the split gave it.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.pages import NotModified, Refusal, SplitPage

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from gmw_crawler.items import Article

EXPECTED: Final = ("source", "published", "breadcrumb", "text", "credits")
"""Fields that nearly every article has: their share falls when a template no longer fits."""

_NUMBER: Final = re.compile(r"\d+")

logger = logging.getLogger(__name__)


class CheckPipeline:
    """Counts `check/articles`, `check/without/<field>` and `check/warning/<code>`."""

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the stats of the crawl."""
        return cls(crawler.stats)

    def process_item(self, item: SplitPage | NotModified | Refusal) -> SplitPage | NotModified | Refusal:
        """Count what is missing or doubtful, and hand on the item as it came."""
        if isinstance(item, SplitPage):
            self._count(item.article)
        return item

    def _count(self, article: Article) -> None:
        self._stats.inc_value("check/articles")
        for field in EXPECTED:
            if not getattr(article, field):
                self._stats.inc_value(f"check/without/{field}")
        for code in article.warnings:
            self._stats.inc_value(f"check/warning/{_NUMBER.sub('N', code)}")  # page-3-missing is one kind with page-2
        if article.warnings:
            logger.info("Article %s has warnings: %s", article.id, ", ".join(article.warnings))
