"""One crawler over a week: a run for each line on standard input, a line of output when it has ended.

    python runs.py ours|cache|seen

One process for all runs saves the start of an interpreter for each; nothing is kept from run to run but files.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.reactor import install_reactor

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

QUICK: dict[str, Any] = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "ERROR"}


def runner_of(kind: str) -> tuple[AsyncCrawlerRunner, Any, dict[str, Any]]:
    """Return what runs the crawler, the spider, and its arguments."""
    settings = Settings()
    if kind == "ours":
        settings.setmodule("gmw_crawler.settings", priority="project")
        settings.setdict(QUICK | {"GMW_STORE": "sqlite:///gmw.sqlite"}, priority="cmdline")
        return AsyncCrawlerRunner(settings), "economy", {"render": "never"}
    from peer import SETTINGS, Plain

    settings.setdict(SETTINGS[kind], priority="project")
    return AsyncCrawlerRunner(settings), Plain, {"kind": kind}


async def serve(kind: str) -> None:
    """Run once for each line."""
    runner, spider, arguments = runner_of(kind)
    while await asyncio.to_thread(sys.stdin.readline):
        await runner.crawl(spider, **arguments)
        print("done", flush=True)


def main(_reactor: object) -> Deferred[None]:
    return deferred_from_coro(serve(sys.argv[1]))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.task import react

    react(main)
