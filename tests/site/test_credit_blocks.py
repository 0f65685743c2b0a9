"""Credits set as a list or a table are credits; data set the same way is data."""

from __future__ import annotations

import pytest

from gmw_crawler.items import BulletList, Guest, Quote, Table
from gmw_crawler.site.lines import TextLine
from gmw_crawler.site.placing import read_body

CREDIT_TABLE = Table(
    rows=(
        ("出 品 人：", "骆嘉言　宗政敏"),
        ("总 监 制：", "令狐远"),
        ("字　　幕：", ""),
        ("联合摄制：", "红河子县融媒体中心"),
    )
)
COLON_COLUMN = Table(rows=(("制 片 人", "：", "骆嘉言　宗 敏"), ("总 监 制", "：", "令狐远"), ("字　　幕", "：", "")))
FOUR_COLUMNS = Table(rows=(("编导", "马骁", "摄像", "晏钧"), ("剪辑", "甄莉", "配音", "缪诗琪")))
CREDIT_LIST = BulletList(items=("监制：苏木", "编导：林小满 何苗"))
DATA = (
    Table(rows=(("指标", "2023年"), ("产量", "120"))),
    Table(rows=(("来源：", "国家统计局"), ("时间：", "2024年"))),
    Table(rows=(("策划", "这次活动怎么办"), ("统筹", "谁来出钱"))),
    Table(rows=(("编导", "马骁", "摄像"), ("剪辑", "甄莉", "配音"))),
    BulletList(items=("压降同业存单", "清理通道业务")),
    BulletList(items=("监制：苏木", "把钱用到实体企业才是。")),
)


def test_table_of_roles_and_names_is_credits() -> None:
    body = read_body([[CREDIT_TABLE]])
    assert [(credit.role, credit.names) for credit in body.credits] == [
        ("出品人", ("骆嘉言", "宗政敏")),
        ("总监制", ("令狐远",)),
        ("联合摄制", ("红河子县融媒体中心",)),
    ]
    assert body.blocks == []


def test_list_of_credits_may_hold_a_line_that_is_none() -> None:
    names = ("监制：苏木", "编导：林小满 何苗", "撰稿：骆嘉言", "剪辑：令狐远", "配音：马骁")
    body = read_body([[BulletList(items=(*names, "谨以此片献给所有赶路的人"))]])
    assert [credit.role for credit in body.credits] == ["监制", "编导", "撰稿", "剪辑", "配音"]
    assert body.text == "谨以此片献给所有赶路的人"
    few = BulletList(items=("监制：苏木", "谨以此片献给所有赶路的人"))
    assert read_body([[few]]).blocks == [few]


def test_table_with_two_roles_a_row_is_credits() -> None:
    body = read_body([[FOUR_COLUMNS]])
    assert [credit.role for credit in body.credits] == ["编导", "摄像", "剪辑", "配音"]


def test_colons_may_have_a_column_of_their_own() -> None:
    body = read_body([[COLON_COLUMN]])
    assert [(credit.role, credit.names) for credit in body.credits] == [
        ("制片人", ("骆嘉言", "宗敏")),
        ("总监制", ("令狐远",)),
    ]


def test_cell_without_a_role_goes_on_with_the_one_above_it() -> None:
    table = Table(
        rows=(
            ("出品单位", "光明网", "支持单位", "滨江县文化和旅游局"),
            ("", "滨江省社会科学院", "", ""),
            ("编导", "申屠 明\u3000骆 青", "摄像", "马骁"),
        )
    )
    body = read_body([[table]])
    assert [(credit.role, credit.names) for credit in body.credits] == [
        ("出品单位", ("光明网", "滨江省社会科学院")),
        ("支持单位", ("滨江县文化和旅游局",)),
        ("编导", ("申屠明", "骆青")),
        ("摄像", ("马骁",)),
    ]


def test_list_may_go_on_without_roles_and_hold_a_rare_one() -> None:
    items = ("总策划：洪朵朵", "航线规划：马骁", "漫画：大头阿凯", "联合出品：光明网", "滨江运营管理有限公司")
    body = read_body([[BulletList(items=items)]])
    assert [(credit.role, credit.names) for credit in body.credits] == [
        ("总策划", ("洪朵朵",)),
        ("航线规划", ("马骁",)),
        ("漫画", ("大头阿凯",)),
        ("联合出品", ("光明网", "滨江运营管理有限公司")),
    ]


GUESTS = [Guest(name="骆春桃", title="青石村返乡创业青年"), Guest(name="龙凯", title="省茶叶研究所研究员")]


@pytest.mark.parametrize(
    "lines",
    [
        [Quote(text="本期嘉宾：\n骆春桃，青石村返乡创业青年\n龙　凯，省茶叶研究所研究员")],
        [
            TextLine(text="本期嘉宾"),
            Table(rows=(("骆春桃", "青石村返乡创业青年"), ("龙　凯", "省茶叶研究所研究员"))),
        ],
        [TextLine(text="本期嘉宾："), BulletList(items=("骆春桃 青石村返乡创业青年", "龙　凯 省茶叶研究所研究员"))],
    ],
)
def test_guests_in_a_box_a_table_or_a_list(lines: list[Quote | Table | BulletList | TextLine]) -> None:
    body = read_body([[*lines, TextLine(text="正文由此开始。")]])
    assert body.guests == GUESTS
    assert body.text == "正文由此开始。"


def test_quote_without_the_label_stays_a_quote() -> None:
    body = read_body([[Quote(text="骆春桃，青石村返乡创业青年\n她说：好。")]])
    assert body.guests == []
    assert len(body.blocks) == 1


def test_cell_may_hold_role_and_names() -> None:
    table = Table(rows=(("出 品 人：骆嘉言", "监　制：佟川、洪雁"), ("航　　拍：雷雨", "动　画：童心视界工作室")))
    assert [(credit.role, credit.names) for credit in read_body([[table]]).credits] == [
        ("出品人", ("骆嘉言",)),
        ("监制", ("佟川", "洪雁")),
        ("航拍", ("雷雨",)),
        ("动画", ("童心视界工作室",)),
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [("录音：简单　操越", ("简单", "操越")), ("摄制：贺兰秋、施工", ("贺兰秋", "施工")), ("摄制：田呢", ("田呢",))],
)
def test_name_that_is_a_word_is_one_in_a_roll(line: str, names: tuple[str, ...]) -> None:
    alone = read_body([[TextLine(text=line)]])
    assert alone.credits == []
    roll = read_body([[TextLine(text="监制：骆嘉言"), TextLine(text=line)]])
    assert [credit.names for credit in roll.credits] == [("骆嘉言",), names]


def test_list_of_credit_lines_is_credits() -> None:
    body = read_body([[CREDIT_LIST]])
    assert [credit.names for credit in body.credits] == [("苏木",), ("林小满", "何苗")]


@pytest.mark.parametrize("block", DATA, ids=repr)
def test_other_lists_and_tables_stay_what_they_are(block: Table | BulletList) -> None:
    body = read_body([[block]])
    assert body.blocks == [block]
    assert body.credits == []


@pytest.mark.parametrize(
    ("first", "credit"),
    [
        ("出镜：陕北老梁", ("出镜", ("陕北老梁",))),
        ("解说：李修平安（特邀）", ("解说", ("李修平安",))),
        ("策划：这次直播带货好", None),
        ("记者：您怎么看", None),
        ("统筹：发展与安全", None),
        ("栏目：经济观察", None),
    ],
)
def test_line_over_credits_may_name_by_pen_names(first: str, credit: tuple[str, tuple[str, ...]] | None) -> None:
    body = read_body([[TextLine(text="正文。"), TextLine(text=first), TextLine(text="剪辑：王小明")]])
    found = [(one.role, one.names) for one in body.credits]
    assert found == ([credit] if credit else []) + [("剪辑", ("王小明",))]
    assert body.text == ("正文。" if credit else f"正文。\n{first}")
