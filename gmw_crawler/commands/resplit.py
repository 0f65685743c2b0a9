"""`scrapy resplit [ID…]`: split the kept pages again, after a change of the templates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gmw_crawler.command import GmwCommand
from gmw_crawler.commands.history import named_article
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.progress import watched
from gmw_crawler.resplit import resplit
from gmw_crawler.schedule import read_schedule

if TYPE_CHECKING:
    import argparse

    from gmw_crawler.resplit import Tally
    from gmw_crawler.storage import Store


class Command(GmwCommand):
    """Makes revisions of what the templates read otherwise now."""

    def syntax(self) -> str:
        """Show the arguments."""
        return "[ID ...]"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Split kept pages again, with no network; what comes out otherwise is a new revision"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's signature)
        """Take the store, split, and say what became of it."""
        store = self.open_store()
        try:
            self._run(store, [named_article(word) for word in args])
        finally:
            store.close()

    def _run(self, store: Store, named: list[str]) -> None:
        for one in named:
            if not store.pages(one):
                raise ArgumentsError(f"no page of article {one} is kept")
        now = datetime.now(UTC)
        schedule = read_schedule(self.known_settings)
        run = store.begin_run(spider="resplit", arguments={"ids": " ".join(named)} if named else {}, started=now)
        word = "failed"
        try:
            ids = named or list(store.kept_ids())
            with watched("articles") as watch:
                address = self.known_settings["GMW_STORE"]
                tally = resplit(address, store, ids, schedule=schedule, now=now, watch=watch)
            word = "finished"
        finally:
            store.end_run(run, finished=datetime.now(UTC), verdict=word, reason=None, stats={})
        self._tell(tally)

    def _tell(self, tally: Tally) -> None:
        refused = sum(tally.refused.values())
        self.say(f"{len(tally.revised)} revised, {tally.unchanged} unchanged, {refused} refused")
        for reason, count in sorted(tally.refused.items()):
            self.say(f"  refused as {reason}: {count}")
        for article_id, error in tally.broken.items():
            self.exitcode = 1
            self.say(f"  broke at article {article_id}: {error}")
        for article_id in tally.revised:
            self.say(f"  revised: {article_id} (scrapy history {article_id})")
