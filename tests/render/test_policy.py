from __future__ import annotations

import pytest

from gmw_crawler.render.policy import pattern, refusal, shared_key

MODULE = "https://img.gmw.cn/js/require/mod/conHotNews10.mod.js"


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("script", MODULE),
        ("script", "https://motions.gmw.cn/show/39175658"),
        ("stylesheet", "https://img.gmw.cn/css/article_2018.css"),
        ("fetch", "https://economy.gmw.cn/api/related/1.json"),
        ("xhr", "http://economy.gmw.cn/download/readme.json"),
        ("script", "https://img.gmw.cn/js/adapter.js"),
        ("script", "https://img.gmw.cn/js/head/loader.js"),
    ],
)
def test_what_may_fill_a_list_is_fetched(kind: str, url: str) -> None:
    assert refusal(kind, url) is None


@pytest.mark.parametrize(
    ("kind", "url", "why"),
    [
        ("script", "https://economy.gmw.cn/require/mod/aliad.mod.js?_=1", "advertisement"),
        ("script", "https://img.gmw.cn/ad/show.js", "advertisement"),
        ("script", "https://img.gmw.cn/js/ads2.js", "advertisement"),
        ("fetch", "https://www.gmw.cn/analytics/collect", "advertisement"),
        ("script", "https://hm.baidu.com/hm.js", "off-site"),
        ("script", "https://economy.gmw.cn.example.com/a.js", "off-site"),
        ("script", "data:text/javascript,1", "off-site"),
        ("image", "https://img.gmw.cn/pic/a.jpg", "kind"),
        ("font", "https://img.gmw.cn/a.woff2", "kind"),
        ("media", "https://v.gmw.cn/a.mp4", "kind"),
        ("websocket", "https://www.gmw.cn/live", "kind"),
        ("ping", "https://www.gmw.cn/p", "kind"),
        ("document", "https://economy.gmw.cn/frame.htm", "kind"),
    ],
)
def test_the_rest_is_refused(kind: str, url: str, why: str) -> None:
    assert refusal(kind, url) == why


@pytest.mark.parametrize(
    ("kind", "url", "key"),
    [
        ("script", f"{MODULE}?_=14962546", MODULE),
        ("script", f"{MODULE}?a=1&_=14962546", f"{MODULE}?a=1"),
        ("script", f"{MODULE}?_=14962546&a=1", f"{MODULE}?a=1"),
        ("script", f"{MODULE}?id_=7", f"{MODULE}?id_=7"),
        ("stylesheet", "https://img.gmw.cn/a.css", "https://img.gmw.cn/a.css"),
        ("xhr", "https://img.gmw.cn/a.json", None),
    ],
)
def test_modules_are_shared_whatever_their_bucket(kind: str, url: str, key: str | None) -> None:
    assert shared_key(kind, url) == key


def test_a_pattern_has_no_numbers_and_no_values() -> None:
    assert (
        pattern("https://economy.gmw.cn/api/2026-11/39172931_2.json?callback=jQuery1_2&_=17")
        == "https://economy.gmw.cn/api/{n}-{n}/{n}_{n}.json?callback&_"
    )
