from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawl.process import Place, replica

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A fresh replica of the bundled site, and a fresh SQLite store."""
    with replica(tmp_path) as site:
        yield Place(site, f"sqlite:///{tmp_path / 'gmw.sqlite'}")


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One replica and one store for all runs that end before they ask for anything."""
    folder = tmp_path_factory.mktemp("quiet")
    with replica(folder) as site:
        yield Place(site, f"sqlite:///{folder / 'gmw.sqlite'}")
