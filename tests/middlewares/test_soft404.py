from __future__ import annotations

import gzip

import pytest

from gmw_crawler.middlewares.soft404 import says_not_found


# Named, for a test's name must not depend on bytes that hold the time, as gzip's header does.
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<html><head><title>页面没有找到_光明网</title>".encode(), True, id="title"),
        pytest.param("<TITLE>\n出错啦\n</TITLE>".encode("gb18030"), True, id="gb18030"),
        pytest.param(gzip.compress("<title>出错啦</title>".encode(), mtime=0), True, id="gzip"),
        pytest.param("<title>一家企业说页面</title><p>页面没有找到</p>".encode(), False, id="words-in-the-body"),
        pytest.param(b"", False, id="empty"),
        pytest.param(b"\xff\xd8\xff\xe0 no html", False, id="jpeg"),
        # A bomb is the split's to refuse, by name.
        pytest.param(gzip.compress(b" " * 64 * 1024 * 1024, mtime=0), False, id="bomb"),
    ],
)
def test_the_title_tells(body: bytes, *, expected: bool) -> None:
    assert says_not_found(body) is expected
