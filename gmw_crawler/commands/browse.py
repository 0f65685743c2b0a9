"""`scrapy browse`: look around in a SQLite store with a browser, through datasette."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import ArgumentsError

if TYPE_CHECKING:
    import argparse

HERE: Final = Path(__file__).parents[1] / "browse"
LAST_PORT: Final = 65535
TIME_LIMIT: Final = 10_000
"""Milliseconds a query may take: the views parse every record they show."""


class Command(GmwCommand):
    """Becomes datasette over the store."""

    def syntax(self) -> str:
        """Show the option."""
        return "[--port N]"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Look around in a SQLite store with a browser: articles, search, tables, questions"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=8001, metavar="N", help="on 127.0.0.1 (default %(default)s)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prepare the store and the metadata, and become datasette."""
        if args:
            raise ArgumentsError("takes no arguments; `-s GMW_STORE=…` chooses the store")
        if not 1 <= opts.port <= LAST_PORT:
            raise ArgumentsError(f"--port {opts.port}: expected a number from 1 to {LAST_PORT}")
        store = self.open_store()
        address = store.address
        store.close()
        if not address.startswith("sqlite:///"):
            raise ArgumentsError("only a SQLite store can be browsed; PostgreSQL has tools of its own")
        if find_spec("datasette") is None:
            raise ArgumentsError("datasette is not installed; get it with: pip install -e '.[browse]'")
        path = Path(address.removeprefix("sqlite:///"))
        sys.stderr.write(f"browse: http://127.0.0.1:{opts.port}/read shows the articles; Ctrl-C ends\n")
        command = datasette_command(path, Path(tempfile.mkdtemp(prefix="gmw-browse-")), opts.port)
        os.execv(sys.executable, command)  # noqa: S606 - datasette, of this very Python


def datasette_command(store: Path, folder: Path, port: int) -> list[str]:
    """Write what datasette needs into a folder, and return the command that starts it."""
    from gmw_crawler.browse.metadata import metadata

    described = folder / "metadata.json"
    described.write_text(json.dumps(metadata(store.stem)), "utf-8")
    plugins = folder / "plugins"
    plugins.mkdir()
    # loaded last of all that lies there: datasette, which takes the place of this process, needs the folder no more
    plugin = f"from gmw_crawler.browse.plugin import *\nimport shutil\n\nshutil.rmtree({str(folder)!r})\n"
    (plugins / "gmw.py").write_text(plugin, "utf-8")
    options = ["--metadata", str(described), "--plugins-dir", str(plugins)]
    options += ["--template-dir", str(HERE / "templates"), "--setting", "sql_time_limit_ms", str(TIME_LIMIT)]
    options += ["--setting", "facet_time_limit_ms", str(TIME_LIMIT), "--setting", "suggest_facets", "off"]
    return [sys.executable, "-m", "datasette", "serve", str(store), *options, "--port", str(port)]
