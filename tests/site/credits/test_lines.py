from __future__ import annotations

import pytest

from gmw_crawler.items import Credit
from gmw_crawler.site.credits import read_line
from gmw_crawler.site.credits.reading import NOTHING
from tests.site.credits import cases, newsrooms, traps

LINES = [*cases.EVIDENCE, *cases.LABELS_AND_SEPARATORS, *cases.NAMES, *cases.PICTURES, *newsrooms.LINES]


def credit(role: str, *names: str, kind: str = "person") -> Credit:
    keys = {"策划": "planner", "出品单位": "producing_organisation", "作者": "author"}
    return Credit(
        role=role,
        role_key=keys[role],
        names=names,
        kind=kind,  # type: ignore[arg-type]
        affiliation=None,
        scope="article",
        raw=f"{role}：{'、'.join(names)}",
    )


PLANNERS = credit("策划", "王小明")
HOUSES = credit("出品单位", "北京市社会科学院", kind="organisation")


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_line_of_credits(line: str, expected: str | None) -> None:
    reading = read_line(line)
    assert (cases.noted(reading.credits) if reading.consumed else None) == expected


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_folded_line_says_the_same(line: str, expected: str | None) -> None:
    narrow = str.maketrans("：，（）［］｜　；", ":,()[]| ;")
    reading = read_line(line.translate(narrow))
    assert (cases.noted(reading.credits) if reading.consumed else None) == (expected and expected.translate(narrow))


@pytest.mark.parametrize("line", [*traps.LINES, *newsrooms.TRAPS])
def test_trap_is_no_credit(line: str) -> None:
    assert not read_line(line).credits


@pytest.mark.parametrize("line", traps.TEXT_AFTER_CREDITS)
def test_text_after_credits_does_not_continue_them(line: str) -> None:
    assert not read_line(line, previous=(PLANNERS,)).consumed
    assert not read_line(line, previous=(HOUSES,)).consumed


@pytest.mark.parametrize(
    ("previous", "line", "names"),
    [
        (HOUSES, "中共北京市委讲师团", ("中共北京市委讲师团",)),
        (HOUSES, "光明网", ("光明网",)),
        (HOUSES, "宣讲家网", ("宣讲家网",)),
        (HOUSES, "　　东岭大学经济学院、光明网", ("东岭大学经济学院", "光明网")),
        (PLANNERS, "李晓雯", ("李晓雯",)),
        (PLANNERS, "李  涛　赵敏", ("李涛", "赵敏")),
        (PLANNERS, "李晓雯、木一", ("李晓雯", "木一")),
    ],
)
def test_line_without_a_role_continues_the_credit_before(previous: Credit, line: str, names: tuple[str, ...]) -> None:
    reading = read_line(line, previous=(previous,))
    assert reading.continues
    assert reading.consumed
    assert [one.names for one in reading.credits] == [previous.names + names]
    assert reading.credits[0].raw == f"{previous.raw}\n{line}"


def test_one_word_after_an_author_may_be_a_heading() -> None:
    assert not read_line("江南春", previous=(credit("作者", "王小明"),)).consumed


def test_names_on_the_line_after_an_open_role() -> None:
    first = read_line("出品单位：")
    assert first.consumed
    assert first.credits == ()
    second = read_line("光明网", previous=first.last)
    assert [one.names for one in second.credits] == [("光明网",)]
    assert not second.continues  # there is no credit yet that it could replace


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("策划/统筹：王小明", "李晓雯、赵敏", "策划/统筹=王小明,李晓雯,赵敏"),
        ("策划/统筹：", "李晓雯", "策划/统筹=李晓雯"),
        ("摄像、剪辑｜王小明", "木一", "摄像=王小明,木一; 剪辑=王小明,木一"),
        ("出品：光明网、王小明", "东岭大学", "出品=#光明网,东岭大学; 出品=王小明"),
        ("出品：光明网、王小明", "东岭大学 李晓雯", "出品=#光明网,东岭大学; 出品=王小明,李晓雯"),
        ("出品：", "光明网", "出品=#光明网"),
        ("特别鸣谢：", "东岭村委会 李晓雯", "特别鸣谢=#东岭村委会; 特别鸣谢=李晓雯"),
        ("编辑：王小明 统筹：李晓雯", "赵敏", "统筹=李晓雯,赵敏"),
    ],
)
def test_line_continues_all_credits_of_the_last_label(first: str, second: str, expected: str) -> None:
    before = read_line(first)
    assert cases.noted(read_line(second, previous=before.last).credits) == expected


def test_wide_space_parts_names_of_several_words() -> None:
    houses = read_line("出品单位｜一条视频　腾讯研究院").credits
    assert cases.noted(houses) == "出品单位=#一条视频,腾讯研究院"
    assert cases.noted(read_line("化妆　Jean-Paul Roux　Anna Müller").credits) == "化妆=Jean-Paul Roux,Anna Müller"


def test_continued_line_may_go_on() -> None:
    first = read_line("策划/统筹：王小明")
    second = read_line("李晓雯", previous=first.last)
    third = read_line("赵敏", previous=second.last)
    assert third.continues
    assert cases.noted(third.credits) == "策划/统筹=王小明,李晓雯,赵敏"


@pytest.mark.parametrize("line", ["【总顾问】", "【字幕】", "[ 字　幕 ]", "【 摄影 】"])
def test_role_without_names_in_square_brackets_is_a_part_of_the_roll(line: str) -> None:
    reading = read_line(line, previous=(PLANNERS,))
    assert reading.consumed
    assert reading.credits == ()
    assert read_line("王小明", previous=reading.last).credits[0].names == ("王小明",)
    assert read_line(line, previous=reading.last).consumed
    assert not read_line(line).consumed


@pytest.mark.parametrize(
    "line", ["（字幕）", "【航线规划】", "【评论】", "【记者手记】", "【】", "【字幕】东岭的春天来了"]
)
def test_other_words_in_brackets_stay_text_after_credits(line: str) -> None:
    assert not read_line(line, previous=(PLANNERS,)).consumed


@pytest.mark.parametrize("line", ["光明网", "东岭大学"])
def test_house_does_not_fill_a_role_of_persons(line: str) -> None:
    assert not read_line(line, previous=read_line("记者：").last).consumed


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("[来源：湖南日报][责编：方路]", "湖南日报"),
        ("来源：当代商报 时间：2019-09-23 14:34:05 作者：", "当代商报"),
        ("（来源：新华网）", "新华网"),
        ("来源：光明网-《光明日报》", "光明网-《光明日报》"),
        ("来源:光明网2024-04-03 09:27", "光明网"),
        ("来源：光明网综合 编辑：王小明", "光明网综合"),
    ],
)
def test_source_is_given_apart(line: str, source: str) -> None:
    reading = read_line(line)
    assert reading.source == source
    assert reading.consumed


@pytest.mark.parametrize("line", ["来源：国家统计局", "来源：", "来源"])
def test_source_of_figures_stays_text(line: str) -> None:
    assert not read_line(line).consumed


@pytest.mark.parametrize(
    ("line", "warnings"),
    [
        ("三维地图编程：王小明", ("role-unknown",)),
        ("责编：阿勒泰卡西莫夫", ("names-glued",)),
        ("责编：王小明", ()),
    ],
)
def test_warnings(line: str, warnings: tuple[str, ...]) -> None:
    assert read_line(line).warnings == warnings


def test_unknown_role_within_a_block_of_credits() -> None:
    assert not read_line("主理：王小明").credits
    reading = read_line("主理：王小明", previous=(PLANNERS,))
    assert [(one.role, one.role_key, one.names) for one in reading.credits] == [("主理", "other", ("王小明",))]


def test_scope_of_a_caption() -> None:
    assert read_line("编辑：王小明", scope="picture").credits[0].scope == "picture"


def test_raw_is_the_line_as_it_stands() -> None:
    line = "　　监　制：姚政　 "
    assert read_line(line).credits[0].raw == line


def test_words_keep_the_characters_of_the_page() -> None:
    reading = read_line("ＡＩ制作：王小明　中青报•中青网记者：古丽•买买提")
    assert [(one.role, one.affiliation, one.names) for one in reading.credits] == [
        ("ＡＩ制作", None, ("王小明",)),
        ("记者", "中青报•中青网", ("古丽•买买提",)),
    ]


def test_no_name_spans_a_stray_bracket() -> None:
    assert read_line("三)三:摄").credits == ()
    assert [one.names for one in read_line("（编导：毕  娟").credits] == [("毕娟",)]


def test_line_of_endless_labels_is_no_roll() -> None:
    assert read_line("记者 王小明 " * 24).credits
    assert not read_line("记者 王小明 " * 30).consumed


@pytest.mark.parametrize("sign", ["）", "（", "[", "："])
def test_line_of_more_signs_than_any_roll_is_given_up(sign: str) -> None:
    assert read_line(f"摄影：王小明{sign * 30}") == NOTHING
    assert read_line(f"{sign * 30}（王小明 摄）") == NOTHING
