from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.storage.kill_exports import kill_exports

if TYPE_CHECKING:
    from pathlib import Path


def test_killed_exports_hold_each_revision_once(address: str, tmp_path: Path) -> None:
    """The short form; `python -m tests.storage.kill_exports` is the long one."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown when it fails
    kill_exports(address, tmp_path / "out", kills=5, seed=seed, say=print)
