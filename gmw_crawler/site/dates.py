"""Times of day and days as the site writes them. gmw.cn writes Beijing time (UTC+8) and never says so."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple

_TIME: Final = re.compile(
    r"""
    # 2024-04-03, 2018年12月20日
    (?P<year>(?:19|20)\d\d) \s?[-/.年]\s? (?P<month>\d{1,2}) \s?[-/.月]\s? (?P<day>\d{1,2}) (?!\d) \s?日?
    (?:
        [\sT\u00a0\u3000]* (?P<hour>\d{1,2}) [:：时] (?P<minute>\d{2}) 分?   # 09:27
        (?: [:：] (?P<second>\d{2}) (?:[.:]\d{1,3})? )?  # :16, and the CMS's :16.0 or :16:0
    )?
    """,
    re.VERBOSE,
)

_OFTEN: Final = 40  # characters; what is longer is hardly met twice


class Time(NamedTuple):
    """A time or a day found in a text."""

    iso: str
    """`2024-04-03T09:27:00+08:00`, or `2018-12-20` where only a day was given."""
    start: int
    end: int
    """Where in the text it stands."""

    @property
    def day(self) -> str:
        """Return its day, `YYYY-MM-DD`."""
        return self.iso[:10]

    @property
    def minute(self) -> str | None:
        """Return it to the minute, or None for a day."""
        return self.iso[:16] if "T" in self.iso else None

    def is_bracketed(self, text: str) -> bool:
        """Tell whether nothing but a closing bracket follows it."""
        return text[self.end :].strip() in (")", "）", "]", "】") and self.start > 0


def read_time(text: str) -> Time | None:
    """Return the first real time or day in a text, or None.

    >>> read_time("来源：新华网2026-09-10 09:30").iso
    '2026-09-10T09:30:00+08:00'
    >>> read_time("2018年12月20日").iso
    '2018-12-20'
    """
    return (_read_often if len(text) <= _OFTEN else _read)(text)


def _read(text: str) -> Time | None:
    for found in _TIME.finditer(text):
        if (iso := _iso(*found.groups())) is not None:
            return Time(iso, found.start(), found.end())
    return None


_read_often: Final = lru_cache(4096)(_read)  # a page's lists name the same few days, and other pages the same articles


def _iso(year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None) -> str | None:
    try:
        if hour is None or minute is None:
            return date(int(year), int(month), int(day)).isoformat()
        clock = (int(hour), int(minute), int(second or 0))
        return f"{datetime(int(year), int(month), int(day), *clock).isoformat()}+08:00"  # noqa: DTZ001 - Beijing's
    except ValueError:  # 2018-13-45: digits that are no day
        return None
