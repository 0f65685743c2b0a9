from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import filelock
import orjson
import pytest
import zstandard
from making import DAY, HOUR, NOW, make_article, save

from gmw_crawler.errors import ExportError
from gmw_crawler.storage import Store, open_store
from gmw_crawler.storage.export import Order, export
from gmw_crawler.storage.folder import LOCK
from gmw_crawler.storage.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from gmw_crawler.storage.folder import Manifest


def fill(store: Store, *ids: int, text: str = "正文。", at: Any = NOW) -> None:
    store.apply([save(make_article(str(30000000 + one), text), at=at) for one in ids])


def run(store: Store, folder: Path, **changes: Any) -> Manifest | None:
    return export(store, Order(folder=folder, **changes), now=NOW)


def lines(path: Path) -> list[bytes]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return data.splitlines()


def exported(folder: Path) -> list[tuple[str, int]]:
    """Id and revision of every record that a manifest vouches for, in order."""
    found = []
    for path in sorted(folder.glob("*.manifest.json")):
        manifest = json.loads(path.read_text())
        data = folder / manifest["file"]
        assert hashlib.sha256(data.read_bytes()).hexdigest() == manifest["sha256"]
        records = [orjson.loads(line) for line in lines(data)]
        assert len(records) == manifest["count"]
        found += [(record["id"], record["revision"]) for record in records]
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_each_revision_is_exported_once(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    fill(store, 1, 2)
    first = run(store, folder)
    assert first is not None
    assert (first.number, first.count, first.after, first.first, first.last, first.cursor) == (1, 2, 0, 1, 2, 2)
    assert run(store, folder) is None
    fill(store, 2, 3, text="二")
    second = run(store, folder)
    assert second is not None
    assert (second.number, second.count, second.after, second.cursor) == (2, 2, 2, 4)
    assert exported(folder) == [("30000001", 1), ("30000002", 1), ("30000002", 2), ("30000003", 1)]
    assert names(folder) == [
        "articles-000001.jsonl",
        "articles-000001.manifest.json",
        "articles-000002.jsonl",
        "articles-000002.manifest.json",
    ]
    assert [manifest.number for manifest in verify(folder)] == [1, 2]


@pytest.mark.parametrize("compress", ["gz", "zst"])
def test_compressed_files_hold_the_same(store: Store, tmp_path: Path, compress: Any) -> None:
    fill(store, 1, 2)
    manifest = run(store, tmp_path / "out", compress=compress)
    assert manifest is not None
    assert manifest.file == f"articles-000001.jsonl.{compress}"
    run(store, tmp_path / "plain", consumer="plain")
    assert lines(tmp_path / "out" / manifest.file) == lines(tmp_path / "plain" / "articles-000001.jsonl")
    assert len(verify(tmp_path / "out")) == 1


def test_consumers_do_not_disturb_each_other(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "a", consumer="a")
    fill(store, 2)
    run(store, tmp_path / "b", consumer="b")
    run(store, tmp_path / "a", consumer="a")
    assert exported(tmp_path / "a") == exported(tmp_path / "b") == [("30000001", 1), ("30000002", 1)]


def test_latest_leaves_out_what_was_replaced(store: Store, tmp_path: Path) -> None:
    fill(store, 1, 2)
    fill(store, 1, text="二")
    run(store, tmp_path / "out", latest=True)
    assert exported(tmp_path / "out") == [("30000002", 1), ("30000001", 2)]
    fill(store, 1, text="三")
    run(store, tmp_path / "out", latest=True)
    assert exported(tmp_path / "out")[2:] == [("30000001", 3)]


def test_since_leaves_out_what_was_committed_before(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    fill(store, 2, at=NOW + DAY)
    run(store, tmp_path / "out", since="2026-09-11T00:00:00Z")
    assert exported(tmp_path / "out") == [("30000002", 1)]
    assert run(store, tmp_path / "out") is None


def test_since_moves_the_cursor_even_past_nothing(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    manifest = run(store, tmp_path / "out", since="2027-01-01T00:00:00Z")
    assert manifest is not None
    assert (manifest.count, manifest.first, manifest.cursor) == (0, None, 1)
    assert run(store, tmp_path / "out") is None


def test_all_rebuilds_into_an_empty_folder(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    fill(store, 2)
    with pytest.raises(ExportError, match="is not empty"):
        run(store, tmp_path / "out", rebuild=True)
    run(store, tmp_path / "new", rebuild=True)
    assert exported(tmp_path / "new") == [("30000001", 1), ("30000002", 1)]
    fill(store, 3)
    run(store, tmp_path / "new")
    assert exported(tmp_path / "new")[2:] == [("30000003", 1)]


def test_an_empty_store_gives_nothing_yet(store: Store, tmp_path: Path) -> None:
    assert run(store, tmp_path / "out") is None
    assert run(store, tmp_path / "elsewhere") is None
    fill(store, 1)
    run(store, tmp_path / "out")
    assert exported(tmp_path / "out") == [("30000001", 1)]


def test_a_missing_folder_is_an_error(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    for folder in (tmp_path / "elsewhere", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(ExportError, match=f"has its exports in {tmp_path}/out, and none are here"):
            run(store, folder)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_written_is_an_error(store: Store, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("not a folder")
    with pytest.raises(ExportError, match=r"letter/out: cannot be made \(Not a directory\); name another folder"):
        run(store, tmp_path / "letter" / "out")
    (tmp_path / "out" / LOCK).mkdir(parents=True)  # as good as a folder that is read-only, which root does not know
    with pytest.raises(ExportError, match=r"out: cannot be written to \(Is a directory\); name another folder"):
        run(store, tmp_path / "out")


def test_a_moved_folder_goes_on(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "moved")
    fill(store, 2)
    run(store, tmp_path / "moved")
    assert exported(tmp_path / "moved") == [("30000001", 1), ("30000002", 1)]


def test_a_folder_that_is_behind_is_an_error(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    fill(store, 2)
    run(store, tmp_path / "out")
    for path in (tmp_path / "out").glob("articles-000002*"):
        path.unlink()
    with pytest.raises(ExportError, match="ends at cursor 1, but consumer 'default' was given all up to 2"):
        run(store, tmp_path / "out")


def test_a_gap_in_the_chain_is_an_error(store: Store, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        fill(store, number)
        run(store, tmp_path / "out")
    (tmp_path / "out" / "articles-000002.manifest.json").unlink()
    with pytest.raises(ExportError, match=r"articles-000002.manifest.json: is missing"):
        run(store, tmp_path / "out")


def test_a_lost_data_file_is_an_error(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    (tmp_path / "out" / "articles-000001.jsonl").unlink()
    fill(store, 2)
    with pytest.raises(ExportError, match=r"articles-000001.jsonl: is missing"):
        run(store, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff"])
def test_a_broken_manifest_is_an_error(store: Store, tmp_path: Path, content: bytes) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    (tmp_path / "out" / "articles-000001.manifest.json").write_bytes(content)
    with pytest.raises(ExportError, match="is no manifest of ours"):
        run(store, tmp_path / "out")


def test_a_folder_of_others_is_left_alone(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("dear")
    with pytest.raises(ExportError, match="holds other things than exports"):
        run(store, tmp_path / "out")
    with pytest.raises(ExportError, match="is not a folder"):
        run(store, tmp_path / "out" / "letter.txt")


def test_the_folder_of_another_consumer_or_store_is_refused(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "out", consumer="a")
    with pytest.raises(ExportError, match="holds the exports of consumer 'a' from this store"):
        run(store, tmp_path / "out", consumer="b")
    other = open_store(f"sqlite:///{tmp_path}/other.sqlite")
    fill(other, 1, 2)
    with pytest.raises(ExportError, match="from another store"):
        run(other, tmp_path / "out", consumer="a")
    other.close()


def test_a_store_older_than_its_exports_is_an_error(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    path = tmp_path / "out" / "articles-000001.manifest.json"
    path.write_bytes(orjson.dumps({**orjson.loads(path.read_bytes()), "cursor": 9}))
    with pytest.raises(ExportError, match="older than its exports"):
        run(store, tmp_path / "out")


def test_what_a_killed_export_left_is_cleaned(store: Store, tmp_path: Path) -> None:
    """Killed while it wrote the data, before the manifest, in the manifest."""
    folder = tmp_path / "out"
    fill(store, 1)
    run(store, folder)
    fill(store, 2)
    for name in ("articles-000002.jsonl.gz.part", "articles-000002.jsonl.zst", "articles-000002.manifest.json.part"):
        (folder / name).write_bytes(b"torn")
    run(store, folder)
    assert exported(folder) == [("30000001", 1), ("30000002", 1)]
    assert len(names(folder)) == 4


def test_an_export_killed_before_the_store_heard_goes_on(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    fill(store, 1)

    class Deaf:
        """Dies before it keeps the cursor."""

        def __getattr__(self, name: str) -> Any:
            if name == "save_export":
                raise KeyboardInterrupt
            return getattr(store, name)

    for order in (Order(folder=folder), Order(folder=tmp_path / "all", consumer="b", rebuild=True)):
        with pytest.raises(KeyboardInterrupt):
            export(Deaf(), order, now=NOW)  # type: ignore[arg-type]
        fill(store, 2)
        export(store, order, now=NOW)
        assert exported(order.folder) == [("30000001", 1), ("30000002", 1)]
        export(store, replace(order, rebuild=False), now=NOW)


def test_two_exports_to_one_folder_do_not_meet(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    (tmp_path / "out").mkdir()
    with (
        filelock.FileLock(tmp_path / "out" / ".export.lock"),
        pytest.raises(ExportError, match="another export is writing"),
    ):
        run(store, tmp_path / "out")


def test_exports_while_a_crawl_writes_hold_each_revision_once(address: str, tmp_path: Path) -> None:
    writing, reading = open_store(address), open_store(address)

    def crawl() -> None:
        for number in range(60):
            fill(writing, number % 20, text=f"版{number}", at=NOW + HOUR * number)
            time.sleep(0.005)  # SQLite is not fair: who asks again at once is served first

    thread = threading.Thread(target=crawl)
    thread.start()
    while thread.is_alive():
        run(reading, tmp_path / "out")
    thread.join()
    run(reading, tmp_path / "out")
    found = exported(tmp_path / "out")
    assert len(found) == len(set(found)) == 60
    assert len(verify(tmp_path / "out")) > 1
    writing.close()
    reading.close()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: data.replace(b"3", b"4", 1), "sha256"),
        (lambda data: data[:-1], "not as"),
    ],
)
def test_verify_finds_damage(store: Store, tmp_path: Path, damage: Any, words: str) -> None:
    fill(store, 1)
    run(store, tmp_path / "out")
    path = tmp_path / "out" / "articles-000001.jsonl"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ExportError, match=words):
        verify(tmp_path / "out")


def test_verify_needs_exports(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="holds no exports"):
        verify(tmp_path)
    with pytest.raises(ExportError, match="no such folder"):
        verify(tmp_path / "missing")
