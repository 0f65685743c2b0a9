"""Exactly-once exports: the revisions committed since a consumer's last export, as one more file in its folder.

The folder's manifests are the cursor; the store's copy only tells a folder that was lost from one that is new. So a
death at any instant leaves either the old chain, or the old chain and one whole link more.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol, cast

import filelock
import zstandard

from gmw_crawler.errors import ExportError
from gmw_crawler.items import SCHEMA_VERSION
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.folder import (
    LOCK,
    Manifest,
    clean,
    durable,
    is_empty,
    read_manifests,
    save_manifest,
    stem,
    sync_folder,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from gmw_crawler.storage.folder import Compression
    from gmw_crawler.storage.protocol import Store

ZSTD_LEVEL: Final = 3
GZIP_LEVEL: Final = 6
GROUP: Final = 100
"""Records written at once: one or two megabytes."""


Watch = Callable[[int, int], None]
"""Told how far an export is: (done, of)."""


def _unwatched(done: int, of: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an export should write, and for whom."""

    folder: Path
    consumer: str = "default"
    latest: bool = False
    """Only revisions that no later one has replaced."""
    rebuild: bool = False
    """From nothing, into an empty folder."""
    since: str | None = None
    """Only revisions committed then (ISO 8601, UTC) or later."""
    compress: Compression | None = None


def export(store: Store, order: Order, *, now: datetime, watch: Watch = _unwatched) -> Manifest | None:
    """Write what is new for a consumer; None if nothing is. ExportError if its folder is not what it should be.

    `watch` is called with (done, of) for every group of records.
    """
    folder = order.folder
    _prepare(store, order)
    with _alone(folder):
        chain = read_manifests(folder)
        after = _cursor(store, order, chain)
        clean(folder, chain)
        until = store.last_cursor()
        manifest = None if until == after else _write(store, order, len(chain) + 1, (after, until), now, watch)
        _tell_store(store, order, until, now)
    return manifest


def _tell_store(store: Store, order: Order, cursor: int, now: datetime) -> None:
    place = str(order.folder.resolve())
    state = store.export_state(order.consumer)
    if state is None or (state.cursor, state.folder) != (cursor, place):
        store.save_export(order.consumer, cursor=cursor, folder=place, at=now)


def _prepare(store: Store, order: Order) -> None:
    folder = order.folder
    if folder.is_dir():
        return
    if folder.exists():
        raise ExportError(f"{folder}: is not a folder")
    _refuse_lost_folder(store, order)
    try:
        folder.mkdir(parents=True)
        sync_folder(folder.parent)
    except OSError as error:
        raise ExportError(f"{folder}: cannot be made ({error.strerror}); name another folder") from error


def _refuse_lost_folder(store: Store, order: Order) -> None:
    state = store.export_state(order.consumer)
    if state is not None and state.cursor > 0 and not order.rebuild:
        raise ExportError(
            f"{order.folder}: consumer {order.consumer!r} has its exports in {state.folder}, and none are here; "
            "name that folder, or a new consumer (`--consumer NAME`), or rebuild here (`--all`)"
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = filelock.FileLock(folder / LOCK)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise ExportError(f"{folder}: another export is writing there; wait for it") from None
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written to ({error.strerror}); name another folder") from error
    try:
        yield
    finally:
        lock.release()


def _cursor(store: Store, order: Order, chain: list[Manifest]) -> int:
    """Return the cursor that a folder has come to, after seeing that it is the one to go on with."""
    folder = order.folder
    if not chain:
        _refuse_lost_folder(store, order)
        if not is_empty(folder):
            raise ExportError(f"{folder}: holds other things than exports; name an empty folder or a new one")
        return 0
    last = chain[-1]
    if last.consumer != order.consumer or last.store != store.identity:
        raise ExportError(
            f"{folder}: holds the exports of consumer {last.consumer!r} from "
            f"{'this' if last.store == store.identity else 'another'} store; name another folder"
        )
    _refuse_unequal_cursors(store, order, last.cursor)
    return last.cursor


def _refuse_unequal_cursors(store: Store, order: Order, cursor: int) -> None:
    folder = order.folder
    state = store.export_state(order.consumer)
    if state is not None and order.rebuild and state.folder == str(folder.resolve()) and state.cursor >= cursor:
        raise ExportError(f"{folder}: is not empty; `--all` rebuilds into an empty folder or a new one")
    if state is not None and not order.rebuild and state.cursor > cursor:
        raise ExportError(
            f"{folder}: ends at cursor {cursor}, but consumer {order.consumer!r} was given all up to {state.cursor} "
            f"in {state.folder}; restore the newer files, or rebuild into an empty folder (`--all`)"
        )
    if cursor > store.last_cursor():
        raise ExportError(
            f"{folder}: ends at cursor {cursor}, the store at {store.last_cursor()}: it is older than its exports; "
            "restore a newer one, or rebuild into an empty folder (`--all`)"
        )


class Output(Protocol):
    """What records are written to."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""


class _Counted:
    """A stream that keeps the size and the digest of what goes through."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        self._digest.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def _compressed(counted: _Counted, compress: Compression | None) -> Iterator[Output]:
    stream = cast("BinaryIO", counted)  # as much of one as the packers use
    match compress:
        case None:
            yield counted
        case "gz":
            # no time and no name in it: equal records give equal bytes
            with gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=stream, mtime=0) as packed:
                yield packed
        case "zst":
            packer = zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True)
            with packer.stream_writer(stream, closefd=False) as packed:
                yield packed


class _Behind:
    """An output that is written to in a thread, one group at a time: the next is read from the store meanwhile.

    What goes wrong there is raised by the next call.
    """

    def __init__(self, output: Output, thread: ThreadPoolExecutor) -> None:
        self._output = output
        self._thread = thread
        self._last: Future[int] | None = None

    def write(self, data: bytes) -> None:
        self.wait()
        self._last = self._thread.submit(self._output.write, data)

    def wait(self) -> None:
        if self._last is not None:
            self._last.result()


@dataclass(slots=True)
class _Tally:
    count: int = 0
    first: int | None = None
    last: int | None = None


def _write(store: Store, order: Order, number: int, span: tuple[int, int], now: datetime, watch: Watch) -> Manifest:
    after, until = span
    name = f"{stem(number)}.jsonl{f'.{order.compress}' if order.compress else ''}"
    with durable(order.folder / name) as stream:
        counted = _Counted(stream)
        with _compressed(counted, order.compress) as packed:
            tally = _copy(store, order, packed, span, watch)
    manifest = Manifest(
        number=number,
        file=name,
        count=tally.count,
        bytes=counted.size,
        sha256=counted.digest,
        schema=SCHEMA_VERSION,
        consumer=order.consumer,
        store=store.identity,
        after=after,
        first=tally.first,
        last=tally.last,
        cursor=until,
        latest=order.latest,
        since=order.since,
        created=to_text(now),
    )
    save_manifest(order.folder, manifest)
    return manifest


def _copy(store: Store, order: Order, stream: Output, span: tuple[int, int], watch: Watch) -> _Tally:
    tally = _Tally()
    after, until = span
    revisions = store.revisions(after=after, until=until, latest=order.latest, since=order.since)
    with ThreadPoolExecutor(max_workers=1) as thread:
        behind = _Behind(stream, thread)
        while group := list(islice(revisions, GROUP)):
            behind.write(b"".join(part for revision in group for part in (revision.line, b"\n")))
            tally.count += len(group)
            tally.first = tally.first or group[0].cursor
            tally.last = group[-1].cursor
            watch(tally.last - after, until - after)
        behind.wait()
    return tally
