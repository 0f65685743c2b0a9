from __future__ import annotations

import pytest

from gmw_crawler.site.credits import read_line, settle_scopes


def scopes(*lines: str) -> list[tuple[str, str]]:
    found = settle_scopes(credit for line in lines for credit in read_line(line).credits)
    return [(credit.role, credit.scope) for credit in found]


@pytest.mark.parametrize("beside", ["编导：李晓雯", "剪辑：李晓雯", "摄像：李晓雯", "执行导演：李晓雯"])
def test_photographer_of_a_film_crew_is_the_articles(beside: str) -> None:
    assert scopes("摄影：王小明", beside)[0] == ("摄影", "article")
    assert scopes(beside, "制图：王小明")[1] == ("制图", "article")


@pytest.mark.parametrize("beside", ["采写：李晓雯", "文字：李晓雯", "责编：李晓雯", "策划：李晓雯"])
def test_photographer_beside_writers_is_the_pictures(beside: str) -> None:
    assert scopes("摄影：王小明", beside)[0] == ("摄影", "picture")
    assert scopes("制图：王小明")[0] == ("制图", "picture")


def test_words_of_a_picture_stay_the_pictures_on_a_films_page() -> None:
    assert scopes("编导：李晓雯", "王小明 摄", "供图：王小明") == [
        ("编导", "article"),
        ("摄", "picture"),
        ("供图", "picture"),
    ]


def test_other_roles_are_left_alone() -> None:
    assert scopes("记者：王小明", "设计：李晓雯") == [("记者", "article"), ("设计", "article")]
