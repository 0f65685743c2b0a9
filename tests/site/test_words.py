"""Characters, the CMS comment, times and guests: small readers, by cases."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmw_crawler.errors import HostilePageError
from gmw_crawler.site import cms
from gmw_crawler.site.dates import read_time
from gmw_crawler.site.guests import read_guests
from gmw_crawler.site.text import BLANKS, clean, decode, single_spaced, without_blanks

GB = "监制：谢辉，余竑龍。这是一段用来辨认编码的话。" * 4


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u3000\u3000第一段。", "第一段。"),
        ("a\n  b\tc\r\nd", "a b c d"),
        ("毕\u00a0\u3000娟", "毕\u00a0\u3000娟"),
        ("\u200b\ufeff题\u00ad", "题"),
        ("a  b", "a b"),
        (" \n ", ""),
        ("a\x0bb\x0cc", "a b c"),
    ],
)
def test_clean_folds_white_space_and_keeps_the_pages_own_blanks(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(alphabet=BLANKS + "字a，", max_size=40))
def test_clean_is_idempotent_and_leaves_no_blank_at_an_end(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip(BLANKS)
    assert without_blanks(once) == without_blanks(text)
    assert without_blanks(single_spaced(text)) == without_blanks(text)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (GB.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + GB.encode(), "utf-8"),
        (GB.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + GB.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + GB.encode("utf-16-be"), "utf-16-be"),
        (gzip.compress(GB.encode(), mtime=0), "utf-8"),
    ],
)
def test_bytes_say_their_encoding_whatever_the_page_declares(body: bytes, encoding: str) -> None:
    assert decode(body) == (GB, GB.encode(), encoding)


def test_a_few_broken_bytes_do_not_make_a_page_gb18030() -> None:
    text, _data, encoding = decode(GB.encode()[:-1] + b"\xff")
    assert encoding == "utf-8"
    assert "\ufffd" in text


def test_control_characters_are_left_out() -> None:
    assert decode(b"a\x00b\x1fc\nd").text == "abc\nd"
    assert decode(b"\xff\xfe" + "a\x00b".encode("utf-16-le")).text == "ab"


def test_a_bomb_is_refused_and_what_only_looks_gzipped_is_read() -> None:
    with pytest.raises(HostilePageError):
        decode(gzip.compress(b"0" * 40_000_000))
    assert decode(b"\x1f\x8bnot gzip").encoding in ("utf-8", "gb18030")


FIELDS = (
    "<articleid>32754452</articleid><date>2019-04-18 11:18:16.0</date><author></author><title>{}</title><subtitle/>"
)


@pytest.mark.parametrize("title", ["平常的题", "a < b", "a --> b", "<b>粗", "--></title", "null & void", "甲<乙>丙"])
def test_comment_never_leaks_whatever_its_title_holds(title: str) -> None:
    html, fields = cms.take_out(f"<p>前</p><!--enpproperty {FIELDS.format(title)}/enpproperty--><p>后</p>".encode())
    assert html.decode() == "<p>前</p><p>后</p>"
    assert fields["articleid"] == "32754452"
    assert fields["date"] == "2019-04-18 11:18:16.0"
    assert "subtitle" not in fields
    assert "author" not in fields


def test_comment_without_its_end_takes_only_its_fields() -> None:
    html, fields = cms.take_out("<!-- enpproperty <title>题</title><keyword>a,b</keyword>--><p>文</p>".encode())
    assert html.decode() == "<p>文</p>"
    assert fields == {"title": "题", "keyword": "a,b"}


def test_null_of_the_newer_generator_is_nothing() -> None:
    assert cms.take_out(b"<!--enpproperty <author>null</author><url>u</url>/enpproperty-->")[1] == {"url": "u"}


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("来源：新华网2026-09-10 09:30", "2026-09-10T09:30:00+08:00"),
        ("来源:光明网2024-04-03 09:27", "2024-04-03T09:27:00+08:00"),
        ("2019-04-18 11:18:16.0", "2019-04-18T11:18:16+08:00"),
        ("2021-04-02 08:05:09:0", "2021-04-02T08:05:09+08:00"),
        ("2018年12月20日 8时05分", "2018-12-20T08:05:00+08:00"),
        ("2018/1/2", "2018-01-02"),
        ("2018年12月20日", "2018-12-20"),
        ("2018-13-45", None),
        ("2018-02-30 2018-03-01", "2018-03-01"),
        ("编号 120180912345", None),
        ("2020-01-01 25:61", None),
        ("", None),
    ],
)
def test_time_is_read_as_beijing_time(text: str, iso: str | None) -> None:
    time = read_time(text)
    assert (time.iso if time else None) == iso


@pytest.mark.parametrize(
    ("line", "guests"),
    [
        ("毕\u00a0  \u00a0娟 北京市社会科学院管理研究所副所长", [("毕娟", "北京市社会科学院管理研究所副所长")]),
        ("李功越　北京市科学技术研究院副研究员", [("李功越", "北京市科学技术研究院副研究员")]),
        ("丁增尼达 西藏大学教授", [("丁增尼达", "西藏大学教授")]),
        ("迪丽热巴·买买提 新疆艺术剧院演员", [("迪丽热巴·买买提", "新疆艺术剧院演员")]),
        ("钟离望舒（海洋经济研究院主任）", [("钟离望舒", "海洋经济研究院主任")]),
        ("张三、李四、王小五", [("张三", None), ("李四", None), ("王小五", None)]),
        ("张三，某大学教授；李四，某公司经理", [("张三", "某大学教授"), ("李四", "某公司经理")]),
        ("闻人  钰\u00a0 河南农业大学教授", [("闻人钰", "河南农业大学教授")]),
        ("Anna Müller，首席经济学家", [("Anna Müller", "首席经济学家")]),
        ("欧阳明理 滨江大学教授", [("欧阳明理", "滨江大学教授")]),
        ("种粮大户 张志强", [("张志强", "种粮大户")]),
        ("返乡创业青年　Kevin Zhou", [("Kevin Zhou", "返乡创业青年")]),
        ("伏　曦 滨海消费经济研究会理事", [("伏曦", "滨海消费经济研究会理事")]),
        ("老\u00a0猫", [("老猫", None)]),
        ("老猫", []),
        ("主持人：光明日报记者 张三", []),
        ("今天，我们请来了两位嘉宾。", []),
        ("这条街上最老的店" * 20, []),
    ],
)
def test_guests_are_names_with_their_office(line: str, guests: list[tuple[str, str | None]]) -> None:
    assert [(guest.name, guest.title) for guest in read_guests(line)] == guests
