"""`scrapy crawl economy` as it is, and after it the number of stored articles. `python ours.py FOLDER [ARGUMENT…]`."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from scrapy.cmdline import execute

FOLDER = Path(sys.argv[1])


def main() -> None:
    store = FOLDER / "gmw.sqlite"
    try:
        execute(["scrapy", "crawl", "economy", "-s", f"GMW_STORE=sqlite:///{store}", *sys.argv[2:]])
    except SystemExit as end:
        if end.code:
            raise
    with sqlite3.connect(store) as base:
        print(base.execute("SELECT count(*) FROM articles").fetchone()[0])


if __name__ == "__main__":
    main()
