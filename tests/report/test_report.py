"""The report: what it says of a store, and how it looks in a real browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from browsing import DESK, PHONE, browser
from making import DAY, NOW, listing, make_article, recommendation, save, url_of

from gmw_crawler.items import Credit, Source
from gmw_crawler.report.gather import gather
from gmw_crawler.report.write import render
from gmw_crawler.storage import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>"
LONG = "长" * 900
LINES = "cell => { const all = new Range(); all.selectNodeContents(cell); return all.getClientRects().length }"


def credit(role: str, *names: str) -> Credit:
    return Credit(role=role, role_key="other", names=names, kind="person", affiliation=None, scope="article", raw=role)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Some articles by a few people, one edited, one reprinted, one pushed."""
    opened = open_store(f"sqlite:///{tmp_path}/gmw.sqlite")
    run = opened.begin_run(spider="economy", arguments={}, started=NOW)
    source = Source(name="光明网", url=None)
    team = (credit("记者", "欧阳望舒", "尤问渠"), credit("责编", "薄荷"))
    opened.apply(
        [
            listing("8971", ["30000001", "30000002"]),
            save(make_article("30000001", "头一版的文字。", source=source, credits=team)),
            save(make_article("30000002", LONG, title=HOSTILE, credits=(credit("作者", HOSTILE, "薄荷"),))),
            save(make_article("30000003", LONG, recommendations=(recommendation(1, url_of("30000001"), "hot"),))),
        ]
    )
    opened.apply([save(make_article("30000001", "后一版的文字。", source=source, credits=team), at=NOW + DAY)])
    stats = {"store/stored": 3, "health/breaches": "title, template current: h1.u-title found nothing"}
    opened.end_run(run, finished=NOW + DAY, verdict="unhealthy", reason="one expectation was not met", stats=stats)
    yield opened
    opened.close()


def test_the_facts_are_those_of_the_store(store: Store) -> None:
    facts = gather(store, now=NOW)
    assert facts.articles == 3
    assert facts.days == {("2026-09-09", "经济要闻"): 2, ("2026-09-09", "related reading only"): 1}
    assert facts.sources == {"光明网": 1, "not named": 2}
    assert facts.people["薄荷"] == 2
    assert facts.roles["薄荷"] == {"责编": 1, "作者": 1}
    assert facts.pairs["尤问渠", "欧阳望舒"] == 1
    assert [(one["article_id"], one["pushes"]) for one in facts.pushed] == [("30000001", 1)]
    (edit,) = facts.edits
    assert (edit.article_id, edit.revision, edit.fields) == ("30000001", 2, ("text",))
    assert (edit.removed, edit.added) == (("头一版的文字。",), ("后一版的文字。",))
    assert facts.reprints == [("30000003", "30000002")]
    assert facts.covered["2026-09", "source"] == 1
    assert [run.verdict for run in facts.runs] == ["unhealthy"]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_page_is_whole_by_itself_and_fits(store: Store, tmp_path: Path, width: int) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(gather(store, now=NOW), store=store.address, now="2026-09-10T01:30:00Z"), "utf-8")
    with browser(width=width) as seen:
        seen.page.on("dialog", lambda dialog: seen.errors.append(dialog.message))
        seen.page.goto(path.as_uri())
        assert seen.asked == [path.as_uri()], "it asks nothing of any network"
        assert seen.errors == []
        assert not seen.too_wide()
        words = seen.page.inner_text("main")
        for said in ("欧阳望舒", "光明网", "经济要闻", "后一版的文字。", HOSTILE, "h1.u-title found nothing"):
            assert said in words
        assert seen.page.locator("svg").count() == 4
        for plot in seen.page.locator("svg").all():
            assert plot.evaluate("svg => svg.getBBox().width > 50 && svg.getBBox().height > 20")
        assert seen.page.locator("main a[href^='#']").count() == 9
        assert seen.page.locator(".runs td:nth-child(2)").evaluate(LINES) == 1, "a time stands on one line"
        for link in seen.page.locator("nav a").all():
            assert seen.page.locator(str(link.get_attribute("href"))).count() == 1


def test_an_empty_store_has_a_report_too(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/gmw.sqlite")
    page = render(gather(store, now=NOW), store=store.address, now="2026-09-10T01:30:00Z")
    store.close()
    assert "No article is stored yet." in page


def test_articles_without_time_or_day_do_no_harm(store: Store) -> None:
    store.apply([save(replace(make_article("30000009"), published=None, url="https://www.gmw.cn/x", id="30000009"))])
    assert render(gather(store, now=NOW), store="", now="")
