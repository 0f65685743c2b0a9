"""`python -m gmw_crawler.replica`: serve until told to stop, after one line of JSON that says where."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from pathlib import Path

from gmw_crawler.replica.certificates import Certificates
from gmw_crawler.replica.log import AccessLog
from gmw_crawler.replica.misbehaviour import Misbehaviour
from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.replica.proxy import Proxy
from gmw_crawler.replica.site import Site


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m gmw_crawler.replica", description=__doc__)
    parser.add_argument("--root", type=Path, default=DEFAULT_ROOT, help="folder of hosts (default: fixtures/site)")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--log", type=Path, help="file for the access log, one line of JSON a request")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input closes")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace, folder: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if arguments.with_parent:
        # a parent that is killed cannot say goodbye, but the system closes its end of the pipe
        loop.add_reader(sys.stdin.fileno(), stop.set)
    certificates = Certificates(folder)
    site = Site(arguments.root, Misbehaviour.read(arguments.root / "misbehaviour.toml"))
    with AccessLog(arguments.log) as log:
        proxy = Proxy(site, certificates, log)
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", arguments.port, backlog=1024)
        port = server.sockets[0].getsockname()[1]
        sys.stdout.write(json.dumps({"port": port, "ca": str(certificates.authority)}) + "\n")
        sys.stdout.flush()
        await stop.wait()
        server.close()
        await proxy.end()


def main() -> None:
    """Serve until SIGINT, SIGTERM or, when asked, the end of standard input."""
    arguments = _arguments()
    if not arguments.root.is_dir():
        raise SystemExit(f"--root {arguments.root}: there is no such folder")
    with tempfile.TemporaryDirectory(prefix="gmw-replica-") as folder:
        asyncio.run(_serve(arguments, Path(folder)))


if __name__ == "__main__":
    main()
