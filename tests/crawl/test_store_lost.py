"""A database that goes away in mid-crawl: the run ends with status 1 and a clear line, and the next one completes."""

from __future__ import annotations

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
