from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gmw_crawler.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "<html><head><title>一页</title></head><body><p>正文。</p></body></html>\n".encode()

MISBEHAVIOUR = """
["economy.gmw.cn/heals.htm"]
status = 500
times = 2
["economy.gmw.cn/never.htm"]
status = 503
["economy.gmw.cn/moved.htm"]
redirect = "https://economy.gmw.cn/page.htm"
["economy.gmw.cn/moved-for-good.htm"]
redirect = "/page.htm"
status = 301
["economy.gmw.cn/cut.htm"]
truncate = 20
["economy.gmw.cn/cut-once.htm"]
truncate = 20
times = 1
["economy.gmw.cn/slow.htm"]
delay = 0.3
["economy.gmw.cn/empty.htm"]
empty = true
["economy.gmw.cn/endless.htm"]
endless = true
["economy.gmw.cn/gone.htm"]
reset = true
["economy.gmw.cn/packed.htm"]
gzip = true
["economy.gmw.cn/huge.htm"]
pad = 12_000_000
["economy.gmw.cn/headers.htm"]
headers = { ETag = "", X-Era = "old", Content-Type = "text/html; charset=gbk" }
["economy.gmw.cn/list.js?group=2"]
file = "economy.gmw.cn/list-2.js"
"""


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few files, one of each misbehaviour."""
    root = tmp_path_factory.mktemp("small")
    host = root / "economy.gmw.cn"
    (host / "folder").mkdir(parents=True)
    names = ["heals", "never", "cut", "cut-once", "slow", "empty", "endless", "gone", "packed", "huge", "headers"]
    for name in ["page", *names]:
        (host / f"{name}.htm").write_bytes(PAGE)
    (host / "folder" / "index.html").write_bytes("<title>目录</title>".encode())
    (host / "list.js").write_text("list(1)", "utf-8")
    (host / "list-2.js").write_text("list(2)", "utf-8")
    (host / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (root / "misbehaviour.toml").write_text(MISBEHAVIOUR, "utf-8")
    return root


@pytest.fixture
def site(small_root: Path, tmp_path: Path) -> Iterator[Replica]:
    """The small site, served with a log of its own."""
    with Replica(small_root, tmp_path / "access.jsonl") as replica:
        yield replica
