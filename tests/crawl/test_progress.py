"""What a person sees while a crawl runs: on a terminal, and without one."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.crawl.process import CHECKOUT, PATIENCE, Place, ended

if TYPE_CHECKING:
    from pathlib import Path

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
STORED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[scrapy\.core\.scraper\] INFO: Stored \S+ revision 1: .+")


def on_terminal(place: Place, *words: str) -> str:
    """Run a command on a terminal of its own, and return what it wrote there."""
    controller, terminal = pty.openpty()
    environment = {**os.environ, **place.site.environment, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
    process = subprocess.Popen(
        place.command(*words), cwd=CHECKOUT, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    written = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:  # Linux's way to say that the other end is closed
            break
        written += part
    os.close(controller)
    assert process.wait(PATIENCE) == 0
    return written.decode()


def test_on_a_terminal_the_display_is_live_and_tears_no_line_of_the_log(place: Place, tmp_path: Path) -> None:
    written = on_terminal(place, "crawl", "economy")
    assert "\x1b[?25l" in written, "the cursor is hidden while the display lives"
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l"), "and is there again"
    pieces = [line.strip() for line in re.split(r"[\r\n]+", ESCAPES.sub("", written))]
    stored = [line for line in pieces if "Stored " in line]
    assert len(stored) == len(place.stored())
    assert all(STORED.fullmatch(line) for line in stored)
    assert any(re.match(r"economy \d+:\d\d +\d+ stored", line) for line in pieces)
    assert any(re.match(r"listings .*10 of 11", line) for line in pieces)
    assert any(line.startswith("economy: finished: 10 of 11 listings walked") for line in pieces)
    exported = on_terminal(place, "export", str(tmp_path / "out"))
    assert f"{len(stored)} records in " in exported


def test_without_a_terminal_there_is_a_plain_line_a_minute(place: Place) -> None:
    program = (
        "import sys; from gmw_crawler.extensions import progress; progress.MINUTE = 0.1; "
        "from scrapy.cmdline import execute; execute(sys.argv)"
    )
    command = [sys.executable, "-c", program, *place.command("crawl", "economy")[3:]]
    environment = {**os.environ, **place.site.environment, "TERM": ""}
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    done = ended(process)
    assert done.status == 0, done.stderr
    lines = re.findall(r"INFO: So far: (\d+ of 11 listings, \d+ stored, .*)", done.stderr)
    assert len(lines) > 2
    assert "\x1b" not in done.stderr
