"""Kill exports with SIGKILL at random instants, and run them again: each revision must be in the files exactly once.

    python -m tests.storage.kill_exports [--kills 100] [--seed N] [--store sqlite|postgresql]

The process that is killed commits a few revisions and exports, again and again, so that most kills strike inside one
of the two. After each kill the chain of manifests must be whole; in the end the files must hold the store.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from making import make_article, save
from postgres import running_cluster

from gmw_crawler.storage import open_store
from gmw_crawler.storage.export import Order, export
from gmw_crawler.storage.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

READY = "ready"
LONGEST = 0.5
"""Seconds that a process lives after it is ready, at most."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--store", choices=("sqlite", "postgresql"))
    parser.add_argument("--work", nargs=2, metavar=("ADDRESS", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work[0], Path(options.work[1]), random.Random(options.seed))
        return
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if options.store != "postgresql":
            kill_exports(f"sqlite:///{folder}/store.sqlite", Path(folder, "sqlite"), options.kills, options.seed, print)
        if options.store != "sqlite":
            with running_cluster() as cluster:
                kill_exports(cluster.new_database(), Path(folder, "postgresql"), options.kills, options.seed, print)


def kill_exports(address: str, folder: Path, kills: int, seed: int, say: Callable[[str], object]) -> None:
    chance = random.Random(seed)
    open_store(address).close()
    leftovers = 0
    for number in range(kills):
        kill_one(address, folder, chance)
        manifests = list(folder.glob("*.manifest.json"))
        if manifests:
            assert len(verify(folder)) == len(manifests), f"seed {seed}, kill {number}"
        leftovers += len(list(folder.glob("articles-*"))) > 2 * len(manifests)
    revisions = finish(address, folder, seed)
    kind = address.partition(":")[0]
    say(f"{kind}: {kills} kills, {leftovers} of them inside an export, {revisions} revisions, each once")


def kill_one(address: str, folder: Path, chance: random.Random) -> None:
    command = [sys.executable, __file__, "--work", address, str(folder), "--seed", str(chance.randrange(10**6))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == READY
        try:
            process.wait(chance.uniform(0, LONGEST))
        except subprocess.TimeoutExpired:
            process.kill()
        else:
            raise AssertionError(f"the process ended by itself: {process.returncode}")


def work(address: str, folder: Path, chance: random.Random) -> None:
    """Commit and export until killed."""
    store = open_store(address)
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    for number in count(store.last_cursor()):
        articles = [make_article(str(30_000_000 + step), f"{number}。" * chance.randint(1, 9)) for step in range(20)]
        store.apply([save(article) for article in chance.sample(articles, 3)])
        order = Order(folder=folder, compress=chance.choice([None, "gz", "zst"]))
        export(store, order, now=datetime.now(UTC))


def finish(address: str, folder: Path, seed: int) -> int:
    """Export the rest, and compare the files with the store, byte for byte; return how many revisions there are."""
    store = open_store(address)
    export(store, Order(folder=folder), now=datetime.now(UTC))
    chain = verify(folder)
    whole = Path(folder.parent, f"{folder.name}-whole")
    export(store, Order(folder=whole, consumer="whole"), now=datetime.now(UTC))
    expected = [revision.line for revision in store.revisions(after=0)]
    store.close()
    found = [line for manifest in chain for line in lines(folder / manifest.file)]
    assert found == expected, f"seed {seed}: the files and the store differ"
    assert lines(whole / "articles-000001.jsonl") == expected, f"seed {seed}: one whole export differs"
    left = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert len(left) == 2 * len(chain), f"seed {seed}: {left} were left"
    return len(expected)


def lines(path: Path) -> list[bytes]:
    import gzip

    import zstandard

    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return data.splitlines()


if __name__ == "__main__":
    main()
