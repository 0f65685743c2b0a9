"""What people meet when something is wrong: one line that says what to do, and a traceback only when asked."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gmw_crawler.storage import open_store
from tests.crawl.process import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

STORE_COMMANDS = (["search", "经济"], ["report", "out.html"], ["history", "37243123"], ["status"], ["resplit"])


def scrapy(*words: str, store: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=CHECKOUT,
        env={**os.environ, "GMW_STORE": store, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def the_line(done: subprocess.CompletedProcess[str], status: int) -> str:
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("words", STORE_COMMANDS, ids=lambda words: words[0])
def test_a_store_that_is_not_there_yet(tmp_path: Path, words: list[str]) -> None:
    line = the_line(scrapy(*words, store=f"sqlite:///{tmp_path}/gmw.sqlite"), 1)
    assert line.startswith(f"{words[0]}: ")
    assert "there is no store yet; `scrapy crawl economy` makes it" in line
    assert not (tmp_path / "gmw.sqlite").exists()


def test_a_store_of_a_newer_program(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/gmw.sqlite"
    open_store(store).close()
    connection = sqlite3.connect(tmp_path / "gmw.sqlite")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "use the program that wrote it" in the_line(scrapy("search", "经济", store=store), 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["search"], "name what to look for: scrapy search 夜间经济"),
        (["search", "，。"], "name what to look for"),
        (["search", "经济", "--limit", "0"], "--limit 0: expected a number from 1"),
        (["report"], "name one file to write: scrapy report report.html"),
        (["report", "/no/such/folder/out.html"], "cannot be written: No such file or directory"),
        (["browse", "--port", "99999"], "--port 99999: expected a number from 1 to 65535"),
        (["browse", "here"], "takes no arguments; `-s GMW_STORE=…` chooses the store"),
        (["status", "-s", "GMW_STROE=x"], "unknown setting GMW_STROE; near it: GMW_STORE"),
        (["crawl", "economy", "-s", "DOWNLOAD_DELAY=often"], "DOWNLOAD_DELAY='often': expected a number"),
        (["crawl", "economy", "-s", "CONCURRENT_REQUESTS=many"], "CONCURRENT_REQUESTS='many': expected a whole number"),
        (["crawl", "economy", "-s", "ROBOTSTXT_OBEY=perhaps"], "ROBOTSTXT_OBEY='perhaps': expected True or False"),
        (["crawl", "economy", "-s", "GMW_WINDOWS=9"], "unknown setting GMW_WINDOWS; near it: GMW_WINDOW"),
        (["search", "经济", "--loud"], "unknown option --loud"),
    ],
)
def test_a_wrong_argument(tmp_path: Path, words: list[str], said: str) -> None:
    store = f"sqlite:///{tmp_path}/gmw.sqlite"
    open_store(store).close()
    assert said in the_line(scrapy(*words, store=store), 2)


def test_a_wrong_table_of_expectations_ends_a_crawl_before_it_begins(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/gmw.sqlite"
    line = the_line(scrapy("crawl", "economy", store=store, GMW_HEALTH='{"unknwon": 1}'), 2)
    assert "GMW_HEALTH: there is no expectation 'unknwon'; expected unknown, generic" in line
    assert not (tmp_path / "gmw.sqlite").exists()


def test_a_traceback_is_there_for_who_asks(tmp_path: Path) -> None:
    done = scrapy("search", "经济", "--traceback", store=f"sqlite:///{tmp_path}/gmw.sqlite")
    assert done.returncode == 1
    assert "Traceback (most recent call last)" in done.stderr
    assert "there is no store yet" in done.stderr


def test_nothing_found_is_status_1_and_says_nothing(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/gmw.sqlite"
    open_store(store).close()
    done = scrapy("search", "经济", store=store)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_a_locale_without_chinese_is_no_error(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/gmw.sqlite"
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "schema"],
        cwd=CHECKOUT,
        env={**os.environ, "GMW_STORE": store, **plain},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "正文" in done.stdout.decode("utf-8")
