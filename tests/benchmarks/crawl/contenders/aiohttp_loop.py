"""The loop by hand: aiohttp, lxml and thirteen compiled XPaths, into a JSONL file. `python aiohttp_loop.py FOLDER`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp
import lxml.html
from cssselect import HTMLTranslator
from lxml.etree import XPath
from shared import CSS, ONE, START, is_listing, read_listing

WORKERS = 16
PARSER = lxml.html.HTMLParser(encoding="utf-8")


def compiled(selector: str) -> XPath:
    """Return a selector of Scrapy's kind (`::text`, `::attr(x)`) as one compiled XPath."""
    parts = []
    for one in selector.split(", "):
        css, _, what = one.partition("::")
        inner = css.endswith(" ")
        steps = "/" if inner else ""
        tail = "text()" if what == "text" else f"@{what.removeprefix('attr(').removesuffix(')')}"
        parts.append(f"{HTMLTranslator().css_to_xpath(css.strip())}/{steps}{tail}")
    return XPath(" | ".join(parts))


FIELDS = {field: compiled(selector) for field, selector in CSS.items()}


def read(body: bytes, url: str) -> dict[str, Any]:
    tree = lxml.html.document_fromstring(body, parser=PARSER)
    item: dict[str, Any] = {"url": url}
    for field, xpath in FIELDS.items():
        found = xpath(tree)
        item[field] = (found[0] if found else None) if field in ONE else found
    return item


async def work(session: aiohttp.ClientSession, queue: asyncio.LifoQueue[str], feed: Any, seen: set[str]) -> None:
    while True:
        url = await queue.get()
        async with session.get(url, ssl=False) as response:
            body = await response.read()
        if is_listing(url):
            articles, later = read_listing(body, url)
            for address in [*([later] if later else []), *articles]:
                if address not in seen:
                    seen.add(address)
                    queue.put_nowait(address)
        else:
            feed.write(json.dumps(read(body, url), ensure_ascii=False) + "\n")
        queue.task_done()


async def main() -> None:
    queue: asyncio.LifoQueue[str] = asyncio.LifoQueue()
    seen = set(START)
    for url in START:
        queue.put_nowait(url)
    path = Path(sys.argv[1]) / "feed.jsonl"
    async with aiohttp.ClientSession(trust_env=True, connector=aiohttp.TCPConnector(limit=WORKERS)) as session:
        with path.open("w", encoding="utf-8") as feed:
            workers = [asyncio.create_task(work(session, queue, feed, seen)) for _ in range(WORKERS)]
            await queue.join()
            for worker in workers:
                worker.cancel()
    print(sum(1 for _ in path.open(encoding="utf-8")))


if __name__ == "__main__":
    asyncio.run(main())
