"""Types of columns that both databases know under other names, and how a time is written: one place for each."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import ARRAY, Text, TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine


@lru_cache(maxsize=1024)  # one visit writes its time some sixty times
def to_text(moment: datetime) -> str:
    """Return an aware time as the record writes it.

    >>> to_text(datetime(2026, 9, 10, 1, 30, tzinfo=UTC))
    '2026-09-10T01:30:00Z'
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str) -> datetime:
    """Return the time that `to_text` wrote."""
    return datetime.fromisoformat(text)


class Moment(TypeDecorator[datetime]):
    """A time, kept as the record writes it: the order of the words is the order of the times, on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write a time."""
        return None if value is None else to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read a time."""
        return None if value is None else from_text(value)


class Words(TypeDecorator[str]):
    """Text from outside. NUL goes: PostgreSQL cannot hold it, and no title or address means anything by it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write without NUL."""
        return value.replace("\0", "") if value else value


class Values(TypeDecorator["Iterable[Any]"]):
    """Texts or numbers, any number of them, as the one parameter of `sql.among`."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[TypeEngine[Any]] = Text) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Say what the database takes: SQLite knows no arrays."""
        return dialect.type_descriptor(ARRAY(self.kind) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        """Write the values."""
        values = list(value or ())
        return values if dialect.name == "postgresql" else orjson.dumps(values).decode()
