from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from making import NOW, make_article, make_page, save, visit
from scrapy_command import scrapy

from gmw_crawler.site import split_page
from gmw_crawler.site.urls import parse_address
from gmw_crawler.storage import open_store
from gmw_crawler.storage.protocol import KeptPage, Outcome

if TYPE_CHECKING:
    from gmw_crawler.storage import Store

GOLD = Path("fixtures/gold")


def gold(name: str) -> tuple[str, KeptPage]:
    url = json.loads((GOLD / name / "meta.json").read_text(encoding="utf-8"))["url"]
    body = (GOLD / name / "page.html").read_bytes()
    page = KeptPage(number=1, url=url, status=200, headers=(), body=body, fetched=NOW)
    return parse_address(url).id, page


@pytest.fixture(scope="module")
def names() -> list[str]:
    return sorted(path.parent.name for path in GOLD.glob("commentary-*/page.html"))[:3]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store.sqlite"


def fill(address: str, names: list[str]) -> list[str]:
    """Store the first as an older template read it, the second as today's does, and the third as refused."""
    store: Store = open_store(address)
    ids = []
    for position, name in enumerate(names):
        article_id, page = gold(name)
        ids.append(article_id)
        if position == 0:
            store.apply([save(make_article(article_id, "旧模板读的。", url=page.url), pages=(page,))])
        elif position == 1:
            store.apply([save(split_page(page.body, page.url), pages=(page,))])
        else:
            store.apply(
                [visit(article_id, Outcome.REFUSED, url=page.url, reason="unknown", pages=(page,), next_due=None)]
            )
    gone = make_page("39999999", "<title>页面没有找到</title>".encode(), status=404)
    other = make_page("30000001", b"<p>of another address")
    store.apply([visit("39999999", Outcome.REFUSED, pages=(gone,)), visit("39999998", Outcome.REFUSED, pages=(other,))])
    store.close()
    return ids


def test_what_is_read_otherwise_is_a_revision(address: str, names: list[str]) -> None:
    old, same, refused = fill(address, names)
    result = scrapy(address, "resplit")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "2 revised, 1 unchanged, 2 refused"
    assert "  refused as redirected: 1" in result.stdout
    store = open_store(address)
    assert [(one.revision, one.cause) for one in store.history(old)] == [(1, "fetched"), (2, "resplit")]
    assert json.loads(store.history(old)[1].line)["fetched"] == "2026-09-10T01:30:00Z"
    assert [one.cause for one in store.history(same)] == ["fetched"]
    assert [one.cause for one in store.history(refused)] == ["resplit"]
    assert store.known("39999998") is None
    runs = store.summary(now=NOW)["runs"]
    assert [(one["spider"], one["verdict"]) for one in runs] == [("resplit", "finished")]
    store.close()
    assert scrapy(address, "resplit").stdout.splitlines()[0] == "0 revised, 3 unchanged, 2 refused"


def test_given_articles_alone_are_split(address: str, names: list[str]) -> None:
    old, _same, refused = fill(address, names)
    result = scrapy(address, "resplit", old)
    assert result.stdout.splitlines() == [
        "1 revised, 0 unchanged, 0 refused",
        f"  revised: {old} (scrapy history {old})",
    ]
    assert scrapy(address, "resplit", refused).stdout.startswith("1 revised")


def test_an_article_without_kept_pages_is_named(address: str, names: list[str]) -> None:
    fill(address, names)
    result = scrapy(address, "resplit", "30000001")
    assert (result.returncode, result.stderr) == (2, "resplit: no page of article 30000001 is kept\n")


def test_a_store_in_use_is_not_split(address: str, names: list[str]) -> None:
    fill(address, names)
    store = open_store(address)
    store.begin_run(spider="economy", arguments={}, started=NOW)
    result = scrapy(address, "resplit")
    assert result.returncode == 75
    assert "held by process" in result.stderr
    store.close()
