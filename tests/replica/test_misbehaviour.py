"""Each misbehaviour of `misbehaviour.toml`, over http and https."""

from __future__ import annotations

import gzip
import time
from http.client import IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING

import pytest
from replica.client import connect, fetch

from gmw_crawler.errors import TableError
from gmw_crawler.replica.misbehaviour import Misbehaviour

if TYPE_CHECKING:
    from pathlib import Path

    from gmw_crawler.replica import Replica

pytestmark = pytest.mark.parametrize("home", ["http://economy.gmw.cn", "https://economy.gmw.cn"])


def test_a_500_that_heals(site: Replica, home: str) -> None:
    assert [fetch(site, f"{home}/heals.htm").status for _ in range(4)] == [500, 500, 200, 200]


def test_a_503_that_never_heals(site: Replica, home: str) -> None:
    assert [fetch(site, f"{home}/never.htm").status for _ in range(4)] == [503] * 4


def test_redirects(site: Replica, home: str) -> None:
    reply = fetch(site, f"{home}/moved.htm")
    assert (reply.status, reply.headers["Location"]) == (302, "https://economy.gmw.cn/page.htm")
    reply = fetch(site, f"{home}/moved-for-good.htm")
    assert (reply.status, reply.headers["Location"]) == (301, "/page.htm")


def test_a_page_cut_off(site: Replica, home: str) -> None:
    for _ in range(2):
        with pytest.raises(IncompleteRead) as error:
            fetch(site, f"{home}/cut.htm")
        assert len(error.value.partial) == 20
    assert [(entry["status"], entry["bytes"], entry["aborted"]) for entry in site.requests()] == [(200, 20, True)] * 2


def test_a_page_cut_off_once(site: Replica, home: str) -> None:
    with pytest.raises(IncompleteRead):
        fetch(site, f"{home}/cut-once.htm")
    assert fetch(site, f"{home}/cut-once.htm").status == 200


def test_a_slow_page(site: Replica, home: str) -> None:
    start = time.monotonic()
    assert fetch(site, f"{home}/slow.htm").status == 200
    assert time.monotonic() - start >= 0.3


def test_an_empty_page(site: Replica, home: str) -> None:
    reply = fetch(site, f"{home}/empty.htm")
    assert (reply.status, reply.headers["Content-Length"], reply.body) == (200, "0", b"")


def test_an_endless_page(site: Replica, home: str) -> None:
    connection = connect(site, home)
    connection.request("GET", f"{home}/endless.htm" if home.startswith("http:") else "/endless.htm")
    response = connection.getresponse()
    assert response.getheader("Content-Length") is None
    assert len(response.read(500_000)) == 500_000
    response.close()
    connection.close()


def test_a_connection_closed_without_an_answer(site: Replica, home: str) -> None:
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        fetch(site, f"{home}/gone.htm")
    assert [(entry["status"], entry["aborted"]) for entry in site.requests()] == [(0, True)]


def test_gzip_that_no_header_announces(site: Replica, home: str) -> None:
    reply = fetch(site, f"{home}/packed.htm")
    assert "Content-Encoding" not in reply.headers
    assert gzip.decompress(reply.body) == fetch(site, f"{home}/page.htm").body


def test_a_huge_page(site: Replica, home: str) -> None:
    assert len(fetch(site, f"{home}/huge.htm").body) > 12_000_000


def test_headers_added_replaced_and_taken_away(site: Replica, home: str) -> None:
    headers = fetch(site, f"{home}/headers.htm").headers
    assert headers["X-Era"] == "old"
    assert headers["Content-Type"] == "text/html; charset=gbk"
    assert "ETag" not in headers


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[a]\nstate = 500", "'state' is no key"),
        ("[a]\nstatus = '500'", "wrong type"),
        ("[a]\nstatus = true", "wrong type"),
        ("a = 1", "expected a table"),
        ("[a", "misbehaviour.toml"),
    ],
)
def test_a_wrong_table_is_said(tmp_path: Path, home: str, table: str, words: str) -> None:
    path = tmp_path / "misbehaviour.toml"
    path.write_text(table.replace("[a]", f'["{home}"]'), "utf-8")
    with pytest.raises(TableError, match=words):
        Misbehaviour.read(path)
