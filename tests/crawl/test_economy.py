"""Whole crawls of the bundled site: what is stored, and what was asked for."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.site.listings import read_listing
from gmw_crawler.site.urls import article_id
from tests.crawl.process import Place, place_of, replica

OTHER_SITE = Path(__file__).parents[1] / "replica" / "other_site"


def expected(root: Path = DEFAULT_ROOT) -> dict[str, Any]:
    return json.loads((root / "EXPECTED.json").read_text("utf-8"))


def without_scheme(url: str) -> str:
    return url.partition("://")[2]


def test_a_crawl_stores_what_the_listings_name_and_asks_for_each_page_once(place: Place) -> None:
    said = place.crawl("economy", "-O", f"{place.file}.jsonl")
    assert said.status == 0, said.stderr
    facts = expected()
    forbidden = len([one for one in facts["refused"].values() if one["reason"] == "robots"])
    assert f"{forbidden} requests forbidden by robots.txt" in said.stderr
    assert place.stored() == sorted(facts["stored"]["1"])
    _assert_polite(place.requests(), facts)
    _assert_refused(place, facts)
    _assert_feed(place)
    _assert_second_run_asks_for_nothing_but_listings(place, facts)


def _assert_polite(requests: list[dict[str, Any]], facts: dict[str, Any]) -> None:
    whole = Counter(place_of(one) for one in requests if one["status"] == 200 and not one["aborted"])
    truncated = {without_scheme(one["url"]) for one in facts["failed"].values() if one["reason"] == "truncated"}
    truncated |= {url for url in whole if article_id(f"https://{url}") == facts["mended"]["truncated-once"]}
    assert [url for url, times in whole.items() if times > 1 and url not in truncated] == []
    not_whole = Counter(place_of(one) for one in requests if one["status"] != 200)
    healing = {
        url for url in not_whole if article_id(f"https://{url}") in {*facts["failed"], *facts["mended"].values()}
    }
    assert [url for url, times in not_whole.items() if times > 1 and url not in healing] == []
    asked = {article_id(f"https://{place_of(one)}") for one in requests}
    robots = {key for key, one in facts["refused"].items() if one["reason"] == "robots"}
    assert not asked & {*robots, *facts["never"]}
    assert not [one for one in requests if one["off_site"]]
    assert not {without_scheme(url) for url in facts["not_articles"]} & {place_of(one) for one in requests}
    assert {one["agent"] for one in requests} == {"gmw_crawler/0.1 (+https://example.invalid/set-GMW_CONTACT)"}


VISITS = """
    select article_id, reason, outcome, julianday(next_due) - julianday(visited) from visits where reason is not null
"""


def _assert_refused(place: Place, facts: dict[str, Any]) -> None:
    with closing(sqlite3.connect(place.file)) as connection:
        rows = connection.execute(VISITS).fetchall()
    found = {row[0]: row[1] for row in rows if row[2] in {"refused", "failed"}}
    assert found == {key: one["reason"] for key, one in {**facts["refused"], **facts["failed"]}.items()}
    assert all(days is None or days >= 0.999 for *_, outcome, days in rows if outcome == "refused")


def _assert_feed(place: Place) -> None:
    feed = [json.loads(line) for line in Path(f"{place.file}.jsonl").read_text("utf-8").split("\n") if line]
    lines = place.read(lambda store: [json.loads(one.line) for one in store.revisions(after=0)])
    by_id = {record["id"]: record for record in feed}
    assert len(by_id) == len(feed) == len(lines)
    assert all(by_id[line["id"]] == line for line in lines)
    assert all(list(by_id[line["id"]]) == list(line) for line in lines)


def _assert_second_run_asks_for_nothing_but_listings(place: Place, facts: dict[str, Any]) -> None:
    before = len(place.requests())
    said = place.crawl("economy")
    assert said.status == 0, said.stderr
    asked = Counter(place_of(one) for one in place.requests()[before:])
    first_pages = [pages[0] for pages in facts["listings"].values()]
    missing = [url for url in facts["missing_listings"] if not url.removesuffix(".htm").endswith("_2")]
    assert asked == Counter(
        without_scheme(url) for url in [*first_pages, *missing, "https://economy.gmw.cn/robots.txt"]
    )
    assert "0 articles stored" in said.stderr


def test_related_reading_is_followed_as_deep_as_asked_and_deeper_by_the_next_run(place: Place) -> None:
    for depth in ("0", "2", "4"):
        said = place.crawl("economy", "-a", f"related_depth={depth}")
        assert said.status == 0, said.stderr
        assert place.stored() == sorted(expected()["stored"][depth])


def test_another_site_served_the_same_way_is_stored_whole(tmp_path: Path) -> None:
    facts = expected(OTHER_SITE)
    with replica(tmp_path, OTHER_SITE) as site:
        place = Place(site, f"sqlite:///{tmp_path / 'gmw.sqlite'}")
        said = place.crawl("economy")
        assert said.status == 0, said.stderr
        assert place.stored() == sorted(facts["stored"]["1"])


def test_bounds_narrow_a_run_and_a_wider_run_makes_up_for_them(place: Place) -> None:
    node = "nodes=8971"
    first = read_listing(
        (DEFAULT_ROOT / "economy.gmw.cn/node_8971.htm").read_bytes(), "https://economy.gmw.cn/node_8971.htm"
    )
    on_first = {row.article_id for row in first.rows if row.article_id}
    assert place.crawl("economy", "-a", node, "-a", "max_pages=1", "-a", "related_depth=0").status == 0
    assert place.stored()
    assert set(place.stored()) <= on_first
    assert _listing_pages(place) == ["node_8971.htm"]
    assert place.crawl("economy", "-a", node, "-a", "related_depth=0").status == 0
    assert _listing_pages(place)[1:] == ["node_8971.htm", "node_8971_2.htm", "node_8971_3.htm"]
    assert set(place.stored()) > on_first & set(place.stored())
    assert place.crawl("economy", "-a", node, "-a", "related_depth=0").status == 0
    assert _listing_pages(place)[4:] == ["node_8971.htm"]
    assert place.crawl("economy", "-a", node, "-a", "related_depth=0", "-a", "full=1").status == 0
    assert _listing_pages(place)[5:] == ["node_8971.htm", "node_8971_2.htm", "node_8971_3.htm"]


def test_since_and_channels_leave_out_what_they_say(place: Place) -> None:
    since = "2026-11-05"
    said = place.crawl("economy", "-a", f"since={since}", "-a", "channels=economy,finance")
    assert said.status == 0, said.stderr
    records = place.read(lambda store: [json.loads(one.line) for one in store.revisions(after=0)])
    assert records
    assert all(record["channel"] in {"economy", "finance"} for record in records)
    assert all(record["url"].partition(".gmw.cn/")[2][:10].replace("/", "-") >= since for record in records)


def _listing_pages(place: Place) -> list[str]:
    return [one["path"].lstrip("/") for one in place.requests() if one["path"].startswith("/node_")]
