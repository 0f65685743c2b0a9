"""`scrapy crawl SPIDER`: Scrapy's own, with exit statuses that mean something and one clear line for what is wrong.

Scrapy's ends with 0 for nearly everything. Ours: 0 all well, 1 no listing could be read or the store failed,
2 bad arguments, 3 unhealthy, 75 another run holds the store.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from gmw_crawler.command import (
    add_traceback,
    refuse_unknown_options,
    refuse_unknown_settings,
    refuse_values_of_another_kind,
    tell_error,
)
from gmw_crawler.errors import ArgumentsError, GmwError
from gmw_crawler.extensions.run import RunExtension
from gmw_crawler.health.expectations import read_expectations
from gmw_crawler.render.find import find_browser, remedy
from gmw_crawler.render.limits import read_limits
from gmw_crawler.schedule import read_schedule
from gmw_crawler.spiders.base import GmwSpider
from gmw_crawler.verdict import FAILED, judge

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from scrapy.settings import BaseSettings, Settings


class Command(ScrapyCrawl):
    """Runs a spider."""

    settings: Settings  # set by Scrapy before it calls anything here
    crawler_process: AsyncCrawlerProcess  # the same

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--traceback`, which every command of ours has."""
        super().add_options(parser)
        add_traceback(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that can be checked before anything is built or logged."""
        try:
            self._check(args, opts)
        except GmwError as error:
            sys.exit(tell_error("crawl", error, opts))

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
        except UsageError as error:
            raise ArgumentsError(str(error)) from error
        refuse_unknown_options(args)
        refuse_unknown_settings(self.settings)
        refuse_values_of_another_kind(self.settings)
        check_feeds(self.settings)
        check(self.settings, args, opts.spargs)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and set the exit status."""
        try:
            _, self.exitcode = crawl(self.crawler_process, args[0], opts.spargs)
        except GmwError as error:
            self.exitcode = tell_error("crawl", error, opts)


def check(settings: BaseSettings, args: list[str], given: Mapping[str, str]) -> None:
    """Raise ArgumentsError for an unknown spider, a wrong argument of it, or a table of the settings that is none."""
    loader = get_spider_loader(settings)
    known = ", ".join(sorted(loader.list()))
    if len(args) != 1:
        raise ArgumentsError(f"name one spider, such as `scrapy crawl economy`; there are: {known}")
    try:
        spider = loader.load(args[0])
    except KeyError as error:
        raise ArgumentsError(f"there is no spider {args[0]!r}; there are: {known}") from error
    if issubclass(spider, GmwSpider):
        spider.check_arguments(given)
        check_browser(settings, given)
    check_proxy()
    read_schedule(settings)
    read_expectations(settings)
    if not str(settings["GMW_WINDOW"]).isdecimal() or settings.getint("GMW_WINDOW") < 1:
        raise ArgumentsError(f"GMW_WINDOW={settings['GMW_WINDOW']!r}: expected a number of articles, from 1")


def check_feeds(settings: BaseSettings) -> None:
    """Raise ArgumentsError for a file of -o or -O that cannot be written: Scrapy would crawl, and end well without."""
    for feed in map(str, settings.getdict("FEEDS")):
        name = feed.removeprefix("file://")
        if name.startswith("stdout:") or "://" in name:
            continue
        path = Path(name).absolute()
        there = next(one for one in (path, *path.parents) if one.exists())
        is_fit = there.is_dir() != (there == path)  # a file, or a folder to make one in
        if not is_fit or not os.access(there, os.W_OK):
            raise ArgumentsError(f"{feed}: cannot be written; name another file for -o or -O")


def check_proxy() -> None:
    """Raise ArgumentsError for a proxy of https that Scrapy cannot use; its value may hold a password."""
    proxy = getproxies().get("https")
    if proxy and not proxy.lower().startswith("http://"):
        raise ArgumentsError("https_proxy names no proxy that can be used; expected http://host:port, with the http://")


def check_browser(settings: BaseSettings, given: Mapping[str, str]) -> None:
    """Raise ArgumentsError where a setting of the rendering is wrong, or `render=always` finds no browser."""
    read_limits(settings)
    mode = given.get("render", "auto")
    if mode != "never" and find_browser(settings) is None and mode == "always":
        raise ArgumentsError(f"render=always: there is no browser; {remedy()}")


def crawl(process: AsyncCrawlerProcess, name: str, given: Mapping[str, Any]) -> tuple[Crawler, int]:
    """Run a spider to its end; return its crawler, for its stats, and the exit status.

    GmwError: the run could not begin (the store is held, is not there, …).
    """
    crawler = process.create_crawler(name)
    gc.freeze()  # the end of the process looks for garbage once more: 0.3 s, without what was there before
    task = process.crawl(crawler, **given)
    process.start()
    if not task.done() or task.cancelled():  # Ctrl-C, twice
        return crawler, FAILED
    if error := task.exception():
        raise error
    run = crawler.get_extension(RunExtension)
    if run is not None and run.failure is not None:
        return crawler, FAILED
    stats = crawler.stats.get_stats()
    return crawler, judge(stats, stats.get("finish_reason", "start_error")).status
