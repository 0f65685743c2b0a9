from __future__ import annotations

import json
from typing import TYPE_CHECKING

from making import DAY, NOW, listing, make_article, related, save, url_of, visit, walk
from scrapy_command import scrapy

from gmw_crawler.storage import open_store
from gmw_crawler.storage.protocol import Outcome

if TYPE_CHECKING:
    from pathlib import Path


def test_status_tells_the_state_of_the_store(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    store = open_store(address)
    run = store.begin_run(spider="economy", arguments={"nodes": "8971"}, started=NOW)
    store.apply([walk("144788", complete=False)])
    store.apply([walk("8971", complete=False), listing("8971", ["30000001", "30000002"])])
    store.apply([save(make_article("30000001", recommendations=related("30000005")), next_due=NOW + 9999 * DAY)])
    store.apply(
        [
            visit("30000003", Outcome.REFUSED, next_due=NOW + 9999 * DAY),
            visit("30000004", Outcome.FAILED, next_due=None),
        ]
    )
    store.save_export("default", cursor=1, folder="/srv/out", at=NOW)
    store.end_run(run, finished=NOW, verdict="stopped", reason="shutdown", stats={"item/count": 1})
    store.close()
    result = scrapy(address, "status")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"store      {address}",
        "stored     1 articles, 1 revisions, 0 reprints, 0 incomplete, 3 links, 1 observations, 1 kept pages",
        "waiting    1 at depth 0, 1 at depth 1",
        "revisits   0 due",
        "refused    404: 1",
        "failed     timeout: 1",
        "given up   1",
        f"           timeout after 1 attempts, 2026-09-10T01:30:00Z: {url_of('30000004')}",
        "listing    144788: broken off, to be walked past, last complete walk never",
        "listing    8971 经济要闻: broken off, to be walked past, last complete walk never",
        "export     default: cursor 1 in /srv/out, 2026-09-10T01:30:00Z",
        "run 1      2026-09-10T01:30:00Z economy nodes=8971: stopped (shutdown)",
    ]
    told = json.loads(scrapy(address, "status", "--json").stdout)
    assert told["counts"]["articles"] == 1
    assert told["runs"][0]["stats"] == {"item/count": 1}


def test_status_says_what_was_amiss_in_a_run(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    store = open_store(address)
    run = store.begin_run(spider="economy", arguments={}, started=NOW)
    stats = {"health/breaches": "title, template current: h1.u-title found nothing\nlisting 8971 gave no row"}
    store.end_run(run, finished=NOW, verdict="unhealthy", reason="2 expectations were not met", stats=stats)
    store.close()
    assert scrapy(address, "status").stdout.splitlines()[-3:] == [
        "run 1      2026-09-10T01:30:00Z economy: unhealthy (2 expectations were not met)",
        "           title, template current: h1.u-title found nothing",
        "           listing 8971 gave no row",
    ]


def test_status_of_an_empty_store(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    open_store(address).close()
    result = scrapy(address, "status")
    assert result.returncode == 0
    assert "waiting    nothing" in result.stdout
