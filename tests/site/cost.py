"""Counts instructions of the split and of the bare parse: `valgrind … python cost.py PAGE…` of gold folders.

Each piece of work is done in a child forked from one warm process, so that what it adds to the count is its own.
Prints the name and the process id of each; valgrind writes a count a process.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html

from gmw_crawler.site import split_page

if TYPE_CHECKING:
    from collections.abc import Callable


def main(folders: list[str]) -> None:
    pages = [
        (Path(folder, "page.html").read_bytes(), json.loads(Path(folder, "meta.json").read_text())["url"])
        for folder in folders
    ]
    parser = lxml.html.HTMLParser(encoding="utf-8")

    def nothing() -> None:
        pass

    def parse() -> None:
        for body, _ in pages:
            lxml.html.document_fromstring(body, parser=parser)

    def split() -> None:
        for body, url in pages:
            split_page(body, url)

    parse()
    split()  # caches are filled, as in a crawl
    gc.collect()
    gc.disable()
    for work in (nothing, parse, split):
        print(work.__name__, _in_child(work), flush=True)


def _in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    os.waitpid(child, 0)
    return child


if __name__ == "__main__":
    main(sys.argv[1:])
