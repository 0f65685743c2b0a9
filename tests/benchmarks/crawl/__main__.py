"""Ours beside its limit and its peers, in one run on one generated site.

    python -m tests.benchmarks.crawl [--pages 5000] [--only ours,limit] [--rounds 1]

Each contender is a process of its own on one core; nginx serves from another. Prints one Markdown table.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.crawl.environments import python_with
from tests.benchmarks.crawl.measure import SERVER_CORE, Cost, measure
from tests.benchmarks.crawl.server import Server
from tests.benchmarks.crawl.table import ALL, CHECKOUT, Contender, machine, markdown
from tests.benchmarks.generated.site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1, help="the round with the least CPU a page counts")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave site, logs and output there")
    parser.add_argument("--only", help="contenders, by comma: " + ", ".join(one.name for one in ALL))
    options = parser.parse_args()
    chosen = [one for one in ALL if options.only is None or one.name in options.only.split(",")]
    pythons = {one.name: python_with(*one.packages) for one in chosen}
    before = machine()
    with workplace(options.keep) as folder:
        write_site(folder / "site", options.pages)
        with Server(folder / "site", folder / "server", SERVER_CORE) as server:
            rounds = [run(chosen, pythons, server, folder / f"round-{number}") for number in range(options.rounds)]
    for costs in rounds:
        check(costs, options.pages)
    best = [(one, min((costs[one.name] for costs in rounds), key=lambda cost: cost.processor)) for one in chosen]
    print(before, end="\n\n")
    print(markdown(best))


@contextmanager
def workplace(keep: Path | None) -> Iterator[Path]:
    """Give a folder, which is gone afterwards unless it was named."""
    if keep is not None:
        keep.mkdir(parents=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def check(costs: dict[str, Cost], pages: int) -> None:
    """End the program where a contender lost articles: its figures would say nothing."""
    for name, cost in costs.items():
        if cost.pages != pages:
            sys.exit(f"{name} has {cost.pages} articles of {pages}; `--keep FOLDER` leaves its log")


def run(chosen: Sequence[Contender], pythons: dict[str, Path], server: Server, folder: Path) -> dict[str, Cost]:
    """Measure each contender once, in turn."""
    costs = {}
    for contender in chosen:
        place = folder / contender.name
        place.mkdir(parents=True)
        environment = os.environ | server.environment | {"SCRAPY_SETTINGS_MODULE": "gmw_crawler.settings"}
        environment |= {"PYTHONPATH": str(CHECKOUT)} if contender.name == "ours" else {"SCRAPY_SETTINGS_MODULE": ""}
        environment.pop("GMW_STORE", None)
        try:
            costs[contender.name] = measure(
                contender.command(pythons[contender.name], place), server, place, environment
            )
        except subprocess.CalledProcessError as error:
            sys.exit(f"{contender.name} ended with {error.returncode}:\n{error.stderr}")
        cost = costs[contender.name]
        print(f"{contender.name}: {cost}", file=sys.stderr)
    return costs


if __name__ == "__main__":
    main()
