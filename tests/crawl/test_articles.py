"""`crawl articles`: given addresses and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from gmw_crawler import settings
from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.site.urls import article_id
from tests.crawl.process import Place, place_of

if TYPE_CHECKING:
    from pathlib import Path

FACTS = json.loads((DEFAULT_ROOT / "EXPECTED.json").read_text("utf-8"))
URLS = [one["url"] for one in FACTS["articles"].values()][:6]
GONE = next(one["url"] for one in FACTS["refused"].values() if one["reason"] == "404")


def asked_for(place: Place, *, since: int = 0) -> set[str | None]:
    return {article_id(f"https://{place_of(one)}") for one in place.requests()[since:] if "content_" in one["path"]}


def test_given_addresses_are_fetched_once_and_again_only_when_told(place: Place, tmp_path: Path) -> None:
    listed = tmp_path / "addresses.txt"
    spelled = [URLS[3].replace("https://", "http://"), f"{URLS[4]}?from=app#top"]
    listed.write_text(f"# from a reader\n{spelled[0]}\n\n{spelled[1]} # twice\n{spelled[1]}\n", "utf-8")
    words = ("articles", "-a", f"urls={','.join([*URLS[:3], GONE])}", "-a", f"file={listed}")
    said = place.crawl(*words)
    assert said.status == 0, said.stderr
    wanted = {article_id(url) for url in URLS[:5]}
    assert set(place.stored()) == wanted
    assert asked_for(place) == {*wanted, article_id(GONE)}
    assert "5 articles stored, 1 refused (404: 1)" in said.stderr
    seen = len(place.requests())
    assert place.crawl(*words).status == 0
    assert place.requests()[seen:] == []
    assert place.crawl(*words, "-a", "refetch=1").status == 0
    assert asked_for(place, since=seen) == wanted


def test_a_crawl_loads_no_library_that_it_does_not_use(place: Place) -> None:
    said = place.crawl("articles", "-a", f"urls={URLS[0]}", environment={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rpartition("|")[2].strip() for line in said.stderr.splitlines() if line.startswith("import time:")}
    assert said.status == 0
    assert "sqlalchemy" in loaded
    assert loaded.isdisjoint(
        {"aiohttp", "datasette", "matplotlib", "playwright", "requests", "tldextract", "twisted.conch"}
    )


def test_addresses_that_are_none_are_refused_with_their_line(place: Place, tmp_path: Path) -> None:
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"{URLS[0]}\nhttps://economy.gmw.cn/node_8971.htm\n", "utf-8")
    said = place.crawl("articles", "-a", f"file={listed}", settings={"LOG_LEVEL": "ERROR"})
    assert said.status == 2
    assert f"{listed}:2: " in said.stderr
    missing = place.crawl("articles", "-a", "file=/no/such/file", settings={"LOG_LEVEL": "ERROR"})
    assert missing.status == 2
    assert "/no/such/file" in missing.stderr


def test_what_keeps_failing_is_asked_for_at_growing_intervals_and_given_up(place: Place) -> None:
    failing = next(one["url"] for one in FACTS["failed"].values() if one["reason"] == "503")
    once = {"RETRY_ENABLED": "0"}
    asked = 0
    for schedule, times in [("[0, 0]", 1), ("[0, 0]", 1), ("[0, 0]", 1), ("[0, 0, 0, 0]", 0)]:
        said = place.crawl("articles", "-a", f"urls={failing}", settings={**once, "GMW_RETRY_SCHEDULE": schedule})
        assert said.status == 0, said.stderr
        asked += times
        assert len([one for one in place.requests() if "content_" in one["path"]]) == asked
    status = place.run("status")
    assert "503" in status.stdout, status.stdout


BROKEN = {
    "pipeline": {
        "ITEM_PIPELINES": json.dumps({**settings.ITEM_PIPELINES, "tests.crawl.broken.BrokenPipeline": 150}),
    },
    "callback": {"SPIDER_MODULES": "tests.crawl.broken"},
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_article_that_breaks_the_program_is_a_failed_visit_and_is_said(place: Place, what: str) -> None:
    spider = "articles" if what == "pipeline" else "broken"
    words = ("-a", f"urls={URLS[0]},{URLS[1]}")
    broken = {**BROKEN[what], "GMW_RETRY_SCHEDULE": "[0]"}
    said = place.crawl(spider, *words, settings=broken)
    assert said.status == 3
    assert "0 articles stored, 2 refused (error: 2), 2 errors of the program" in said.stderr
    assert "health: errors of the program itself: 2" in said.stderr
    assert said.stderr.count(f" broke a {what}") == 2
    assert said.stderr.count("Traceback") == 2
    stats = place.read(lambda store: store.last_runs(spider, limit=1))[0].stats
    name = "pipeline_exceptions/LookupError" if what == "pipeline" else "spider_exceptions/KeyError"
    assert (stats[name], stats["store/failed"]) == (2, 2)
    if what == "callback":
        assert place.crawl("articles", *words).status == 0, "the mended program has them"
        assert len(place.stored()) == 2
        return
    again = place.crawl(spider, *words, settings=broken)
    assert again.status == 3
    assert "0 articles stored, 2 refused (error: 2)" in again.stderr
    status = place.run("status").stdout
    assert "failed     error: 2" in status
    assert "given up   2\n" in status
    assert "error after 2 attempts" in status
