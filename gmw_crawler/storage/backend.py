"""The one seam between SQLite and PostgreSQL: how each connects, begins, upserts, and says what went wrong."""

from __future__ import annotations

import re
import sqlite3
from abc import ABC, abstractmethod
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import orjson
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError

from gmw_crawler.errors import StoreAddressError, StoreDataError, StoreError
from gmw_crawler.storage.lock import AdvisoryLock, FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

    from gmw_crawler.storage.lock import RunLock

PATIENCE: Final = 30
"""Seconds to wait for another writer before the store counts as locked."""


class Backend(ABC):
    """One kind of database."""

    example: ClassVar[str]
    """How an address of this kind looks."""

    def __init__(self, url: URL) -> None:
        self.name: Final = url.render_as_string(hide_password=True)
        self.engine: Final = self.make_engine(url)
        self.lock: Final = self.make_lock()

    @abstractmethod
    def make_engine(self, url: URL) -> Engine:
        """Return an engine; StoreAddressError where the address lacks something."""

    @abstractmethod
    def make_lock(self) -> RunLock:
        """Return the lock that one run at a time can hold."""

    @abstractmethod
    def exists(self) -> bool:
        """Tell whether there is a database to connect to, without making one."""

    @abstractmethod
    def explain(self, error: DBAPIError) -> str:
        """Return what went wrong in words for an operator."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reads that see one state of the store."""
        with self.errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is committed at the end and undone by an error."""
        with self.errors(), self.lock.connection_or(self.engine) as connection, connection.begin():
            yield connection

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what a driver raises into our errors, one line each."""
        try:
            yield
        except (DataError, orjson.JSONEncodeError, UnicodeEncodeError, OverflowError) as error:
            raise StoreDataError(f"{self.name}: cannot be stored: {_one_line(error)}") from error
        except DBAPIError as error:
            raise StoreError(f"{self.name}: {self.explain(error)}") from error


class Sqlite(Backend):
    """A file on a local disk."""

    example = "sqlite:///path/to/gmw.sqlite"

    def make_engine(self, url: URL) -> Engine:
        """Return an engine over the file."""
        if not url.database or url.database == ":memory:":
            raise StoreAddressError(f"GMW_STORE={self.name}: names no file; expected {self.example}")
        self.path: Path = Path(url.database).absolute()
        if not self.path.parent.is_dir():
            raise StoreError(f"{self.name}: the folder {self.path.parent} does not exist; make it, or name another")
        engine = create_engine(f"sqlite:///{self.path}", connect_args={"timeout": PATIENCE}, max_overflow=-1)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def make_lock(self) -> RunLock:
        """Return a lock on a file beside the store."""
        return FileLock(self.path.with_name(f"{self.path.name}.lock"))

    def exists(self) -> bool:
        """Tell whether the file is there."""
        return self.path.exists()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that has the right to write from the start: it never has to ask for it in the middle."""
        with self.errors(), self.engine.connect() as connection:
            connection.execution_options(gmw_writes=True)
            with connection.begin():
                yield connection

    def explain(self, error: DBAPIError) -> str:
        """Name the usual troubles of a file."""
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code is None:
            return _one_line(error)
        primary = code & 0xFF
        return _SQLITE_TROUBLES.get(primary, "{}").format(_one_line(error))


_SQLITE_TROUBLES: Final = {
    sqlite3.SQLITE_BUSY: f"is locked: another program has kept it for more than {PATIENCE} s ({{}})",
    sqlite3.SQLITE_FULL: "the disk is full ({}); what was committed stays",
    sqlite3.SQLITE_IOERR: "the disk fails or is full ({}); what was committed stays",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened ({})",
    sqlite3.SQLITE_READONLY: "cannot be written ({}), which even reading it needs: work as its owner, or on a copy",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database ({})",
    sqlite3.SQLITE_CORRUPT: "is damaged ({}); restore it from a backup",
}


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would say it too late
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")  # readers and one writer at the same time
    cursor.execute("PRAGMA synchronous = FULL")  # a commit survives a power cut; WAL's usual NORMAL may lose the last
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA cache_size = -32768")  # KiB; the default of 2 MiB thrashes at a million articles
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("gmw_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Postgres(Backend):
    """A database of a PostgreSQL server."""

    example = "postgresql://user:password@host/database"

    def make_engine(self, url: URL) -> Engine:
        """Return an engine over the server."""
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={
                "connect_timeout": 10,
                "application_name": "gmw_crawler",
                # no JIT: of a long answer the first rows are taken, and to compile for all of it takes half a second
                "options": f"-c lock_timeout={PATIENCE}s -c tcp_keepalives_idle=60 -c client_encoding=UTF8 -c jit=off",
            },
        )

    def make_lock(self) -> RunLock:
        """Return a lock that the server frees when its holder is gone."""
        return AdvisoryLock(self.engine)

    def exists(self) -> bool:
        """Tell that the server is asked: it alone knows."""
        return True

    def explain(self, error: DBAPIError) -> str:
        """Give the server's own words."""
        return _one_line(error)


_PASSWORD: Final = re.compile(r"(?<=:)[^:/@]+(?=@)")
"""Of an address that no one could take apart."""

KINDS: Final[dict[str, type[Backend]]] = {"sqlite": Sqlite, "postgresql": Postgres}
"""Backends by the scheme of their addresses."""


def backend_for(address: str) -> Backend:
    """Return the backend that an address names; StoreAddressError lists the known kinds."""
    known = " or ".join(kind.example for kind in KINDS.values())
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # no address, or one with a port that is no number
        shown = _PASSWORD.sub("***", address)
        raise StoreAddressError(f"GMW_STORE={shown!r} is no address; expected {known}") from None
    if url.drivername not in KINDS:
        raise StoreAddressError(f"GMW_STORE: no store of the kind {url.drivername!r}; expected {known}")
    return KINDS[url.drivername](url)


def _one_line(error: BaseException) -> str:
    reason = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(reason).split())
