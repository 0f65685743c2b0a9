"""Pages nobody would write: gold pages spliced and damaged, and traps for parsers, walks and patterns.

Page `number` of a `seed` is always the same one.
"""

from __future__ import annotations

import gzip
import random
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import html

from gmw_crawler.site.page import parse_page
from tests.site import gold
from tests.site.mutations import OPERATIONS, RAW, Step, apply

if TYPE_CHECKING:
    from collections.abc import Callable

URL: Final = "https://economy.gmw.cn/2026-09/10/content_38993755.htm"
LARGEST: Final = 8_000_000  # characters of a trap; `site.page` takes fewer

_SHELL: Final = (
    '<html><head><title>题_光明网</title></head><body><div class="g-main"><div class="m-title-box">'
    '<h1 class="u-title">题</h1></div><div class="m-con-info"><span class="m-con-time">2026-09-10 09:30</span>'
    '<span class="m-con-source">光明网</span></div><div id="articleBox"><div id="article_inbox">'
    '<div class="u-mainText">{}</div></div></div></body></html>'
)
_UNITS: Final = (
    *(
        " ",
        "\u3000",
        "\u00a0",
        "\ufeff",
        "\u200b",
        "\n",
        "\r\n",
        "\t",
        "\x00",
        "\x1f",
        "\u202e",
        "&#0;",
        "&#xD800;",
        "&",
        "<",
    ),
    *("（", "(", ")", "[", "【】", "【", "《", "、", "：", ":", "/", "|", "·", "—", "，", "。", "...", "a", "😀", "𠮷"),
    *(
        "1",
        "2026-",
        "2026年1月",
        "9:30",
        "上一页",
        "下一页 ",
        "张三 ",
        "欧阳",
        "嘉 宾 ",
        "监 制：",
        "记者",
        "记者 ",
        "摄",
    ),
    *("责编：", "作者：", "（作者：", "光明日报记者", "编者按：", "本期嘉宾：", "来源：", "原标题：", "图片来源："),
    *("相关阅读", "加载更多", "转载请注明", "未经授权", "如涉版权", "本文为"),
)
_TAGS: Final = (
    *("div", "p", "span", "ul", "ol", "li", "table", "tr", "td", "tbody", "dl", "dd", "a", "b", "font", "blockquote"),
    *("center", "h2", "img", "br", "select", "option", "button", "form", "svg", "math", "template", "title", "body"),
    *("html", "head", "frameset", "x-y"),
)
_ATTRIBUTES: Final = (
    *('class="u-mainText"', 'class="pictext"', 'class="liability"', 'class="g-crumbs"', 'id="displaypagenum"'),
    *('id="m-hotArticle"', 'id="MultiAttachPh"', 'style="font-weight: bold"', 'width="1px"'),
    *(
        'href="content_38993755_2.htm"',
        'href="javascript:void(0)"',
        'href="http://["',
        'href="//"',
        'href="http://\u3000"',
    ),
    *('href="https://x.gmw.cn:99999/"', 'src="data:image/png;base64,AAAA"'),
)
_SIBLINGS: Final = (
    *(
        "<p>词</p>",
        "<br>",
        "<h2>相关阅读</h2>",
        "<span>相关阅读</span>",
        "<i>热门</i>",
        "<img src='a.jpg'>",
        "<p>责编：张三</p>",
    ),
    *("<li><a href='x'>词</a>", "<p class='pictext'>图</p>", "<p>编者按：</p>", "<ul class='u-mainText'></ul>"),
    "<a href='content_38993755_99.htm'>99</a>",
)
_OPEN_COMMENTS: Final = (
    *("<!--enpproperty ", "<!--", "<!-->", "<!--enpproperty <title>", "<title>a", "/enpproperty-->", "<![CDATA["),
)


def make(seed: int, number: int) -> bytes:
    """Return one page."""
    chance = random.Random(f"{seed}/{number}")
    maker = chance.choices([_mutated, _spliced, _damaged, _soup, _trap], weights=[40, 20, 15, 20, 5])[0]
    return maker(chance)


@cache
def _clean_pages() -> tuple[str, ...]:
    pages = (gold.load(name) for name in gold.names())
    return tuple(parse_page(page.pages[0], page.url).html for page in pages)


@cache
def _bodies() -> tuple[bytes, ...]:
    return tuple(body for name in gold.names() for body in gold.load(name).pages)


def _mutated(chance: random.Random) -> bytes:
    steps = [
        Step(chance.choice(sorted(OPERATIONS)), chance.randrange(3000), chance.randrange(10_000))
        for _ in range(chance.choice((1, 3, 10, 40)))
    ]
    return apply(chance.choice(_clean_pages()), steps).encode(chance.choice(("utf-8", "gb18030")), errors="replace")


def _spliced(chance: random.Random) -> bytes:
    """Put pieces of some pages into another."""
    root = html.document_fromstring(chance.choice(_clean_pages()))
    for _ in range(chance.randrange(1, 5)):
        other = html.document_fromstring(chance.choice(_clean_pages()))
        piece = chance.choice([element for element in other.iter() if isinstance(element.tag, str)])
        place = chance.choice([element for element in root.body.iter() if isinstance(element.tag, str)])
        place.insert(chance.randrange(len(place) + 1), piece)
    return html.tostring(root, encoding="utf-8")


def _damaged(chance: random.Random) -> bytes:
    """Change bytes: cut, flip, insert, repeat, gzip, cut in the middle of a character."""
    page = bytearray(chance.choice(_bodies()))
    for _ in range(chance.choice((1, 5, 50, 500))):
        at = chance.randrange(len(page) + 1)
        match chance.randrange(6):
            case 0:
                page[at:at] = chance.randbytes(chance.randrange(1, 8))
            case 1:
                page[at : at + chance.randrange(20)] = b""
            case 2:
                page[at : at + 1] = chance.randbytes(1)
            case 3:
                page[at:at] = page[at : at + chance.randrange(300)]
            case 4:
                page[at:at] = chance.choice(_UNITS).encode() * chance.randrange(1, 60)
            case _:
                page[at:at] = chance.choice(RAW["comment"] + RAW["widget"]).encode()
    if chance.random() < 0.1:
        del page[chance.randrange(len(page) + 1) :]
    whole = bytes(page)
    return gzip.compress(whole, mtime=0)[: chance.randrange(20, 100_000)] if chance.random() < 0.05 else whole


def _soup(chance: random.Random) -> bytes:
    """Write tags and words as they come, some never closed."""
    parts: list[str] = []
    for _ in range(chance.choice((3, 30, 300, 1500))):
        tag = chance.choice(_TAGS)
        attributes = " ".join(chance.choices(_ATTRIBUTES, k=chance.randrange(3)))
        parts.append(f"<{'/' if chance.random() < 0.4 else ''}{tag} {attributes}>")
        if chance.random() < 0.6:
            parts.append(chance.choice(_UNITS) * chance.choice((1, 1, 2, 9, 70)))
            parts.append(chance.choice(_UNITS))
    body = "".join(parts)
    return (_SHELL.format(body) if chance.random() < 0.8 else body).encode(errors="surrogatepass")


def _trap(chance: random.Random) -> bytes:
    name = chance.choice(sorted(TRAPS))
    return trap(name, int(LARGEST ** chance.uniform(0.3, 1)), chance)


def trap(name: str, size: int, chance: random.Random) -> bytes:
    """Return one page with a trap of about so many characters."""
    return _SHELL.format(TRAPS[name](size, chance)).encode(errors="surrogatepass")


def _run(size: int, chance: random.Random) -> str:
    unit = chance.choice(_UNITS)
    return f"<p>{unit * (size // len(unit))}</p>"


def _runs(size: int, chance: random.Random) -> str:
    """Lines of a length at which a pattern is still tried."""
    length = chance.choice((30, 80, 200, 400, 600))
    line = "".join(chance.choice(_UNITS) * chance.choice((1, 2, 10, length)) for _ in range(9))[:length]
    return f"<p>{line}</p>" * (size // (length + 7))


def _nested(size: int, chance: random.Random) -> str:
    tags = chance.sample(_TAGS, k=chance.randrange(1, 4))
    opening = "".join(f"<{tag}>" for tag in tags)
    words = chance.choice(("", "词", "<a href='x'>词</a>"))
    return (opening + words) * (size // (len(opening) + len(words)))


def _lists(size: int, chance: random.Random) -> str:
    """Lists in lists with words at every depth: each level tempts a walk to read all that is below it."""
    part = chance.choice(
        ("<ul><li>词", "<blockquote><p>词</p>", "<table><tr><td>词</td><td>", "<dl><dd><a href='x'>词</a>")
    )
    return part * (size // len(part))


def _siblings(size: int, chance: random.Random) -> str:
    part = chance.choice(_SIBLINGS)
    return part * (size // len(part))


def _attributes(size: int, _: random.Random) -> str:
    return "<p " + " ".join(f"a{number}={number}" for number in range(size // 12)) + ">词</p>"


def _classes(size: int, _: random.Random) -> str:
    return f'<p class="{"pictext " * (size // 16)}">词</p><p class="{"x" * (size // 2)}">词</p>'


def _comments(size: int, chance: random.Random) -> str:
    part = chance.choice(RAW["comment"] + _OPEN_COMMENTS)
    return part * (size // len(part)) + "<p>词</p>"


def _links(size: int, _: random.Random) -> str:
    part = '<li><a href="https://economy.gmw.cn/2026-09/10/content_{}.htm">题</a><span>2026-09-10</span></li>'
    rows = "".join(part.format(10_000_000 + number) for number in range(size // len(part)))
    return f"</div><h2>相关阅读</h2><ul>{rows}</ul><h2>推荐阅读</h2><div class='m-lists'>{rows}</div>"


TRAPS: Final[dict[str, Callable[[int, random.Random], str]]] = {
    "attributes": _attributes,
    "classes": _classes,
    "comments": _comments,
    "links": _links,
    "lists": _lists,
    "nested": _nested,
    "run": _run,
    "runs": _runs,
    "siblings": _siblings,
}
