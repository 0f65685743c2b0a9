"""`scrapy inspect --render`: the requests that filled each list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gmw_crawler.replica.process import DEFAULT_ROOT
from tests.browser.test_bundled_site import url_of

if TYPE_CHECKING:
    from tests.browser.conftest import Rendering


def test_an_address_is_fetched_once_and_rendered(place: Rendering) -> None:
    said = place.run("inspect", url_of("fetch"), "--render", "--json")
    assert said.status == 0, said.stderr
    rendered = json.loads(said.stdout)["rendered"]
    assert rendered["needed"] == ["focus", "mood", "recommended", "related"]
    assert len(rendered["recommendations"]) == 15
    assert {row["url"]: row["filled"] for row in rendered["requests"] if row["filled"]} == {
        "https://economy.gmw.cn/api/related/39175658.json": ["related"],
        "https://img.gmw.cn/jsonp/uncorrelated/39175658.js?callback=gmwUncorrelated": ["recommended"],
        "https://img.gmw.cn/jsonp/focus/39175658.js?callback=gmwFocus": ["focus"],
    }
    assert sum("content_39175658" in request["path"] for request in place.requests()) == 1
    assert place.browsers() == []
    assert not place.file.exists()


def test_a_file_is_rendered_in_words(place: Rendering) -> None:
    url = url_of("robots")
    said = place.run("inspect", str(DEFAULT_ROOT / url.removeprefix("https://")), "--url", url, "--render")
    assert said.status == 0, said.stderr
    assert "lists that only scripts fill: related" in said.stdout
    assert "related: 0 entries" in said.stdout
    assert "robots" in said.stdout


def test_a_listing_is_not_rendered(place: Rendering) -> None:
    said = place.run("inspect", "https://economy.gmw.cn/node_8971.htm", "--render")
    assert said.status == 2
    assert "this is a listing" in said.stderr


def test_a_certificate_that_is_not_trusted_is_told(place: Rendering) -> None:
    distrust = {"GMW_BROWSER_IGNORE_CERTIFICATES": "0"}
    said = place.run("inspect", url_of("fetch"), "--render", settings=distrust)
    assert said.status == 0, said.stderr
    assert "related: 0 entries" in said.stdout
    assert "certificate │ script" in said.stdout
    assert "GMW_BROWSER_IGNORE_CERTIFICATES=1" in said.stdout
    said = place.crawl("articles", "-a", f"urls={url_of('fetch')}", settings=distrust)
    assert said.status == 0, said.stderr
    assert said.stderr.count("the certificates of their hosts are not trusted") == 1
    assert place.stats()["lost/certificate"] >= 1
