"""A consumer's folder: data files, and beside each a manifest that vouches for it.

A data file counts when its manifest is there: the manifest is written last. Both are written aside, synced, and
renamed, so that a name always stands for a whole file. The chain of manifests is the consumer's cursor.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Final, Literal

import orjson

from gmw_crawler.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

Compression = Literal["gz", "zst"]

_OURS: Final = re.compile(r"articles-(?P<number>\d{6})\.(?:jsonl(?:\.(?:gz|zst))?|manifest\.json)(?P<part>\.part)?")
REMEDY: Final = "restore it, or rebuild with `--all` into an empty folder"
LOCK: Final = ".export.lock"
"""Held while an export writes to the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one data file holds."""

    format: Literal[1] = 1
    """Version of this table."""
    number: int
    """From 1, without gaps."""
    file: str
    """Name of the data file, in the same folder."""
    count: int
    """Records, one a line."""
    bytes: int
    """Size of the data file as it lies there."""
    sha256: str
    """Of the data file as it lies there."""
    schema: int
    """Version of the record."""
    consumer: str
    store: str
    """Identity of the store."""
    after: int
    """Cursor that the export before it reached; 0 for the first."""
    first: int | None
    """Cursor of its first record; null if it has none."""
    last: int | None
    """Cursor of its last record; null if it has none."""
    cursor: int
    """Cursor that it reaches to: the next export begins after it."""
    latest: bool
    """Only revisions that no later one had replaced."""
    since: str | None
    """Only revisions committed then or later."""
    created: str
    """ISO 8601, UTC."""

    @property
    def name(self) -> str:
        """Name of the manifest's own file."""
        return f"{stem(self.number)}.manifest.json"


def stem(number: int) -> str:
    """Return the part of the names that data file and manifest share.

    >>> stem(7)
    'articles-000007'
    """
    return f"articles-{number:06}"


def read_manifests(folder: Path) -> list[Manifest]:
    """Return the manifests of a folder in order; ExportError where one is unreadable, missing, or not like its file."""
    chain = [_read(path) for path in sorted(folder.glob("articles-??????.manifest.json"))]
    after = 0
    for number, manifest in enumerate(chain, start=1):
        if manifest.number != number or manifest.after != after:
            raise ExportError(f"{folder / stem(number)}.manifest.json: is missing or altered; {REMEDY}")
        data = folder / manifest.file
        if not data.is_file() or data.stat().st_size != manifest.bytes:
            raise ExportError(f"{data}: is missing, or not as {manifest.name} says; {REMEDY}")
        after = manifest.cursor
    return chain


def _read(path: Path) -> Manifest:
    try:
        values = orjson.loads(path.read_bytes())
        return Manifest(**{field.name: values[field.name] for field in fields(Manifest)})
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ExportError(f"{path}: is no manifest of ours ({error!r}); {REMEDY}") from error


def is_empty(folder: Path) -> bool:
    """Tell whether a folder holds nothing but what a killed export may have left."""
    return all(path.name == LOCK or _OURS.fullmatch(path.name) for path in folder.iterdir())


def clean(folder: Path, manifests: list[Manifest]) -> None:
    """Remove what killed exports left: whatever is ours by name and of no manifest."""
    kept = {manifest.file for manifest in manifests} | {manifest.name for manifest in manifests}
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in kept:
            path.unlink()


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest durably."""
    with durable(folder / manifest.name) as stream:
        stream.write(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


@contextmanager
def durable(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to a file aside, and let it take its name when all of it is on the disk."""
    aside = path.with_name(f"{path.name}.part")
    try:
        with aside.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        aside.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)  # a full disk needs the room
        raise ExportError(f"{path}: cannot be written ({error.strerror}); the exports before it stay") from error


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
