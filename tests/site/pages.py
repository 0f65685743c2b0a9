"""Small pages of the current template, for tests that are about one part of them."""

from __future__ import annotations

from gmw_crawler.site.page import ParsedPage, parse_page

URL = "https://economy.gmw.cn/2026-09/10/content_38993755.htm"


def write(
    body: str = "<p>第一段。</p>", *, after: str = "", info: str | None = None, head: str = "", crumbs: str = ""
) -> str:
    if info is None:
        info = '<span class="m-con-time">2026-09-10 09:30</span><span class="m-con-source">光明网</span>'
    return (
        f'<html><head><meta charset="utf-8"><title>题目\n_光明网</title>{head}</head><body><h1>全部导航</h1>'
        f'<div class="g-main"><div class="g-crumbs">{crumbs}</div>'
        f'<div class="m-title-box"><h1 class="u-title">题目</h1></div><div class="m-con-info">{info}</div>'
        f'<div id="articleBox"><div id="article_inbox"><div class="u-mainText">{body}</div></div></div>'
        f"{after}</div></body></html>"
    )


def parsed(html: str) -> ParsedPage:
    return parse_page(html.encode(), URL)
