"""A week of the site: what appears and what is edited in each hour, as files with the times that they would have."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from tests.benchmarks.generated.articles import NEWEST, Articles
from tests.benchmarks.generated.site import HOST, write_article, write_listings

if TYPE_CHECKING:
    from pathlib import Path

PER_HOUR: Final = 2
EDITED: Final = 0.1
"""Share of articles that the newsroom edits without a word, within a day of their appearance."""
ROWS: Final = 20
SEED: Final = 8


class Week:
    """`before` articles are there when it begins."""

    def __init__(self, folder: Path, before: int, hours: int) -> None:
        self._folder = folder
        self.before = before
        self.articles = Articles(before + PER_HOUR * hours, per_day=24 * PER_HOUR)
        self.begin: Final = datetime(NEWEST.year, NEWEST.month, NEWEST.day, 16, tzinfo=UTC) - timedelta(hours=hours)
        random = Random(SEED)
        self.edits: Final[dict[int, int]] = {
            number: (number - before) // PER_HOUR + random.randrange(1, 24)
            for number in range(before, self.articles.count)
            if random.random() < EDITED
        }
        """Number of the article: hour of its edit."""

    def time(self, hour: int) -> datetime:
        return self.begin + timedelta(hours=hour)

    def first(self) -> None:
        """Write the site as it is before the week; each article as old as its day."""
        for number in range(self.before):
            days = (self.before - 1 - number) // (24 * PER_HOUR)
            self._write(number, self.begin - timedelta(days=days, hours=1))
        self._write_lists(range(self.before), self.begin - timedelta(minutes=1))

    def pass_hour(self, hour: int) -> None:
        """Write what is new and what is edited in an hour (from 0)."""
        moment = self.time(hour) + timedelta(minutes=50)
        start = self.before + hour * PER_HOUR
        for number in range(start, start + PER_HOUR):
            self._write(number, moment)
        for number, when in self.edits.items():
            if when == hour:
                self._write(number, moment, edition=2)
        self._write_lists(range(start + PER_HOUR), moment)

    def _write(self, number: int, moment: datetime, edition: int = 1) -> None:
        place = self.articles.place(number)
        write_article(self._folder, self.articles, place, edition)
        _set_time(self._folder / place.url.removeprefix("https://"), moment)

    def _write_lists(self, numbers: range, moment: datetime) -> None:
        files = [self._folder / HOST / "index.html", *(self._folder / HOST).glob("node_*.htm")]
        before = {path: path.read_bytes() for path in files if path.exists()}
        write_listings(self._folder, self.articles, numbers, rows=ROWS)
        for path in (self._folder / HOST).glob("*.htm*"):
            if before.get(path) != path.read_bytes():
                _set_time(path, moment)


def _set_time(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))
