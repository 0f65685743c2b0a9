"""Lines as other newsrooms write them, and lines that only look like credits.

`newsrooms.tsv` has a line and, after a tab, its credits in the notation of `cases`: nothing where it is consumed
without a name, `-` where it is no credits. `newsroom_traps.txt` has one trap a line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent


def _read(row: str) -> tuple[str, str | None]:
    line, _, noted = row.partition("\t")
    return line, None if noted == "-" else noted


LINES: Final = [_read(row) for row in _HERE.joinpath("newsrooms.tsv").read_text(encoding="utf-8").split("\n") if row]
TRAPS: Final = _HERE.joinpath("newsroom_traps.txt").read_text(encoding="utf-8").strip("\n").split("\n")
