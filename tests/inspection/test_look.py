"""What `scrapy inspect` says of a page, and the page it paints."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from browsing import DESK, PHONE, browser
from lxml import html
from rich.console import Console

from gmw_crawler.inspection.look import Inspection, look
from gmw_crawler.inspection.marked import COLOURS, mark
from gmw_crawler.inspection.tell import tell
from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.site import split_page
from tests.site.pages import write

GOLD = Path(__file__).parents[2] / "fixtures" / "gold"
URL = "https://economy.gmw.cn/2026-11/16/content_39176986.htm"


def inspect(folder: Path, *, renamed: str | None = None) -> Inspection:
    url = json.loads((folder / "meta.json").read_text("utf-8"))["url"]
    pages = [folder / "page.html", *sorted(folder.glob("page_*.html"))]
    bodies = [page.read_bytes() for page in pages]
    if renamed:
        assert renamed.encode() in bodies[0]
        bodies = [body.replace(renamed.encode(), b"x-" + renamed.encode()) for body in bodies]
    return look(bodies, url)


def told(inspection: Inspection) -> str:
    out = StringIO()
    Console(file=out, width=160).print(tell(inspection))
    return out.getvalue()


@pytest.mark.parametrize("folder", sorted(GOLD.iterdir()), ids=lambda folder: folder.name)
def test_every_gold_page_is_told_and_painted(folder: Path) -> None:
    inspection = inspect(folder)
    words = told(inspection)
    article = inspection.article
    assert article is not None, words
    assert f"template: {article.template}" in words
    assert inspection.reading is not None
    assert sum(inspection.reading.body.dropped.values()) == sum(
        place.taken == "boilerplate" for place in inspection.places
    )
    tree = html.fromstring(mark(inspection))
    painted = {name for element in tree.iter() if (name := element.get("data-gmw"))}
    assert painted <= COLOURS.keys()
    assert not list(tree.iter("script"))
    if split_page((folder / "page.html").read_bytes(), article.url).text:  # the first page alone is painted
        assert painted & {"paragraph", "heading", "note", "labelled"}


@pytest.mark.parametrize(
    ("renamed", "field", "how"),
    [
        ("m-con-time", "published", "time in .m-con-info"),
        ("u-title", "title", ".m-title-box h1"),
        ("u-mainText", "body", "#article_inbox"),
        ("g-crumbs", "breadcrumb", "a link to the front page and an arrow"),
        ("m-con-source", "source", "来源 in .m-con-info"),
    ],
)
def test_a_renamed_class_shows_in_what_found_the_field(renamed: str, field: str, how: str) -> None:
    inspection = inspect(GOLD / "current-news-all-sections-large", renamed=renamed)
    (row,) = [row for row in inspection.rows if row.field == field]
    assert row.how == how


def test_a_part_that_nothing_finds_is_missing() -> None:
    assert "missing: breadcrumb" in told(look([write().encode()], URL))


def test_a_page_without_its_body_is_no_article_and_says_what_was_tried() -> None:
    page = (
        '<title>标题_光明网</title><h1 class="u-title">标题</h1>'
        '<div class="m-con-info"><span class="m-con-time">2026-11-16 09:30</span></div>'
    )
    inspection = look([page.encode()], URL)
    words = told(inspection)
    assert "No article (broken)" in words
    assert "template: current" in words
    assert "nothing at .u-mainText" in words
    assert b"no article (broken)" in mark(inspection)


def test_a_pager_is_no_paragraph() -> None:
    place = "economy.gmw.cn/2026-10/24/content_39114229"
    pages = [(DEFAULT_ROOT / f"{place}{page}.htm").read_bytes() for page in ("", "_2")]
    tree = html.fromstring(mark(look(pages, f"https://{place}.htm")))
    assert len(tree.xpath("//div[@id='displaypagenum']//a")) == 3
    assert not tree.xpath("//div[@id='displaypagenum']//*[@data-gmw]")


def test_an_unknown_page_says_so() -> None:
    inspection = look(["<p>别的东西</p>".encode()], URL)
    assert inspection.as_data()["error"]["reason"] == "unknown"
    assert "template: none" in told(inspection)


def test_an_empty_page_is_painted_too() -> None:
    inspection = look([b""], URL)
    assert "No article (empty)" in told(inspection)
    assert b"no article (empty)" in mark(inspection)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_painted_page_shows_its_parts_in_a_real_browser(tmp_path: Path, width: int) -> None:
    path = tmp_path / "marked.html"
    path.write_bytes(mark(inspect(GOLD / "current-news-br-paragraphs")))
    with browser(width=width) as seen:
        seen.page.goto(path.as_uri())
        legend = seen.page.locator("#gmw-legend")
        assert legend.is_visible()
        assert "template: current" in legend.inner_text()
        for part in ("title", "source", "published", "paragraph", "credit", "related"):
            first = seen.page.locator(f"[data-gmw={part}]").first
            assert first.evaluate("one => getComputedStyle(one).outlineStyle") == "solid", part
            assert legend.locator(f"[data-gmw-key={part}]").is_visible()
        assert seen.page.locator("[data-gmw=paragraph]").count() == 5
