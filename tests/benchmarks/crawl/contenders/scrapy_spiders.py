"""Scrapy contenders: `python scrapy_spiders.py NAME FOLDER [SETTING=VALUE…]`; prints how many articles it had."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import lxml.html
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from shared import CSS, ONE, START, read_listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

ALL = {"LOG_LEVEL": "INFO", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
"""Of every contender; the rest is Scrapy's defaults, but for the concurrency, which is given."""

LEAN = {
    "CONCURRENT_ITEMS": 8,
    "COOKIES_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "LOGSTATS_INTERVAL": 0,
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
        "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    },
    "SPIDER_MIDDLEWARES": {
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
        "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    },
}
"""Scrapy as fast as our own settings make it: the limit is measured with these."""

PARSER = lxml.html.HTMLParser(encoding="utf-8")


class Fetch(scrapy.Spider):
    """Fetches, and reads nothing of an article."""

    name = "fetch"
    custom_settings: ClassVar[dict[str, Any]] = LEAN
    pages = 0

    async def start(self) -> Any:
        for url in START:
            yield scrapy.Request(url, callback=self.parse_listing)

    def parse_listing(self, response: Response) -> Iterator[scrapy.Request]:
        articles, later = read_listing(response.body, response.url)
        for url in articles:
            yield scrapy.Request(url, callback=self.parse_article, priority=10)
        if later:
            yield scrapy.Request(later, callback=self.parse_listing)

    def parse_article(self, response: Response) -> Any:
        type(self).pages += response.status == 200


class Limit(Fetch):
    """Parses each page besides: what anything that reads pages with lxml must spend."""

    name = "limit"

    def parse_article(self, response: Response) -> Any:
        type(self).pages += lxml.html.document_fromstring(response.body, parser=PARSER) is not None


class Plain(Fetch):
    """A selector a field, into a JSONL feed."""

    name = "plain"
    custom_settings: ClassVar[dict[str, Any]] = {}

    def parse_article(self, response: Response) -> Any:
        type(self).pages += 1
        item: dict[str, Any] = {"url": response.url}
        for field, selector in CSS.items():
            found = response.css(selector)
            item[field] = found.get() if field in ONE else found.getall()
        yield item


class PlainSqlite(Plain):
    """The same, and into SQLite a hundred at a time."""

    name = "plain_sqlite"


class SqlitePipeline:
    def open_spider(self) -> None:
        self.base = sqlite3.connect(FOLDER / "plain.sqlite")
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("CREATE TABLE articles (url TEXT PRIMARY KEY, title TEXT, time TEXT, source TEXT, text TEXT)")
        self.rows: list[tuple[str, ...]] = []

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        row = (item["url"], item["title"], item["time"], item["source"], "\n".join(item["text"]))
        self.rows.append(row)
        if len(self.rows) == 100:
            self.flush()
        return item

    def flush(self) -> None:
        with self.base:
            self.base.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)", self.rows)
        self.rows.clear()

    def close_spider(self) -> None:
        self.flush()
        self.base.close()


class Trafilatura(Fetch):
    """The generic extractor in the callback, into a JSONL feed."""

    name = "trafilatura"
    custom_settings: ClassVar[dict[str, Any]] = {}

    def parse_article(self, response: Response) -> Any:
        import trafilatura

        type(self).pages += 1
        found = trafilatura.bare_extraction(response.text, url=response.url)
        yield {"url": response.url, "title": found.title, "text": found.text, "date": found.date} if found else {}


def main() -> None:
    name = sys.argv[1]
    settings: dict[str, Any] = ALL | dict(given.split("=", 1) for given in sys.argv[3:])
    if name in {"plain", "plain_sqlite", "trafilatura"}:
        settings["FEEDS"] = {str(FOLDER / "feed.jsonl"): {"format": "jsonlines", "encoding": "utf-8"}}
    if name == "plain_sqlite":
        settings["ITEM_PIPELINES"] = {SqlitePipeline: 300}
    handler = settings.pop("HANDLER", None)
    if handler:
        settings["DOWNLOAD_HANDLERS"] = dict.fromkeys(("http", "https"), handler)
    spiders = {spider.name: spider for spider in (Fetch, Limit, Plain, PlainSqlite, Trafilatura)}
    process = AsyncCrawlerProcess(settings)
    process.crawl(spiders[name])
    process.start()
    print(spiders[name].pages)


FOLDER = Path(sys.argv[2]) if len(sys.argv) > 2 else Path()

if __name__ == "__main__":
    main()
