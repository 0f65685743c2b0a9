from __future__ import annotations

import gzip

import pytest

from gmw_crawler.middlewares.soft404 import says_not_found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<html><head><title>页面没有找到_光明网</title>".encode(), True),
        ("<TITLE>\n出错啦\n</TITLE>".encode("gb18030"), True),
        (gzip.compress("<title>出错啦</title>".encode()), True),
        ("<title>一家企业说页面</title><p>页面没有找到</p>".encode(), False),
        (b"", False),
        (b"\xff\xd8\xff\xe0 no html", False),
        (gzip.compress(b" " * 64 * 1024 * 1024), False),  # a bomb is the split's to refuse, by name
    ],
)
def test_the_title_tells(body: bytes, *, expected: bool) -> None:
    assert says_not_found(body) is expected
