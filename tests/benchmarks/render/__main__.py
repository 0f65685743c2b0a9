"""What rendering costs: pages a second by number of tabs, `auto` against `never`, and memory over many pages.

    python -m tests.benchmarks.render [--pages 60] [--contexts 1 4 8]
    python -m tests.benchmarks.render --memory 500

Crawls run as processes of their own against a generated site on 127.0.0.1, without delays. A scripted page has five
lists' worth of scripts to run, a plain one has its lists in the HTML. Times are Scrapy's own, from its start to its
end, the start of the browser included.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import Rendering, rendering
from tests.browser.scripted import ScriptedSite

if TYPE_CHECKING:
    import subprocess

MEGABYTE = 1024 * 1024
SCRIPTED = ("conCorrelatedNews6", "recommendRead50", "motions")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.render", description=__doc__)
    parser.add_argument("--pages", type=int, default=60, help="articles in each crawl (default 60)")
    parser.add_argument("--contexts", type=int, nargs="+", default=[1, 4, 8], help="tabs at once (default 1 4 8)")
    parser.add_argument(
        "--memory", type=int, metavar="PAGES", help="measure memory over so many rendered pages instead"
    )
    arguments = parser.parse_args()
    if arguments.memory:
        memory(arguments.memory)
    else:
        speed(arguments.pages, arguments.contexts)


def speed(pages: int, contexts: list[int]) -> None:
    """Print a Markdown table of pages a second."""
    print(f"| {pages} articles | rendered | seconds | articles/s |")
    print("|---|---:|---:|---:|")
    for name, modules, words, tabs in [
        ("scripted, `render=never`", SCRIPTED, ["render=never"], 1),
        *((f"scripted, `render=auto`, {tabs} tabs", SCRIPTED, ["render=auto"], tabs) for tabs in contexts),
        ("plain, `render=never`", (), ["render=never"], 1),
        ("plain, `render=auto`", (), ["render=auto"], 1),
    ]:
        with tempfile.TemporaryDirectory(prefix="gmw-render-") as folder:
            seconds, rendered = _crawl(Path(folder), pages, modules, words, tabs)
        print(f"| {name} | {rendered} | {seconds:.1f} | {pages / seconds:.2f} |", flush=True)


def _crawl(folder: Path, pages: int, modules: tuple[str, ...], words: list[str], tabs: int) -> tuple[float, int]:
    with rendering(folder, root=_site(folder, pages, modules)) as place:
        process = _start(place, words, tabs)
        _, said = process.communicate()
        assert process.returncode == 0, said
        stats = _stats(place)
    assert stats["store/stored"] == pages
    return stats["elapsed_time_seconds"], stats.get("render/rendered", 0)


def _site(folder: Path, pages: int, modules: tuple[str, ...]) -> Path:
    site = ScriptedSite(folder / "site")
    urls = [
        site.article(
            place,
            modules=modules,
            related=tuple(range(place + 1, place + 7)),
            read=tuple(tuple(range(first, first + 4)) for first in range(place + 7, place + 27, 4)),
            filler="他们说的是今年的收成。" * 200,
        )
        for place in range(pages)
    ]
    (folder / "urls.txt").write_text("\n".join(urls), "utf-8")
    return site.root


def _start(place: Rendering, words: list[str], tabs: int) -> subprocess.Popen[str]:
    given = [part for word in [f"file={place.folder / 'urls.txt'}", *words] for part in ("-a", word)]
    return place.start("crawl", "articles", *given, settings={"GMW_BROWSER_CONTEXTS": str(tabs), "LOG_LEVEL": "ERROR"})


def _stats(place: Rendering) -> dict[str, Any]:
    with closing(sqlite3.connect(place.file)) as connection:
        (text,) = connection.execute("select stats from runs order by number desc limit 1").fetchone()
    stats: dict[str, Any] = json.loads(text)
    return stats


def memory(pages: int) -> None:
    """Print how much memory the crawler and the browser hold as pages go by."""
    with tempfile.TemporaryDirectory(prefix="gmw-render-") as folder:
        root = _site(Path(folder), pages, SCRIPTED)
        with rendering(Path(folder), root=root) as place:
            process = _start(place, ["render=auto"], 4)
            rows = _watch(place, process)
            rendered = _stats(place)["render/rendered"]
    print("| articles stored | crawler, MB | browser and driver, MB |")
    print("|---:|---:|---:|")
    step = max(1, pages // 10)
    for first in range(0, pages, step):
        inside = [row for row in rows if first <= row[0] < first + step]
        if inside:
            print(f"| {first + step} | {max(row[1] for row in inside)} | {max(row[2] for row in inside)} |")
    print(f"\n{rendered} of {pages} rendered; figures are the largest proportional set size (PSS) in each tenth")


def _watch(place: Rendering, process: subprocess.Popen[str]) -> list[tuple[int, int, int]]:
    rows = []
    while process.poll() is None:
        time.sleep(1)
        rows.append((_stored(place), _megabytes([process.pid]), _megabytes(place.browsers())))
    assert process.returncode == 0, process.communicate()[1]
    return rows


def _stored(place: Rendering) -> int:
    if not place.file.exists():
        return 0
    with closing(sqlite3.connect(f"file:{place.file}?mode=ro", uri=True)) as connection:
        try:
            (count,) = connection.execute("select count(*) from articles").fetchone()
        except sqlite3.OperationalError:  # its tables are just being made
            return 0
    return int(count)


def _megabytes(pids: list[int]) -> int:
    return sum(map(_pss, pids)) // MEGABYTE


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:  # it has ended in between
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
