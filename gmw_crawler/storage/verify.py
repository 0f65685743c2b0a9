"""Is a folder of exports what its manifests say? Needs the folder alone, not the store."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import ExitStack
from hashlib import file_digest
from typing import TYPE_CHECKING

import zstandard

from gmw_crawler.errors import ExportError
from gmw_crawler.storage.folder import read_manifests

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gmw_crawler.storage.folder import Manifest


def verify(folder: Path) -> list[Manifest]:
    """Return the manifests of a folder whose every byte is as they say; ExportError names the first that is not."""
    if not folder.is_dir():
        raise ExportError(f"{folder}: there is no such folder")
    chain = read_manifests(folder)
    if not chain:
        raise ExportError(f"{folder}: holds no exports")
    for manifest in chain:
        _verify(folder / manifest.file, manifest)
    return chain


def _verify(path: Path, manifest: Manifest) -> None:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    if digest != manifest.sha256:
        raise ExportError(f"{path}: its sha256 is not the one in {manifest.name}; restore it, or rebuild (`--all`)")
    try:
        count = _count_lines(path)
    except (OSError, zlib.error, zstandard.ZstdError) as error:
        raise ExportError(f"{path}: cannot be read ({error})") from error
    if count != manifest.count:
        raise ExportError(f"{path}: holds {count} records, {manifest.name} says {manifest.count}")


def _count_lines(path: Path) -> int:
    with ExitStack() as stack:
        stream: Iterable[bytes] = stack.enter_context(path.open("rb"))
        if path.suffix == ".gz":
            stream = stack.enter_context(gzip.open(path))
        elif path.suffix == ".zst":
            packed = stack.enter_context(path.open("rb"))
            stream = io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(packed))
        return sum(1 for _line in stream)
