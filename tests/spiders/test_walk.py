from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gmw_crawler.site.listings import Listing, ListingRow
from gmw_crawler.site.nodes import find_nodes
from gmw_crawler.spiders.walk import Bounds, ListingWalk, Step
from gmw_crawler.storage.protocol import ListingSeen, Walk

NOW = datetime(2026, 9, 10, tzinfo=UTC)
NODE = find_nodes(["8971"])[0]
ALL = Bounds(pages=None, since=None)
FIRST = "https://economy.gmw.cn/node_8971.htm"
SECOND = "https://economy.gmw.cn/node_8971_2.htm"
NEWS = ListingSeen(all_known=False, meets_complete_walk=False)
STORED = ListingSeen(all_known=True, meets_complete_walk=False)
MET = ListingSeen(all_known=True, meets_complete_walk=True)


def listing(*days: str | None, url: str = FIRST, next_url: str | None = SECOND) -> Listing:
    rows = tuple(
        ListingRow(
            url=f"https://economy.gmw.cn/2026-09/01/content_3899375{position}.htm",
            article_id=f"3899375{position}",
            position=position,
            title=None,
            day=day,
            form="A",
        )
        for position, day in enumerate(days or ("2026-09-10",), 1)
    )
    return Listing(url=url, rows=rows, next_url=next_url, forms=frozenset("A"))


def earlier(pages: int | None = None, since: str | None = None, *, completed: bool = True) -> Walk:
    return Walk(listing="8971", completed=NOW if completed else None, pages=pages, since=since, open=False)


@pytest.mark.parametrize(
    ("bounds", "before", "seen", "step"),
    [
        (ALL, None, NEWS, Step.ON),
        (ALL, earlier(), NEWS, Step.ON),
        (ALL, earlier(), STORED, Step.ON),  # stored by way of another listing: what follows may be new
        (ALL, earlier(), MET, Step.MET),
        (ALL, None, MET, Step.ON),
        (ALL, earlier(completed=False), MET, Step.ON),
        (ALL, earlier(pages=2), MET, Step.ON),  # the earlier walk was narrower
        (ALL, earlier(since="2026-09-01"), MET, Step.ON),
        (Bounds(pages=2, since=None), earlier(pages=2), MET, Step.MET),
        (Bounds(pages=None, since="2026-09-05"), earlier(since="2026-09-01"), MET, Step.MET),
        (Bounds(pages=None, since="2026-08-05"), earlier(since="2026-09-01"), MET, Step.ON),
        (Bounds(pages=None, since=None, full=True), earlier(), MET, Step.ON),
        (Bounds(pages=1, since=None), None, NEWS, Step.BOUND),
    ],
)
def test_where_a_walk_goes_on(bounds: Bounds, before: Walk | None, seen: ListingSeen, step: Step) -> None:
    assert ListingWalk(node=NODE, bounds=bounds, before=before).step(listing(), seen) is step


def test_it_ends_at_the_last_page_and_where_the_pager_leads_in_a_circle() -> None:
    walk = ListingWalk(node=NODE, bounds=ALL, before=None)
    assert walk.step(listing(), NEWS) is Step.ON
    assert walk.step(listing(url=SECOND, next_url="http://economy.gmw.cn/node_8971.htm"), NEWS) is Step.END
    assert ListingWalk(node=NODE, bounds=ALL, before=None).step(listing(next_url=None), NEWS) is Step.END


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (["2026-09-04", "2026-09-03"], Step.BOUND),
        (["2026-09-05", "2026-09-03"], Step.ON),
        (["2020-01-01", "2026-09-09", "2020-01-01"], Step.ON),  # a pinned row and a side list
        ([None], Step.BOUND),  # the day in the address, 2026-09-01
    ],
)
def test_since_stops_where_every_row_is_older(days: list[str | None], step: Step) -> None:
    walk = ListingWalk(node=NODE, bounds=Bounds(pages=None, since="2026-09-05"), before=None)
    assert walk.step(listing(*days), NEWS) is step


def test_a_walk_to_the_last_page_went_to_the_end_whatever_its_bounds() -> None:
    walk = ListingWalk(node=NODE, bounds=Bounds(pages=3, since="2026-09-01"), before=None)
    assert (walk.begun(NOW).complete, walk.begun(NOW).pages) == (False, 3)
    assert (walk.ended(Step.END, NOW).pages, walk.ended(Step.END, NOW).since) == (None, None)
    assert (walk.ended(Step.BOUND, NOW).pages, walk.ended(Step.BOUND, NOW).since) == (3, "2026-09-01")
    assert walk.save(listing(), NOW).rows[0].article_id == "38993751"
