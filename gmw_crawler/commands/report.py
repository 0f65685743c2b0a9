"""`scrapy report OUT.html`: what the store knows, on one page for an editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gmw_crawler import clock
from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.storage.columns import to_text

if TYPE_CHECKING:
    import argparse


class Command(GmwCommand):
    """Writes the report."""

    def syntax(self) -> str:
        """Show the argument."""
        return "OUT.html"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Write one self-contained page for an editor: days, sources, people, edits, reprints, runs"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's signature)
        """Gather the facts, and write the page."""
        if len(args) != 1:
            raise ArgumentsError("name one file to write: scrapy report report.html")
        from gmw_crawler.report.gather import gather
        from gmw_crawler.report.write import render

        now = clock.now()
        store = self.open_store()
        try:
            page = render(gather(store, now=now), store=store.address, now=to_text(now))
        finally:
            store.close()
        try:
            Path(args[0]).write_text(page, "utf-8")
        except OSError as error:
            raise ArgumentsError(f"{args[0]}: cannot be written: {error.strerror}") from error
        self.say(f"written to {args[0]}")
