from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gmw_crawler.errors import ArgumentsError
from gmw_crawler.schedule import read_schedule

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
TABLES: dict[str, Any] = {
    "GMW_REVISIT_SCHEDULE": [[24, 4], [72, 12]],
    "GMW_RETRY_SCHEDULE": "[1, 6]",
    "GMW_REFUSAL_SCHEDULE": [24, 72],
}


@pytest.mark.parametrize(
    ("published", "hours"),
    [
        ("2026-09-10T09:30:00+08:00", 4),
        ("2026-09-10", 4),  # a day begins at midnight in China: twelve hours ago
        ("2026-09-09", 12),
        ("2026-09-08T01:00:00Z", 12),
        ("2026-09-07", None),
        ("2018-12-20", None),
        ("2026-09-11T09:30:00+08:00", 4),  # a page from the future is young
    ],
)
def test_revisits_grow_rarer_with_age_and_end(published: str, hours: int | None) -> None:
    due = read_schedule(TABLES).revisit(published, NOW)
    assert due == (None if hours is None else NOW + timedelta(hours=hours))


def test_failures_and_refusals_wait_longer_each_time_and_are_given_up() -> None:
    schedule = read_schedule(TABLES)
    hours = [
        None if due is None else (due - NOW) / timedelta(hours=1) for due in map(schedule.retry, range(3), [NOW] * 3)
    ]
    assert hours == [1, 6, None]
    assert [schedule.refused(attempts, NOW) for attempts in (0, 1, 2, 9)] == [
        NOW + timedelta(days=1), NOW + timedelta(days=3), None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GMW_REVISIT_SCHEDULE", [[24]]),
        ("GMW_REVISIT_SCHEDULE", [[72, 12], [24, 4]]),
        ("GMW_REVISIT_SCHEDULE", [[24, 0]]),
        ("GMW_REVISIT_SCHEDULE", "soon"),
        ("GMW_RETRY_SCHEDULE", [6, 1]),
        ("GMW_RETRY_SCHEDULE", [True]),
        ("GMW_RETRY_SCHEDULE", "{}"),
        ("GMW_REFUSAL_SCHEDULE", [1, 24]),
    ],
)
def test_a_table_that_cannot_be_used_is_named(name: str, value: object) -> None:
    with pytest.raises(ArgumentsError, match=name):
        read_schedule({**TABLES, name: value})
