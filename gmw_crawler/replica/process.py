"""The replica as a process of its own, for whoever wants a site for a while."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, Self

CHECKOUT: Final = Path(__file__).resolve().parents[2]
DEFAULT_ROOT: Final = CHECKOUT / "fixtures" / "site"
PATIENCE: Final = 10  # seconds that a server has to end by itself


class Replica:
    """Runs the server while the context is open.

    >>> with Replica() as site:
    ...     sorted(site.environment)
    ['http_proxy', 'https_proxy']
    """

    def __init__(self, root: Path = DEFAULT_ROOT, log: Path | None = None) -> None:
        self._root = root.resolve()
        self._log = log.resolve() if log is not None else None
        self._process: subprocess.Popen[str] | None = None
        self.port = 0
        """On 127.0.0.1; known once the context is open."""
        self.authority = Path()
        """Certificate of the authority that signs for every host, for clients that check."""

    @property
    def address(self) -> str:
        """The proxy's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a client finds the proxy."""
        return {"http_proxy": self.address, "https_proxy": self.address}

    def requests(self) -> list[dict[str, Any]]:
        """Return the access log so far (`log.Entry` names the keys)."""
        if self._log is None:
            raise ValueError("this replica keeps no log; give it a path for one")
        if self._process is not None:
            self._wait_for_log()
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        return [json.loads(line) for line in lines]

    def _wait_for_log(self) -> None:
        """Ask for nothing: the server answers in turn, so what it answered before is in its log by then."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(b"nothing\r\n\r\n")
            while connection.recv(4096):
                pass

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "gmw_crawler.replica", "--with-parent", "--root", str(self._root)]
        if self._log is not None:
            command += ["--log", str(self._log)]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
        )
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        line = self._process.stdout.readline()
        if not line:
            self.__exit__()
            raise ChildProcessError(f"the replica of {self._root} did not start; its words are above")
        place = json.loads(line)
        self.port, self.authority = place["port"], Path(place["ca"])
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._process = None
