"""Header, pager, page and templates, by cases."""

from __future__ import annotations

import time

import pytest

from gmw_crawler.errors import (
    BrokenPageError,
    EmptyPageError,
    HostilePageError,
    SoftNotFoundError,
    UnknownPageError,
)
from gmw_crawler.items import BulletList, Heading, Image, Paragraph, Source
from gmw_crawler.site import generic, split_page
from gmw_crawler.site.page import MAX_CHARACTERS, MAX_ELEMENTS, parse_page, words_of
from gmw_crawler.site.pager import other_pages
from gmw_crawler.site.templates import TEMPLATES, choose
from gmw_crawler.site.walk import MAX_LINES
from tests.site import gold
from tests.site.pages import URL, parsed, write

NAMES = gold.names()


@pytest.mark.parametrize(
    ("info", "name", "published"),
    [
        ("来源：新华网2026-09-10 09:30", "新华网", "2026-09-10T09:30:00+08:00"),
        ("来源:光明网-《光明日报》 2026-09-10 09:30", "光明网-《光明日报》", "2026-09-10T09:30:00+08:00"),
        ('<span class="m-con-source">来源：<a href="/x">新华网</a></span>', "新华网", None),
        ('<span class="m-con-time">2018年12月20日</span>', None, "2018-12-20"),
        ("2026-09-10 09:30 来源：经济日报 作者：张三", "经济日报", "2026-09-10T09:30:00+08:00"),
        ("来源：滨江发布 2026-09-10 09:30", "滨江发布", "2026-09-10T09:30:00+08:00"),
        ("来源：滨江网 发布时间：2026-09-10 09:30", "滨江网", "2026-09-10T09:30:00+08:00"),
        ("", None, None),
    ],
)
def test_source_and_time_are_parted(info: str, name: str | None, published: str | None) -> None:
    article = split_page(write(info=info).encode(), URL)
    assert (article.source.name if article.source else None) == name
    assert article.published == published


@pytest.mark.parametrize(
    ("info", "authors"),
    [
        ("来源：经济日报 作者：张三", ("张三",)),
        ("来源：经济日报 作者：张三 字号：大 中 小", ("张三",)),
        ("来源：经济日报 <span>作者：</span> <span>字号：大 中 小</span>", ()),
    ],
)
def test_author_of_the_header_is_read_without_its_tools(info: str, authors: tuple[str, ...]) -> None:
    article = split_page(write(info=info).encode(), URL)
    assert tuple(name for credit in article.credits for name in credit.names) == authors


def test_visible_time_wins_and_a_disagreement_is_a_warning() -> None:
    head = '<meta name="publishdate" content="2026-09-11">'
    article = split_page(write(head=head).encode(), URL)
    assert article.published == "2026-09-10T09:30:00+08:00"
    assert "published-disagrees" in article.warnings


@pytest.mark.parametrize(
    ("crumbs", "expected"),
    [
        ("<a>首页</a>&gt; <a>经济频道</a>&gt; <a>光明独家</a> &gt; 正文", ("首页", "经济频道", "光明独家")),
        ("<a>首页></a><a>经济频道></a>正文", ("首页", "经济频道")),
        ("您当前的位置：<a>首页</a> » <a>时评</a>", ("首页", "时评")),
        ("", ()),
    ],
)
def test_crumbs_are_names_without_arrows(crumbs: str, expected: tuple[str, ...]) -> None:
    assert split_page(write(crumbs=crumbs).encode(), URL).breadcrumb == expected


def test_source_and_time_may_stand_in_an_element_that_no_template_knows() -> None:
    line = '<div class="picInfo">2026-09-10 09:30 来源：<a href="https://w.cn/">滨江日报</a></div>'
    page = write("<p>文。</p>", info="").replace('<div id="articleBox', f'{line}<div id="articleBox')
    article = split_page(page.encode(), URL)
    assert article.source == Source(name="滨江日报", url="https://w.cn/")
    assert article.published == "2026-09-10T09:30:00+08:00"


@pytest.mark.parametrize(
    ("listed", "keywords"),
    [
        ("夏粮，机收,三夏", ("夏粮", "机收", "三夏")),
        ("夏粮 机收　AI 三夏", ("夏粮", "机收", "AI", "三夏")),
        ("straw,Yellow River, green", ("straw", "Yellow River", "green")),
    ],
)
def test_keywords_are_parted_but_not_inside_a_name_of_latin_words(listed: str, keywords: tuple[str, ...]) -> None:
    page = write(head=f'<meta name="keywords" content="{listed}">')
    assert split_page(page.encode(), URL).keywords == keywords


def test_subtitle_is_read_without_its_label() -> None:
    page = write().replace("</h1></div>", '</h1><h2 class="u-subtitle">副题：——滨江产业调查</h2></div>')
    assert split_page(page.encode(), URL).subtitle == "——滨江产业调查"


def test_crumbs_may_stand_in_an_element_that_no_template_knows() -> None:
    crumbs = '<div class="way"><a href="/">首页</a> &gt; <a href="/node_8971.htm">要闻</a> &gt; 正文</div>'
    menu = '<div class="top"><a href="/">首页</a> <a href="/node_8971.htm">要闻</a></div>'
    page = write().replace('class="g-crumbs"', 'class="other"').replace("<h1>全部导航</h1>", menu + crumbs)
    assert split_page(page.encode(), URL).breadcrumb == ("首页", "要闻")


def test_title_is_never_the_navigation() -> None:
    html = write().replace('<h1 class="u-title">题目</h1>', "")
    article = split_page(html.encode(), URL)
    assert article.title == "题目"
    assert "title-from-head" in article.warnings


@pytest.mark.parametrize(
    ("title", "column"), [("【专栏】题", "专栏"), ("【整题】", None), ("题【专栏】", None), ("【 甲 乙 】 题", "甲 乙")]
)
def test_column_is_a_leading_bracket_with_words_after_it(title: str, column: str | None) -> None:
    html = write().replace('<h1 class="u-title">题目</h1>', f'<h1 class="u-title">{title}</h1>')
    assert split_page(html.encode(), URL).column == column


@pytest.mark.parametrize(
    ("pager", "numbers"),
    [
        ('<div id="mpagecount">3</div>', [2, 3]),
        ('<a href="content_38993755_2.htm">下一页</a><a href="content_38993755_4.htm">尾页</a>', [2, 3, 4]),
        ('<a href="content_11111111_9.htm">别的文章</a>', []),
        ('<div id="mpagecount">many</div>', []),
        ('<div id="mpagecount">9999</div>', []),
        ("", []),
    ],
)
def test_other_pages_are_those_that_the_page_names(pager: str, numbers: list[int]) -> None:
    found = other_pages(parsed(write(f"<p>文</p>{pager}")), URL)
    assert found == {number: URL.replace(".htm", f"_{number}.htm") for number in numbers}


def test_pages_are_joined_and_the_missing_one_is_named() -> None:
    counter = '<div id="mpagecount">3</div><div id="mcurrentpage">{}</div>'
    pages = [write(f"<p>第{number}页文字。</p>{counter.format(number)}").encode() for number in (1, 3)]
    article = split_page(pages, URL)
    assert article.text == "第1页文字。\n第3页文字。"
    assert article.pages == 2
    assert "page-2-missing" in article.warnings


@pytest.mark.parametrize(
    ("rows", "items"),
    [
        ("<li>甲</li><li><p>乙</p><p>丙</p></li>", ("甲", "乙 丙")),
        ("<li>甲<ul><li>一</li><li>二</li></ul></li><li>乙</li>", ("甲", "一", "二", "乙")),
        ("<li>· 甲<ol><li>一<ul><li>深</li></ul></li></ol></li>", ("甲", "一", "深")),
        ("<li>甲</li><li><span>乙<li>丙</li>", ("甲", "乙", "丙")),
    ],
)
def test_lists_in_a_list_are_its_items(rows: str, items: tuple[str, ...]) -> None:
    article = split_page(write(f"<p>文。</p><ul>{rows}</ul>").encode(), URL)
    assert article.body[1:] == (BulletList(items=items),)


def test_definition_list_of_roles_is_credits_and_any_other_is_paragraphs() -> None:
    roll = "<dl><dt>出 品 人</dt><dd>鲁明、夏侯凡</dd><dt>出品单位</dt><dd>滨江日报社</dd><dd>光明网</dd></dl>"
    terms = "<dl><dt>什么是算力券</dt><dd>一种补贴。</dd></dl>"
    article = split_page(write(f"<p>文。</p>{roll}{terms}").encode(), URL)
    assert [(credit.role, credit.names) for credit in article.credits] == [
        ("出品人", ("鲁明", "夏侯凡")),
        ("出品单位", ("滨江日报社", "光明网")),
    ]
    assert article.text == "文。\n什么是算力券\n一种补贴。"


def test_list_with_a_picture_is_a_layout() -> None:
    article = split_page(write("<p>文。</p><ul><li>甲<img src='/a.jpg'></li></ul>").encode(), URL)
    assert [type(block) for block in article.body] == [Paragraph, Paragraph, Image]


def test_select_knows_ids_classes_tags_and_chains() -> None:
    page = parsed('<div id="a" class="x y"><ul><li class="x">一</li><li>二</li></ul></div><p class="x">三</p>')
    assert [words_of(element) for element in page.select("li")] == ["一", "二"]
    assert [words_of(element) for element in page.select("#a li.x")] == ["一"]
    assert [element.tag for element in page.select(".x")] == ["div", "li", "p"]
    assert [element.tag for element in page.select(".x.y")] == ["div"]
    assert [words_of(element) for element in page.select("#a ul li")] == ["一", "二"]
    assert page.select("#b li") == page.select("p#a") == []
    with pytest.raises(ValueError, match="not a simple selector"):
        page.select("a[href]")


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("https://a.gmw.cn/x.htm", "https://a.gmw.cn/x.htm"),
        ("//a.gmw.cn/x.htm", "https://a.gmw.cn/x.htm"),
        ("../09/content_1.htm", "https://economy.gmw.cn/2026-09/09/content_1.htm"),
        (" /x.htm?a=1#b ", "https://economy.gmw.cn/x.htm?a=1#b"),
        ("javascript:void(0)", None),
        ("#top", None),
        ("http://[", None),
        ("mailto:a@b.cn", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_are_absolute_or_none(address: str | None, absolute: str | None) -> None:
    assert parsed("<p>文</p>").absolute(address) == absolute


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyPageError),
        (b" \n ", EmptyPageError),
        (b"\x00" * 9, EmptyPageError),
        ("<title>页面没有找到_光明网</title><p>文</p>".encode(), SoftNotFoundError),
        ("<TITLE>\n出错啦\n</TITLE>".encode(), SoftNotFoundError),
        (b"a" * (MAX_CHARACTERS + 1), HostilePageError),
        (b"<p>a" * (MAX_ELEMENTS + 1), HostilePageError),
        (b"<font>" * 20_000, HostilePageError),
        (b"<p " + b" ".join(b"a%d" % number for number in range(90_000)) + b">", HostilePageError),
    ],
    ids=["nothing", "blanks", "nul", "not-found", "upper", "long", "many", "deep", "attributes"],
)
def test_page_that_is_not_worth_looking_at(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^https://economy|^a gzipped"):
        parse_page(body, URL)


@pytest.mark.parametrize("name", NAMES)
def test_page_is_claimed_by_the_template_of_its_record_and_no_other_name(name: str) -> None:
    one = gold.load(name)
    page = parse_page(one.pages[0], one.url)
    assert choose(page).name == one.expected["template"]


def test_every_template_is_chosen_for_a_gold_page() -> None:
    chosen = {choose(parse_page(one.pages[0], one.url)) for one in map(gold.load, NAMES)}
    assert chosen == set(TEMPLATES)


def test_unknown_page_names_the_templates() -> None:
    with pytest.raises(UnknownPageError) as caught:
        split_page("<html><body><p>一段文字。</p></body></html>".encode(), URL)
    assert all(template.name in str(caught.value) for template in TEMPLATES)


def test_claimed_page_without_a_body_is_broken_and_says_where_it_looked() -> None:
    with pytest.raises(BrokenPageError, match="u-mainText"):
        split_page('<html><body><h1 class="u-title">题</h1><p>别处的文字。</p></body></html>'.encode(), URL)


LINKED = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
UNKNOWN = (
    "<html><head><title>新版面的题目_光明网</title>{}</head><body><main><article>{}</article></main></body></html>"
)
PROSE = "<p>这是一段新闻的正文，说的是一座城市怎样在十年里换了一副模样，记者在那里走了三天，看了三个地方。</p>" * 6


@pytest.mark.parametrize(
    "head",
    [
        LINKED,
        '<meta property="og:type" content="article">',
        '<meta name="publishdate" content="2026-09-10"><meta name="contentid" content="38993755">',
    ],
)
def test_unknown_layout_that_proves_an_article_is_read_generically(head: str) -> None:
    article = split_page(UNKNOWN.format(head, PROSE).encode(), URL)
    assert article.template == generic.NAME
    assert article.title == "新版面的题目"
    assert "一座城市" in article.text
    assert generic.WARNING in article.warnings


@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="website">', LINKED.replace("News", "Not{")])
def test_unknown_layout_without_proof_is_refused(head: str) -> None:
    with pytest.raises(UnknownPageError):
        split_page(UNKNOWN.format(head, PROSE).encode(), URL)


def test_page_of_an_era_is_never_read_generically() -> None:
    assert split_page(write(head=LINKED).encode(), URL).template == "current"
    broken = write(head=LINKED).replace("u-mainText", "other").replace("article", "other")
    with pytest.raises(BrokenPageError):
        split_page(broken.encode(), URL)


@pytest.mark.parametrize("block", ["[责任编辑：柏　青]", "【编辑：柏青】", "［ 责编:柏 青 ］"])
def test_editor_stands_in_a_block_that_no_template_knows(block: str) -> None:
    article = split_page(write(after=f'<div class="ft">{block}</div>').encode(), URL)
    assert [credit.names for credit in article.credits] == [("柏青",)]
    assert "柏" not in article.text


def test_element_of_a_name_that_is_none_does_no_harm() -> None:
    body = '<div class="m-con-info">光明网</div><p>第一段。</p>'
    html = write(body).replace('<div class="u-mainText"', '<div\ufffe class="u-mainText"')
    assert split_page(html.encode(), URL).text == "第一段。"


def test_more_lines_than_any_article_has_are_not_read() -> None:
    with pytest.raises(HostilePageError, match=f"the bound is {MAX_LINES}"):
        split_page(write("<p>第一段。</p>" * (MAX_LINES + 1)).encode(), URL)


@pytest.mark.parametrize(
    ("block", "caption"),
    [
        ('<p align="center"><img src="/a.jpg"><br>机手在田头吃饭。</p>', "机手在田头吃饭。"),
        ('<div style="text-align: center"><img src="/a.jpg"><span>冷链车间。</span></div>', "冷链车间。"),
        ('<p><img src="/a.jpg"><br>机手在田头吃饭。</p>', None),
        ('<p align="center">机手在田头吃饭。<br><img src="/a.jpg"></p>', None),
        ('<div align="center"><p><img src="/a.jpg"></p><p>机手在田头吃饭。</p></div>', None),
    ],
)
def test_words_under_a_picture_in_a_centred_block_are_its_caption(block: str, caption: str | None) -> None:
    article = split_page(write(f"<p>第一段的话。</p>{block}<p>最后一段的话。</p>").encode(), URL)
    assert [image.caption for image in article.body if isinstance(image, Image)] == [caption]


def test_editor_of_a_word_that_is_no_name_elsewhere() -> None:
    page = write("<p>文。</p>").replace("</body>", '<div class="m-zbTool liability">[ 责编：简单 ]</div></body>')
    article = split_page(page.encode(), URL)
    assert [(credit.role, credit.names) for credit in article.credits] == [("责编", ("简单",))]
    assert "editor-unread" not in article.warnings


@pytest.mark.parametrize(
    ("line", "kind"),
    [("<b>钱从哪里来？</b>", Heading), ("<b>问：钱从哪里来？</b>", Paragraph), ("<b>钱从哪里来，</b>", Paragraph)],
)
def test_bold_line_that_asks_is_a_heading_unless_somebody_asks_it(line: str, kind: type) -> None:
    article = split_page(write(f"<p>文。</p><p>{line}</p><p>文。</p>").encode(), URL)
    assert [type(block) for block in article.body] == [Paragraph, kind, Paragraph]


def test_number_in_bold_heads_a_part_and_a_plain_one_is_the_pager() -> None:
    article = split_page(write("<p>文。</p><p><strong>2</strong></p><p>文。</p><p>2</p>").encode(), URL)
    assert [type(block) for block in article.body] == [Paragraph, Heading, Paragraph]


def test_many_links_home_take_no_longer_than_their_number() -> None:
    links = '<a href="/">首页</a>' * 20_000
    page = (
        write("<p>文。</p>")
        .replace('class="g-crumbs"', 'class="other"')
        .replace("<h1>全部导航</h1>", f"<div>{links}</div>")
    )
    started = time.process_time()
    assert split_page(page.encode(), URL).breadcrumb == ()
    assert time.process_time() - started < 2  # seconds, the bound of any input


def test_many_editors_blocks_take_no_longer_than_their_number() -> None:
    blocks = '<div class="m-zbTool liability"></div>' * 20_000
    page = write("<p>文。</p>").replace("</body>", f"{blocks}</body>").encode()
    started = time.process_time()
    assert split_page(page, URL).text == "文。"
    assert time.process_time() - started < 2  # seconds, the bound of any input; each asked of all others took seven
