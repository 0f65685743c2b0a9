"""Split many pages that nobody would write: `python -m tests.fuzz --pages 100000 --seed 1`."""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.fuzz.pages import make
from tests.fuzz.trial import MEMORY, Trial, try_number


def main() -> int:
    arguments = _arguments()
    outcomes: Counter[str] = Counter()
    slowest = Trial(0, 0, 0.0, "", None)
    faults = 0
    with ProcessPoolExecutor(arguments.jobs) as pool:
        numbers = range(arguments.start, arguments.start + arguments.pages)
        for trial in pool.map(partial(try_number, arguments.seed), numbers, chunksize=20):
            outcomes[trial.outcome] += 1
            slowest = max(slowest, trial, key=lambda one: one.seconds)
            if trial.fault:
                faults += 1
                print(f"page {trial.number}: {trial.fault}\n  kept as {_keep(arguments.seed, trial.number)}\n")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    slow = f"slowest: page {slowest.number}, {slowest.size} bytes, {slowest.seconds:.2f} s"
    print(f"{arguments.pages} pages of seed {arguments.seed}: {dict(outcomes.most_common())}, {faults} faults")
    print(f"{slow}; largest process: {memory >> 10} MiB")
    return 1 if faults or memory > MEMORY else 0


def _keep(seed: int, number: int) -> Path:
    path = Path(tempfile.gettempdir()) / f"gmw-fuzz-{seed}-{number}.html"
    path.write_bytes(make(seed, number))
    return path


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--start", type=int, default=0, help="number of the first page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
