"""`scrapy inspect` as a process, on the replica and on files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.crawl.conftest import place  # noqa: F401 - a fixture
from tests.crawl.process import CHECKOUT, Place

if TYPE_CHECKING:
    from pathlib import Path

GOLD = CHECKOUT / "fixtures" / "gold"
ARTICLE = "https://economy.gmw.cn/2026-11/20/content_39187895.htm"
FORBIDDEN = "https://economy.gmw.cn/2008-11/20/content_10008811.htm"


def gold(name: str) -> tuple[list[str], str]:
    folder = GOLD / name
    pages = [str(folder / "page.html"), *map(str, sorted(folder.glob("page_*.html")))]
    return pages, json.loads((folder / "meta.json").read_text("utf-8"))["url"]


def test_an_address_is_fetched_and_told_in_full(place: Place) -> None:  # noqa: F811
    ended = place.run("inspect", ARTICLE)
    assert ended.status == 0, ended.stderr
    for words in ("template: current", "h1.u-title", ".m-con-time", "warnings: none"):
        assert words in ended.stdout
    assert "\x1b[" not in ended.stdout, "colours go to terminals only"
    assert [request["path"] for request in place.requests()] == ["/robots.txt", "/2026-11/20/content_39187895.htm"]
    assert not place.file.exists(), "inspecting keeps nothing"


def test_files_of_one_article_and_json(place: Place, tmp_path: Path) -> None:  # noqa: F811
    pages, url = gold("current-gallery-2019-four-pages")
    out = tmp_path / "marked.html"
    ended = place.run("inspect", *pages, "--url", url, "--json", "--html", str(out))
    assert ended.status == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["article"]["pages"] == 4
    assert {row["field"]: row["found_by"] for row in told["fields"]}["title"] == "h1.u-title"
    assert {line["rule"] for line in told["lines"]} >= {"fold"}
    assert 'data-gmw="title"' in out.read_text("utf-8")


def test_a_listing_shows_its_rows(place: Place) -> None:  # noqa: F811
    ended = place.run("inspect", "https://economy.gmw.cn/node_8971.htm")
    assert ended.status == 0
    assert "rows, of form A" in ended.stdout
    assert "39187895" in ended.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, "name a page"),
        (["https://example.com/"], 2, "is no address of gmw.cn"),
        (["https://economy.gmw.cn:99999/"], 2, "is no address of gmw.cn"),
        (["https://economy.gmw.cn/\udcff"], 2, "is no address of gmw.cn"),
        ([str(GOLD / "commentary-two-pages" / "page.html")], 2, "add --url"),
        (["/no/such/file", "--url", ARTICLE], 2, "No such file"),
        ([str(GOLD / "commentary-two-pages" / "page.html"), "--url", "https://x.cn/"], 2, "is no address of gmw.cn"),
        ([FORBIDDEN], 1, "robots.txt forbids"),
        (["https://economy.gmw.cn/2026-11/13/content_39168797.htm"], 1, "the site answers 503\n"),
        (["https://economy.gmw.cn/2026-11/10/content_39160615.htm"], 1, "answers 302: https://www.gmw.cn/\n"),
        (["https://economy.gmw.cn/2026-11/12/content_39166069.htm"], 1, "no answer (truncated)\n"),
    ],
)
def test_what_cannot_be_inspected_is_one_line(
    place: Place,  # noqa: F811
    words: list[str],
    status: int,
    said: str,
) -> None:
    ended = place.run("inspect", *words)
    assert ended.status == status
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert not ended.stdout


def test_what_is_no_article_shows_no_empty_table(place: Place, tmp_path: Path) -> None:  # noqa: F811
    letter = tmp_path / "letter.html"
    letter.write_text("<p>Dear reader</p>", "utf-8")
    for url, said in ((ARTICLE, "No article (unknown)"), ("https://economy.gmw.cn/node_8971.htm", "0 rows")):
        ended = place.run("inspect", str(letter), "--url", url)
        assert ended.status == 1
        assert said in ended.stdout
        assert "━" not in ended.stdout
