"""`crawl articles`: given addresses and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

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


def test_addresses_that_are_none_are_refused_with_their_line(place: Place, tmp_path: Path) -> None:
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"{URLS[0]}\nhttps://economy.gmw.cn/node_8971.htm\n", "utf-8")
    said = place.crawl("articles", "-a", f"file={listed}", settings={"LOG_LEVEL": "ERROR"})
    assert said.status == 2
    assert f"{listed}:2: " in said.stderr
    missing = place.crawl("articles", "-a", "file=/no/such/file", settings={"LOG_LEVEL": "ERROR"})
    assert missing.status == 2
    assert "/no/such/file" in missing.stderr
