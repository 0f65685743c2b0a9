"""The proxy: connections in, answers of the site out, one entry of the log each."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Final

from gmw_crawler.replica.log import AccessLog, Entry
from gmw_crawler.replica.messages import BadRequestError, Request, read_request, write_head
from gmw_crawler.replica.site import FILLER, Answer, Site, is_on_site, small_page

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

    from gmw_crawler.replica.certificates import Certificates

PIECE: Final = 64 * 1024  # bytes written at once
ENDLESS_PAUSE: Final = 0.01  # seconds between two pieces of an endless answer, to leave the processor to others
BODILESS: Final = frozenset({204, 304})


class Proxy:
    """Answers for every host of gmw.cn and refuses all others."""

    def __init__(self, site: Site, certificates: Certificates, log: AccessLog) -> None:
        self._site = site
        self._certificates = certificates
        self._log = log
        self._connections: set[asyncio.Task[Any] | None] = set()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Hold one connection to its end; a client that goes away ends only its own."""
        task = asyncio.current_task()
        self._connections.add(task)
        try:
            await self._converse(reader, writer)
        except (OSError, ssl.SSLError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._connections.discard(task)
            writer.close()

    async def end(self) -> None:
        """Cut every connection that is open."""
        tasks = [task for task in self._connections if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _converse(self, reader: StreamReader, writer: StreamWriter) -> None:
        tunnel: str | None = None
        while (request := await _next_request(reader, writer, tunnel)) is not None:
            if request.method == "CONNECT":
                tunnel = await self._open_tunnel(request, writer)
                if tunnel is None:
                    return
            elif not await self._exchange(request, writer):
                return

    async def _open_tunnel(self, request: Request, writer: StreamWriter) -> str | None:
        """Answer CONNECT and speak TLS from there; None where the host is not ours."""
        if not is_on_site(request.address.host):
            await self._exchange(request, writer)
            return None
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await writer.start_tls(self._certificates.context(request.address.host))
        except (OSError, ssl.SSLError):
            self._log.write(_entry(request, aborted=True))
            raise
        return request.address.host

    async def _exchange(self, request: Request, writer: StreamWriter) -> bool:
        """Answer one request; False where the connection is over."""
        entry = _entry(request)
        try:
            answer = self._decide(request)
            await asyncio.sleep(answer.rule.delay)
            whole = await _send(answer, request, writer, entry)
        except (OSError, asyncio.CancelledError):
            entry.aborted = True
            raise
        finally:
            self._log.write(entry)
        return whole and request.keeps_alive

    def _decide(self, request: Request) -> Answer:
        if not is_on_site(request.address.host):
            return small_page(403)
        if request.method not in {"GET", "HEAD"}:
            return small_page(405)
        return self._site.answer(request.address, request.headers)


async def _next_request(reader: StreamReader, writer: StreamWriter, tunnel: str | None) -> Request | None:
    try:
        return await read_request(reader, tunnel)
    except BadRequestError:
        writer.write(write_head(400, {"Content-Length": "0", "Connection": "close"}))
        await writer.drain()
        return None


async def _send(answer: Answer, request: Request, writer: StreamWriter, entry: Entry) -> bool:
    """Write an answer; False where the connection must be closed after it."""
    rule = answer.rule
    if rule.reset:
        entry.aborted = True
        writer.transport.abort()
        return False
    entry.status = answer.status
    keeps = request.keeps_alive and request.method in {"GET", "HEAD"} and not rule.endless
    headers = {"Date": formatdate(usegmt=True), "Server": "replica", **answer.headers}
    headers["Connection"] = "keep-alive" if keeps else "close"
    if not rule.endless and answer.status not in BODILESS:
        headers.setdefault("Content-Length", str(len(answer.body)))
    writer.write(write_head(answer.status, headers))
    if request.method != "HEAD" and answer.status not in BODILESS:
        await _send_body(answer.body[: rule.truncate], writer, entry)
        entry.aborted = rule.truncate is not None and rule.truncate < len(answer.body)
        while rule.endless:
            await _send_body(FILLER * (PIECE // len(FILLER)), writer, entry)
            await asyncio.sleep(ENDLESS_PAUSE)
    await writer.drain()
    return keeps and not entry.aborted


async def _send_body(body: bytes, writer: StreamWriter, entry: Entry) -> None:
    for start in range(0, len(body), PIECE):
        piece = body[start : start + PIECE]
        writer.write(piece)
        await writer.drain()
        entry.bytes += len(piece)


def _entry(request: Request, *, aborted: bool = False) -> Entry:
    return Entry(
        time=datetime.now(UTC).isoformat(timespec="microseconds"),
        method=request.method,
        scheme=request.address.scheme,
        host=request.address.host,
        path=request.address.path,
        query=request.address.query,
        status=0,
        conditional=request.is_conditional,
        aborted=aborted,
        off_site=not is_on_site(request.address.host),
        agent=request.headers.get("user-agent", ""),
    )
