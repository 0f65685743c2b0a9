"""Health: after a crawl, whether it was as crawls are. A breach ends the run with exit status 3, a line for each.

For every page that was split it counts which selector or rule found which part; what the numbers mean is
`gmw_crawler.health`'s business.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from scrapy import signals
from scrapy.exceptions import NotConfigured

from gmw_crawler.extensions.run import RunExtension
from gmw_crawler.health.compare import PREFIX, TABLES, Part
from gmw_crawler.health.expectations import Expectations, read_expectations
from gmw_crawler.health.tell import SHOWN, Examples, breaches
from gmw_crawler.marks import SPLIT, RefusedItem, StoreSpider
from gmw_crawler.site.explain import find, nearest, tables_version
from gmw_crawler.verdict import HEALTH

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem

    from gmw_crawler.pages import Page
    from gmw_crawler.site.split import Reading
    from gmw_crawler.storage.protocol import Run

GRAMMAR: Final = "the grammar"
"""What finds `credits`, which stand in no place of their own."""

BROKEN: Final = frozenset({"unknown", "broken"})
"""Reasons for which a page that came is no article."""


class HealthExtension:
    """Counts `split/found/<template>/<part>/<how>`; judges the run when the spider closes."""

    def __init__(self, crawler: Crawler, expectations: Expectations) -> None:
        self._crawler = crawler
        self._expectations = expectations
        self._examples = Examples()
        self._pages: Counter[str] = Counter()
        self._found: Counter[tuple[str, str, str | None]] = Counter()
        """How often a part (template, field) was found so; None: not at all."""
        self._earlier: list[Run] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the pages and to the end; ArgumentsError for a table that cannot be used."""
        if not issubclass(crawler.spidercls, StoreSpider):
            raise NotConfigured
        extension = cls(crawler, read_expectations(crawler.settings))
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.page_split, signal=SPLIT)
        crawler.signals.connect(extension.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    async def spider_opened(self) -> None:
        """Read what earlier runs were like."""
        run = RunExtension.of(self._crawler)
        name = self._crawler.spidercls.name
        self._earlier = await run.read(run.store.last_runs, name, limit=self._expectations.runs)
        self._crawler.stats.set_value(TABLES, tables_version())

    def page_split(self, page: Page, reading: Reading | None) -> None:
        """Count how each part of a page was found; of a page that is no article, with the template it is most like."""
        tree, url = page.trees[0], page.asked.url
        known = None if reading is None else reading.template
        template = known or nearest(tree)
        if template is None:
            return
        self._pages[template.name] += 1
        self._examples.add_page(template.name, url)
        for finding in find(tree, template, None if reading is None or known is None else reading.sections):
            self._count(template.name, finding.field, finding.how, url)
        credits_found = GRAMMAR if reading is not None and reading.article.credits else None
        self._count(template.name, "credits", credits_found, url)
        if reading is not None and known is None:
            self._examples.add_to("generic", url)

    def _count(self, template: str, field: str, how: str | None, url: str) -> None:
        key = template, field, how
        self._found[key] += 1
        if self._found[key] <= SHOWN:
            self._examples.add(Part(template=template, field=field), how, url)

    def item_dropped(self, exception: DropItem) -> None:
        """Remember a page that brought no article."""
        if isinstance(exception, RefusedItem):
            refusal = exception.refusal
            share = "unknown" if refusal.reason in BROKEN else "failed" if refusal.failed else "refused"
            self._examples.add_to("robots" if refusal.reason == "robots" else share, refusal.asked.url)

    def spider_closed(self) -> None:
        """Judge the run: what is found goes to stderr, a line each, and into the run's verdict."""
        stats = self._crawler.stats
        self._write_down()
        lines = list(breaches(stats.get_stats(), self._earlier, self._expectations, self._examples))
        if not lines:
            return
        count = "one expectation was" if len(lines) == 1 else f"{len(lines)} expectations were"
        stats.set_value(HEALTH, f"{count} not met")
        stats.set_value("health/breaches", "\n".join(lines))
        for line in lines:
            sys.stderr.write(f"health: {line}\n")

    def _write_down(self) -> None:
        """Put the counts among the stats, once: a page has 14, and a stat costs more than a count."""
        stats = self._crawler.stats
        for template, count in self._pages.items():
            stats.set_value(f"{PREFIX}{template}", count)
        for (template, field, how), count in self._found.items():
            if how is not None:
                stats.set_value(f"{PREFIX}{template}/{field}/{how}", count)
