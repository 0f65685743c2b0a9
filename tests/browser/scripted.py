"""Sites whose lists come by script, written when a test or a benchmark needs one: other names, other timing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOST = "economy.gmw.cn"
FIRST = 39300000

LOADER = """
window.want = function (names) { names.forEach(function (name) {
  var script = document.createElement('script');
  script.src = '//img.gmw.cn/js/require/mod/' + name + '.mod.js?_=' + Math.floor(Date.now() / 120000);
  document.body.appendChild(script);
}); };
window.rows = function (place, list) { list.forEach(function (one) {
  var row = document.createElement('li');
  row.innerHTML = '<a href="' + one.url + '">' + one.title + '</a>';
  place.appendChild(row);
}); };
window.number = location.pathname.match(/content_(\\d+)/)[1];
"""

MODULES = {
    "conCorrelatedNews6": """
fetch('/more/related/' + number + '.json').then(function (r) { return r.json(); }).then(function (data) {
  rows(document.querySelector('.near ul'), data);
});""",
    # begins late, and brings its entries in two parts
    "conCorrelatedLate": """
setTimeout(function () {
  fetch('/more/related/' + number + '.json').then(function (r) { return r.json(); }).then(function (data) {
    var list = document.querySelector('.near ul');
    rows(list, data.slice(0, 1));
    setTimeout(function () { rows(list, data.slice(1)); }, 150);
  });
}, 2500);""",
    "recommendRead50": """
window.gotMore = function (data) {
  data.groups.forEach(function (group, index) {
    var list = document.createElement('ul');
    list.className = 'm-lists';
    list.hidden = index > 0;
    rows(list, group);
    document.getElementById('groups').appendChild(list);
  });
  var shown = 1, button = document.getElementById('further');
  button.hidden = data.groups.length < 2;
  button.addEventListener('click', function () {
    var list = document.querySelectorAll('#groups .m-lists');
    list[shown++].hidden = false;
    button.hidden = shown === list.length;
  });
};
var script = document.createElement('script');
script.src = '//img.gmw.cn/more/read/' + number + '.js?callback=gotMore';
document.body.appendChild(script);""",
    "motions": """
fetch('/more/mood/' + number + '.json').then(function (r) { return r.json(); }).then(function (counts) {
  document.querySelectorAll('#mood_show .count').forEach(function (place, index) {
    place.textContent = counts[index];
  });
});""",
}

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}
_光明网</title><meta name="publishdate" content="2026-11-20">
<meta name="contentid" content="{number}"></head><body>
<div class="g-main"><div class="g-crumbs"><a href="https://www.gmw.cn/">首页</a>&gt;
<a href="https://{host}/">经济频道</a>&gt; 正文</div>
<div class="m-title-box"><h1 class="u-title">{title}</h1><div class="m-con-info">
<span class="m-con-source">来源：光明网</span><span class="m-con-time">2026-11-20 10:00</span></div></div>
<div id="articleBox"><div id="article_inbox"><div class="u-mainText"><!--enpcontent-->
<p>　　{title}，村口的老槐树下坐满了人。</p><p>　　{filler}</p><!--/enpcontent-->
<div class="m-zbTool liability"><span class="liability">[ 责编：林一 ]</span></div></div></div></div>
{lists}</div>
<script src="//img.gmw.cn/js/loader.js"></script><script>want({modules});</script></body></html>
"""
NEAR = '<div class="near"><h3>相关阅读</h3><ul></ul></div>'
FURTHER = (
    '<div class="g-readscon"><h3>推荐阅读</h3><div id="groups"></div>'
    '<p id="further" hidden><span>查看更多</span></p></div>'
)
MOOD = (
    '<div id="motionsDiv"><h3>您此时的心情</h3><ul id="mood_show">'
    + "".join(f'<li><p class="count"></p><a href="javascript:;">{label}</a></li>' for label in ("开心", "难过"))
    + "</ul></div>"
)
LISTS = {"conCorrelatedNews6": NEAR, "conCorrelatedLate": NEAR, "recommendRead50": FURTHER, "motions": MOOD}


class ScriptedSite:
    """A site below a folder; each article knows the next ones as its related reading."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._write("img.gmw.cn/js/loader.js", LOADER)
        for name, code in MODULES.items():
            self._write(f"img.gmw.cn/js/require/mod/{name}.mod.js", code)

    def article(
        self,
        place: int,
        *,
        modules: tuple[str, ...] = ("conCorrelatedNews6",),
        related: tuple[int, ...] = (),
        read: tuple[tuple[int, ...], ...] = (),
        encoding: str = "utf-8",
        filler: str = "他们说的是今年的收成。",
    ) -> str:
        """Write one article with its lists' data, and return its address."""
        number = FIRST + place
        page = PAGE.format(
            title=title(place), number=number, host=HOST, filler=filler, modules=json.dumps(modules), charset="utf-8",
            lists="".join(LISTS[name] for name in modules),
        )  # fmt: skip
        self._write(path(place), page, encoding)
        self._write(f"{HOST}/more/related/{number}.json", json.dumps([entry(one) for one in related]))  # \\u escapes
        groups = [[entry(one) for one in group] for group in read]
        self._write(f"img.gmw.cn/more/read/{number}.js", f"gotMore({json.dumps({'groups': groups})});")
        self._write(f"{HOST}/more/mood/{number}.json", "[7, 2]")
        return address(place)

    def listing(self, places: range, node: int = 8971) -> None:
        """Write a listing of articles."""
        rows = "".join(
            f"<li><a href={path(one).partition('/')[2]}>{title(one)}</a>"
            "<span class=channel-newsTime>2026-11-20</span></li>"
            for one in places
        )
        self._write(f"{HOST}/node_{node}.htm", f"<html><body><ul class=channel-newsGroup>{rows}</ul></body></html>")

    def _write(self, name: str, text: str, encoding: str = "utf-8") -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding)


def title(place: int) -> str:
    return f"第{place}号渡口的早市"


def path(place: int) -> str:
    return f"{HOST}/2026-11/20/content_{FIRST + place}.htm"


def address(place: int) -> str:
    return f"https://{path(place)}"


def entry(place: int) -> dict[str, str]:
    return {"title": title(place), "url": address(place)}
