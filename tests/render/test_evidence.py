from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from gmw_crawler.items import Recommendation, Section
from gmw_crawler.render.evidence import fillers
from gmw_crawler.render.renderer import Rendering
from gmw_crawler.render.traffic import Seen
from gmw_crawler.site.slots import Lists

if TYPE_CHECKING:
    from collections.abc import Iterator


def seen(name: str, body: str) -> Seen:
    return Seen(url=f"https://img.gmw.cn/{name}.js", kind="script", status=200, refused=None, body=body.encode())


def entries(section: str, *titles: str) -> Iterator[Recommendation]:
    for position, title in enumerate(titles, 1):
        yield Recommendation(
            section=cast("Section", section),
            position=position,
            title=title,
            url=None,
            summary=None,
            published=None,
            image=None,
        )


def rendering(recommendations: list[Recommendation], *answers: Seen) -> Rendering:
    lists = Lists(recommendations=tuple(recommendations), reactions=None)
    return Rendering(lists=lists, seen=answers)


def named(rendering: Rendering) -> dict[str, tuple[str, ...]]:
    return {seen.url.rpartition("/")[2]: sections for seen, sections in fillers(rendering)}


def test_the_answer_with_the_entries_filled_the_list() -> None:
    page = rendering(
        [*entries("related", "甲村", "乙村"), *entries("focus", "丙村")],
        seen("code", "function () {}"),
        seen("near", json.dumps(["甲村", "乙村"])),  # \\u escapes
        seen("seen", "callback(['丙村'])"),
    )
    assert named(page) == {"near.js": ("related",), "seen.js": ("focus",)}


def test_an_article_that_stands_in_two_lists_does_not_mix_them_up() -> None:
    page = rendering(
        [*entries("related", "甲村", "乙村"), *entries("recommended", "乙村", "丙村", "丁村")],
        seen("read", "乙村 丙村 丁村"),
        seen("near", "甲村 乙村"),
    )
    assert named(page) == {"read.js": ("recommended",), "near.js": ("related",)}


def test_a_list_that_comes_page_by_page_has_several_answers() -> None:
    page = rendering([*entries("recommended", "甲村", "乙村", "丙村")], seen("1", "甲村 乙村"), seen("2", "丙村"))
    assert named(page) == {"1.js": ("recommended",), "2.js": ("recommended",)}


def test_a_list_of_the_html_has_none() -> None:
    assert named(rendering([*entries("related", "甲村")], seen("code", "var a = 1;"))) == {}
