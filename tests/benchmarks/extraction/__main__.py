"""Ours beside generic extractors, on pages whose records are known: `python -m tests.benchmarks.extraction`.

    --pages DIR      another set of the layout of fixtures/gold
    --only ours gne  some of the contenders

Every contender runs in an environment of its own (made on the first run, kept in the cache folder), is given each page
as text that is decoded already, and is timed beside a bare `lxml.html` parse of the same page in the same process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.crawl.environments import python_with
from tests.benchmarks.extraction.score import Score, score
from tests.site import gold

HERE = Path(__file__).parent
CONTENDERS: dict[str, tuple[str, ...]] = {
    "ours": (),
    "trafilatura": ("trafilatura>=2", "lxml_html_clean"),
    "newspaper4k": ("newspaper4k[zh]", "lxml_html_clean"),
    "readability-lxml": ("readability-lxml",),
    "gne": ("gne",),
}
"""What each needs installed; ours needs this checkout."""

COLUMNS = ("extractor", "body P", "body R", "body F1", "body exact", "title", "day", "time", "credits F1", "lists F1")
COLUMNS += ("all exact", "ms a page", "× parse")


def main() -> int:
    options = _options()
    names = gold.names(options.pages)
    pages = [
        {"name": name, "url": one.url, "pages": [_text(body) for body in one.pages]}
        for name in names
        for one in (gold.load(name, options.pages),)
    ]
    expected = {name: gold.load(name, options.pages).expected for name in names}
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for contender in options.only:
        answer = _run(contender, pages, options.rounds)
        print(_row(f"{contender} {answer['version']}".strip(), score(answer, expected), answer), flush=True)
    print(f"\n{len(names)} pages of {options.pages.name}. – : it has no such field. Time: to the minute.")
    return 0


def _text(body: bytes) -> str:
    from gmw_crawler.site.text import decode

    return decode(body).text


def _run(contender: str, pages: list[dict[str, Any]], rounds: int) -> dict[str, Any]:
    python = python_with(*CONTENDERS[contender])
    worker = [python, HERE / "worker.py", contender, str(rounds)]
    done = subprocess.run(worker, input=json.dumps(pages), stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _row(name: str, found: Score, answer: dict[str, Any]) -> str:
    cells = [
        name,
        *(f"{share:.4f}" for share in (found.body.precision, found.body.recall, found.body.f1)),
        *(f"{count}" for count in (found.body_exact, found.title)),
        *("–" if count is None else f"{count}" for count in (found.day, found.time)),
        *("–" if part is None else f"{part.f1:.4f}" for part in (found.credits, found.lists)),
        f"{found.exact}",
        f"{answer['milliseconds']:.2f}",
        f"{answer['ratio']:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.extraction", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, default=gold.FOLDER)
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is timed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
