"""One run at a time on a store. The system frees a lock when its holder dies, so a dead holder never blocks.

Who holds it is not written here but in the table of runs, where everyone can read it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, suppress
from threading import RLock
from typing import TYPE_CHECKING, Final, Protocol

import filelock
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gmw_crawler.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

KEY: Final = 0x676D77
"""`gmw`: the advisory lock's number in a PostgreSQL database."""


class RunLock(Protocol):
    """A lock that one process at a time can hold."""

    def take(self) -> bool:
        """Try to take it at once; False if another process has it, or this one already."""

    def release(self) -> None:
        """Let go; nothing happens if it is not held."""

    def connection_or(self, engine: Engine) -> AbstractContextManager[Connection]:
        """Give the connection to write through."""


class FileLock:
    """A lock of the operating system on a file."""

    def __init__(self, path: Path) -> None:
        # not per thread: a run is begun in one thread and ended in another
        self._lock = filelock.FileLock(path, thread_local=False)

    def take(self) -> bool:
        """Try to take it at once."""
        if self._lock.is_locked:
            return False
        try:
            self._lock.acquire(blocking=False)
        except filelock.Timeout:
            return False
        except OSError as error:
            raise StoreError(f"{self._lock.lock_file}: cannot be locked ({error.strerror})") from error
        return True

    def release(self) -> None:
        """Let go."""
        self._lock.release(force=True)

    @contextmanager
    def connection_or(self, engine: Engine) -> Iterator[Connection]:
        """Give any connection."""
        with engine.connect() as connection:
            yield connection


class AdvisoryLock:
    """A lock of a PostgreSQL session.

    The holder writes through the very session that holds the lock: when it is lost, so is the right to write.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: Connection | None = None
        self._one_at_a_time = RLock()

    def take(self) -> bool:
        """Try to take it at once."""
        if self._session is not None:
            return False
        session = self._engine.connect()
        with session.begin():
            if session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}):
                self._session = session
                return True
        session.close()
        return False

    def release(self) -> None:
        """Let go: the session ends, and with it the lock."""
        with self._one_at_a_time:
            session, self._session = self._session, None
            if session is None:
                return
            if not session.invalidated:
                # by itself the server frees the lock only once it sees the session end: the next run may come before
                with suppress(DBAPIError), session.begin():
                    session.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": KEY})
            if not session.invalidated:
                session.detach()  # not back to the pool: whatever happened, the lock is gone with its session
            session.close()

    @contextmanager
    def connection_or(self, engine: Engine) -> Iterator[Connection]:
        """Give the session that holds the lock, to one thread at a time; any connection while it is not held."""
        with self._one_at_a_time:
            if self._session is not None:
                if self._session.invalidated:  # SQLAlchemy would connect again, without the lock
                    raise StoreError("the server closed the run's session; another run may hold the store by now")
                yield self._session
                return
        with engine.connect() as connection:
            yield connection
