"""The one place where the crawler reads the time: the core and the store are told it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present, aware and in UTC."""
    return datetime.now(UTC)
