"""`scrapy schema`: the record as JSON Schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.schema import record_schema

if TYPE_CHECKING:
    import argparse


class Command(GmwCommand):
    """Prints the schema of an exported record."""

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Print the JSON Schema of an exported record"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's signature)
        """Print it."""
        if args:
            raise ArgumentsError("takes no arguments")
        self.say(json.dumps(record_schema(), ensure_ascii=False, indent=2))
