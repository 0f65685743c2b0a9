"""`scrapy demo`: the whole job on a bundled copy of the site, with no network.

A replica of the site answers on 127.0.0.1, the crawler runs against it unchanged (only the proxy and the delays
differ from a live run), and what it stored is exported. Each demo has a folder of its own.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from gmw_crawler.command import GmwCommand
from gmw_crawler.commands.crawl import crawl
from gmw_crawler.errors import ArgumentsError, GmwError
from gmw_crawler.extensions.summary import SummaryExtension
from gmw_crawler.replica.process import DEFAULT_ROOT, Replica
from gmw_crawler.storage.export import Order, export

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from scrapy.settings import Settings

    from gmw_crawler.storage.folder import Manifest

HOME: Final = Path("demo")
"""Where demos are kept, in the current directory: `demo/1`, `demo/2`, …"""

NO_DELAYS: Final = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
"""The replica is ours to hurry."""


class Command(GmwCommand):
    """Runs the demo."""

    requires_crawler_process = True
    crawler_process: AsyncCrawlerProcess
    default_settings: ClassVar[dict[str, Any]] = {}  # unlike other commands, one with a log
    settings: Settings  # set by Scrapy before it calls anything here

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to errors, unless `-L` says otherwise: the summary is what there is to see."""
        self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")
        super().process_options(args, opts)

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Crawl a bundled copy of the site, export it, and say what happened; needs no network"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the replica into a fresh folder, and export what was stored."""
        del opts
        if args:
            raise ArgumentsError(f"takes no argument, but got {args[0]!r}")
        if not DEFAULT_ROOT.is_dir():
            raise GmwError(f"the bundled site is not at {DEFAULT_ROOT}; run the demo from a checkout")
        folder = fresh_folder(HOME)
        self.say(f"Crawling the bundled copy of economy.gmw.cn into {folder} …")
        began = time.monotonic()
        crawler, self.exitcode = self._crawl(folder)
        manifest = self._export(folder)
        for line in report(crawler, folder, manifest, seconds=time.monotonic() - began):
            self.say(line)

    def _crawl(self, folder: Path) -> tuple[Crawler, int]:
        settings = {"GMW_STORE": f"sqlite:///{folder / 'gmw.sqlite'}", **NO_DELAYS}
        self.settings.setdict(settings, priority="cmdline")
        with Replica(log=folder / "requests.jsonl") as site:
            use_proxy(site.environment)
            return crawl(self.crawler_process, "economy", {})

    def _export(self, folder: Path) -> Manifest | None:
        store = self.open_store()
        try:
            return export(store, Order(folder=folder / "export"), now=datetime.now(UTC))
        finally:
            store.close()


def use_proxy(environment: dict[str, str]) -> None:
    """Send every request of this process through the replica, whatever the environment said before."""
    for name in [name for name in os.environ if name.lower() in {"http_proxy", "https_proxy", "no_proxy"}]:
        del os.environ[name]
    os.environ.update(environment)


def fresh_folder(home: Path) -> Path:
    """Make and return the first of home/1, home/2, … that is not there; GmwError where none can be made."""
    for number in count(1):
        folder = home / str(number)
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise GmwError(f"{folder}: cannot be made ({error.strerror}); run the demo where you may write") from error
        return folder
    raise AssertionError("count() does not end")


def report(crawler: Crawler, folder: Path, manifest: Manifest | None, *, seconds: float) -> Iterator[str]:
    """Yield the summary, line by line."""
    stats = crawler.stats.get_stats()
    yield ""
    yield f"Done in {seconds:.1f} seconds."
    yield f"Listings walked     {stats.get('listings/read', 0)} of {stats.get('listings/asked', 0)}: {_pages(stats)}"
    yield f"Articles stored     {stats.get('store/stored', 0)}"
    yield f"Duplicates dropped  {stats.get('listings/again', 0)} rows named an article that another row had named"
    refused = crawler.get_extension(SummaryExtension)
    pages = sorted([] if refused is None else refused.refused)
    yield f"Pages refused       {len(pages)}"
    yield from (f"    {reason:<12}{url}" for reason, url in pages)
    yield from _warnings(stats)
    yield f"Store               {folder / 'gmw.sqlite'}"
    if manifest is not None:
        yield f"Export              {folder / 'export' / manifest.file} ({manifest.count} records)"
    yield ""
    yield f"Look closer:        {program()} status -s GMW_STORE=sqlite:///{folder / 'gmw.sqlite'}"


def program() -> str:
    """Return how Scrapy was started, where that was by a path such as `.venv/bin/scrapy`."""
    typed = Path(sys.argv[0])
    return str(typed) if typed.name == "scrapy" and not typed.is_absolute() else "scrapy"


def _pages(stats: dict[str, Any]) -> str:
    said = f"{stats.get('listings/pages', 0)} pages with {stats.get('listings/rows', 0)} rows"
    lost = [f"{stats[key]} {key.removeprefix('listings/')}" for key in sorted(stats) if key in _LOST]
    return ", ".join([said, *lost])


_LOST: Final = frozenset({"listings/missing", "listings/failed", "listings/forbidden", "listings/empty"})


def _warnings(stats: dict[str, Any]) -> Iterator[str]:
    prefix = "check/warning/"
    found = {key.removeprefix(prefix): stats[key] for key in sorted(stats) if key.startswith(prefix)}
    yield f"Warnings            {sum(found.values())}"
    yield from (f"    {number:<12}{code}" for code, number in found.items())
