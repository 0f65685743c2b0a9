"""What holds for any line."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmw_crawler.items import Credit
from gmw_crawler.site.credits import lines, read_inline, read_line, write_credit
from gmw_crawler.site.credits.fold import fold
from gmw_crawler.site.credits.tables import ORGANISATIONS, ROLES
from tests.site.credits import cases, traps

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华文明志建雨欣子涵宇轩思琪浩然晓"
# Bare and glued labels are read by other rules; these are labels that a colon follows.
PERSON_ROLES = sorted(text for text, role in ROLES.spellings.items() if role.kind is None and text != "发")
HOUSE_ROLES = sorted(text for text, role in ROLES.spellings.items() if role.kind == "organisation")
NEWSROOMS = ["光明日报", "新华社", "光明网", "新京报", "南都", "每经", "澎湃新闻", "央视", "人民日报"]
REPORTERS = ["记者", "见习记者", "通讯员", "评论员", "摄影记者"]

persons = st.one_of(
    st.builds("".join, st.tuples(st.sampled_from(SURNAMES), st.sampled_from(GIVEN))),
    st.builds("".join, st.tuples(st.sampled_from(SURNAMES), st.text(GIVEN, min_size=2, max_size=2))),
    st.sampled_from(
        ["欧阳磊", "司马小明", "丁增尼达", "迪丽热巴·迪力木拉提", "古丽•买买提", "巴特尔", "Demi Xia", "John Smith"]
    ),
)
houses = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["东岭", "西川省", "北京市", "中国"]),
        st.sampled_from(["社会科学院", "传媒有限公司", "电视台", "委宣传部"]),
    ),
)
separators = st.sampled_from(["、", "，", ",", "/", "／", "；", ";", "｜", "|", "//", "、 ", " / "])
texts = st.text(
    st.sampled_from("记者编辑作摄图文策划：:、，, （()[】|/张三李小明王光明日报的了2024年月日·。“”A_"), max_size=40
)


def credit(role: str, names: list[str], *, affiliation: str | None = None) -> Credit:
    known = ROLES.spellings[role]
    return Credit(
        role=role,
        role_key=known.key,
        names=tuple(dict.fromkeys(names)),
        kind="organisation" if known.kind == "organisation" else "person",
        affiliation=affiliation,
        scope="picture" if known.picture else "article",
        raw="",
    )


def assert_comes_back(one: Credit) -> None:
    line = write_credit(one)
    assert read_line(line).credits == (replace(one, raw=line),)


@given(role=st.sampled_from(PERSON_ROLES), names=st.lists(persons, min_size=1, max_size=8))
def test_written_persons_are_read_back(role: str, names: list[str]) -> None:
    assert_comes_back(credit(role, names))


@given(role=st.sampled_from(HOUSE_ROLES), names=st.lists(houses, min_size=1, max_size=5))
def test_written_organisations_are_read_back(role: str, names: list[str]) -> None:
    assert_comes_back(credit(role, names))


@given(
    role=st.sampled_from([*REPORTERS, "摄", "采写", "作者"]),
    names=st.lists(persons, min_size=1, max_size=5),
    newsroom=st.sampled_from(NEWSROOMS),
)
def test_written_affiliations_are_read_back(role: str, names: list[str], newsroom: str) -> None:
    assert_comes_back(credit(role, names, affiliation=newsroom))


@given(
    role=st.sampled_from(PERSON_ROLES),
    names=st.lists(persons, min_size=1, max_size=6, unique=True),
    separator=separators,
    colon=st.sampled_from(["：", ":", "｜", " | ", "丨", "： ", " : "]),
    wrapping=st.sampled_from(["", "（）", "()", "[]", "【】", "［］", "〔〕", "（", "]"]),
)
def test_separators_and_wrappings_do_not_matter(
    role: str, names: list[str], separator: str, colon: str, wrapping: str
) -> None:
    opening, closing = (wrapping[:1], wrapping[1:]) if wrapping != "]" else ("", "]")
    line = f"{opening}{role}{colon}{separator.join(names)}{closing}"
    assert [one.names for one in read_line(line).credits] == [tuple(names)]


@given(
    names=st.lists(persons.filter(lambda name: " " not in name), min_size=1, max_size=6, unique=True),
    gap=st.sampled_from([" ", "　", "\xa0 ", "    "]),
)
def test_gaps_part_names(names: list[str], gap: str) -> None:
    assert [one.names for one in read_line("责编：" + gap.join(names)).credits] == [tuple(names)]


@given(names=st.lists(st.tuples(st.sampled_from(SURNAMES), st.sampled_from(GIVEN)), min_size=1, max_size=6))
def test_names_spaced_inside_are_put_together(names: list[tuple[str, str]]) -> None:
    line = "编导：" + "　".join(" ".join(name) for name in names)
    assert [one.names for one in read_line(line).credits] == [tuple("".join(name) for name in names)]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


@given(line=st.one_of(texts, st.text(max_size=60)))
def test_nothing_is_invented(line: str) -> None:
    for reading in (read_line(line), read_inline(line)):
        for one in reading.credits:
            assert one.names
            assert squeezed(one.role) in squeezed(line)
            assert all(squeezed(name) in squeezed(line) for name in one.names)


@given(line=st.one_of(texts, st.sampled_from([line for line, _ in cases.EVIDENCE]), st.sampled_from(traps.LINES)))
def test_cheap_tests_stop_no_credits(line: str) -> None:
    with patch.object(lines, "is_plainly_text", return_value=False):
        lines._read_often.cache_clear()
        whole = read_line(line)
    lines._read_often.cache_clear()
    assert read_line(line) == whole


@given(line=texts)
def test_width_does_not_matter(line: str) -> None:
    wide, narrow = read_line(line), read_line(fold(line))
    assert wide.consumed == narrow.consumed
    assert [(fold(one.role), tuple(map(fold, one.names))) for one in wide.credits] == [
        (one.role, one.names) for one in narrow.credits
    ]


@given(line=st.sampled_from([line for line, _ in cases.EVIDENCE]), left=st.text(" \u3000\xa0\t", max_size=4))
def test_indents_do_not_matter(line: str, left: str) -> None:
    assert cases.noted(read_line(left + line + left).credits) == cases.noted(read_line(line).credits)


@given(
    line=st.one_of(texts, st.sampled_from(traps.LINES)), previous=st.sampled_from(["策划：王小明", "出品单位：光明网"])
)
def test_continuation_keeps_what_was_there(line: str, previous: str) -> None:
    before = read_line(previous).credits[-1]
    reading = read_line(line, previous=(before,))
    if reading.continues:
        assert reading.credits[0].names[: len(before.names)] == before.names
        assert reading.credits[0].raw.startswith(before.raw + "\n")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "（",
        "记者 ",
        "编辑：",
        "、",
        "　",
        "（记者 王小明）",
        "王小明 摄 ",
        "策划/",
        "监 ",
        "文 图 ",
        "·",
        "王",
        "_NF44",
    ],
)
@pytest.mark.parametrize("size", [500, 1_000_000])
def test_hostile_lines_take_no_time(unit: str, size: int) -> None:
    line = unit * (size // len(unit))
    start = time.perf_counter()
    read_line(line)
    read_inline(line)
    assert time.perf_counter() - start < 0.25


@pytest.mark.parametrize("newsroom", sorted(name for name in ORGANISATIONS.newsrooms if " " not in name))
def test_newsroom_leads_its_reporter(newsroom: str) -> None:
    reading = read_line(f"{newsroom}记者 王小明")
    assert [(one.affiliation, one.role, one.names) for one in reading.credits] == [(newsroom, "记者", ("王小明",))]
