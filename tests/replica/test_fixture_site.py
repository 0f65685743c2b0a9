"""The bundled sites are consistent: whatever a listing names is there, misbehaves, or is missing on purpose."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from gmw_crawler.replica.misbehaviour import Misbehaviour
from gmw_crawler.replica.process import DEFAULT_ROOT

SITES = {"main": DEFAULT_ROOT, "other": Path(__file__).parent / "other_site"}
ARTICLE = re.compile(r"/content_(\d+)(_\d+)?\.htm$")


@pytest.fixture(params=sorted(SITES))
def root(request: pytest.FixtureRequest) -> Path:
    return SITES[request.param]


@pytest.fixture
def expected(root: Path) -> dict[str, Any]:
    return json.loads((root / "EXPECTED.json").read_text("utf-8"))


def place(root: Path, url: str) -> Path:
    parts = urlsplit(url)
    path = root / (parts.hostname or "") / parts.path.lstrip("/")
    return path / "index.html" if path.is_dir() else path


def listing_links(root: Path, expected: dict[str, Any]) -> list[str]:
    """Every address in the news blocks of every listing page that is there."""
    pages = [url for urls in expected["listings"].values() for url in urls] + list(expected["other_listings"])
    links = []
    for url in pages:
        tree = html.fromstring(place(root, url).read_bytes().decode())
        columns = tree.xpath("//div[@class='channel-left']")
        links += [urljoin(url, link) for column in columns for link in column.xpath(".//a/@href")]
    return [link for link in links if link.startswith("http")]


def test_every_listed_address_is_accounted_for(root: Path, expected: dict[str, Any]) -> None:
    rules = Misbehaviour.read(root / "misbehaviour.toml").rules
    refused = {entry["url"] for entry in expected["refused"].values()}
    accounted = {*expected["missing_listings"], *expected["not_articles"], *expected["off_site"], *refused}
    for link in listing_links(root, expected):
        parts = urlsplit(link)
        there = place(root, link).is_file() or f"{parts.hostname}{parts.path}" in rules
        canonical = link.replace("http://", "https://").partition("?")[0]
        assert there or {link, canonical} & accounted, link


def test_every_expected_article_is_served(root: Path, expected: dict[str, Any]) -> None:
    articles = expected["articles"]
    assert set(articles) == set(expected["stored"]["4"])
    for article in articles.values():
        assert place(root, article["url"]).is_file(), article["url"]


def test_stored_ids_grow_with_depth(expected: dict[str, Any]) -> None:
    for depth, ids in expected["stored"].items():
        assert ids == sorted(key for key, article in expected["articles"].items() if article["depth"] <= int(depth))


def test_what_is_refused_and_what_fails_is_not_stored(expected: dict[str, Any]) -> None:
    lost = {*expected["refused"], *expected["failed"], *expected["never"]}
    assert not lost & set(expected["articles"])


def test_expected_titles_stand_on_the_pages(root: Path, expected: dict[str, Any]) -> None:
    for article in expected["articles"].values():
        body = place(root, article["url"]).read_bytes()
        assert article["title"].encode() in body or article["title"].encode("gb18030") in body, article["url"]


def test_every_page_of_an_article_is_named_or_expected(root: Path, expected: dict[str, Any]) -> None:
    """No page lies about that no expectation speaks of."""
    known = {*expected["articles"], *expected["refused"], *expected["failed"], *expected["never"]}
    known |= set(expected.get("scripted", {}).get("articles", {}))
    for path in root.rglob("content_*.htm"):
        match = ARTICLE.search(f"/{path.name}")
        assert match is not None
        assert {match[1], f"www-{match[1]}"} & known, path


def test_every_rule_is_of_an_address_that_is_expected(root: Path, expected: dict[str, Any]) -> None:
    text = json.dumps(expected)
    for address in Misbehaviour.read(root / "misbehaviour.toml").rules:
        match = ARTICLE.search(address.partition("?")[0])
        assert match is None or match[1] in text, address


def test_the_main_site_is_large_enough() -> None:
    pages = [path for path in DEFAULT_ROOT.rglob("*.htm*") if path.suffix in {".htm", ".html"}]
    assert len(pages) >= 90


def test_scripted_pages_ask_for_modules_that_are_there() -> None:
    """Of the modules that the scripted pages load, only the deliberately missing one is missing."""
    expected = json.loads((DEFAULT_ROOT / "EXPECTED.json").read_text("utf-8"))["scripted"]
    missing = set()
    for article in expected["articles"].values():
        names = re.findall(r"gmwRequire\((\[.*?\])\)", place(DEFAULT_ROOT, article["url"]).read_text("utf-8"))
        assert bool(names) >= article["render"], article["url"]
        for name in json.loads(names[0]) if names else []:
            path = place(DEFAULT_ROOT, f"https://img.gmw.cn/js/require/mod/{name}.mod.js")
            if not path.is_file():
                missing.add((article["case"], name))
            else:
                assert f"define('{name}'" in path.read_text("utf-8")
    assert missing == {("missing-module", "conCorrelatedNews5")}


def test_scripted_lists_that_can_be_had_name_their_entries_in_some_answer() -> None:
    """What a reader sees at last stands in the answers that the scripts ask for, or in the page."""
    expected = json.loads((DEFAULT_ROOT / "EXPECTED.json").read_text("utf-8"))["scripted"]
    answers = "".join(
        path.read_text("utf-8")
        for folder in ("economy.gmw.cn/api", "img.gmw.cn/jsonp")
        for path in (DEFAULT_ROOT / folder).rglob("*.js*")
    )
    for article in expected["articles"].values():
        text = answers if article["render"] else place(DEFAULT_ROOT, article["url"]).read_text("utf-8")
        for entry in [*article["related"], *article["recommended"], *article["focus"]]:
            assert entry["url"] in text, (article["case"], entry)
