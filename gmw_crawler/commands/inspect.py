"""`scrapy inspect URL|FILE`: one page, how it was split, and what is missing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

from rich.console import Console

from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.inspection.look import look, look_at_listing, to_json
from gmw_crawler.inspection.marked import mark
from gmw_crawler.inspection.tell import tell, tell_listing
from gmw_crawler.site.urls import is_article, on_site

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from gmw_crawler.inspection.look import Inspection


PLAIN_WIDTH: Final = 160
"""Columns where there is no terminal to ask."""


class Command(GmwCommand):
    """Looks at one page."""

    requires_crawler_process = True
    crawler_process: AsyncCrawlerProcess
    default_settings: ClassVar[dict[str, Any]] = {}
    settings: Settings  # set by Scrapy before it calls anything here

    def syntax(self) -> str:
        """Show the arguments."""
        return "URL | FILE… --url URL [--json] [--html OUT] [--render]"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Show how one page is split: each field, what found it, and what is missing"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument(
            "--url", help="the address that the files came from; several files are the pages of one article"
        )
        parser.add_argument("--json", action="store_true", help="print it as JSON")
        parser.add_argument("--html", metavar="OUT", help="write the page with every part that was found in a colour")

        parser.add_argument(
            "--render", action="store_true", help="show the lists as a browser has them, and what filled them"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to what matters beside the answer, unless `-L` says otherwise."""
        self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")
        super().process_options(args, opts)

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look at the page, and say what there is to say."""
        url, given = self._named(args, opts)
        console = Console(highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
        if is_article(url):
            self._show_article(url, given, opts, console)
            return
        if opts.html or opts.render:
            raise ArgumentsError(f"{url}: --html and --render show articles, and this is a listing")
        listing = look_at_listing((given or self._fetched(url))[0], url)
        self.say(to_json(listing)) if opts.json else console.print(tell_listing(listing))
        self.exitcode = 0 if listing.rows else 1

    def _show_article(self, url: str, given: list[bytes], opts: argparse.Namespace, console: Console) -> None:
        rendered = None
        if opts.render:
            from gmw_crawler.inspection.rendering import as_data, fetch_rendered, tell_rendered

            bodies, rendered = fetch_rendered(self.crawler_process, url, given)
        else:
            bodies = given or self._fetched(url)
        inspection = look(bodies, url)
        self.exitcode = 0 if inspection.article else 1
        if opts.json:
            data = inspection.as_data()
            self.say(to_json(data if rendered is None else data | {"rendered": as_data(rendered)}))
        else:
            console.print(tell(inspection))
            if rendered is not None:
                console.print(tell_rendered(rendered))
        if opts.html:
            self._write_html(inspection, opts.html)

    def _write_html(self, inspection: Inspection, name: str) -> None:
        try:
            Path(name).write_bytes(mark(inspection))
        except OSError as error:
            raise ArgumentsError(f"--html {name}: cannot be written: {error.strerror}") from error

    def _fetched(self, url: str) -> list[bytes]:
        from gmw_crawler.inspection.fetch import fetch

        return fetch(self.crawler_process, url)

    def _named(self, args: list[str], opts: argparse.Namespace) -> tuple[str, list[bytes]]:
        """Return the address that the arguments name, and the bodies, none if they are to be fetched."""
        if not args:
            raise ArgumentsError("name a page: scrapy inspect https://economy.gmw.cn/… or a file with --url")
        is_address = "://" in args[0]
        if is_address and (len(args) > 1 or opts.url):
            raise ArgumentsError("give one address, or files and --url")
        url = args[0] if is_address else opts.url
        if url is None:
            raise ArgumentsError("a file does not say where it came from: add --url https://economy.gmw.cn/…")
        if not on_site(url) or not _is_sound(url):
            raise ArgumentsError(f"{url}: is no address of gmw.cn")
        return url, [] if is_address else [_read(name) for name in args]


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ArgumentsError(f"{name}: cannot be read: {error.strerror}") from error


def _is_sound(url: str) -> bool:
    """Tell whether an address can be asked for: its port is one, and its bytes were text."""
    try:
        return urlsplit(url).port != 0 and bool(url.encode())
    except ValueError:
        return False
