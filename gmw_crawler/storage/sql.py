"""The few statements that every part of the store writes alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import LargeBinary, Text, bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from gmw_crawler.storage.columns import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Dialect, Table
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.dml import UpdateBase
    from sqlalchemy.types import TypeEngine

T = TypeVar("T", str, int, bytes)

Row = dict[str, Any]
"""Values by column."""

MANY: Final = 500
"""How many values one `IN (…)` holds: SQLite of old allowed 999."""

STREAMED: Final = {"stream_results": True, "yield_per": 256}
"""Execution options for a long answer: rows are computed as they are taken, and what is not taken never is."""

_INSERTS: Final[dict[str, Callable[[Table], Any]]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class _Among(FunctionElement[Any]):
    """A column, and the parameter with the values of which it has one.

    Of no type: a Boolean would be compared with 1 on SQLite, which has none, and no index helps with that.
    """

    inherit_cache = True


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (both are what SQLAlchemy wrote)


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({values})"


def among(column: ColumnElement[Any], name: str, kind: type[TypeEngine[Any]] = Text) -> ColumnElement[bool]:
    """Tell that a column has one of the values that the parameter of this name brings.

    However many they are, the statement stays the same, and nobody has to read it anew.
    """
    return _Among(column, bindparam(name, type_=Values(kind)))


class _Utf8(FunctionElement[bytes]):
    """A text as its bytes in utf-8."""

    type = LargeBinary()
    inherit_cache = True


@compiles(_Utf8, "sqlite")
def _utf8_sqlite(element: _Utf8, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"


@compiles(_Utf8, "postgresql")
def _utf8_postgresql(element: _Utf8, compiler: SQLCompiler, **options: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **options)}, 'UTF8')"


def utf8(column: ColumnElement[str]) -> ColumnElement[bytes]:
    """Return a text column as bytes: to make a str of each and bytes of that again takes a third of an export."""
    return _Utf8(column)


def insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that have the same columns."""
    execute_all(connection, _insert(table), rows)


def upsert(
    connection: Connection, table: Table, rows: Sequence[Row], changes: Callable[[Any], Mapping[str, Any]]
) -> None:
    """Insert rows; where the primary key is there already, make the changes that `changes(excluded)` names.

    `changes` is a function of a module, not one made for the call: the statement is built once for each.
    """
    execute_all(connection, _upsert(connection.dialect.name, table, changes), rows)


def execute_all(connection: Connection, statement: UpdateBase, rows: Sequence[Row]) -> None:
    """Carry out a statement of a module once for each row, all of the same columns.

    As `Connection.execute` does, which takes more time over a row than the database.
    """
    if rows:
        prepared = _prepare(connection.dialect, statement, tuple(rows[0]))
        connection.exec_driver_sql(prepared.text, prepared.parameters(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """A statement as the driver takes it."""

    text: str
    columns: tuple[Callable[[Sequence[Row]], Iterable[Any]], ...]
    """What gives the values of all rows for each place in the text."""

    def parameters(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        return list(zip(*(column(rows) for column in self.columns), strict=True))


@lru_cache(maxsize=64)  # all there are, several times over; a dialect belongs to an open store
def _prepare(dialect: Dialect, statement: UpdateBase, names: tuple[str, ...]) -> _Prepared:
    kind: Callable[..., Dialect] = type(dialect)
    by_place = dialect if dialect.positional else kind(paramstyle="format")
    compiled: Any = statement.compile(dialect=by_place, column_keys=list(names))
    return _Prepared(
        text=str(compiled),
        columns=tuple(
            _column(
                itemgetter(name) if name in names else None,
                compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect),
                compiled.params[name],
            )
            for name in compiled.positiontup
        ),
    )


def _column(
    take: Callable[[Row], Any] | None, written: Callable[[Any], Any] | None, constant: Any
) -> Callable[[Sequence[Row]], Iterable[Any]]:
    if take is None:
        value = constant if written is None else written(constant)
        return lambda rows: repeat(value, len(rows))
    if written is None:
        return lambda rows: map(take, rows)
    return lambda rows: map(written, map(take, rows))


@cache
def _insert(table: Table) -> UpdateBase:
    return insert(table)


@cache  # to build a statement takes longer than to carry it out
def _upsert(dialect: str, table: Table, changes: Callable[[Any], Mapping[str, Any]]) -> UpdateBase:
    statement = _INSERTS[dialect](table)
    changed: UpdateBase = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_=changes(statement.excluded)
    )
    return changed


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield the values in lists short enough for one `IN (…)`."""
    listed = sorted(values)
    for start in range(0, len(listed), MANY):
        yield listed[start : start + MANY]
