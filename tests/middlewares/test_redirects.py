from __future__ import annotations

import pytest

from gmw_crawler.middlewares.redirects import is_same_page

ARTICLE = "https://economy.gmw.cn/2018-12/20/content_32204123.htm"


@pytest.mark.parametrize(
    ("url", "target", "same"),
    [
        (ARTICLE, f"{ARTICLE}?from=list", True),
        ("http://share.gmw.cn/economy/2018-12/20/content_32204123.htm", ARTICLE, True),
        ("https://m.gmw.cn/2018-12/20/content_32204123.htm", ARTICLE, True),
        (ARTICLE, "https://finance.gmw.cn/2018-12/20/content_32204123.htm", True),
        (ARTICLE, ARTICLE.replace("123.htm", "124.htm"), False),
        (ARTICLE.replace(".htm", "_2.htm"), ARTICLE, False),
        (ARTICLE, "https://economy.gmw.cn/", False),
        (ARTICLE, "https://example.com/2018-12/20/content_32204123.htm", False),
        ("http://economy.gmw.cn/", "https://economy.gmw.cn/", True),
        ("https://economy.gmw.cn/node_8971.htm", "https://economy.gmw.cn/", False),
        ("https://economy.gmw.cn/node_8971.htm", "https://example.com/node_8971.htm", False),
        ("https://economy.gmw.cn/node_8971.htm", ARTICLE, False),
    ],
)
def test_only_spellings_of_one_page_are_the_same(url: str, target: str, *, same: bool) -> None:
    assert is_same_page(url, target) is same
