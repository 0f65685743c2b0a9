from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from scrapy.settings import Settings

from gmw_crawler.render.find import find_browser, remedy
from tests.crawl.process import Place, replica

if TYPE_CHECKING:
    from collections.abc import Iterator

TRUST = {"GMW_BROWSER_IGNORE_CERTIFICATES": "1", "GMW_RENDER_TIMEOUT": "40"}
"""The replica's certificates are its own; and the machine may have other things to do."""


@pytest.fixture(scope="session", autouse=True)
def _browser() -> None:
    """These tests are about a real browser, and nothing stands in for it."""
    if find_browser(Settings({"GMW_BROWSER": ""})) is None:
        pytest.fail(f"no browser: {remedy()}")


@dataclass
class Rendering(Place):
    """A replica, a store, a folder for what is written, and one in which the browsers are recorded."""

    folder: Path = Path()
    temporary: str = ""

    def records(self) -> dict[str, dict[str, Any]]:
        """Return what the last crawl wrote with `-O`, by article id."""
        lines = (self.folder / "out.jsonl").read_text("utf-8").splitlines()
        return {record["id"]: record for record in map(json.loads, lines)}

    def crawl_to_file(self, *words: str, settings: dict[str, str] | None = None) -> None:
        said = self.crawl(*words, "-O", f"{self.folder / 'out.jsonl'}:jsonlines", settings=settings)
        assert said.status == 0, said.stderr

    def stats(self) -> dict[str, Any]:
        """Return the rendering's part of the last run's stats."""
        with closing(sqlite3.connect(self.file)) as connection:
            (text,) = connection.execute("select stats from runs order by number desc limit 1").fetchone()
        stats = json.loads(text)
        return {key.removeprefix("render/"): value for key, value in stats.items() if key.startswith("render/")}

    def browsers(self) -> list[int]:
        """Return the pids of what runs for crawls of this place and is no crawl: browsers, drivers."""
        mark = f"TMPDIR={self.temporary}".encode()
        return [pid for pid in _pids() if mark in _read(f"/proc/{pid}/environ").split(b"\0") and _is_browser(pid)]


def _pids() -> Iterator[int]:
    return (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())


def _is_browser(pid: int) -> bool:
    words = _read(f"/proc/{pid}/cmdline")
    return b"chrom" in words or b"playwright" in words.partition(b"\0")[0]


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError:  # it has ended in between
        return b""


@contextmanager
def rendering(folder: Path, *, root: Path | None = None) -> Iterator[Rendering]:
    """Serve a site for crawls that render.

    Temporary files go to a folder with a short name: the path of a socket of Chromium's must fit in 108 bytes.
    """
    with (
        replica(folder) if root is None else replica(folder, root) as site,
        TemporaryDirectory(prefix="gmw-", ignore_cleanup_errors=True) as temporary,
        mock.patch.dict(os.environ, TMPDIR=temporary),  # inherited by the crawls, and by what they start
    ):
        yield Rendering(site, f"sqlite:///{folder / 'gmw.sqlite'}", dict(TRUST), folder=folder, temporary=temporary)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Rendering]:
    """The bundled site."""
    with rendering(tmp_path) as place:
        yield place
