# ruff: noqa: E501 - markup, a line as the site writes it
"""One page of each era, around the words of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.benchmarks.generated import chrome

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.benchmarks.generated.articles import Articles, Place
    from tests.benchmarks.generated.words import Writer

PAGE: Final = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>{title}
_光明网</title>
<meta name="keywords" content="{keywords}">
<meta name="author" content="{editor}">
<meta name="publishdate" content="{day}">
<style>
{style}
</style>
{required}
</head>
<body>
{head}<div class="m-readbar"><span>正在阅读：</span><span>{title}</span></div>
{main}
{lists}
{foot}</body>
</html>
"""
COMMENT: Final = (
    "<!--enpproperty <articleid>{id}</articleid><date>{day} 09:30:16.0</date><author></author><title>{title}_光明网</title>"
    "<keyword>{keywords}</keyword><subtitle></subtitle><introtitle></introtitle><siteid>2</siteid><nodeid>8971</nodeid>"
    "<nodename>经济要闻</nodename><nodesearchname></nodesearchname>/enpproperty--><!--enpcontent--><!--enpcontent-->"
)
CURRENT: Final = """<div class="g-main"><div class="g-crumbs"><a href="https://www.gmw.cn/">首页</a>&gt; \
<a href="https://economy.gmw.cn/">经济频道</a>&gt; <a href="https://economy.gmw.cn/node_8971.htm">经济要闻</a> &gt; 正文</div>
<div class="m-title-box"><h1 class="u-title">{title}</h1><div class="m_tips"><div class="m-con-info">\
<span class="m-con-source">来源：<a href="https://www.gmw.cn/">{source}</a></span>\
<span class="m-con-time">{day} 09:30</span></div></div></div>
<div class="m-l-main"><div id="articleBox"><div id="article_inbox"><div class="u-mainText">
{comment}{body}
<!--/enpcontent--><div id="displaypagenum"><p></p><center></center></div>\
<div id="mpagecount" style="display:none">1</div><div id="mcurrentpage" style="display:none">1</div><!--/enpcontent-->
<!--责编--><div class="m-zbTool liability"><span>[ </span><span class="liability">责编：{editor}</span><span> ]</span></div>
</div><div class="u-moreText">阅读剩余全文（<span></span>）</div></div></div></div></div>"""
OLD: Final = """<div id="contentBreadcrumbs2"><a href="http://www.gmw.cn/">首页</a>&gt; \
<a href="http://economy.gmw.cn/">经济频道</a>&gt; <a href="http://economy.gmw.cn/node_8971.htm">经济要闻</a> &gt; 正文</div>
<div id="articleWrap"><h1 id="articleTitle">{title}</h1>
<div class="text-right ysp_msg"><span id="pubTime">{day} 09:30</span> <span id="source">来源：<a>{source}</a></span></div>
<div id="contentMain">{comment}
{body}
<!--/enpcontent--></div><div id="contentLiability">[责任编辑:{editor}]</div></div>"""
COMMENTARY: Final = """<div class="content_left"><div class="g-crumbs"><a href="https://www.gmw.cn/">首页</a>&gt; \
<a href="https://guancha.gmw.cn/">光明观察</a> &gt; 正文</div><h1 id="articleID">{title}</h1>
<div class="article_info"><span id="articlePubTime">{day} 09:30</span> 来源：<a id="articleSource" href="#">{source}</a></div>
<div id="ContentPh">{comment}
{body}
<p align="right">责编：{editor}</p><!--/enpcontent--></div></div>"""
PICTURE: Final = """<div class="g-main h-main"><div class="g-crumbs"><a href="https://www.gmw.cn">首页</a>&gt; \
<a href="https://economy.gmw.cn">经济频道</a>&gt; <a href="https://economy.gmw.cn/node_8969.htm">滚动大图</a> &gt; 正文</div>
<div class="h-con"><h1 class="u-title">{title}</h1><div class="g-tips"><span></span><span>来源：<a href="#">{source}</a></span>\
<span class="u-time">{day} 09:30</span></div><div class="h-contentMain">
{comment}{body}<!--/enpcontent-->
<div class="m-zbTool liability"><span>[ </span><span class="liability">责编：{editor}</span><span> ]</span></div></div></div></div>"""
MAINS: Final = {"current": CURRENT, "old": OLD, "commentary": COMMENTARY, "picture": PICTURE}


def write_page(articles: Articles, place: Place, edition: int = 1) -> str:
    """Return the page of an article; a later edition has other words in its last paragraph."""
    writer, random = articles.writer(place.number)
    facts = {
        "id": place.id,
        "day": f"{place.day:%Y-%m-%d}",
        "title": articles.title(place.number),
        "keywords": f"{writer.word()},{writer.word()},{writer.word()}",
        "source": writer.newsroom(),
        "editor": writer.name(),
    }
    body = "\n".join(BODIES[place.era](writer, random, facts["title"]))
    if edition > 1:
        body += f"\n<p>　　更新：第{edition}版补充了{writer.place()}的数据。</p>"
    main = MAINS[place.era].format(comment=COMMENT.format(**facts), body=body, **facts)
    return PAGE.format(
        style=chrome.STYLE,
        required=chrome.REQUIRED,
        head=chrome.HEAD,
        foot=chrome.FOOT,
        main=main,
        lists=write_lists(articles, place.number),
        **facts,
    )


def _news(writer: Writer, random: Random, title: str) -> list[str]:
    lines = [f"　　{writer.newsroom()}{writer.place()}电（记者{writer.names(1)}）{writer.paragraph()}"]
    lines += [f"　　{writer.paragraph()}" for _ in range(random.randrange(12, 24))]
    paragraphs = [f"<p>{line}</p>" for line in lines]
    paragraphs.insert(3, f"<h3>{writer.word()}{writer.word()}</h3>")
    for number in range(random.randrange(3)):
        paragraphs.insert(5 + 4 * number, _picture(writer, title, number))
    return paragraphs + [f"<p>　　{line}</p>" for line in writer.credits()]


def _old_news(writer: Writer, random: Random, title: str) -> list[str]:
    soup = '<p style="TEXT-INDENT: 2em; MARGIN: 0px 3px 15px"><span style="FONT-SIZE: 16px">{}</span></p>'
    lines = [
        f"{writer.newsroom()}记者 {writer.names(2)}",
        *(writer.paragraph() for _ in range(random.randrange(12, 22))),
    ]
    return [soup.format(line) for line in lines] + [_picture(writer, title, 0)]


def _commentary(writer: Writer, random: Random, _title: str) -> list[str]:
    lines = [f"作者：{writer.name()}", *(writer.paragraph() for _ in range(random.randrange(8, 14)))]
    return [f'<p>　　<font size="3">{line}</font></p>' for line in lines]


def _pictures(writer: Writer, random: Random, title: str) -> list[str]:
    return [_picture(writer, title, number) for number in range(random.randrange(4, 9))] + [
        f"<p>　　{writer.paragraph()}</p>",
        f"<p>　　人民图片记者 {writer.name()} 摄</p>",
    ]


def _picture(writer: Writer, title: str, number: int) -> str:
    address = f"https://imgeconomy.gmw.cn/attachement/jpg/site2/20261120/{abs(hash_of(title)):x}{number}.jpg"
    return (
        f'<p align="center"><img src="{address}" alt="{title}" title="{title}"></p>\n'
        f'<p class="pictext" align="center">{writer.sentence()}{writer.name()}摄</p>'
    )


def hash_of(text: str) -> int:
    """Return a number that the text alone decides: Python's own differs from run to run."""
    return int.from_bytes(text.encode()[:12])


BODIES: Final[dict[str, Callable[[Writer, Random, str], list[str]]]] = {
    "current": _news,
    "old": _old_news,
    "commentary": _commentary,
    "picture": _pictures,
}


def write_lists(articles: Articles, number: int) -> str:
    """Return the lists under an article, as the site's scripts leave them: related, focus, mood, recommended."""
    named = [(articles.place(one), articles.title(one)) for one in articles.named_by(number)]
    related = "\n".join(_row(place, title) for place, title in named[:6])
    focus = "\n".join(
        f'<li><a href="{place.url}"><img src="https://img.gmw.cn/pic/{place.id}.jpg" alt="{title}"><span>{title}</span></a></li>'
        for place, title in named[6:8]
    )
    groups = [named[start : start + 5] for start in range(8, len(named), 5)]
    moods = "\n".join(
        f'<li><a href="javascript:;"><p>{mood}</p></a><div class="pillar">&nbsp;</div><p id="hits_{place}">{number % 97}</p></li>'
        for place, mood in enumerate(("开心", "难过", "点赞", "飘过"), start=1)
    )
    return (
        f'<div class="m-relatedRead m-box"><div class="u-relatedTitle">相关阅读</div><ul class="u-relatedUl">{related}</ul></div>\n'
        f'<div class="m-motions"><h3>您此时的心情</h3><ul id="mood_show">{moods}</ul></div>\n'
        f'<div class="m-r-main"><div class="m-box"><div class="u-h">视觉焦点</div><div id="m-eyecatcher"><ul>{focus}</ul></div>'
        '</div></div>\n<div class="g-readscon"><div class="u-h">推荐阅读</div>'
        + "\n".join(_group(group) for group in groups)
        + '<div class="u-loadmore">加载更多</div></div>'
    )


def _row(place: Place, title: str) -> str:
    return f'<li><a href="{place.url}">{title}</a><span class="u-date">{place.day:%Y-%m-%d}</span></li>'


def _group(group: list[tuple[Place, str]]) -> str:
    rows = "\n".join(
        f'<li><div class="u-pic"><a href="{place.url}" target="_blank"><img src="https://img.gmw.cn/pic/{place.id}.jpg"></a></div>'
        f'<div class="u-txt"><h4><a href="{place.url}" target="_blank">{title}</a></h4><p>{title}，记者走进现场看个究竟。</p>'
        f'<span class="u-time">{place.day:%Y-%m-%d} 10:15</span></div></li>'
        for place, title in group
    )
    return f'<div class="m-lists"><ul>{rows}</ul></div>'
