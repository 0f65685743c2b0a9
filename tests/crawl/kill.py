"""Kill crawls with SIGKILL at random instants and start them again, until the store is whole; it must lose nothing.

    python -m tests.crawl.kill --kills 100 --seed 7 [--store sqlite|postgresql]

A round is a fresh store and a fresh replica. Its runs are killed until one ends by itself; then the store must
hold what an undisturbed crawl's holds: the same articles with the same content, one revision of each, and the
same links. Rounds follow until there were enough kills.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tests.crawl.process import Place, ended, replica

NewStore = Callable[[], str]

VISIT = frozenset({"first_seen", "fetched", "reprint_of"})
"""Fields of a record that depend on when it was fetched, and on which of two reprints was fetched first."""

SLOWLY = {"DOWNLOAD_DELAY": "0.02", "CONCURRENT_REQUESTS_PER_DOMAIN": "8"}
"""A crawl of some seconds, so that most kills strike in the middle."""


def main() -> int:
    arguments = _arguments()
    seed = arguments.seed if arguments.seed is not None else random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    with _stores(arguments.store) as stores:
        for name, new_store in stores.items():
            kills, rounds = kill(new_store, kills=arguments.kills, rng=random.Random(f"{seed} {name}"), say=print)
            print(f"{name}: {kills} kills in {rounds} rounds; nothing lost, doubled or torn", flush=True)
    return 0


def kill(new_store: NewStore, *, kills: int, rng: random.Random, say: Callable[..., object]) -> tuple[int, int]:
    """Kill at least so many runs; return how many, and in how many rounds."""
    with tempfile.TemporaryDirectory(prefix="gmw-kill-") as folder:
        reference, requests = _undisturbed(Path(folder), new_store())
        done = rounds = 0
        while done < kills:
            rounds += 1
            done += _round(Path(folder), new_store(), reference, Fate(rng, requests, kills - done))
            say(f"round {rounds}: {done} of {kills} kills", flush=True)
    return done, rounds


class Fate:
    """Draws when each run dies: some requests after its first, whatever the machine's speed, and a moment more."""

    def __init__(self, rng: random.Random, requests: int, most: int) -> None:
        self._rng = rng
        self._requests = requests
        self._left = most

    def draw(self) -> tuple[int, float] | None:
        """Return requests and seconds until the next kill, None when there were enough: that run ends by itself."""
        if self._left == 0:
            return None
        self._left -= 1
        return self._rng.randint(1, self._requests // 3), self._rng.uniform(0, 0.3)


def _round(folder: Path, store: str, reference: dict[str, Any], fate: Fate) -> int:
    killed = 0
    with replica(folder) as site:
        place = Place(site, store, SLOWLY)
        while True:
            before = len(place.requests())
            process = place.start("crawl", "economy")
            life = fate.draw()
            if life is not None and _lives_longer(process, place, before + life[0], life[1]):
                process.kill()
                process.communicate()
                killed += 1
                continue
            end = ended(process)
            assert end.status == 0, end.stderr
            break
        _compare(contents(place), reference)
    return killed


def _lives_longer(process: subprocess.Popen[str], place: Place, requests: int, seconds: float) -> bool:
    """Wait until so many requests were made, and so many seconds more; False if the run ended before."""
    while len(place.requests()) < requests:
        if process.poll() is not None:
            return False
        time.sleep(0.03)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def _undisturbed(folder: Path, store: str) -> tuple[dict[str, Any], int]:
    with replica(folder) as site:
        place = Place(site, store, SLOWLY)
        end = place.crawl("economy")
        assert end.status == 0, end.stderr
        return contents(place), len(place.requests())


def contents(place: Place) -> dict[str, Any]:
    """Return what a store holds, as far as it does not depend on when it was fetched."""

    def read(store: Any) -> dict[str, Any]:
        lines = list(store.revisions(after=0))
        records = [json.loads(one.line) for one in lines]
        return {
            "revisions": sorted((one.article_id, one.revision) for one in lines),
            "records": {one["id"]: {key: one[key] for key in one.keys() - VISIT} for one in records},
            "kept": {key: [page.body for page in store.pages(key)] for key in store.article_ids()},
        }

    return dict(place.read(read))


def _compare(found: dict[str, Any], reference: dict[str, Any]) -> None:
    for name, expected in reference.items():
        assert found[name] == expected, f"{name} differ: {_difference(found[name], expected)}"


def _difference(found: Any, expected: Any) -> str:
    ours, theirs = (set(map(str, one)) for one in (found, expected))
    return f"missing {sorted(theirs - ours)}, extra {sorted(ours - theirs)}"


@contextmanager
def _stores(which: str) -> Iterator[dict[str, NewStore]]:
    from tests.postgres import running_cluster

    with (
        tempfile.TemporaryDirectory(prefix="gmw-kill-") as folder,
        running_cluster() if which != "sqlite" else nullcontext() as cluster,
    ):
        stores: dict[str, NewStore] = {}
        if which != "postgresql":
            stores["sqlite"] = sqlite_in(Path(folder))
        if cluster is not None:
            stores["postgresql"] = cluster.new_database
        yield stores


def sqlite_in(folder: Path) -> NewStore:
    """Return what makes addresses of new SQLite stores in a folder."""
    numbers = iter(range(10**6))
    return lambda: f"sqlite:///{folder / f'{next(numbers)}.sqlite'}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crawl.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="runs to kill on each store (default: %(default)s)")
    parser.add_argument("--seed", type=int, help="of the random instants (default: a random one, printed)")
    parser.add_argument("--store", choices=("both", "sqlite", "postgresql"), default="both")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
