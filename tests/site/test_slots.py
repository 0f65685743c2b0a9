from __future__ import annotations

import json
from typing import Any

import pytest

from gmw_crawler.items import Recommendation, Section
from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.site.page import parse_page
from gmw_crawler.site.slots import Lists, empty_lists, read_lists

SCRIPTED: dict[str, dict[str, Any]] = json.loads((DEFAULT_ROOT / "EXPECTED.json").read_text("utf-8"))["scripted"][
    "articles"
]
URL = "https://economy.gmw.cn/2026-11/20/content_39300001.htm"
PAGE = """<html><body><h1 class="u-title">题</h1>
<div class="m-con-info"><span class="m-con-time">2026-11-20 10:00</span></div>
<div id="articleBox"><div class="u-mainText"><p>一段。</p></div></div>{}</body></html>"""
SCRIPT = '<script src="//img.gmw.cn/js/require/require.js"></script>'
LINK = '<li><a href="/2026-11/19/content_39300002.htm">另一篇文章的题目</a></li>'


def empty(rest: str) -> set[str]:
    page = parse_page(PAGE.format(rest).encode(), URL)
    return set(empty_lists(page, read_lists(page)))


@pytest.mark.parametrize("key", SCRIPTED, ids=lambda key: SCRIPTED[key]["case"])
def test_the_pages_that_need_a_browser_are_told(key: str) -> None:
    url = SCRIPTED[key]["url"]
    page = parse_page((DEFAULT_ROOT / url.removeprefix("https://")).read_bytes(), url)
    assert bool(empty_lists(page, read_lists(page))) == SCRIPTED[key]["render"]


@pytest.mark.parametrize(
    ("rest", "sections"),
    [
        (f"<h3>相关阅读</h3><ul></ul>{SCRIPT}", {"related"}),
        (f"<h3>相关阅读</h3><ul>{LINK}</ul>{SCRIPT}", set()),
        ("<h3>相关阅读</h3><ul></ul>", set()),  # nothing could fill it
        (f'<div id="m-eyecatcher"><ul></ul></div>{SCRIPT}', {"focus"}),
        (f'<div class="g-readscon"><div class="m-lists"></div></div>{SCRIPT}', {"recommended"}),
        ('<script>require(["mod/conCorrelatedNews6"]);</script>', {"related"}),  # the script makes the place as well
        ('<script data-main="//img.gmw.cn/js/require/mod/conHotNews10.mod"></script>', {"hot"}),
        ('<script>require(["mod/myconHotNews10"]);</script>', set()),
        ('<script>require(["mod/motions"]);</script>', {"mood"}),
        (SCRIPT, set()),
    ],
)
def test_a_list_is_missing_where_a_place_or_a_script_for_it_is_and_no_entry(rest: str, sections: set[str]) -> None:
    assert empty(rest) == sections


def entries(section: Section, *titles: str) -> tuple[Recommendation, ...]:
    return tuple(
        Recommendation(section=section, position=place, title=title, url=None, summary=None, published=None, image=None)
        for place, title in enumerate(titles, 1)
    )


def test_lists_are_completed_in_the_order_of_the_page_that_was_seen_whole() -> None:
    before = Lists(recommendations=entries("hot", "甲") + entries("recommended", "乙"), reactions=None)
    after = Lists(
        recommendations=entries("related", "丙", "丁") + entries("recommended", "戊", "己"), reactions={"开心": 1}
    )
    both = before.completed_by(after, after.sections)
    assert both.recommendations == (*after.recommendations, *entries("hot", "甲"))
    assert both.reactions == {"开心": 1}


def test_only_the_asked_sections_are_completed() -> None:
    before = Lists(recommendations=entries("recommended", "乙"), reactions=None)
    after = Lists(recommendations=entries("related", "丙") + entries("recommended", "戊"), reactions={"开心": 1})
    both = before.completed_by(after, {"related", "focus"})
    assert both == Lists(recommendations=entries("related", "丙") + entries("recommended", "乙"), reactions=None)
