"""Crawlee's Parsel crawler with the same thirteen selectors, into a JSONL file. `python crawlee_parsel.py FOLDER`."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from crawlee import ConcurrencySettings, Request
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.http_clients import ImpitHttpClient
from crawlee.proxy_configuration import ProxyConfiguration
from crawlee.storage_clients import MemoryStorageClient
from shared import CSS, ONE, START, is_listing, read_listing

WORKERS = 16


async def main() -> None:
    path = Path(sys.argv[1]) / "feed.jsonl"
    crawler = ParselCrawler(
        http_client=ImpitHttpClient(verify=False),
        storage_client=MemoryStorageClient(),  # its quickest: the default keeps the queue in files
        proxy_configuration=ProxyConfiguration(proxy_urls=[os.environ["http_proxy"]]),
        use_session_pool=False,
        concurrency_settings=ConcurrencySettings(
            min_concurrency=WORKERS, max_concurrency=WORKERS, desired_concurrency=WORKERS
        ),
    )
    logging.getLogger("crawlee").setLevel(logging.WARNING)
    with path.open("w", encoding="utf-8") as feed:

        @crawler.router.default_handler
        async def handle(context: ParselCrawlingContext) -> None:
            url = context.request.url
            if is_listing(url):
                articles, later = read_listing(await context.http_response.read(), url)
                addresses = [*articles, *([later] if later else [])]
                await context.add_requests([Request.from_url(address) for address in addresses])
                return
            item: dict[str, Any] = {"url": url}
            for field, selector in CSS.items():
                found = context.selector.css(selector)
                item[field] = found.get() if field in ONE else found.getall()
            feed.write(json.dumps(item, ensure_ascii=False) + "\n")

        await crawler.run(list(START))
    print(sum(1 for _ in path.open(encoding="utf-8")))


if __name__ == "__main__":
    asyncio.run(main())
