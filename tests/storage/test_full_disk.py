"""A disk that fills up: a real write fails, and what was committed stays."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from making import NOW, make_article, save

from gmw_crawler.errors import StoreError
from gmw_crawler.storage import open_store
from gmw_crawler.storage.export import Order, export
from gmw_crawler.storage.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = "4m"

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an error instead of a death
resource.setrlimit(resource.RLIMIT_FSIZE, (2 * 1024 * 1024, 2 * 1024 * 1024))
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from test_full_disk import fill_until_it_fails
print(fill_until_it_fails(Path(sys.argv[1])))
"""


def words(count: int) -> str:
    """Return text that no compression makes much smaller."""
    return "".join(chr(random.randrange(0x4E00, 0x9000)) for _ in range(count))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes, where this machine lets us mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        pytest.skip("needs the right to mount; the limit on file sizes below is tried everywhere")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill_until_it_fails(folder: Path) -> str:
    """Store articles until a write fails; return what was said, after seeing that all that was committed is there."""
    store = open_store(f"sqlite:///{folder}/store.sqlite")
    writer = Writer(store)
    committed: list[str] = []
    error: BaseException | None = None
    for number in range(2000):
        article = make_article(str(30_000_000 + number), words(1300))
        error = writer.write(save(article)).exception(30)
        if error is not None:
            break
        committed.append(article.id)
    assert isinstance(error, StoreError), error
    assert writer.failure is error
    writer.close()
    assert list(store.article_ids()) == committed
    store.close()
    return f"{len(committed)} committed; {error}"


def test_a_full_disk_is_one_clear_line_and_the_next_run_takes_up_the_rest(small_disk: Path) -> None:
    said = fill_until_it_fails(small_disk)
    assert "full" in said
    assert "what was committed stays" in said
    assert "\n" not in said
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    store = open_store(f"sqlite:///{small_disk}/store.sqlite")
    store.apply([save(make_article("39999999"))])
    assert store.known("39999999") is not None
    store.close()


def test_a_limit_on_file_sizes_is_met_the_same_way(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path), str(Path(__file__).parent)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert result.returncode == 0, result.stderr
    assert "what was committed stays" in result.stdout


def test_an_export_that_does_not_fit_leaves_the_chain_whole(small_disk: Path, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.sqlite")
    order = Order(folder=small_disk / "out")
    store.apply([save(make_article("30000001"))])
    export(store, order, now=NOW)
    store.apply([save(make_article(str(31_000_000 + number), words(13_000))) for number in range(100)])
    with pytest.raises(StoreError, match="No space left on device"):
        export(store, order, now=NOW)
    subprocess.run(["mount", "-o", "remount,size=32m", str(small_disk)], check=True)
    manifest = export(store, order, now=NOW)
    assert manifest is not None
    assert (manifest.number, manifest.count) == (2, 100)
    assert len(list((small_disk / "out").glob("articles-*"))) == 4
    store.close()
