"""Runs one contender over all pages, in the contender's own environment: pages on stdin, its answers on stdout."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent


def main(contender: str, rounds: int) -> None:
    pages = json.load(sys.stdin)
    sys.path.insert(0, str(HERE.parents[2]))
    spec = importlib.util.spec_from_file_location(
        "contender", HERE / "contenders" / f"{contender.replace('-', '_')}.py"
    )
    module = importlib.util.module_from_spec(spec)
    with contextlib.redirect_stdout(sys.stderr):
        spec.loader.exec_module(module)
        answers = {page["name"]: module.extract(page["pages"], page["url"]) for page in pages}
        took, parse = zip(*(measure(module.extract, page, rounds) for page in pages), strict=True)
    ratio = statistics.median(mine / bare for mine, bare in zip(took, parse, strict=True))
    answer = {"version": module.VERSION, "milliseconds": statistics.median(took), "ratio": ratio, "answers": answers}
    json.dump(answer, sys.stdout)


def measure(extract: Callable[[list[str], str], Any], page: dict[str, Any], rounds: int) -> tuple[float, float]:
    """The shortest of some runs, in milliseconds, and that of parsing alone, in turn with them."""
    took, parse = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        extract(page["pages"], page["url"])
        middle = time.perf_counter()
        for text in page["pages"]:
            html.document_fromstring(text.encode())
        parse.append(time.perf_counter() - middle)
        took.append(middle - start)
    return min(took) * 1000, min(parse) * 1000


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
