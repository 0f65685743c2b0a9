"""A database that goes away in mid-crawl: the run ends with status 1 and a clear line, and the next one completes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.crawl.process import Place, ended, replica, wait_for
from tests.postgres import running_cluster

if TYPE_CHECKING:
    from pathlib import Path

SLOW = {"DOWNLOAD_DELAY": "0.1"}


def test_postgresql_stopped_in_mid_crawl(tmp_path: Path) -> None:
    with replica(tmp_path) as site, running_cluster() as cluster:
        place = Place(site, cluster.new_database())
        process = place.start("crawl", "economy", settings=SLOW)
        wait_for(lambda: len([one for one in place.requests() if "content_" in one["path"]]) > 8, process)
        cluster.stop()
        try:
            end = ended(process)
        finally:
            cluster.start()
        assert end.status == 1, end.stderr
        assert "economy: failed (the store failed)" in end.stderr
        assert "Traceback" not in end.stderr
        assert end.stderr.count("The store failed, so the crawl stops: ") == 1
        before = place.stored()
        assert before
        assert place.crawl("economy").status == 0
        assert len(place.stored()) > len(before)


def test_a_disk_that_fills_up_in_mid_crawl(place: Place) -> None:
    """A limit on the size of files makes real writes fail, as a full disk does."""
    process = place.start("crawl", "economy", settings=SLOW, before=["prlimit", f"--fsize={700 * 1024}"])
    end = ended(process)
    assert end.status == 1, end.stderr
    assert "economy: failed (the store failed)" in end.stderr
    assert "Traceback" not in end.stderr
    before = place.stored()
    assert before
    assert place.crawl("economy").status == 0
    assert len(place.stored()) > len(before)


def test_exports_during_a_crawl_hold_each_revision_once(place: Place, tmp_path: Path) -> None:
    process = place.start("crawl", "economy", settings=SLOW)
    wait_for(lambda: place.file.exists() and len(place.stored()) > 3, process)
    folder = tmp_path / "export"
    while process.poll() is None:
        assert place.run("export", str(folder)).status == 0
    assert ended(process).status == 0
    assert place.run("export", str(folder)).status == 0
    files = sorted(folder.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").split("\n") if line]
    assert len(files) > 1
    assert sorted(json.loads(line)["id"] for line in lines) == place.stored()
