"""The replica serves files by host and path over http and https alike, and keeps a log."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from replica.client import ask, connect, fetch

from gmw_crawler.replica import Replica

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "https://economy.gmw.cn/page.htm"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_file_is_served_under_both_schemes(site: Replica, small_root: Path, scheme: str) -> None:
    reply = fetch(site, f"{scheme}://economy.gmw.cn/page.htm")
    assert reply.status == 200
    assert reply.body == (small_root / "economy.gmw.cn" / "page.htm").read_bytes()
    assert reply.headers["Content-Type"] == "text/html"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_one_connection_carries_many_requests(site: Replica, scheme: str) -> None:
    connection = connect(site, f"{scheme}://economy.gmw.cn/page.htm")
    for _ in range(5):
        assert ask(connection, f"{scheme}://economy.gmw.cn/page.htm").status == 200
        assert ask(connection, f"{scheme}://economy.gmw.cn/nowhere.htm").status == 404
    connection.close()
    assert len(site.requests()) == 10


def test_the_query_is_ignored_unless_a_rule_names_it(site: Replica) -> None:
    assert fetch(site, f"{PAGE}?from=singlemessage").status == 200
    assert fetch(site, "https://economy.gmw.cn/list.js?group=1").body == b"list(1)"
    assert fetch(site, "https://economy.gmw.cn/list.js?group=2").body == b"list(2)"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/folder/", "text/html"),
        ("/folder", "text/html"),
        ("/list.js", "application/javascript"),
        ("/picture.jpg", "image/jpeg"),
    ],
)
def test_folders_have_an_index_and_kinds_have_types(site: Replica, path: str, kind: str) -> None:
    reply = fetch(site, f"http://economy.gmw.cn{path}")
    assert (reply.status, reply.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize("path", ["/nowhere.htm", "/../misbehaviour.toml", "/%2e%2e/misbehaviour.toml", "/%00"])
def test_what_is_no_file_of_the_host_is_404(site: Replica, path: str) -> None:
    assert fetch(site, f"http://economy.gmw.cn{path}").status == 404


def test_an_unchanged_page_is_304_by_tag_or_by_time(site: Replica) -> None:
    first = fetch(site, PAGE)
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-None-Match": f'W/{first.headers["ETag"]}, "other"'},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        reply = fetch(site, PAGE, condition)
        assert (reply.status, reply.body) == (304, b"")
    stale = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["Last-Modified"]}
    assert fetch(site, PAGE, stale).status == 200
    assert [entry["conditional"] for entry in site.requests()] == [False, True, True, True, True]


def test_head_has_the_length_and_no_body(site: Replica) -> None:
    whole = fetch(site, PAGE)
    head = fetch(site, PAGE, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))


def test_other_methods_are_refused(site: Replica) -> None:
    assert fetch(site, PAGE, method="POST").status == 405


@pytest.mark.parametrize("host", ["example.com", "gmw.cn.example.com", "notgmw.cn"])
def test_other_hosts_are_refused_and_logged_as_off_site(site: Replica, host: str) -> None:
    assert fetch(site, f"http://{host}/").status == 403
    with pytest.raises(OSError, match="403"):
        fetch(site, f"https://{host}/")
    assert [(entry["host"], entry["off_site"]) for entry in site.requests()] == [(host, True)] * 2


def test_the_log_says_what_was_asked(site: Replica) -> None:
    fetch(site, "https://Economy.gmw.cn/page.htm?a=1&b=2", {"User-Agent": "tester/1"})
    (entry,) = site.requests()
    assert entry.pop("time").endswith("+00:00")
    assert entry.pop("bytes") > 0
    assert entry == {
        "method": "GET",
        "scheme": "https",
        "host": "economy.gmw.cn",
        "path": "/page.htm",
        "query": "a=1&b=2",
        "status": 200,
        "conditional": False,
        "aborted": False,
        "off_site": False,
        "agent": "tester/1",
    }


def test_a_page_that_changes_is_served_anew(tmp_path: Path) -> None:
    page = tmp_path / "economy.gmw.cn" / "page.htm"
    page.parent.mkdir()
    page.write_text("一", "utf-8")
    with Replica(tmp_path) as site:
        tag = fetch(site, PAGE).headers["ETag"]
        page.write_text("二", "utf-8")
        assert fetch(site, PAGE, {"If-None-Match": tag}).body == "二".encode()


def test_many_connections_at_once(site: Replica) -> None:
    addresses = [f"{'https' if number % 2 else 'http'}://h{number % 7}.gmw.cn/" for number in range(120)]
    with ThreadPoolExecutor(40) as pool:
        replies = list(pool.map(lambda address: fetch(site, address), addresses))
    assert {reply.status for reply in replies} == {404}
    assert len(site.requests()) == 120


@pytest.mark.parametrize(
    "words", [b"", b"\x16\x03\x01 not TLS\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"x" * 99999]
)
def test_clients_that_speak_nonsense_end_only_themselves(site: Replica, words: bytes) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(words)
    assert fetch(site, PAGE).status == 200


def test_a_client_killed_in_mid_transfer_is_logged_as_aborted(site: Replica) -> None:
    """The huge page is larger than what the system takes off the server's hands without a reader (4 MiB)."""
    for target in ("http://economy.gmw.cn/huge.htm", "http://economy.gmw.cn/endless.htm"):
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: economy.gmw.cn\r\n\r\n".encode())
            connection.recv(1000)
    deadline = time.monotonic() + 10
    while len(site.requests()) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [entry["aborted"] for entry in site.requests()] == [True, True]
    assert fetch(site, PAGE).status == 200


def test_the_command_says_where_it_serves_and_ends_when_told(small_root: Path) -> None:
    command = [sys.executable, "-m", "gmw_crawler.replica", "--root", str(small_root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        place = json.loads(process.stdout.readline())
        socket.create_connection(("127.0.0.1", place["port"])).close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert not os.path.exists(place["ca"])  # noqa: PTH110 - one look


def test_the_server_does_not_outlive_its_parent(small_root: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from gmw_crawler.replica import Replica\n"
        "site = Replica(Path(sys.argv[1])); site.__enter__(); print(site.port, flush=True); os.kill(os.getpid(), 9)"
    )
    output = subprocess.run(
        [sys.executable, "-c", program, str(small_root)], stdout=subprocess.PIPE, check=False
    ).stdout
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", int(output)), timeout=1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.05)
    pytest.fail("the server is still there")


def test_a_root_that_is_none_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ChildProcessError, match="did not start"), Replica(tmp_path / "nowhere"):
        pass
    assert "there is no such folder" in capfd.readouterr().err
