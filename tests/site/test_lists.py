"""The lists beside an article: where they are, and what an entry says."""

from __future__ import annotations

import pytest

from gmw_crawler.site import split_page
from tests.site.pages import URL, write

BASE = "https://economy.gmw.cn/2026-09/09/content_3899000{}.htm"
LINK = '<a href="../09/content_3899000{}.htm">题{}</a>'
X = "<a href='x.htm'>"
PICTURE = "https://i.gmw.cn/a.jpg"
MORNING = "2026-09-09T08:00:00+08:00"
ROWS = "".join(f"<li>{LINK.format(number, number)}</li>" for number in (1, 2))


def entries(after: str, body: str = "<p>文。</p>") -> list[tuple[str, int, str | None, str | None]]:
    article = split_page(write(body, after=after).encode(), URL)
    return [(one.section, one.position, one.title or one.summary, one.url) for one in article.recommendations]


def two(section: str) -> list[tuple[str, int, str | None, str | None]]:
    return [(section, number, f"题{number}", BASE.format(number)) for number in (1, 2)]


@pytest.mark.parametrize(
    "after",
    [
        f"<h2>相关阅读</h2><ul>{ROWS}</ul>",
        f"<div><span>相关阅读</span></div><ul>{ROWS}</ul>",
        f"<div class='t'><h3><a href='/x'>相关阅读：</a></h3></div><div><ul>{ROWS}</ul></div>",
        f"<h3>相关阅读<a href='node_8971.htm'>更多&gt;&gt;</a></h3><ul>{ROWS}</ul>",
        f"<p><b>【相关阅读】</b></p><ul>{ROWS}</ul>",
        f"<section><header><b>相关</b><b>阅读</b></header><ul>{ROWS}</ul></section>",
        (
            f"<table><tr><th colspan=2>相关阅读</th></tr><tr><td>{LINK.format(1, 1)}</td><td>2024-04-01 09:30</td></tr>"
            f"<tr><td>{LINK.format(2, 2)}</td><td>2024-04-02 09:30</td></tr></table>"
        ),
        f"<h2>相关阅读</h2><div><dl><dt>{LINK.format(1, 1)}</dt></dl><dl><dt>{LINK.format(2, 2)}</dt></dl></div>",
        f"<dl><dt>相关阅读</dt><dd>{LINK.format(1, 1)}</dd><dd>{LINK.format(2, 2)}</dd></dl>",
        f"<h2><em>相关</em>阅读</h2><div><p>{LINK.format(1, 1)}</p><p>{LINK.format(2, 2)}</p></div>",
        f"<div class='x'>相关阅读<br><ul>{ROWS}</ul></div>",
        f"<div>相 关 阅 读</div><ul>{ROWS}</ul>".replace("相 关 阅 读", "相关报道"),
    ],
)
def test_list_is_found_by_the_words_over_it(after: str) -> None:
    assert entries(after) == two("related")


@pytest.mark.parametrize(
    "after",
    [
        "<div class='g-nav'><a href='/'>首页</a><a href='/hot'>热点</a></div><p>页脚</p>",
        "<ul><li><a href='/a'>要闻</a></li><li><a href='/h'>热点</a></li><li><a href='/b'>财经</a></li></ul>",
        "<dl><dt>频道</dt><dd><a href='/a'>光明独家</a></dd><dd><a href='/b'>产经</a></dd></dl>",
        "<div id='footer'><h3>热门</h3></div>",
        "<h2>相关阅读</h2><ul></ul>",
        "<h2>推荐阅读</h2><ul><li>加载更多</li></ul>",
    ],
)
def test_menu_or_empty_slot_is_no_list(after: str) -> None:
    assert entries(after) == []


def test_entry_may_be_a_definition_list_alone() -> None:
    entry = f"<dl><dt>{LINK.format(1, 1)}</dt><dd class='t'>2026-09-09 08:00</dd></dl>"
    assert entries(f"<h2>推荐阅读</h2><div class='m-lists'>{entry}</div>") == two("recommended")[:1]


def test_list_ends_where_the_next_begins() -> None:
    after = (
        f"<div><h2>相关阅读</h2><ul>{ROWS}</ul><h2>热门文章</h2><ul>{ROWS}</ul><div class='footer'>{ROWS}</div></div>"
    )
    assert entries(after) == two("related") + two("hot")


def test_sections_come_in_page_order_however_they_are_found() -> None:
    slot = f"<div class='g-readscon'><div class='m-lists'><ul>{ROWS}</ul></div></div>"
    assert entries(f"{slot}<h2>相关阅读</h2><ul>{ROWS}</ul>") == two("recommended") + two("related")


@pytest.mark.parametrize(
    "foot",
    [
        "<div class='g-friend'><span>友情链接</span><a href='http://a.example/'>甲网</a> <a href='http://b.example/'>乙网</a></div>",
        "<div><b>合作媒体：</b><a href='http://a.example/'>甲网</a> <a href='http://b.example/'>乙网</a></div>",
        "<footer><a href='http://a.example/'>甲网</a></footer>",
        "<div id='ad_1' class='m-btm-ad-box'><a href='http://ad.example/'><img src='/a.gif' alt='告'></a></div>",
    ],
)
def test_foot_and_advertisement_are_no_list(foot: str) -> None:
    assert entries(f"<h2>推荐阅读</h2><div class='m-lists'></div>{foot}") == []
    assert entries(f"<h2>相关阅读</h2><ul>{ROWS}</ul>{foot}") == two("related")


def test_heading_inside_the_body_counts_only_over_links() -> None:
    assert entries("", f"<p>文。</p><p>相关链接</p><ul>{ROWS}</ul>") == two("related")
    timed = "".join(f"<li>· {LINK.format(number, number)} (2024-04-0{number} 09:30)</li>" for number in (1, 2))
    assert entries("", f"<p>文。</p><dl><dt>相关阅读</dt><dd><ul>{timed}</ul></dd></dl>") == two("related")
    told = "".join(f"<li>{LINK.format(n, n)}<p>说的是一件很长很长的事情。</p></li>" for n in (1, 2))
    assert [one[:2] for one in entries("", f"<p>文。</p><h4>推荐阅读</h4><ul>{told}</ul>")] == [
        ("recommended", 1),
        ("recommended", 2),
    ]
    article = split_page(write("<p>文。</p><p><b>相关链接</b></p><p>这是文章自己的一段话。</p>").encode(), URL)
    assert article.recommendations == ()
    assert article.text == "文。\n相关链接\n这是文章自己的一段话。"


def test_hidden_groups_of_the_recommended_are_all_read() -> None:
    groups = "".join(
        f"<div class='m-lists' style='display:none'><ul><li>{LINK.format(number, number)}</li></ul></div>"
        for number in (1, 2)
    )
    assert entries(f"<div class='g-readscon'>{groups}<div class='u-loadmore'>加载更多</div></div>") == two(
        "recommended"
    )


@pytest.mark.parametrize(
    ("entry", "title", "summary", "published", "image"),
    [
        (f"{X}题目</a><span>2026-09-09</span>", "题目", None, "2026-09-09", None),
        (f"{X}题目</a> [2026-09-09 08:00]", "题目", None, MORNING, None),
        (f"<h4>{X}题目</a></h4><p>摘要一句。</p>", "题目", "摘要一句。", None, None),
        ("<p>没有链接，只有一句。</p><span>2026-09-09 08:00</span>", None, "没有链接，只有一句。", MORNING, None),
        (f"{X}<img src='//i.gmw.cn/a.jpg' alt='图题'></a>", "图题", None, None, PICTURE),
        (f"{X}<img src='//i.gmw.cn/a.jpg'></a>{X}题目</a>", "题目", None, None, PICTURE),
        (f"·{X}2026年的第一场雪</a>", "2026年的第一场雪", None, None, None),
        (f"<i>1</i>{X}题目</a>", "题目", None, None, None),
        (f"[{X}题目</a>]", "题目", None, None, None),
        (f"{X}题目<script>1</script><button>不看</button></a>", "题目", None, None, None),
    ],
)
def test_entry_says_what_it_shows(
    entry: str, title: str | None, summary: str | None, published: str | None, image: str | None
) -> None:
    article = split_page(write(after=f"<h2>相关阅读</h2><ul><li>{entry}</li></ul>").encode(), URL)
    (one,) = article.recommendations
    assert (one.title, one.summary, one.published, one.image) == (title, summary, published, image)


@pytest.mark.parametrize(
    ("block", "reactions"),
    [
        ("<ul><li>开心<b>3</b></li><li>难过 <b>0</b></li></ul>", {"开心": 3, "难过": 0}),
        ("<ul><li><p id='hits_1'>12</p><div class='pillar'>&nbsp;</div><a><p>点赞</p></a></li></ul>", {"点赞": 12}),
        ("<div>开心 难过 1 2</div>", {"开心": 1, "难过": 2}),
        ("<ul><li>开心</li></ul>", None),
    ],
)
def test_moods_are_counts_by_label(block: str, reactions: dict[str, int] | None) -> None:
    assert split_page(write(after=f"<h3>您此时的心情</h3>{block}").encode(), URL).reactions == reactions


def test_moods_stand_in_the_block_that_says_so() -> None:
    block = (
        "<div id='x'>您此时的心情<br><a>/</a><dl><dd>开心<br>&nbsp;<br><b>1</b></dd><dd>难过<b>0</b></dd></dl></div>"
    )
    assert split_page(write(after=block).encode(), URL).reactions == {"开心": 1, "难过": 0}
