"""How the cost grows with the number of articles: of a crawl, a run with nothing new, an export, a resplit.

    python -m tests.benchmarks.growth [--sizes 5000,50000] [--known 1000000]

At each size the generated site is crawled whole, then once more with nothing new, exported, and split again on all
cores. `--known` fills a store alone (0: not). Prints a Markdown table whose last column is the exponent between the
first and the last size: 0 for what does not grow, 1 for what grows as the number of articles.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from gmw_crawler.site import split_page
from gmw_crawler.storage import open_store, reprints
from gmw_crawler.storage.backend import backend_for
from tests.benchmarks.crawl.measure import SERVER_CORE, measure
from tests.benchmarks.crawl.server import Server
from tests.benchmarks.crawl.table import ALL, CHECKOUT, machine
from tests.benchmarks.generated.articles import Articles
from tests.benchmarks.generated.eras import write_page
from tests.benchmarks.generated.site import write_site

if TYPE_CHECKING:
    from collections.abc import Sequence

Figures = dict[str, float]
SAMPLE = 200  # texts whose like is looked for
FEW = 50  # requests of a run that finds nothing new: lists and robots.txt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="5000,50000")
    parser.add_argument("--known", type=int, default=1_000_000)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    print(machine(), end="\n\n")
    columns = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(grown(Path(folder), size))
    print(table(sizes, columns))
    if options.known:
        with tempfile.TemporaryDirectory() as folder:
            print(f"\n{store_alone(Path(folder), options.known)}")


def grown(folder: Path, size: int) -> Figures:
    """Return the figures of one size."""
    articles = write_site(folder / "site", size)
    ours = next(one for one in ALL if one.name == "ours")
    place = folder / "ours"
    place.mkdir()
    with Server(folder / "site", folder / "server", SERVER_CORE) as server:
        environment = os.environ | server.environment
        environment |= {"PYTHONPATH": str(CHECKOUT), "SCRAPY_SETTINGS_MODULE": "gmw_crawler.settings"}
        command = ours.command(Path(sys.executable), place)
        crawl, again = (measure(command, server, place, environment) for _ in range(2))
    print(f"{size}: {crawl}\n{size}, nothing new: {again}", file=sys.stderr)
    if crawl.pages != size or again.requests > FEW:
        sys.exit(f"{crawl.pages} articles of {size} are stored; {again.requests} requests the second time")
    figures: Figures = {
        "crawl, CPU ms a page, beside the start": 1e3 * (crawl.processor - again.processor) / size,
        "crawl, peak MiB": crawl.memory / 1024,
        "nothing new, seconds": again.start + again.seconds,
        "nothing new, requests": again.requests,
        "nothing new, peak MiB": again.memory / 1024,
        "store, KiB an article": (place / "gmw.sqlite").stat().st_size / 1024 / size,
    }
    export, start = timed(place, "export", "out"), timed(place, "export", "out")
    figures["export, records/s, beside the start"] = size / (export - start)
    figures["resplit on all cores, pages/s"] = size / timed(place, "resplit")
    figures["reprint check, ms"] = reprint_check(place, articles)
    return figures


def timed(place: Path, *words: str) -> float:
    """Return the seconds that a command of ours takes, its start included."""
    command = [sys.executable, "-m", "scrapy", *words, "-s", "GMW_STORE=sqlite:///gmw.sqlite"]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "SCRAPY_SETTINGS_MODULE": "gmw_crawler.settings"}
    started = time.perf_counter()
    subprocess.run(command, check=True, cwd=place, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def reprint_check(place: Path, articles: Articles) -> float:
    """Return the milliseconds to find what a stored text nearly repeats."""
    numbers = range(0, articles.count, max(1, articles.count // SAMPLE))
    texts = [text_of(articles, number) for number in numbers]
    backend = backend_for(f"sqlite:///{place}/gmw.sqlite")
    with backend.reading() as connection:
        started = time.perf_counter()
        for text in texts:
            reprints.find(connection, reprints.sign(text), before=None)
        return 1e3 * (time.perf_counter() - started) / len(texts)


def text_of(articles: Articles, number: int) -> str:
    place = articles.place(number)
    return split_page(write_page(articles, place).encode(), place.url).text


def store_alone(folder: Path, known: int) -> str:
    """Fill a store with articles whose records are of the usual size, and return what it takes to work with it."""
    from tests.benchmarks import store

    articles = Articles(1000)
    place = articles.place(999)
    line = orjson.dumps(split_page(write_page(articles, place).encode(), place.url)).decode()
    row = store.revision_row
    store.revision_row = lambda number: row(number) | {"line": line}
    address = f"sqlite:///{folder}/gmw.sqlite"
    store.fill(address, known)
    started = time.perf_counter()
    open_store(address).close()
    opened = time.perf_counter() - started
    seconds = timed(folder, "export", "out") - timed(folder, "export", "out")
    return (
        f"Store alone, {known} articles with records of {len(line.encode()) / 1024:.0f} KiB: opened in {opened:.2f} s, "
        f"exported in {seconds:.0f} s ({known / seconds:.0f} records/s)."
    )


def table(sizes: Sequence[int], columns: Sequence[Figures]) -> str:
    """Return the figures side by side with their exponents."""
    lines = [
        f"| | {' | '.join(f'{size} articles' for size in sizes)} | exponent |",
        f"|---|{'--:|' * (len(sizes) + 1)}",
    ]
    for name in columns[0]:
        values = [column[name] for column in columns]
        exponent = math.log(values[-1] / values[0]) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0
        cells = " | ".join(f"{value:.3g}" if value < 1000 else f"{value:.0f}" for value in values)
        lines.append(f"| {name} | {cells} | {exponent:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
