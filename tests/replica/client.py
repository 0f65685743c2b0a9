"""A client without mercy or memory: one request a call, through the proxy, over real sockets."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from gmw_crawler.replica import Replica


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def connect(site: Replica, url: str) -> HTTPConnection:
    """Open a connection that checks the certificate where the address is https."""
    parts = urlsplit(url)
    if parts.scheme == "http":
        return HTTPConnection("127.0.0.1", site.port, timeout=10)
    context = ssl.create_default_context(cafile=str(site.authority))
    connection = HTTPSConnection("127.0.0.1", site.port, timeout=10, context=context)
    connection.set_tunnel(parts.hostname or "", 443)
    return connection


def ask(connection: HTTPConnection, url: str, headers: dict[str, str] | None = None, method: str = "GET") -> Reply:
    """Send one request on an open connection and read its answer."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    target = url if parts.scheme == "http" else path
    connection.request(method, target, headers={"Host": parts.netloc, **(headers or {})})
    response = connection.getresponse()
    return Reply(response.status, dict(response.getheaders()), response.read())


def fetch(site: Replica, url: str, headers: dict[str, str] | None = None, method: str = "GET") -> Reply:
    """Ask once on a connection of its own."""
    connection = connect(site, url)
    try:
        return ask(connection, url, headers, method)
    finally:
        connection.close()
