"""Crawls killed at random instants complete to the same store; the long form is `python -m tests.crawl.kill`."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.crawl.kill import kill, sqlite_in
from tests.postgres import postgres_cluster

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["postgres_cluster"]

KILLS = 5


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_killed_crawl_completes_to_the_same_store(
    backend: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}: python -m tests.crawl.kill --seed {seed} --store {backend}")
    cluster = request.getfixturevalue("postgres_cluster") if backend == "postgresql" else None
    new_store = sqlite_in(tmp_path) if cluster is None else cluster.new_database
    kills, _rounds = kill(new_store, kills=KILLS, rng=random.Random(f"{seed} {backend}"), say=print)
    assert kills >= KILLS
