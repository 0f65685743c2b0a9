"""The access log: one line of JSON a request, written when its answer has ended."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request and how it ended."""

    time: str
    """When it came: ISO 8601, UTC, microseconds."""
    method: str
    """`CONNECT` only where the tunnel was refused or broken; what goes through a tunnel has its own entries."""
    scheme: str
    host: str
    path: str
    query: str
    """Without the question mark; empty where there is none."""
    status: int
    """0 where the connection was closed without an answer."""
    bytes: int = 0
    """Of the body, as far as they were sent."""
    conditional: bool = False
    """The request had If-None-Match or If-Modified-Since."""
    aborted: bool = False
    """The transfer was cut off, by either side."""
    off_site: bool = False
    """The host is none of gmw.cn; nothing was fetched."""
    agent: str = ""
    """User-Agent of the request."""


class AccessLog:
    """Appends entries to a file, readable while the server runs; without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._file = self._path.open("a", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def write(self, entry: Entry) -> None:
        """Append one entry, whole."""
        if self._file is not None:
            self._file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            self._file.flush()
