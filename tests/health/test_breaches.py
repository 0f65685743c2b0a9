"""What is a breach and what is chance: from the numbers of runs alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from gmw_crawler.errors import ArgumentsError
from gmw_crawler.health.chance import at_least, at_most
from gmw_crawler.health.compare import Part
from gmw_crawler.health.expectations import read_expectations
from gmw_crawler.health.tell import Examples, breaches
from gmw_crawler.settings import GMW_HEALTH
from gmw_crawler.storage.protocol import Run

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = "https://economy.gmw.cn/2026-09/09/content_30000001.htm"
EXPECTED = read_expectations({"GMW_HEALTH": GMW_HEALTH})


def stats(pages: int, *, tables: str = "a", template: str = "current", **found: int) -> dict[str, Any]:
    """Return the stats of a run: `published=3` is found by the class of the time on three pages."""
    hits = {f"split/found/{template}/{field}/.{field}": count for field, count in found.items() if count}
    return {"split/tables": tables, f"split/found/{template}": pages, "split/articles": pages, **hits}


def run(number: int, values: Mapping[str, Any], verdict: str = "finished") -> Run:
    started = f"2026-09-{number % 28 + 1:02}T01:30:00Z"
    return Run(number=number, spider="economy", started=started, verdict=verdict, reason=None, stats=dict(values))


def earlier(*values: Mapping[str, Any], verdict: str = "finished") -> list[Run]:
    return [run(number, one, verdict) for number, one in reversed(list(enumerate(values, 1)))]


def told(now: Mapping[str, Any], before: list[Run], **changed: Any) -> list[str]:
    expectations = read_expectations({"GMW_HEALTH": {**GMW_HEALTH, **changed}})
    examples = Examples()
    examples.add(Part(template="current", field="published"), None, URL)
    return list(breaches(now, before, expectations, examples))


def test_a_lost_selector_is_named_with_the_run_the_page_and_the_command() -> None:
    (line,) = told(stats(20, published=0), earlier(stats(30, published=30), stats(30, published=29)))
    assert line == (
        "published, template current: everything that is tried found nothing on 20 of 20 pages, on 1 of 60 in earlier "
        f"runs; last well in run 2 of 2026-09-03T01:30:00Z; on {URL}; look: scrapy inspect {URL}"
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [
        pytest.param(stats(0), [stats(60, published=60)], id="a quiet Sunday: no article"),
        pytest.param({}, [stats(60, published=60)], id="nothing at all"),
        pytest.param(stats(1, published=0), [stats(60, published=60)], id="one odd page"),
        pytest.param(stats(3, published=0), [stats(10, published=5)], id="three of a part that half of the pages have"),
        pytest.param(stats(20, published=18), [stats(60, published=60)], id="a few odd pages"),
        pytest.param(stats(20, published=0), [stats(60, published=0)], id="never was there"),
        pytest.param(stats(20, published=0), [], id="no run before"),
        pytest.param(stats(20, published=0), [stats(60, tables="b", published=60)], id="other tables of selectors"),
        pytest.param(stats(20, template="old", published=0), [stats(60, published=60)], id="another template"),
    ],
)
def test_what_may_be_chance_is_no_breach(now: dict[str, Any], before: list[dict[str, Any]]) -> None:
    assert told(now, earlier(*before)) == []


def test_runs_of_one_article_each_are_looked_at_together() -> None:
    good = [stats(1, published=1)] * 40
    bad = stats(1, published=0)
    assert told(bad, earlier(*good)) == []
    found = [told(bad, earlier(*good, *[bad] * count)) for count in range(1, 6)]
    assert any(found), "five in a row are no chance"
    line = next(lines for lines in found if lines)[0]
    assert re.search(r"on \d of 5 pages \(with the 4 runs before\)", line)


def test_a_breach_stays_while_the_site_stays_changed() -> None:
    """Unhealthy runs are not compared with: a loss does not become what is usual."""
    bad = stats(20, published=0)
    before = earlier(stats(60, published=60)) + earlier(*[bad] * 30, verdict="unhealthy")
    before.sort(key=lambda one: one.verdict, reverse=True)
    assert len(told(bad, before)) == 1


def test_an_accepted_loss_is_no_breach() -> None:
    now, before = stats(20, published=0), earlier(stats(60, published=60))
    assert told(now, before, accepted=["current/published"]) == []
    assert len(told(now, before, accepted=["old/published"])) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"split/refused/unknown": 6, "split/articles": 10}, "unknown: 6 of 16 pages that no template reads wholly"),
        ({"split/refused/broken": 6, "split/articles": 10}, "unknown: 6 of 16"),
        ({"split/template/generic": 6, "split/articles": 10}, "generic: 6 of 10 articles read generically"),
        ({"store/refused": 80, "articles/asked": 100}, "refused: 80 of 100 visits"),
        ({"store/failed": 60, "articles/asked": 100}, "failed: 60 of 100 visits that the site did not answer"),
        ({"store/refused": 90, "refused/robots": 90, "articles/asked": 100}, "robots: 90 of 100 visits"),
        ({"pipeline_exceptions/count": 2, "spider_exceptions/count": 1}, "errors of the program itself: 3"),
    ],
)
def test_a_share_beyond_its_bound_is_named(values: dict[str, int], said: str) -> None:
    (line,) = told(values, [])
    assert line.startswith(said)


@pytest.mark.parametrize(
    "values",
    [
        {"split/refused/unknown": 1, "split/articles": 2},
        {"store/failed": 1, "articles/asked": 1},
        {"split/template/generic": 1, "split/articles": 1},
        {"store/refused": 2, "articles/asked": 3},
    ],
)
def test_one_bad_page_of_a_few_is_chance(values: dict[str, int]) -> None:
    assert told(values, []) == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("empty", "gave no row: none of the known forms"),
        ("missing", "is not there any more"),
        ("forbidden", "forbidden"),
    ],
)
def test_a_listing_that_gives_nothing_any_more_is_named(word: str, said: str) -> None:
    before = earlier({"listings/of/8971/read": 1})
    (line,) = told({f"listings/of/8971/{word}": 1}, before)
    assert line.startswith("listing 8971 ")
    assert said in line
    assert "last well in run 1 of 2026-09-02T01:30:00Z" in line
    assert line.endswith("look: scrapy inspect https://economy.gmw.cn/node_8971.htm")


def test_a_listing_that_never_was_there_is_not_missed() -> None:
    before = earlier({"listings/of/144789/missing": 1, "listings/of/8971/read": 1})
    assert told({"listings/of/144789/missing": 1, "listings/of/8971/failed": 1}, before) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{", "expected JSON"),
        ([1], "expected a table"),
        ({**GMW_HEALTH, "unknwon": 1}, "there is no expectation 'unknwon'; expected unknown, generic"),
        ({**GMW_HEALTH, "fall": 2}, "fall=2: expected a share from 0 to 1"),
        ({**GMW_HEALTH, "runs": 0}, "runs=0: expected a number from 1"),
        ({**GMW_HEALTH, "accepted": ["published"]}, "expected a list of template/field"),
    ],
)
def test_a_wrong_table_is_one_clear_line(value: object, said: str) -> None:
    with pytest.raises(ArgumentsError, match=re.escape(said)):
        read_expectations({"GMW_HEALTH": value})


def test_a_table_names_only_what_differs_from_the_settings() -> None:
    assert read_expectations({"GMW_HEALTH": {}}) == EXPECTED
    assert read_expectations({"GMW_HEALTH": '{"fall": 0.9}'}) == replace(EXPECTED, fall=0.9)


def test_chances_are_those_of_the_binomial() -> None:
    assert at_most(3, 3, 0.2) == pytest.approx(1)
    assert at_most(0, 2, 0.5) == pytest.approx(0.25)
    assert at_least(2, 2, 0.5) == pytest.approx(0.25)
    assert at_most(500, 1000, 0.5) == pytest.approx(0.5126, abs=1e-3)
    assert at_most(20_000, 50_000, 0.5) == 0
    assert (at_most(0, 5, 0.0), at_most(4, 5, 1.0), at_most(5, 5, 1.0)) == (1, 0, 1)
