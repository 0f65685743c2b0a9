"""What a report and health ask of the store, on both backends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from making import DAY, NOW, listing, make_article, recommendation, save, url_of

if TYPE_CHECKING:
    from gmw_crawler.storage import Store


def test_insights_count_days_pushes_edits_and_reprints(store: Store) -> None:
    pushes = (recommendation(1, url_of("30000001"), "hot"), recommendation(1, url_of("30000001"), "focus"))
    store.apply(
        [
            listing("8971", ["30000001", "30000002"]),
            listing("59269", ["30000001"]),
            save(make_article("30000001", "一。")),
            save(make_article("30000002", "长" * 200, published=None, recommendations=pushes)),
            save(make_article("30000003", "长" * 200, published="2026-09-08")),
        ]
    )
    store.apply([save(make_article("30000001", "二。"), at=NOW + DAY)])
    insights = store.insights()
    assert insights["listed"] == [("2026-09-08", "", 1), ("2026-09-09", "59269", 1), ("2026-09-09", "8971", 1)]
    (pushed,) = insights["pushed"]
    assert (pushed["article_id"], pushed["pushes"], pushed["stored"]) == ("30000001", 1, "30000001")
    assert insights["edited"] == ["30000001"]
    assert insights["reprints"] == [("30000003", "30000002")]


def test_last_runs_are_those_of_the_spider_that_have_ended(store: Store) -> None:
    for number, spider in enumerate(["economy", "articles", "economy"]):
        run = store.begin_run(spider=spider, arguments={}, started=NOW + number * DAY)
        store.end_run(run, finished=NOW + number * DAY, verdict="finished", reason=None, stats={"store/stored": number})
    store.begin_run(spider="economy", arguments={}, started=NOW)
    runs = store.last_runs("economy", limit=5)
    assert [(run.number, run.stats["store/stored"]) for run in runs] == [(3, 2), (1, 0)]
    assert store.last_runs("economy", limit=1) == runs[:1]
    assert store.insights()["spiders"] == ["articles", "economy"]
