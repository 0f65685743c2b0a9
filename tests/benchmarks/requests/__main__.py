"""A week of hourly runs: what each crawler asks the site for, what it misses, and what it never notices.

    python -m tests.benchmarks.requests [--hours 168] [--articles 600]

The week is simulated: site, crawlers and their clocks are told the time by libfaketime (installed by apt where it is
missing). Two articles appear an hour; one in ten is edited within a day. The first run, which fetches what is there,
is not counted. The counts do not depend on the load of the machine. Prints one Markdown table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from unittest import mock

from gmw_crawler.replica.process import Replica
from tests.benchmarks.requests.week import Week

if TYPE_CHECKING:
    from datetime import datetime

HERE: Final = Path(__file__).parent
CHECKOUT: Final = HERE.parents[2]
CRAWLERS: Final = {
    "**ours**": "ours",
    "plain Scrapy with its HTTP cache": "cache",
    "plain Scrapy with a seen-filter": "seen",
}


@dataclass(slots=True)
class Account:
    """What one crawler asked for, after the first run."""

    requests: int = 0
    not_modified: int = 0
    bytes: int = 0
    fetched: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Path of an article: hours in which it was answered whole."""

    def add(self, hour: int, entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            if entry["method"] == "CONNECT":
                continue
            if hour >= 0:
                self.requests += 1
                self.not_modified += entry["status"] == 304
                self.bytes += entry["bytes"]
            if entry["status"] == 200 and "content_" in entry["path"]:
                self.fetched[entry["path"]].append(hour)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=int, default=7 * 24)
    parser.add_argument("--articles", type=int, default=600, help="there when the week begins")
    options = parser.parse_args()
    accounts = {name: Account() for name in CRAWLERS}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        week = Week(folder / "site", options.articles, options.hours)
        week.first()
        clock = Clock(folder / "clock")
        clock.set(week.time(0))
        stack.enter_context(mock.patch.dict(os.environ, clock.environment | {"PYTHONPATH": str(CHECKOUT)}))
        lanes = [stack.enter_context(Lane(kind, folder)) for kind in CRAWLERS.values()]
        for hour in range(-1, options.hours):
            if hour >= 0:
                week.pass_hour(hour)
            clock.set(week.time(hour + 1))
            for lane in lanes:
                lane.begin()
            for lane, account in zip(lanes, accounts.values(), strict=True):
                account.add(hour, lane.end())
            print(f"hour {hour + 1} of {options.hours}", end="\r", file=sys.stderr)
    print(table(week, options.hours, accounts))


class Clock:
    """The time that every process is told: a file that libfaketime reads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.environment: Final = {
            "LD_PRELOAD": str(faketime()),
            "FAKETIME_TIMESTAMP_FILE": str(path),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        }

    def set(self, moment: datetime) -> None:
        """Set all clocks to a moment, from which they go on."""
        aside = self._path.with_suffix(".new")
        aside.write_text(f"{moment.timestamp() - time.time():+.0f}\n")
        aside.replace(self._path)


class Lane:
    """One crawler and the site as it alone sees it, with its own access log."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._kind = kind
        self._place = folder / kind
        self._site = Replica(folder / "site", folder / f"{kind}.log")
        self._told = 0

    def __enter__(self) -> Self:
        self._place.mkdir()
        self._site.__enter__()
        self._errors = (self._place / "stderr").open("w")
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "runs.py"), self._kind],
            cwd=self._place,
            env=os.environ | self._site.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        self._errors.close()
        self._site.__exit__()

    def begin(self) -> None:
        """Begin a run."""
        assert self._process.stdin is not None
        self._process.stdin.write("run\n")
        self._process.stdin.flush()

    def end(self) -> list[dict[str, Any]]:
        """Wait for the end of the run and return its requests."""
        assert self._process.stdout is not None
        while (line := self._process.stdout.readline()) != "done\n":
            if not line:
                sys.exit(f"{self._kind} ended:\n{(self._place / 'stderr').read_text()[-3000:]}")
        entries = self._site.requests()[self._told :]
        self._told += len(entries)
        return entries


def faketime() -> Path:
    """Return the library that tells a program the time; installed by apt where it is missing."""
    for _ in range(2):
        found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        if found:
            return found[0]
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "faketime"], check=True)
    sys.exit("libfaketime is not there: install the system's package `faketime`")


def table(week: Week, hours: int, accounts: dict[str, Account]) -> str:
    new = range(week.before, week.articles.count)
    edited = sum(when < hours for when in week.edits.values())
    lines = [
        f"{hours} hourly runs, {week.before} articles before them, {len(new)} new ones, {edited} of these edited.",
        "",
        "| crawler | requests | a run | a new article | of them 304 | MiB | new had | edits noticed (median h) |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, account in accounts.items():
        had = sum(path_of(week, number) in account.fetched for number in new)
        noticed = [delay for number in week.edits if (delay := noticed_after(week, number, account)) is not None]
        median = f" ({statistics.median(noticed):.0f})" if noticed else ""
        lines.append(
            f"| {name} | {account.requests} | {account.requests / hours:.1f} | {account.requests / len(new):.1f} | "
            f"{account.not_modified} | {account.bytes / 2**20:.0f} | {had} | {len(noticed)}{median} |"
        )
    return "\n".join(lines)


def path_of(week: Week, number: int) -> str:
    return week.articles.place(number).url.partition("gmw.cn")[2]


def noticed_after(week: Week, number: int, account: Account) -> int | None:
    """Return how many hours after its edit an article was fetched, None if never."""
    when = week.edits[number]
    after = [hour - when for hour in account.fetched.get(path_of(week, number), ()) if hour >= when]
    return min(after, default=None)


if __name__ == "__main__":
    main()
