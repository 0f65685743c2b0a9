from __future__ import annotations

import pytest

from gmw_crawler.errors import EmptyPageError, SoftNotFoundError
from gmw_crawler.site.listings import Listing, read_listing

HERE = "https://economy.gmw.cn/node_8971.htm"

FORM_A = """<ul class=channel-newsGroup>
<li><a href=2018-12/20/content_32204123.htm target=_blank>甲</a><span class=channel-newsTime>2018-12-20</span></li>
<li><a href=../../politics.gmw.cn/x.htm>无</a><span class=channel-newsTime>2018-12-20</span></li>
<li><a href=//politics.gmw.cn/2018-12/19/content_32204124.htm>乙</a><span class=channel-newsTime>2018-12-19</span></li>
</ul>"""
FORM_B = """<ul><li><span class="channel-newsTitle"><a href="/2018-12/18/content_32204125.htm">丙</a></span>
<span class="channel-newsTime">2018-12-18</span></li></ul>"""
FORM_C = """<div class="main_list"><div id="cont32204126"><h1 class="title">
<a atremote href="http://share.gmw.cn/economy/2018-12/17/content_32204126.htm">丁</a></h1>
<p>2018-12-17 10:20</p></div></div>"""
FORM_D = """<div class="content_left"><div class="select"><a href="2018-12/16/content_32204127.htm">戊</a></div></div>
<div class="content_left_main"><ul><li><div class="main_title"><a href="../2018-12/15/content_32204128.htm">己</a></div>
<div class="reading_right">发布时间：2018-12-15 08:30</div></li></ul></div>"""
FRONT = """<div class="part1"><div><ul><li><a href="2018-12/14/content_32204129.htm">庚</a></li></ul></div></div>"""
MENU = (
    '<h1>全部导航</h1><ul><li><a href="2018-01/01/content_31000000.htm">菜单</a></li></ul><a href="node_1.htm">产经</a>'
)


def read(*parts: str, url: str = HERE, encoding: str = "utf-8") -> Listing:
    html = f'<html><head><meta charset="utf-8"><title>经济</title></head><body>{"".join(parts)}</body></html>'
    return read_listing(html.encode(encoding), url)


@pytest.mark.parametrize(
    ("markup", "form", "expected"),
    [
        (FORM_A, "A", [("32204123", "甲", "2018-12-20"), (None, "无", "2018-12-20"), ("32204124", "乙", "2018-12-19")]),
        (FORM_B, "B", [("32204125", "丙", "2018-12-18")]),
        (FORM_C, "C", [("32204126", "丁", "2018-12-17")]),
        (FORM_D, "D", [("32204127", "戊", None), ("32204128", "己", "2018-12-15")]),
        (FRONT, "front", [("32204129", "庚", None)]),
    ],
)
def test_each_form_is_read(markup: str, form: str, expected: list[tuple[str | None, str, str | None]]) -> None:
    listing = read(MENU, markup)
    assert [(row.article_id, row.title, row.day) for row in listing.rows] == expected
    assert listing.forms == {form}
    assert [row.position for row in listing.rows] == list(range(1, len(expected) + 1))


def test_several_forms_on_one_page_keep_page_order() -> None:
    listing = read(FRONT, MENU, FORM_C, FORM_A, FORM_D, FORM_B)
    assert [row.article_id for row in listing.rows if row.article_id] == [
        "32204129", "32204126", "32204123", "32204124", "32204127", "32204128", "32204125",
    ]  # fmt: skip
    assert listing.forms == {"A", "B", "C", "D", "front"}


def test_addresses_are_absolute_whatever_they_were() -> None:
    rows = read(FORM_A, FORM_D, url="http://economy.gmw.cn/list/node_1.htm").rows
    assert [row.url for row in rows] == [
        "http://economy.gmw.cn/list/2018-12/20/content_32204123.htm",
        "http://economy.gmw.cn/politics.gmw.cn/x.htm",
        "http://politics.gmw.cn/2018-12/19/content_32204124.htm",
        "http://economy.gmw.cn/list/2018-12/16/content_32204127.htm",
        "http://economy.gmw.cn/2018-12/15/content_32204128.htm",
    ]


def test_a_row_met_twice_is_kept_once_with_what_either_says() -> None:
    picture = '<ul class="channel-newsGroup"><li><a href="http://economy.gmw.cn/2018-12/20/content_32204123.htm"><img></a></li></ul>'
    listing = read(picture, FORM_A)
    assert [row.article_id for row in listing.rows] == ["32204123", None, "32204124"]
    assert (listing.rows[0].title, listing.rows[0].day) == ("甲", "2018-12-20")


def test_a_date_in_the_words_of_a_link_is_not_the_rows_day() -> None:
    row = (
        '<ul class="channel-newsGroup"><li><a href="2018-12/20/content_32204123.htm">2017年1月2日的事</a> {}</li></ul>'
    )
    assert read(row.format("")).rows[0].day is None
    assert read(row.format("<b>2018年12月9日</b>")).rows[0].day == "2018-12-09"


def test_what_is_no_link_is_no_row() -> None:
    odd = (
        '<ul class="channel-newsGroup"><li><a>无址</a><a href="javascript:void(0)">脚本</a>'
        '<a href="#top">上</a><a href="">空</a>'
        '<a href="node_8971.htm">本页</a><a href="http://[">坏</a><a href="mailto:a@b">信</a></li></ul>'
    )
    assert read(odd).rows == ()


def test_unknown_markup_gives_nothing() -> None:
    listing = read(MENU, '<div class="new"><a href="2018-12/20/content_32204123.htm">甲</a></div>')
    assert (listing.rows, listing.forms, listing.next_url) == ((), frozenset(), None)


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ('<a href="node_8971_2.htm">下一页</a>', "https://economy.gmw.cn/node_8971_2.htm"),
        ("<a href=node_8971_2.htm>[ 下一页 &gt;&gt; ]</a>", "https://economy.gmw.cn/node_8971_2.htm"),
        ('<a href="node_8971.htm">下一页</a>', None),
        ('<a href="http://economy.gmw.cn/node_8971.htm#x">下一页</a>', None),
        (
            '<a href="node_8971.htm">下一页</a><a href="node_8971_2.htm#a">下一页</a>',
            "https://economy.gmw.cn/node_8971_2.htm",
        ),
        ('<a href="javascript:go(2)">下一页</a>', None),
        ("<a>下一页</a><span>下一页</span>", None),
        ('<a href="https://example.com/node_2.htm">下一页</a>', None),
        ('<a href="2018-12/20/content_32204123_2.htm">下一页</a>', None),
        ('<a href="node_1.htm">翻到下一页看看经济频道的更多</a>', None),
    ],
)
def test_the_next_page_is_where_its_words_lead_and_never_this_one(pager: str, expected: str | None) -> None:
    assert read(FORM_A, pager).next_url == expected


def test_bytes_decide_the_encoding_not_the_declaration() -> None:
    assert read(FORM_A, encoding="gb18030").rows[0].title == "甲"


def test_no_page_is_an_error_with_a_name() -> None:
    with pytest.raises(EmptyPageError):
        read_listing(b"", HERE)
    with pytest.raises(SoftNotFoundError):
        read_listing("<title>页面没有找到</title>".encode(), HERE)
