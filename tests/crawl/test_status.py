"""Exit statuses, and the one clear line that goes with them."""

from __future__ import annotations

import json
import re
import shutil
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from gmw_crawler.replica.process import DEFAULT_ROOT
from tests.crawl.process import Ended, Place, ended, replica, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SLOW = {"DOWNLOAD_DELAY": "0.1"}
ARTICLE = "https://economy.gmw.cn/2026-11/20/content_39187895.htm"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["economy", "-a", "nodes=8972"], "8971 (经济要闻)"),
        (["economy", "-a", "node=8971"], "unknown argument 'node'; there are: refetch, render, nodes,"),
        (["economy", "-a", "since=yesterday"], "expected YYYY-MM-DD"),
        (["economy", "-a", "max_pages=0"], "max_pages='0'"),
        (["economy", "-a", "related_depth"], "NAME=VALUE"),
        (["articles", "-a", "urls=https://economy.gmw.cn/"], "names no article"),
        (["economics"], "there are: articles, economy"),
        (["economy", "-O", "README.md/out.jsonl"], "README.md/out.jsonl: cannot be written"),
        (["economy", "-O", "tests:jsonl"], "tests: cannot be written"),
        (["economy", "-s", "GMW_RETRY_SCHEDULE=[3, 1]"], "GMW_RETRY_SCHEDULE"),
        (["economy", "-s", "GMW_STORE=redis://x"], "sqlite:"),
    ],
)
def test_bad_arguments_are_one_line_and_status_2(quiet: Place, words: list[str], said: str) -> None:
    end = quiet.crawl(*words, settings={"LOG_LEVEL": "ERROR"})
    assert end.status == 2
    (line,) = end.stderr.splitlines()
    assert line.startswith("crawl: ")
    assert said in line
    assert not end.stdout
    assert quiet.requests() == []


def test_a_proxy_that_cannot_be_used_is_one_line(quiet: Place) -> None:
    for proxy in ("127.0.0.1:9", "https://name:secret@127.0.0.1:9"):
        end = quiet.crawl("economy", environment={"https_proxy": proxy})
        assert end.status == 2
        assert end.stderr == (
            "crawl: https_proxy names no proxy that can be used; expected http://host:port, with the http://\n"
        )


def test_a_traceback_is_there_for_who_asks(quiet: Place) -> None:
    for wrong, status in (("GMW_WINDOW=0", 2), ("GMW_STORE=sqlite:////no/such/folder/gmw.sqlite", 1)):
        end = quiet.crawl("economy", "--traceback", "-s", wrong)
        assert end.status == status
        assert "Traceback (most recent call last)" in end.stderr


def test_a_store_out_of_reach_is_status_1(quiet: Place) -> None:
    end = quiet.crawl(
        "economy", "-s", "GMW_STORE=sqlite:////no/such/folder/gmw.sqlite", settings={"LOG_LEVEL": "ERROR"}
    )
    assert (end.status, len(end.stderr.splitlines())) == (1, 1)
    assert "/no/such/folder" in end.stderr


def test_no_listing_to_be_read_is_status_1(place: Place) -> None:
    end = place.crawl("economy", "-a", "nodes=144789")
    assert end.status == 1
    assert "no listing could be read: answered 404 (1)" in end.stderr
    assert "alembic" not in end.stderr
    assert end.stderr.count("gmw_crawler.storage.schema") == 1, "the new store is one line"


RETRIES = {"RETRY_TIMES": "1"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [("status = 503", "robots.txt cannot be had, so nothing may be asked for (11)"), ("reset = true", "no connection")],
)
def test_where_robots_txt_cannot_be_had_nothing_is_asked_for(tmp_path: Path, rule: str, said: str) -> None:
    with ill_site(tmp_path, {"economy.gmw.cn/robots.txt": rule}) as place:
        end = place.crawl("economy", settings=RETRIES)
        assert end.status == 1
        assert f"economy: failed (no listing could be read: {said}" in end.stderr
        assert "Traceback" not in end.stderr
        assert {one["path"] for one in place.requests()} == {"/robots.txt"}


@pytest.mark.parametrize(
    ("rule", "said"), [("status = 502", "answered 502 (2)"), ("delay = 5.0", "no answer in time (2)")]
)
def test_listings_that_all_fail_are_status_1_and_a_line_that_says_why(tmp_path: Path, rule: str, said: str) -> None:
    with ill_site(tmp_path, {f"economy.gmw.cn/node_{node}.htm": rule for node in (8971, 59269)}) as place:
        words = ("economy", "-a", "nodes=8971,59269")
        end = place.crawl(*words, settings={**RETRIES, "DOWNLOAD_TIMEOUT": "1"})
        assert end.status == 1
        assert (
            summary(end)
            == f"economy: failed (no listing could be read: {said}): 0 of 2 listings walked, 0 articles stored"
        )
        assert "Traceback" not in end.stderr


@pytest.mark.parametrize(
    ("proxy", "spider", "said"),
    [
        ("http://127.0.0.1:9", "economy", "no listing could be read: no connection to the site; is there a network?"),
        ("http://no-such-host.invalid:80", "articles", "no article could be asked for: the name cannot be resolved"),
    ],
)
def test_without_a_network_one_line_says_so_and_no_article_has_failed(
    place: Place, proxy: str, spider: str, said: str
) -> None:
    words = (spider, "-a", f"urls={ARTICLE}") if spider == "articles" else (spider,)
    nowhere = {"http_proxy": proxy, "https_proxy": proxy}
    end = place.crawl(*words, settings={**RETRIES, "LOG_LEVEL": "ERROR"}, environment=nowhere)
    assert end.status == 1
    (line,) = end.stderr.splitlines()
    assert line.startswith(f"{spider}: failed ({said}")
    if spider == "articles":
        assert place.crawl(*words).status == 0, "what was not asked for is due as before"
        assert len(place.stored()) == 1


def test_a_site_that_goes_away_in_mid_crawl_ends_the_run_with_counts(place: Place) -> None:
    process = place.start("crawl", "economy", settings={**SLOW, **RETRIES})
    wait_for(lambda: len(place.stored()) > 5 if place.file.exists() else False, process)
    place.site.__exit__()
    end = ended(process)
    assert end.status == 3, end.stderr
    assert "Traceback" not in end.stderr
    assert summary(end).startswith("economy: unhealthy (")
    assert re.search(r"\d+ articles stored, \d+ refused \((.*, )?connection: \d+", summary(end))
    with replica(place.file.parent) as site:
        again = Place(site, place.store)
        assert again.crawl("economy").status in {0, 3}
        assert len(again.stored()) > 10


def test_a_second_run_on_a_held_store_is_status_75_and_leaves_the_first_alone(place: Place, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text("kept\n")
    first = place.start(
        "crawl", "economy", settings={"DOWNLOAD_DELAY": "1"}
    )  # it must outlive the second, on the slowest machine
    wait_for(lambda: len(place.requests()) > 2, first)
    second = place.crawl("economy", "-O", str(feed), settings={"LOG_LEVEL": "ERROR"})
    assert second.status == 75
    assert str(first.pid) in second.stderr
    assert feed.read_text() == "kept\n"
    first.send_signal(signal.SIGTERM)
    assert ended(first).status == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_in_seconds_and_the_next_run_completes(place: Place, number: signal.Signals) -> None:
    process = place.start("crawl", "economy", settings=SLOW)
    wait_for(lambda: len([one for one in place.requests() if "content_" in one["path"]]) > 5, process)
    process.send_signal(number)
    end = ended(process)
    assert end.status == 0, end.stderr
    assert end.seconds < 10
    assert "economy: stopped (shutdown)" in end.stderr
    assert "Traceback" not in end.stderr
    before = place.stored()
    assert place.crawl("economy").status == 0
    assert set(place.stored()) > set(before)
    assert len(place.stored()) == _undisturbed()


def test_a_stop_waits_neither_for_what_is_not_sent_nor_for_what_does_not_end(tmp_path: Path) -> None:
    endless = ("2026-11/20/content_39187895.htm", "2026-11/19/content_39186316.htm")
    with ill_site(tmp_path, {f"economy.gmw.cn/{one}": "endless = true" for one in endless}) as place:
        process = place.start("crawl", "economy", settings={"DOWNLOAD_DELAY": "3", "DOWNLOAD_TIMEOUT": "60"})
        wait_for(lambda: len(place.requests()) > 1, process)
        process.send_signal(signal.SIGTERM)
        end = ended(process)
        assert (end.status, end.seconds < 4) == (0, True), end.stderr
        assert "Traceback" not in end.stderr
        process = place.start("crawl", "economy", settings={"DOWNLOAD_TIMEOUT": "60"})
        wait_for(lambda: len(place.stored()) > 10, process)
        process.send_signal(signal.SIGTERM)
        end = ended(process)
        assert (end.status, end.seconds < 4) == (0, True), end.stderr
        assert "Traceback" not in end.stderr


def test_a_run_after_a_dead_one_is_not_blocked(place: Place) -> None:
    process = place.start("crawl", "economy", settings=SLOW)
    wait_for(lambda: len(place.requests()) > 5, process)
    process.kill()
    process.communicate()
    assert place.crawl("economy", "-a", "nodes=8992").status == 0


def test_a_listing_that_breaks_is_walked_past_what_is_known_by_the_next_run(tmp_path: Path) -> None:
    """The second page fails in the first run; its articles are stored by the second."""
    root = tmp_path / "site"
    shutil.copytree(DEFAULT_ROOT, root)
    broken = root / "misbehaviour.toml"
    sane = broken.read_text("utf-8")
    broken.write_text(sane + '\n["economy.gmw.cn/node_8971_2.htm"]\nstatus = 503\n', "utf-8")
    words = ("economy", "-a", "nodes=8971", "-a", "related_depth=0")
    store = f"sqlite:///{tmp_path / 'gmw.sqlite'}"
    with replica(tmp_path, root) as site:
        end = Place(site, store).crawl(*words)
        assert end.status == 0
        few = Place(site, store).stored()
    broken.write_text(sane, "utf-8")
    with replica(tmp_path, root) as site:
        assert Place(site, store).crawl(*words).status == 0
        assert len(Place(site, store).stored()) > len(few) > 0
        asked = [one["path"] for one in site.requests()]
    assert asked.count("/node_8971_3.htm") == 1


def summary(end: Ended) -> str:
    (line,) = [line for line in end.stderr.splitlines() if line.startswith("economy: ")]
    return line


@contextmanager
def ill_site(folder: Path, rules: Mapping[str, str]) -> Iterator[Place]:
    """A copy of the site that misbehaves in more ways."""
    root = folder / "site"
    shutil.copytree(DEFAULT_ROOT, root)
    with (root / "misbehaviour.toml").open("a", encoding="utf-8") as table:
        for place, rule in rules.items():
            table.write(f'\n["{place}"]\n{rule}\n')
    with replica(folder, root) as site:
        yield Place(site, f"sqlite:///{folder / 'gmw.sqlite'}")


def _undisturbed() -> int:
    return len(json.loads((DEFAULT_ROOT / "EXPECTED.json").read_text("utf-8"))["stored"]["1"])
