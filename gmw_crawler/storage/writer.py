"""Writes off the event loop: one thread takes everything that waits, and commits it in one transaction."""

from __future__ import annotations

import queue
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from gmw_crawler.errors import StoreDataError, StoreError
from gmw_crawler.storage.writes import SaveListing, SaveWalk

if TYPE_CHECKING:
    from collections.abc import Callable

    from gmw_crawler.storage.protocol import Result, Store, Write

P = ParamSpec("P")
T = TypeVar("T")

PAUSE: Final = 0.2
"""Seconds that a busy writer waits for company: an article committed alone costs twice as much as one of sixteen."""

ENOUGH: Final = 16
"""Writes that wait for no more company: half of what is on its way, so that a fast crawl need not stand still."""

LARGEST: Final = 100
"""Most writes in one transaction: enough to share a sync of the disk, and few to repeat when one of them is bad."""


class Writer:
    """Writes to a store in groups, each answered when it is committed; and reads, apart from them.

    Whoever awaits the answer of `write` knows that it survives any death. When the database fails, every write that
    waits gets the StoreError, and so does every later one: what was committed stays, and nothing follows a gap.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: queue.SimpleQueue[tuple[Write, Future[Result]] | None] = queue.SimpleQueue()
        self._gate = Lock()
        self._refusal: StoreError | None = None
        self._closed = False
        self._hurry = Event()
        self._readers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gmw-reader")
        self._thread = Thread(target=self._work, name="gmw-writer", daemon=True)
        self._thread.start()

    @property
    def failure(self) -> StoreError | None:
        """What stopped the writing, None while it goes on."""
        return self._refusal

    def write(self, write: Write) -> Future[Result]:
        """Hand over one write; its answer comes when it is committed."""
        answer: Future[Result] = Future()
        with self._gate:
            if self._closed:
                raise StoreError("the writer is closed")
            self._waiting.put((write, answer))
            if isinstance(write, SaveListing | SaveWalk) or self._waiting.qsize() >= ENOUGH:
                self._hurry.set()  # a walk cannot go on without its answer
        return answer

    def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function of the store in the thread of reads."""
        return self._readers.submit(function, *args, **kwargs)

    def close(self) -> None:
        """Commit what waits, and end both threads; a second call does nothing."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
                self._hurry.set()
        self._thread.join()
        self._readers.shutdown()

    def _work(self) -> None:
        committed = -PAUSE
        while (first := self._waiting.get()) is not None:
            if monotonic() - committed < PAUSE:  # a polite crawl never comes here: seconds lie between its writes
                self._hurry.wait(PAUSE)
            self._hurry.clear()  # who set it is in the queue
            group = [first]
            last = self._take_waiting(group)
            group = [one for one in group if one[1].set_running_or_notify_cancel()]
            if group:
                self._commit(group)
            committed = monotonic()
            if last:
                return

    def _take_waiting(self, group: list[tuple[Write, Future[Result]]]) -> bool:
        """Add what waits already; True if nothing will come after it."""
        while len(group) < LARGEST:
            try:
                one = self._waiting.get_nowait()
            except queue.Empty:
                return False
            if one is None:
                return True
            group.append(one)
        return False

    def _commit(self, group: list[tuple[Write, Future[Result]]]) -> None:
        if self._refusal is not None:
            _fail(group, self._refusal)
            return
        try:
            results = self._store.apply([write for write, _answer in group])
        except Exception as error:  # noqa: BLE001 (whatever it is, it must reach those who wait, or they wait for ever)
            self._fail_or_retry(group, error)
        else:
            for (_write, answer), result in zip(group, results, strict=True):
                answer.set_result(result)

    def _fail_or_retry(self, group: list[tuple[Write, Future[Result]]], error: Exception) -> None:
        if isinstance(error, StoreError) and not isinstance(error, StoreDataError):
            self._refusal = error
        if self._refusal is not None or len(group) == 1:
            _fail(group, error)
            return
        for one in group:  # one of them is bad: alone, it hurts no other
            self._commit([one])


def _fail(group: list[tuple[Write, Future[Result]]], error: Exception) -> None:
    for _write, answer in group:
        answer.set_exception(error)
