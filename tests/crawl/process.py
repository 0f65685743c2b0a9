"""Crawls as real processes against the replica."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmw_crawler.replica.process import DEFAULT_ROOT, Replica
from gmw_crawler.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CHECKOUT = Path(__file__).resolve().parents[2]
HURRY = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0"}
PATIENCE = 90  # seconds for a whole crawl, on a machine that does other things too


@dataclass
class Ended:
    """A process that has ended."""

    status: int
    stdout: str
    stderr: str
    seconds: float


@dataclass
class Place:
    """A replica and a store."""

    site: Replica
    store: str
    settings: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str, settings: Mapping[str, str] | None = None) -> list[str]:
        given = {**HURRY, "GMW_STORE": self.store, **self.settings, **(settings or {})}
        options = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
        return [sys.executable, "-m", "scrapy", words[0], *options, *words[1:]]  # the last -s of a name wins

    def start(
        self,
        *words: str,
        settings: Mapping[str, str] | None = None,
        before: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[str]:
        """Start a command, behind another that runs it (`before`) and with another environment if need be."""
        return subprocess.Popen(
            [*before, *self.command(*words, settings=settings)],
            cwd=CHECKOUT,
            env={**os.environ, **self.site.environment, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, **how: Any) -> Ended:
        return ended(self.start(*words, **how))

    def crawl(self, *words: str, **how: Any) -> Ended:
        return self.run("crawl", *words, **how)

    @property
    def file(self) -> Path:
        """The file of a SQLite store."""
        return Path(self.store.removeprefix("sqlite:///"))

    def stored(self) -> list[str]:
        return sorted(self.read(lambda store: list(store.article_ids())))

    def read(self, question: Callable[[Any], Any]) -> Any:
        store = open_store(self.store, create=False)
        try:
            return question(store)
        finally:
            store.close()

    def requests(self) -> list[dict[str, Any]]:
        return self.site.requests()


def ended(process: subprocess.Popen[str]) -> Ended:
    began = time.monotonic()
    try:
        stdout, stderr = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        stdout, stderr = process.communicate()
        raise AssertionError(f"no end after {PATIENCE} s:\n{stderr[-3000:]}") from None
    return Ended(process.returncode, stdout, stderr, time.monotonic() - began)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str], *, seconds: float = 30) -> None:
    """Poll until something is so, while the process lives."""
    until = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None or time.monotonic() > until:
            process.send_signal(signal.SIGKILL)
            raise AssertionError(f"it never came to be so:\n{process.communicate()[1][-3000:]}")
        time.sleep(0.01)


def replica(folder: Path, root: Path = DEFAULT_ROOT) -> Replica:
    return Replica(root, log=folder / "requests.jsonl")


def place_of(request: Mapping[str, Any]) -> str:
    """Return host, path and query of a logged request."""
    query = request["query"]
    return f"{request['host']}{request['path']}" + (f"?{query}" if query else "")
