"""What one contender cost: a process of its own, on one core, beside a server on the other."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.crawl.server import pinned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.benchmarks.crawl.server import Server

CORE = 0
SERVER_CORE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one crawl."""

    pages: int
    """Articles it had in the end."""
    seconds: float
    """From the first request to the end of the process: everything is written by then."""
    start: float
    """Seconds from the start of the process to its first request."""
    processor: float
    """Seconds of CPU, of which `start` has a part."""
    memory: int
    """KiB of resident memory at the peak."""
    requests: int

    @property
    def pages_a_second(self) -> float:
        return self.pages / self.seconds

    @property
    def milliseconds_a_page(self) -> float:
        return 1000 * self.processor / self.pages


def measure(command: Sequence[str], server: Server, folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command whose last line of output is the number of its articles."""
    server.forget()
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        started = time.time()
        process = subprocess.Popen(pinned(command, CORE), stdout=out, stderr=err, cwd=folder, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        ended = time.time()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=(folder / "stderr").read_text()[-2000:])
    requests = server.requests()
    first = requests[0].time
    return Cost(
        pages=int((folder / "stdout").read_text().split()[-1]),
        seconds=ended - first,
        start=first - started,
        processor=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss,
        requests=len(requests),
    )
