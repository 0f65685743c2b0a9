"""`scrapy browse`: datasette over a store, in a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browsing import PHONE, browser
from making import listing, make_article, recommendation, save, url_of

from gmw_crawler.browse.metadata import HIDDEN, TABLES
from gmw_crawler.items import Credit, Source
from gmw_crawler.storage import open_store
from gmw_crawler.storage.tables import METADATA
from tests.crawl.process import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60


def credit(role: str, *names: str) -> Credit:
    return Credit(role=role, role_key="x", names=names, kind="person", affiliation=None, scope="article", raw=role)


def fill(address: str) -> None:
    """Store an article that is edited and reprinted, and one that recommends it and another."""
    team = (credit("记者", "欧阳望舒", "尤问渠"), credit("责编", "薄荷"))
    first = make_article(
        "30000001", "夜间经济点亮县城。" * 20, title="小店的灯", source=Source(name="光明网", url=None)
    )
    lists = (recommendation(1, url_of("30000001")), recommendation(2, url_of("30000009")))
    store = open_store(address)
    store.apply(
        [
            listing("8971", ["30000001"]),
            save(replace(first, credits=team)),
            save(make_article("30000002", "稻田。", title="<b>稻田</b>", recommendations=lists)),
            save(make_article("30000003", "夜间经济点亮县城。" * 20, title="又是小店的灯")),
        ]
    )
    store.apply([save(replace(first, credits=team, title="小店的灯亮了"), at=datetime.now(UTC))])
    store.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a datasette that the command has started."""
    address = f"sqlite:///{tmp_path_factory.mktemp('browse')}/gmw.sqlite"
    temporary = tmp_path_factory.mktemp("temporary")
    fill(address)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "scrapy", "browse", "-s", f"GMW_STORE={address}", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    place = f"http://127.0.0.1:{port}"
    until = time.monotonic() + PATIENCE
    while not answers(place):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.2)
    yield place
    process.terminate()
    process.wait(PATIENCE)
    assert list(temporary.glob("gmw-browse-*")) == []


def answers(place: str) -> bool:
    try:
        with urllib.request.urlopen(place):
            return True
    except urllib.error.URLError:
        return False


def test_two_characters_find_the_articles_that_hold_them(site: str) -> None:
    with browser(width=PHONE) as seen:
        seen.page.goto(f"{site}/read")
        assert seen.page.locator("li a[href^='/read/']").count() == 3
        seen.page.fill("input[type=search]", "经济")
        seen.page.click("button")
        assert seen.page.locator("li a[href^='/read/']").all_inner_texts() == ["又是小店的灯", "小店的灯亮了"]
        assert seen.page.locator("mark").first.inner_text() == "经济"
        assert not seen.too_wide()
        seen.page.goto(f"{site}/read?words={quote('天文')}")
        assert "No article holds these words." in seen.page.inner_text("main, .room")


def test_an_article_reads_well_and_leads_to_others(site: str) -> None:
    with browser() as seen:
        seen.page.goto(f"{site}/read/30000002")
        assert seen.page.inner_text("h1") == "<b>稻田</b>"
        assert seen.page.inner_text("aside >> nth=0").splitlines()[0] == "相关阅读"
        assert "not stored" in seen.page.inner_text("aside >> nth=0")
        seen.page.click("aside a[href='/read/30000001']")
        words = seen.page.inner_text(".room")
        for said in (
            "小店的灯亮了",
            "欧阳望舒、尤问渠",
            "责编：薄荷",
            "光明网",
            "经济要闻 list 8971",
            "revision 2 of",
            "repeated by",
        ):
            assert said in words
        response = seen.page.goto(f"{site}/read/30000009")
        assert response is not None
        assert response.status == 404
        assert "Article 30000009 is not stored." in seen.page.inner_text(".room")


def test_tables_have_words_facets_and_questions(site: str) -> None:
    with browser() as seen:
        seen.page.goto(f"{site}/gmw/article_view")
        assert "One row for each stored article" in seen.page.inner_text("body")
        assert seen.page.locator(".facet-info").count() == 4
        assert seen.page.locator("td a[href='/read/30000001']").count() >= 1
        seen.page.goto(f"{site}/gmw/who_worked_with_whom?name=" + quote("薄荷"))
        assert "欧阳望舒" in seen.page.inner_text("table")
        seen.page.goto(f"{site}/gmw/edits?days=100000")
        assert "小店的灯亮了" in seen.page.inner_text("table")
        seen.page.goto(f"{site}/gmw/edits")  # of this week, where nobody says of how many days
        assert "小店的灯亮了" in seen.page.inner_text("table")
        for query in ("most_recommended", "refused"):
            answer = seen.page.goto(f"{site}/gmw/{query}")
            assert answer is not None
            assert answer.status == 200


def test_every_table_is_described_or_hidden() -> None:
    assert set(METADATA.tables) <= set(TABLES) | set(HIDDEN)
    assert set(TABLES) - {"article_view", "credit_view"} <= set(METADATA.tables)


def test_a_store_that_is_not_there_is_one_line() -> None:
    command = [sys.executable, "-m", "scrapy", "browse", "-s", "GMW_STORE=sqlite:////nowhere/gmw.sqlite"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
