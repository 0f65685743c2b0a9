"""The plain spider of the week. It walks every page of every list, as such spiders do.

`cache` has Scrapy's HTTP cache with the policy of RFC 2616; `seen` asks for no article that an earlier run brought.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import scrapy

sys.path.insert(0, str(Path(__file__).parents[1] / "crawl" / "contenders"))
from shared import START, read_listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

SEEN: Final = Path("seen")
PLAIN: Final[dict[str, Any]] = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
}
CACHE: Final[dict[str, Any]] = {
    "HTTPCACHE_ENABLED": True,
    "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
    "HTTPCACHE_DIR": str(Path("cache").resolve()),
}
SETTINGS: Final = {"seen": PLAIN, "cache": PLAIN | CACHE}


class Plain(scrapy.Spider):
    """Lists and their articles."""

    name = "plain"
    kind = ""

    async def start(self) -> Any:
        self.seen = set(SEEN.read_text().split()) if SEEN.exists() else set()
        for url in START:
            yield scrapy.Request(url, callback=self.parse_listing)

    def parse_listing(self, response: Response) -> Iterator[scrapy.Request]:
        articles, later = read_listing(response.body, response.url)
        for url in articles:
            if url not in self.seen:
                yield scrapy.Request(url, callback=self.parse_article)
        if later:
            yield scrapy.Request(later, callback=self.parse_listing)

    def parse_article(self, response: Response) -> None:
        if self.kind == "seen":
            self.seen.add(response.url)

    def closed(self, reason: str) -> None:
        del reason
        SEEN.write_text("\n".join(self.seen))
