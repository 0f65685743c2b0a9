"""The bundled site's scripted pages, crawled with a real browser."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gmw_crawler.pipelines.render import WARNING
from gmw_crawler.replica.process import DEFAULT_ROOT
from tests.browser.conftest import Rendering, rendering
from tests.crawl.process import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTS: dict[str, Any] = json.loads((DEFAULT_ROOT / "EXPECTED.json").read_text("utf-8"))["scripted"]
ARTICLES: dict[str, dict[str, Any]] = FACTS["articles"]
CASES = {facts["case"]: key for key, facts in ARTICLES.items()}
DEPTH = 3


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rendering]:
    """One crawl of all scripted pages, for all tests that only look."""
    with rendering(tmp_path_factory.mktemp("crawled")) as place:
        place.crawl_to_file("economy", "-a", "nodes=8987", "-a", f"related_depth={DEPTH}")
        yield place


def lists(record: dict[str, Any], section: str) -> list[dict[str, Any]]:
    entries = [entry for entry in record["recommendations"] if entry["section"] == section]
    assert [entry["position"] for entry in entries] == list(range(1, len(entries) + 1))
    return [{"title": entry["title"], "url": entry["url"]} for entry in entries]


def test_the_related_reading_that_scripts_bring_is_followed_to_the_asked_depth(crawled: Rendering) -> None:
    assert crawled.stored() == FACTS["stored"]["rendered"][str(DEPTH)]


@pytest.mark.parametrize("key", ARTICLES, ids=lambda key: ARTICLES[key]["case"])
def test_each_list_is_complete_and_in_order(crawled: Rendering, key: str) -> None:
    record, facts = crawled.records()[key], ARTICLES[key]
    for section in ("related", "recommended", "focus"):
        assert lists(record, section) == (facts[section] or []), section
    assert record["reactions"] == facts["reactions"]


@pytest.mark.parametrize("key", ARTICLES, ids=lambda key: ARTICLES[key]["case"])
def test_a_list_that_did_not_come_is_a_warning(crawled: Rendering, key: str) -> None:
    record, facts = crawled.records()[key], ARTICLES[key]
    assert record["title"] == facts["title"]
    assert record["text"]
    assert (WARNING in record["warnings"]) == (not facts["complete"])  # null: the answer is an empty list


def test_only_pages_that_need_it_are_rendered(crawled: Rendering) -> None:
    stats = crawled.stats()
    needing = [facts for facts in ARTICLES.values() if facts["render"]]
    assert stats["needed"] == len(needing)
    assert stats["rendered"] == sum(facts["complete"] is True for facts in needing)
    assert stats["failed"] == stats["needed"] - stats["rendered"]


def test_the_addresses_behind_the_lists_are_counted(crawled: Rendering) -> None:
    found = {key.removeprefix("address/") for key in crawled.stats() if key.startswith("address/")}
    assert {
        "related https://economy.gmw.cn/api/related/{n}.json",
        "related https://img.gmw.cn/jsonp/correlated/{n}.js?callback",
        "recommended https://img.gmw.cn/jsonp/uncorrelated/{n}.js?callback",
        "recommended https://economy.gmw.cn/api/recommended/{n}_{n}.json",
        "focus https://img.gmw.cn/jsonp/focus/{n}.js?callback",
    } == found


def test_the_site_sees_one_request_an_article_and_one_a_module(crawled: Rendering) -> None:
    answered = [request for request in crawled.requests() if request["status"] == 200 and not request["aborted"]]
    times = Counter(f"{request['host']}{request['path']}" for request in answered)
    once = {place: count for place, count in times.items() if "/content_" in place or "/js/" in place}
    assert {place for place, count in once.items() if count > 1} == set()
    assert any("/js/require/mod/" in place for place in once)


def test_nothing_is_asked_for_that_a_reader_of_lists_does_not_need(crawled: Rendering) -> None:
    asked = crawled.requests()
    assert [place_of(request) for request in asked if request["off_site"]] == []
    assert [place_of(request) for request in asked if request["path"].endswith((".jpg", ".png", ".bin"))] == []
    assert [place_of(request) for request in asked if "/api/closed/" in request["path"]] == []  # robots.txt says so
    assert "robots.txt" in {request["path"].lstrip("/") for request in asked if request["host"] == "img.gmw.cn"}
    assert sum("ticker" in request["path"] for request in asked) < 60
    assert len({request["agent"] for request in asked}) == 1


def test_no_browser_outlives_a_clean_end(crawled: Rendering) -> None:
    assert crawled.browsers() == []
    assert [path.name for path in Path(crawled.temporary).glob("gmw_crawler-*/*")] == []


def test_without_rendering_every_article_is_there_and_only_the_lists_are_not(place: Rendering) -> None:
    place.crawl_to_file("economy", "-a", "nodes=8987", "-a", "related_depth=1", "-a", "render=never")
    assert place.stored() == FACTS["stored"]["never"]["1"]
    records = place.records()
    for key, facts in ARTICLES.items():
        if facts["listed"]:
            assert records[key]["title"] == facts["title"]
            assert len(records[key]["credits"]) == facts["credits"]
            assert records[key]["warnings"] == []
            assert facts["render"] is False or lists(records[key], "related") == []
    assert {request["host"] for request in place.requests()} == {"economy.gmw.cn"}
    assert place.stats() == {}


def url_of(case: str) -> str:
    url: str = ARTICLES[CASES[case]]["url"]
    return url


def test_a_revision_is_rendered_once_unless_its_lists_failed(place: Rendering) -> None:
    urls = f"urls={url_of('fetch')},{url_of('missing-module')}"
    place.crawl_to_file("articles", "-a", urls)
    first = place.read(lambda store: store.lists(CASES["fetch"]))
    place.crawl_to_file("articles", "-a", urls, "-a", "refetch=1")
    stats = place.stats()
    # the page whose lists came is the same byte for byte: it ends at dedupe; the other is read again in any case
    assert (stats["needed"], stats["failed"]) == (1, 1)
    assert place.read(lambda store: store.lists(CASES["fetch"])) == first
    assert len(first.lists.recommendations) == 15
    assert place.read(lambda store: store.known(CASES["missing-module"])).body_digest == ""


def test_certificates_are_checked_for_what_a_browser_runs(place: Rendering) -> None:
    place.settings.clear()
    place.crawl_to_file("articles", "-a", f"urls={url_of('fetch')}")
    assert WARNING in place.records()[CASES["fetch"]]["warnings"]
    assert [request["path"] for request in place.requests() if "/js/" in request["path"]] == []


def test_always_renders_what_has_its_lists_already(place: Rendering) -> None:
    place.crawl_to_file("articles", "-a", f"urls={url_of('hidden-groups')}", "-a", "render=always")
    assert (place.stats()["needed"], place.stats()["rendered"]) == (1, 1)
    assert (
        lists(place.records()[CASES["hidden-groups"]], "recommended") == ARTICLES[CASES["hidden-groups"]]["recommended"]
    )


def test_what_scripts_ask_for_waits_its_turn_as_all_requests_do(place: Rendering) -> None:
    delay = 0.6
    place.crawl_to_file("articles", "-a", f"urls={url_of('jsonp')}", settings={"DOWNLOAD_DELAY": str(delay)})
    assert WARNING not in place.records()[CASES["jsonp"]]["warnings"]
    times: dict[str, list[datetime]] = {}
    for request in place.requests():
        times.setdefault(request["host"], []).append(datetime.fromisoformat(request["time"]))
    gaps = [(after - before).total_seconds() for one in times.values() for before, after in pairwise(sorted(one))]
    assert len(gaps) > 8
    assert min(gaps) > delay / 2 - 0.1  # Scrapy's jitter takes up to a half
