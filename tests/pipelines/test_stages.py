"""The stages, run by Scrapy's own manager over a crawl's real components."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.project import get_project_settings
from scrapy.utils.test import get_crawler

from gmw_crawler.errors import UnknownPageError
from gmw_crawler.extensions.run import RunExtension
from gmw_crawler.items import Record
from gmw_crawler.marks import RefusedItem
from gmw_crawler.pages import Asked, NotModified, Page, Refusal
from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.site import generic, split
from gmw_crawler.site.page import parse_page
from gmw_crawler.spiders.articles import ArticlesSpider
from gmw_crawler.storage.protocol import KeptPage
from tests.making import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy.crawler import Crawler

    from gmw_crawler.storage.protocol import Wanted

URL = "https://economy.gmw.cn/2026-11/20/content_39187895.htm"
BODY = (DEFAULT_ROOT / URL.removeprefix("https://")).read_bytes()
ASKED = Asked(id="39187895", url=URL, depth=0, attempts=0, known=False)


def page(body: bytes = BODY, *, known: bool = False, missing: tuple[int, ...] = ()) -> Page:
    part = KeptPage(number=1, url=URL, status=200, headers=(), body=body, fetched=datetime.now(UTC))
    return Page(
        asked=replace(ASKED, known=known),
        parts=(part,),
        trees=[parse_page(body, URL)],
        missing=missing,
        etag='"1"',
        last_modified=None,
    )


class Stages:
    """A crawl without a network: items in, what became of them out."""

    def __init__(self, store: str) -> None:
        settings = get_project_settings()
        settings.setdict({"GMW_STORE": store, "TWISTED_REACTOR_ENABLED": False}, priority="cmdline")
        self.crawler: Crawler = get_crawler(ArticlesSpider, settings_dict=dict(settings))
        self.manager = ItemPipelineManager.from_crawler(self.crawler)
        self.run = RunExtension.of(self.crawler)

    def give(self, *items: Any) -> list[Any]:
        async def each() -> list[Any]:
            return [await self._one(item) for item in items]

        return asyncio.run(each())

    async def _one(self, item: Any) -> Any:
        try:
            return await self.manager.process_item_async(item)
        except DropItem as dropped:
            return dropped

    @property
    def stats(self) -> dict[str, Any]:
        return self.crawler.stats.get_stats()

    def close(self) -> None:
        asyncio.run(self.run.spider_closed("finished"))


@pytest.fixture
def stages(tmp_path: Path) -> Iterator[Stages]:
    stages = Stages(f"sqlite:///{tmp_path / 'gmw.sqlite'}")
    yield stages
    stages.close()


def again(stages: Stages) -> Stages:
    """The same store, in the next run."""
    stages.close()
    return Stages(stages.crawler.settings["GMW_STORE"])


def test_a_page_becomes_a_record_that_the_store_has(stages: Stages) -> None:
    (record,) = stages.give(page())
    assert isinstance(record, Record)
    assert (record.id, record.url, record.revision) == ("39187895", URL, 1)
    known = stages.run.store.known("39187895")
    assert known is not None
    assert (known.revision, known.complete) == (1, True)
    assert stages.stats["split/articles"] == stages.stats["check/articles"] == stages.stats["store/stored"] == 1


def test_a_second_delivery_in_one_run_goes_nowhere(stages: Stages) -> None:
    _, dropped = stages.give(page(), page(BODY.replace("。".encode(), "！".encode())))
    assert isinstance(dropped, DropItem)
    assert stages.stats["dedupe/again"] == 1
    assert stages.stats["split/articles"] == 1


def test_an_equal_page_in_a_later_run_is_a_visit_and_nothing_more(stages: Stages) -> None:
    stages.give(page())
    stages = again(stages)
    (dropped,) = stages.give(page(known=True))
    assert isinstance(dropped, DropItem)
    assert stages.stats["dedupe/unchanged"] == 1
    assert "split/articles" not in stages.stats
    stages.close()


def test_changed_content_is_a_revision_and_changed_markup_is_none(stages: Stages) -> None:
    stages.give(page())
    stages = again(stages)
    (dropped,) = stages.give(page(BODY + b"<!-- another time -->", known=True))
    assert isinstance(dropped, DropItem)
    assert stages.stats["store/unchanged"] == 1
    stages = again(stages)
    (record,) = stages.give(page(BODY.replace("。</p>".encode(), "！</p>".encode()), known=True))
    assert isinstance(record, Record)
    assert record.revision == 2
    stages.close()


def test_a_missing_page_is_a_warning_and_keeps_the_article_due(stages: Stages) -> None:
    (record,) = stages.give(page(missing=(3,)))
    assert "page-3-missing" in record.warnings
    assert stages.stats["check/warning/page-N-missing"] == 1
    known = stages.run.store.known("39187895")
    assert known is not None
    assert (known.complete, known.attempts) == (False, 1)
    stages = again(stages)
    (dropped,) = stages.give(page(missing=(3,), known=True))
    assert isinstance(dropped, DropItem)
    assert "dedupe/unchanged" not in stages.stats
    known = stages.run.store.known("39187895")
    assert known is not None
    assert (known.complete, known.attempts) == (False, 2)
    stages.close()


def test_an_article_read_generically_is_due_in_a_day_and_read_again_by_the_template_that_claims_it(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def claims_nothing(page: Any) -> Any:
        raise UnknownPageError(f"{page.url}: not yet")

    old = BODY.replace(b"2026", b"2016")  # long settled, so never due by its age
    with monkeypatch.context() as yesterday:
        yesterday.setattr(split, "choose", claims_nothing)
        yesterday.setattr(generic, "is_article", lambda page: page is not None)
        (record,) = stages.give(page(old))
        assert record.template == "generic"
        stages = again(stages)
        (dropped,) = stages.give(page(old, known=True))
        assert isinstance(dropped, DropItem)
        assert stages.stats["split/template/generic"] == stages.stats["store/unchanged"] == 1
    assert due(stages, timedelta(hours=23)) == []
    assert [(one.article_id, one.etag) for one in due(stages, timedelta(hours=25))] == [("39187895", None)]
    stages = again(stages)
    (record,) = stages.give(page(old, known=True))
    assert (record.template, record.revision) == ("current", 2)
    assert due(stages, timedelta(hours=25)) == []
    stages.close()


def due(stages: Stages, later: timedelta) -> list[Wanted]:
    wanted = stages.run.store.wanted(EVERYTHING, now=datetime.now(UTC) + later, limit=99, exclude=frozenset())
    return [one for one in wanted if one.known]


@pytest.mark.parametrize(
    ("item", "reason", "outcome"),
    [
        (Refusal(asked=ASKED, status=404, reason="404", failed=False), "404", "refused"),
        (Refusal(asked=ASKED, status=None, reason="timeout", failed=True), "timeout", "failed"),
        (page(b"<html><body><p>...</p></body></html>"), "unknown", "refused"),
    ],
)
def test_a_refusal_is_dropped_after_its_visit_is_committed(
    stages: Stages, item: Any, reason: str, outcome: str
) -> None:
    (dropped,) = stages.give(item)
    assert isinstance(dropped, RefusedItem)
    assert dropped.refusal.reason == reason
    assert stages.stats[f"refused/{reason}"] == stages.stats[f"store/{outcome}"] == 1
    assert stages.run.store.known("39187895") is None
    assert bool(stages.run.store.pages("39187895")) is isinstance(item, Page)


def test_not_modified_is_a_visit(stages: Stages) -> None:
    stages.give(page())
    stages = again(stages)
    (dropped,) = stages.give(NotModified(asked=replace(ASKED, known=True)))
    assert isinstance(dropped, DropItem)
    assert stages.stats["store/not-modified"] == 1
    stages.close()
