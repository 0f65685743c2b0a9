"""The generated site behind nginx, and a small proxy before it, so that every contender asks for real addresses.

`http_proxy` and `https_proxy` lead to the proxy: plain requests are handed to nginx as they are, CONNECT opens a tunnel
to its TLS port, whose certificate is thrown away afterwards. nginx comes from Debian; where it is not installed and
cannot be, it is an error rather than a slower server, which would change what is measured.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from gmw_crawler.replica.certificates import Certificates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONFIGURATION: Final = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
    types {{ text/html htm html; text/plain txt; }}
    charset off; sendfile on; tcp_nopush on; etag on; keepalive_requests 1000000;
    log_format short '$msec $scheme $host $status $request_uri';
    access_log {folder}/access.log short;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    ssl_certificate {folder}/host.pem; ssl_certificate_key {folder}/host.pem; ssl_session_cache shared:s:1m;
    server {{
        listen 127.0.0.1:{plain} backlog=1024; listen 127.0.0.1:{tls} ssl backlog=1024;
        root {site}/$host; index index.html; open_file_cache max=1000;
    }}
}}
"""
PATIENCE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A line of the access log."""

    time: float
    """Seconds since 1970: when it was answered."""
    status: int
    path: str


class Server:
    """Serves a folder of hosts while the context is open, on one core."""

    def __init__(self, site: Path, folder: Path, core: int) -> None:
        self._site, self._folder, self._core = site.resolve(), folder.resolve(), core
        self._processes: list[subprocess.Popen[bytes]] = []
        self.port = 0

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a client finds the proxy, and trusts its certificate if it checks."""
        proxy = f"http://127.0.0.1:{self.port}"
        names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        authority = str(self._folder / "ca.pem")
        return dict.fromkeys(names, proxy) | {"SSL_CERT_FILE": authority, "REQUESTS_CA_BUNDLE": authority}

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        _make_certificate(self._folder)
        plain, tls, self.port = _free_ports(3)
        configuration = self._folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self._folder, site=self._site, plain=plain, tls=tls))
        nginx = [find_nginx(), "-c", str(configuration), "-p", str(self._folder)]
        proxy = [sys.executable, __file__, str(self.port), str(plain), str(tls)]
        for command in (nginx, proxy):
            self._processes.append(subprocess.Popen(pinned(command, self._core), env=_own_environment()))
        for port in (plain, tls, self.port):
            _wait_for(port)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(PATIENCE)

    def forget(self) -> None:
        """Empty the access log."""
        os.truncate(self._folder / "access.log", 0)

    def requests(self) -> list[Request]:
        """Return what was answered since the log was emptied."""
        return list(_read_log(self._folder / "access.log"))


def pinned(command: Sequence[str], core: int) -> list[str]:
    """Return a command that keeps to one core, as far as the machine has it."""
    cores = sorted(os.sched_getaffinity(0))
    return ["taskset", "--cpu-list", str(cores[core % len(cores)]), *command]


def find_nginx() -> str:
    """Return the nginx program; installed by apt where it is missing."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "nginx-light"]
        subprocess.run(install, check=True, stdout=sys.stderr, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        return find_nginx()
    return found


def _own_environment() -> dict[str, str]:
    checkout = str(Path(__file__).parents[3])
    return os.environ | {"PYTHONPATH": checkout}


def _make_certificate(folder: Path) -> None:
    """Sign one certificate for every host of the site."""
    certificates = Certificates(folder)
    certificates.context("*.gmw.cn")
    (folder / "0.pem").rename(folder / "host.pem")  # where it keeps the first one


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _read_log(path: Path) -> Iterator[Request]:
    with path.open() as lines:
        for line in lines:
            moment, _scheme, host, status, uri = line.split(" ", 4)
            yield Request(time=float(moment), status=int(status), path=host + uri.strip())


class Relay(asyncio.Protocol):
    """One end of a connection; what it receives goes to the other."""

    other: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.other is not None:
            self.other.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self.other is not None:
            self.other.close()

    def pause_writing(self) -> None:
        if self.other is not None:
            self.other.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None:
            self.other.resume_reading()


class Proxy(Relay):
    """The client's end: its first bytes tell where the other end is."""

    def __init__(self, plain: int, tls: int) -> None:
        self._plain, self._tls = plain, tls
        self._first = b""
        self._opening: asyncio.Task[None] | None = None

    def data_received(self, data: bytes) -> None:
        if self.other is not None:
            self.other.write(data)
            return
        self._first += data
        if self._opening is None and b"\r\n\r\n" in self._first:
            self._opening = asyncio.ensure_future(self._open())

    async def _open(self) -> None:
        tunnel = self._first.startswith(b"CONNECT ")
        relay = Relay()
        relay.other = self.transport
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(lambda: relay, "127.0.0.1", self._tls if tunnel else self._plain)
        if tunnel:
            _, _, self._first = self._first.partition(b"\r\n\r\n")
            self.transport.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        transport.write(self._first)
        self.other = transport


async def serve(port: int, plain: int, tls: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Proxy(plain, tls), "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*(int(argument) for argument in sys.argv[1:4])))
