"""The few statements that every part of the store writes alike."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Executable, Table

T = TypeVar("T", str, int, bytes)

Row = dict[str, Any]
"""Values by column."""

MANY: Final = 500
"""How many values one `IN (…)` holds: SQLite of old allowed 999."""

STREAMED: Final = {"stream_results": True, "yield_per": 256}
"""Execution options for a long answer: rows are computed as they are taken, and what is not taken never is."""

_INSERTS: Final[dict[str, Callable[[Table], Any]]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(
    connection: Connection, table: Table, rows: Sequence[Row], changes: Callable[[Any], Mapping[str, Any]]
) -> None:
    """Insert rows; where the primary key is there already, make the changes that `changes(excluded)` names.

    `changes` is a function of a module, not one made for the call: the statement is built once for each.
    """
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, changes), list(rows))


@cache  # to build a statement takes longer than to carry it out
def _upsert(dialect: str, table: Table, changes: Callable[[Any], Mapping[str, Any]]) -> Executable:
    statement = _INSERTS[dialect](table)
    changed: Executable = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_=changes(statement.excluded)
    )
    return changed


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield the values in lists short enough for one `IN (…)`."""
    listed = sorted(values)
    for start in range(0, len(listed), MANY):
        yield listed[start : start + MANY]
