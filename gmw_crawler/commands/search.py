"""`scrapy search WORDS`: the stored articles that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from rich.console import Console
from rich.text import Text

from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.storage.terms import phrases, query_terms

if TYPE_CHECKING:
    import argparse

    from gmw_crawler.storage.protocol import Hit


class Command(GmwCommand):
    """Searches the stored articles."""

    def syntax(self) -> str:
        """Show the arguments."""
        return "WORDS… [--limit N] [--json]"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Find stored articles by their words: Chinese of any length, and whole words of other scripts"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="show at most so many (default 20)")
        parser.add_argument("--json", action="store_true", help="print the hits as JSON, one a line")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the hits, the latest stored first; exit status 1 where there is none, as grep has it."""
        words = " ".join(args)
        if not query_terms(words):
            raise ArgumentsError("name what to look for: scrapy search 夜间经济")
        if opts.limit < 1:
            raise ArgumentsError(f"--limit {opts.limit}: expected a number from 1")
        store = self.open_store()
        try:
            hits = store.search(words, limit=opts.limit)
        finally:
            store.close()
        self.exitcode = 0 if hits else 1
        console = Console(highlight=False, soft_wrap=True)
        for hit in hits:
            if opts.json:
                self.say(orjson.dumps(hit).decode())
            else:
                console.print(tell(hit, phrases(words)))


def tell(hit: Hit, wanted: list[str]) -> Text:
    """Return a hit in a few lines, with the words that were searched for marked."""
    told = Text()
    told.append(f"{hit.article_id}  {(hit.published or 'no day')[:10]}  ", style="dim")
    told.append(hit.title, style="bold")
    told.append(f"\n    {hit.snippet}\n    ")
    told.append(hit.url, style="dim")
    told.highlight_words(wanted, "bold yellow", case_sensitive=False)
    return told
