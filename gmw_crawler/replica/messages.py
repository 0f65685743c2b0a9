"""HTTP/1.1 as far as a proxy for GET and HEAD needs it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

MAX_HEAD: Final = 64 * 1024  # bytes; asyncio's default limit of a stream


class BadRequestError(Exception):
    """Raised for bytes that are no request of HTTP/1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What a request is about."""

    scheme: str
    host: str
    """In lower case, without port or final dot."""
    path: str
    """As sent, never empty."""
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request's head."""

    method: str
    address: Address
    """For CONNECT host and port alone say something."""
    version: str
    headers: dict[str, str]
    """Names in lower case; of a repeated header the last."""

    @property
    def keeps_alive(self) -> bool:
        """Whether the client means to send another request on this connection."""
        wish = f"{self.headers.get('connection', '')},{self.headers.get('proxy-connection', '')}".lower()
        return "close" not in wish and (self.version == "HTTP/1.1" or "keep-alive" in wish)

    @property
    def is_conditional(self) -> bool:
        """Whether the client has a copy and asks for changes only."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


def _address(method: str, target: str, tunnel: str | None) -> Address:
    """Read a target: an address for a proxy, a path inside a tunnel, host and port for CONNECT."""
    if method == "CONNECT":
        target = f"https://{target}"
    elif tunnel is not None and target.startswith("/"):
        target = f"https://{tunnel}{target}"
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise BadRequestError(target) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise BadRequestError(target)
    return Address(scheme=parts.scheme, host=host, path=parts.path or "/", query=parts.query)


async def read_request(reader: asyncio.StreamReader, tunnel: str | None) -> Request | None:
    """Read one head (inside a tunnel to that host); None where the client ends the connection between two requests."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if not error.partial.strip():
            return None
        raise BadRequestError(f"cut off after {error.partial[:80]!r}") from error
    except asyncio.LimitOverrunError as error:
        raise BadRequestError(f"a head of more than {MAX_HEAD} bytes") from error
    first, *lines = head.decode("latin-1").strip("\r\n").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):  # noqa: PLR2004 - method, target, version
        raise BadRequestError(first)
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    address = _address(words[0], words[1], tunnel)
    return Request(method=words[0], address=address, version=words[2], headers=headers)


def write_head(status: int, headers: dict[str, str]) -> bytes:
    """Return the head of an answer."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
