"""The split must not grow dearer unseen: its instructions beside those of the bare parse, which no load moves.

CPU times vary by a tenth on a quiet machine and by half on a busy one; instructions, counted by valgrind, by less
than a hundredth. They depend on the interpreter, so each version of Python has its record.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[2]
GOLD: Final = CHECKOUT / "fixtures" / "gold"
PAGES: Final = (
    "current-news-all-sections-large",
    "current-programme-two-films-large",
    "old-large-table-hidden-groups",
    "commentary-large-all-lists",
)
RECORDED: Final = {(3, 11): 3.7}
"""Instructions of `split_page` to those of `lxml.html`, over these pages. Whoever makes the split cheaper lowers it."""

ALLOWED: Final = 1.1


def test_split_costs_no_more_than_it_did(tmp_path: Path) -> None:
    counted = count(tmp_path)
    ratio = (counted["split"] - counted["nothing"]) / (counted["parse"] - counted["nothing"])
    recorded = RECORDED.get(sys.version_info[:2], max(RECORDED.values()))
    assert ratio <= recorded * ALLOWED, f"split_page costs {ratio:.2f} parses; recorded are {recorded}"


def count(folder: Path) -> dict[str, int]:
    """Return the instructions of each process of `cost.py` by the name of its work."""
    command = [valgrind(), "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={folder}/%p", sys.executable]
    command += [str(Path(__file__).with_name("cost.py")), *(str(GOLD / page) for page in PAGES)]
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    processes = dict(line.split() for line in done.stdout.splitlines())
    return {name: _instructions(folder / number) for name, number in processes.items()}


def _instructions(path: Path) -> int:
    summary = re.search(r"^summary: (\d+)", path.read_text(), re.MULTILINE)
    assert summary is not None
    return int(summary[1])


def valgrind() -> str:
    """Return the program, installed by apt where it is missing: this test is never skipped."""
    if shutil.which("valgrind") is None:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "valgrind"]):
            subprocess.run(["apt-get", *words], check=True, env=environment, stdout=subprocess.DEVNULL)
    found = shutil.which("valgrind")
    assert found is not None, "this test needs valgrind: install the system's package `valgrind`"
    return found
