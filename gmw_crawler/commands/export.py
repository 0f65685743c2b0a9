"""`scrapy export DIR`: what is new for a consumer, each revision exactly once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.progress import watched
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.export import Order, export
from gmw_crawler.storage.verify import verify

if TYPE_CHECKING:
    import argparse

_CONSUMER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Command(GmwCommand):
    """Writes exports, and verifies them."""

    def syntax(self) -> str:
        """Show the argument."""
        return "DIR [options]"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Write the revisions committed since the last export to a folder, each once"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what an export can be told."""
        super().add_options(parser)
        add = parser.add_argument
        add("--consumer", default="default", metavar="NAME", help="whose folder it is (default: %(default)s)")
        add("--latest", action="store_true", help="only the newest revision of each article")
        add("--all", action="store_true", dest="rebuild", help="from nothing, into an empty folder")
        add("--since", metavar="TIME", help="only revisions committed on this day or at this time (ISO 8601), or later")
        add("--compress", choices=("gz", "zst"), help="compress the data file")
        add("--verify", action="store_true", help="write nothing: check every file in DIR against its manifest")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export, or verify."""
        if len(args) != 1:
            raise ArgumentsError(f"name one folder: scrapy export {self.syntax()}")
        folder = Path(args[0])
        if opts.verify:
            self._verify(folder)
            return
        if not _CONSUMER.fullmatch(opts.consumer):
            raise ArgumentsError(f"--consumer {opts.consumer!r}: letters, digits, `.`, `_` and `-` make a name")
        self._export(
            Order(
                folder=folder,
                consumer=opts.consumer,
                latest=opts.latest,
                rebuild=opts.rebuild,
                since=since_argument(opts.since),
                compress=opts.compress,
            )
        )

    def _export(self, order: Order) -> None:
        store = self.open_store()
        try:
            with watched("records") as watch:
                manifest = export(store, order, now=datetime.now(UTC), watch=watch)
        finally:
            store.close()
        if manifest is None:
            self.say(f"nothing new for consumer {order.consumer!r} in {order.folder}")
        else:
            self.say(f"{manifest.count} records in {order.folder / manifest.file}")

    def _verify(self, folder: Path) -> None:
        chain = verify(folder)
        records = sum(manifest.count for manifest in chain)
        self.say(f"{folder}: {records} records in {len(chain)} files, all as their manifests say")


def since_argument(value: str | None) -> str | None:
    """Return the time that `--since` names, in UTC; a day or a time without a zone is of UTC.

    >>> since_argument("2026-09-10")
    '2026-09-10T00:00:00Z'
    """
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return to_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):  # no time, or one that is before the year 1 in UTC
        raise ArgumentsError(
            f"--since {value!r}: expected a day (2026-09-10) or a time (2026-09-10T01:30:00Z)"
        ) from None
