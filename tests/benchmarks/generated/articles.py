"""The articles of the generated site: where each stands, and what it says. The same number gives the same article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from tests.benchmarks.generated.words import Writer

NEWEST: Final = date(2026, 11, 20)
PER_DAY: Final = 150
FIRST_ID: Final = 31_000_000
STEP: Final = 7  # ids are unique over all channels, so those of one have gaps

ERAS: Final = (*("current",) * 14, *("old",) * 4, "commentary", "picture")
"""Twenty articles in turn: 70 % of the current era, 20 % old, 5 % commentary, 5 % picture pages."""
CHANNELS: Final = (*("economy",) * 16, "finance", "finance", "politics", "tech")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article stands."""

    number: int
    id: str
    channel: str
    era: str
    day: date
    url: str


class Articles:
    """Articles 0 (oldest) to `count - 1` (newest)."""

    def __init__(self, count: int, per_day: int = PER_DAY) -> None:
        self.count = count
        self.per_day = per_day
        self._titles: dict[int, str] = {}

    def place(self, number: int) -> Place:
        article_id = str(FIRST_ID + number * STEP)
        channel = CHANNELS[number * 7 % 20]
        day = NEWEST - timedelta(days=(self.count - 1 - number) // self.per_day)
        url = f"https://{channel}.gmw.cn/{day:%Y-%m}/{day:%d}/content_{article_id}.htm"
        return Place(number=number, id=article_id, channel=channel, era=ERAS[number * 3 % 20], day=day, url=url)

    def title(self, number: int) -> str:
        if number not in self._titles:
            self._titles[number] = Writer(Random(number)).title()
        return self._titles[number]

    def writer(self, number: int) -> tuple[Writer, Random]:
        """Return what writes the article's words, its title already written."""
        random = Random(number)
        writer = Writer(random)
        writer.title()
        return writer, random

    def named_by(self, number: int) -> list[int]:
        """Return the numbers of the 28 older articles that its lists name: 6 related, 2 in focus, 20 recommended."""
        random = Random(-1 - number)
        return [random.randrange(max(number, 1)) for _ in range(28)]
