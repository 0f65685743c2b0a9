"""When to ask for an article again: pure functions over the tables of the settings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from gmw_crawler.errors import ArgumentsError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHINA: Final = timezone(timedelta(hours=8))
"""The site's own time; a day without an hour begins there."""

LEAST_AFTER_REFUSAL: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The tables `GMW_REVISIT_SCHEDULE`, `GMW_RETRY_SCHEDULE` and `GMW_REFUSAL_SCHEDULE`, checked."""

    revisits: tuple[tuple[timedelta, timedelta], ...]
    """(younger than, every), youngest first."""
    retries: tuple[timedelta, ...]
    """After the first, second, … failure in a row."""
    refusals: tuple[timedelta, ...]
    """After the first, second, … refusal in a row."""

    def revisit(self, published: str, now: datetime) -> datetime | None:
        """Return when to visit an article published at an ISO time or day again, None for never."""
        age = now - _moment(published)
        return next((now + every for younger_than, every in self.revisits if age < younger_than), None)

    def retry(self, attempts: int, now: datetime) -> datetime | None:
        """Return when to try again after a failure that `attempts` others came before, None to give up."""
        return now + self.retries[attempts] if attempts < len(self.retries) else None

    def refused(self, attempts: int, now: datetime) -> datetime | None:
        """Return when to try again after a refusal that `attempts` others came before, None to give up."""
        return now + self.refusals[attempts] if attempts < len(self.refusals) else None


def read_schedule(settings: Mapping[str, Any]) -> Schedule:
    """Return the schedule of the settings; ArgumentsError names the table that cannot be used.

    >>> tables = {"GMW_REVISIT_SCHEDULE": "[[24, 4]]", "GMW_RETRY_SCHEDULE": [1], "GMW_REFUSAL_SCHEDULE": [24]}
    >>> read_schedule(tables).revisits
    ((datetime.timedelta(days=1), datetime.timedelta(seconds=14400)),)
    """
    return Schedule(
        revisits=_revisits(settings),
        retries=_intervals(settings, "GMW_RETRY_SCHEDULE", least=timedelta(0)),
        refusals=_intervals(settings, "GMW_REFUSAL_SCHEDULE", least=LEAST_AFTER_REFUSAL),
    )


def _revisits(settings: Mapping[str, Any]) -> tuple[tuple[timedelta, timedelta], ...]:
    name = "GMW_REVISIT_SCHEDULE"
    rows = _table(settings, name)
    if not all(isinstance(row, list | tuple) and len(row) == 2 for row in rows):  # noqa: PLR2004
        raise ArgumentsError(f"{name}={rows!r}: expected [[younger than (hours), every (hours)], …]")
    table = tuple((_hours(young, name), _hours(every, name)) for young, every in rows)
    if list(table) != sorted(table) or any(every <= timedelta(0) for _, every in table):
        raise ArgumentsError(f"{name}={rows!r}: ages must grow from row to row, and intervals be more than 0 hours")
    return table


def _intervals(settings: Mapping[str, Any], name: str, *, least: timedelta) -> tuple[timedelta, ...]:
    rows = _table(settings, name)
    table = tuple(_hours(row, name) for row in rows)
    if list(table) != sorted(table) or any(interval < least for interval in table):
        raise ArgumentsError(f"{name}={rows!r}: intervals must not shrink, and be at least {least}")
    return table


def _table(settings: Mapping[str, Any], name: str) -> list[Any]:
    value = settings[name]
    if isinstance(value, str):  # from the environment or the command line
        try:
            value = json.loads(value)
        except json.JSONDecodeError as error:
            raise ArgumentsError(f"{name}={value!r}: expected JSON, such as [1, 6, 24]") from error
    if not isinstance(value, list | tuple):
        raise ArgumentsError(f"{name}={value!r}: expected a list")
    return list(value)


def _hours(value: object, name: str) -> timedelta:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ArgumentsError(f"{name}: {value!r} is no number of hours")
    return timedelta(hours=value)


def _moment(published: str) -> datetime:
    moment = datetime.fromisoformat(published)
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC)
