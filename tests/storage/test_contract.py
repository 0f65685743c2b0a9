"""Every promise of `storage.protocol`, held by every backend."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from making import (
    DAY,
    EVERYTHING,
    HOUR,
    NOW,
    listing,
    make_article,
    make_page,
    recommendation,
    related,
    save,
    url_of,
    visit,
    walk,
)
from sqlalchemy import select

from gmw_crawler.errors import StoreBusyError, StoreDataError
from gmw_crawler.site.urls import canonical
from gmw_crawler.storage import Store, open_store
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.protocol import ListedLink, ListingSeen, Outcome, Saved, SaveListing, Wants
from gmw_crawler.storage.tables import LINKS

if TYPE_CHECKING:
    from datetime import datetime


def wanted(store: Store, wants: Wants = EVERYTHING, *, now: datetime = NOW, limit: int = 100, **rest: Any) -> list[str]:
    return [
        one.article_id for one in store.wanted(wants, now=now, limit=limit, exclude=rest.pop("exclude", frozenset()))
    ]


def apply_one(store: Store, write: Any) -> Any:
    (result,) = store.apply([write])
    return result


# ---------------------------------------------------------------- articles and revisions


def test_a_new_article_is_stored_as_revision_one(store: Store) -> None:
    assert apply_one(store, save(make_article("30000001"))) == Saved(
        outcome=Outcome.STORED,
        revision=1,
        first_seen="2026-09-10T01:30:00Z",
        fetched="2026-09-10T01:30:00Z",
        reprint_of=None,
    )
    known = store.known("30000001")
    assert known is not None
    assert (known.revision, known.template, known.attempts, known.complete) == (1, "current", 0, True)
    assert store.known("30000002") is None


def test_the_record_has_the_keys_of_its_class_in_order(store: Store) -> None:
    article = make_article("30000001", "正文😀\0。", title="四五六")
    store.apply([save(article)])
    (revision,) = store.revisions(after=0)
    record = orjson.loads(revision.line)
    assert list(record)[:3] == ["schema", "id", "url"]
    assert list(record)[-4:] == ["revision", "first_seen", "fetched", "reprint_of"]
    assert record["text"] == "正文😀\0。"
    assert record["body"] == [{"kind": "paragraph", "text": "正文😀\0。"}]


def test_first_seen_is_when_the_first_link_was_met(store: Store) -> None:
    store.apply([listing("8971", ["30000001"], at=NOW)])
    saved = apply_one(store, save(make_article("30000001"), at=NOW + HOUR))
    assert (saved.first_seen, saved.fetched) == ("2026-09-10T01:30:00Z", "2026-09-10T02:30:00Z")


def test_equal_content_makes_no_revision(store: Store) -> None:
    article = make_article("30000001", recommendations=related("30000002"), reactions={"开心": 1})
    again = replace(
        article,
        recommendations=related("30000003"),
        reactions={"开心": 2},
        template="old",
        warnings=("source-missing",),
    )
    store.apply([save(article)])
    saved = apply_one(store, save(again, at=NOW + HOUR))
    assert (saved.outcome, saved.revision, saved.fetched) == (Outcome.UNCHANGED, 1, "2026-09-10T01:30:00Z")
    assert len(store.history("30000001")) == 1
    assert store.summary(now=NOW)["counts"]["observations"] == 2
    assert "30000003" in wanted(store, now=NOW + HOUR)
    known = store.known("30000001")
    assert known is not None
    assert known.template == "old"


def test_an_equal_observation_is_not_kept_twice(store: Store) -> None:
    article = make_article("30000001", reactions={"开心": 1})
    store.apply([save(article), save(article, at=NOW + HOUR)])
    assert store.summary(now=NOW)["counts"]["observations"] == 1


def test_changed_content_makes_a_revision_and_keeps_the_old(store: Store) -> None:
    store.apply([save(make_article("30000001", "一"))])
    saved = apply_one(store, save(make_article("30000001", "二"), at=NOW + HOUR))
    assert (saved.outcome, saved.revision) == (Outcome.STORED, 2)
    first, second = store.history("30000001")
    assert (first.revision, second.revision) == (1, 2)
    assert [orjson.loads(one.line)["text"] for one in (first, second)] == ["一", "二"]
    assert first.cursor < second.cursor


def test_content_that_returns_is_a_revision_again(store: Store) -> None:
    for text in ("一", "二", "一"):
        store.apply([save(make_article("30000001", text))])
    assert [one.revision for one in store.history("30000001")] == [1, 2, 3]


def test_a_resplit_is_a_revision_with_its_cause_and_no_visit(store: Store) -> None:
    store.apply([save(make_article("30000001", "一"), next_due=NOW + HOUR)])
    resplit = save(make_article("30000001", "二"), cause="resplit", committed=NOW + DAY, next_due=None)
    store.apply([resplit])
    assert [(one.cause, one.committed) for one in store.history("30000001")] == [
        ("fetched", "2026-09-10T01:30:00Z"),
        ("resplit", "2026-09-11T01:30:00Z"),
    ]
    assert wanted(store, now=NOW + HOUR) == ["30000001"]


def test_article_ids_come_in_the_order_of_their_storing(store: Store) -> None:
    store.apply([save(make_article(one)) for one in ("30000003", "30000001", "30000002")])
    store.apply([save(make_article("30000003", "二"))])
    assert list(store.article_ids()) == ["30000003", "30000001", "30000002"]


# ---------------------------------------------------------------- transactions


def test_one_bad_write_undoes_the_whole_batch(store: Store) -> None:
    bad = save(make_article("30000002", title="\ud800"))
    with pytest.raises(StoreDataError, match="surrogate"):
        store.apply([save(make_article("30000001")), bad])
    assert store.known("30000001") is None
    assert store.last_cursor() == 0


def test_a_lone_surrogate_in_a_link_is_an_error_of_that_write(store: Store) -> None:
    row = ListedLink(url=url_of("30000001"), article_id="30000001", position=1, title="\ud800", day=None)
    with pytest.raises(StoreDataError):
        store.apply([SaveListing(listing="8971", page=1, rows=(row,), seen=NOW)])
    assert wanted(store) == []


def test_nul_in_a_link_is_dropped(store: Store) -> None:
    row = ListedLink(url=url_of("30000001"), article_id="30000001", position=1, title="标\0题", day=None)
    store.apply([SaveListing(listing="8971", page=1, rows=(row,), seen=NOW)])
    assert wanted(store) == ["30000001"]


def test_what_was_applied_is_there_without_close(address: str) -> None:
    store = open_store(address)
    store.apply([save(make_article("30000001"))])
    other = open_store(address)
    assert other.known("30000001") is not None
    other.apply([save(make_article("30000002"))])
    assert store.known("30000002") is not None
    assert store.identity == other.identity
    other.close()
    store.close()
    store.close()


# ---------------------------------------------------------------- the frontier


def test_listing_rows_are_wanted_newest_first(store: Store) -> None:
    rows = [
        ListedLink(url=url_of(one, day=day), article_id=one, position=position, title=None, day=None)
        for position, (one, day) in enumerate(
            [("30000001", "2026-09-07"), ("30000003", "2026-09-09"), ("30000002", "2026-09-09")], start=1
        )
    ]
    store.apply([SaveListing(listing="8971", page=1, rows=tuple(rows), seen=NOW)])
    assert wanted(store) == ["30000003", "30000002", "30000001"]
    assert wanted(store, limit=2) == ["30000003", "30000002"]
    assert wanted(store, exclude=frozenset({"30000003"})) == ["30000002", "30000001"]


def test_rows_that_name_no_article_are_kept_but_not_wanted(store: Store) -> None:
    row = ListedLink(url="https://example.com/a", article_id=None, position=1, title="外", day=None)
    seen = apply_one(store, SaveListing(listing="8971", page=1, rows=(row,), seen=NOW))
    assert seen == ListingSeen(all_known=True, meets_complete_walk=False)
    assert wanted(store) == []
    assert store.summary(now=NOW)["counts"]["links"] == 1


def test_related_reading_is_wanted_one_deeper_and_other_sections_never(store: Store) -> None:
    recommended = (
        *related("30000002"),
        recommendation(1, url_of("30000003"), "recommended"),
        recommendation(2, "https://example.com/", "related"),
        recommendation(3, None, "related"),
    )
    store.apply([save(make_article("30000001", recommendations=recommended))])
    (one,) = store.wanted(EVERYTHING, now=NOW, limit=9, exclude=frozenset())
    assert (one.article_id, one.depth, one.known, one.url) == ("30000002", 1, False, url_of("30000002"))
    assert store.summary(now=NOW)["counts"]["links"] == 3


def test_shallow_comes_before_deep(store: Store) -> None:
    store.apply([save(make_article("30000001", recommendations=related("39999999")))])
    store.apply([listing("8971", ["30000002"])])
    assert wanted(store) == ["30000002", "39999999"]


def test_depth_beyond_the_runs_is_not_wanted(store: Store) -> None:
    store.apply([listing("8971", ["30000001"]), save(make_article("30000001", recommendations=related("30000002")))])
    store.apply([save(make_article("30000002", recommendations=related("30000003")), depth=1)])
    for depth, expected in ((0, []), (1, []), (2, ["30000003"])):
        assert wanted(store, replace(EVERYTHING, related_depth=depth)) == expected


def test_a_shorter_way_lowers_the_depth_of_what_hangs_on_it(store: Store) -> None:
    chain = [f"3000000{number}" for number in range(1, 6)]
    store.apply([listing("8971", chain[:1])])
    for depth, (one, following) in enumerate(pairwise(chain)):
        store.apply([save(make_article(one, recommendations=related(following)), depth=depth)])
    assert wanted(store, replace(EVERYTHING, related_depth=3)) == []
    store.apply([listing("8971", [chain[2]], page=2)])
    (last,) = store.wanted(replace(EVERYTHING, related_depth=2), now=NOW, limit=9, exclude=frozenset())
    assert (last.article_id, last.depth) == (chain[4], 2)


def test_a_ring_of_related_reading_ends(store: Store) -> None:
    store.apply([save(make_article("30000001", recommendations=related("30000002", "30000001")))])
    store.apply([save(make_article("30000002", recommendations=related("30000001")), depth=1)])
    assert wanted(store) == []


def test_only_what_the_runs_listings_lead_to_is_wanted(store: Store) -> None:
    store.apply([listing("8971", ["30000001"]), listing("front", ["30000002"])])
    store.apply([save(make_article("30000002", recommendations=related("30000003")))])
    store.apply([save(make_article("30000003", recommendations=related("30000004")), depth=1)])

    def of(name: str, depth: int) -> list[str]:
        return wanted(store, replace(EVERYTHING, listings=frozenset({name}), related_depth=depth))

    assert of("8971", 5) == ["30000001"]
    assert of("front", 1) == []
    assert of("front", 2) == ["30000004"]
    assert of("59269", 5) == []


def test_channels_and_days_narrow_what_is_wanted(store: Store) -> None:
    rows = tuple(
        ListedLink(url=url_of(one, channel=channel, day=day), article_id=one, position=1, title=None, day=None)
        for one, channel, day in [
            ("30000001", "economy", "2026-09-01"),
            ("30000002", "finance", "2026-09-02"),
            ("30000003", "economy", "2026-09-03"),
        ]
    )
    store.apply([SaveListing(listing="8971", page=1, rows=rows, seen=NOW)])
    assert wanted(store, replace(EVERYTHING, channels=frozenset({"economy"}))) == ["30000003", "30000001"]
    assert wanted(store, replace(EVERYTHING, since="2026-09-02")) == ["30000003", "30000002"]


def test_given_ids_alone_are_wanted(store: Store) -> None:
    store.apply([listing("given", ["30000001", "30000002", "30000003"])])
    ids = frozenset({"30000002", "30000009"})
    assert wanted(store, replace(EVERYTHING, ids=ids, related_depth=0)) == ["30000002"]


VAGUE = "http://m.gmw.cn/2026-09/09/content_30000001.htm"


def row_of(article_id: str, url: str) -> ListedLink:
    return ListedLink(url=url, article_id=article_id, position=1, title=None, day=None)


def link_urls(address: str) -> set[str]:
    engine = backend_for(address).engine
    with engine.connect() as connection:
        urls = set(connection.scalars(select(LINKS.c.url).where(LINKS.c.target == "30000001")))
    engine.dispose()
    return urls


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("known", [False, True])
def test_a_better_address_replaces_a_vague_one(store: Store, address: str, order: int, known: bool) -> None:
    vague = SaveListing(listing="8971", page=1, rows=(row_of("30000001", VAGUE),), seen=NOW)
    better = listing("59269", ["30000001"])
    first, second = [vague, better][::order]
    store.apply([first])
    if known:
        url = canonical(VAGUE) if first is vague else url_of("30000001")
        store.apply([save(make_article("30000001", url=url), next_due=NOW + DAY if first is vague else NOW)])
    store.apply([second])
    (one,) = store.wanted(EVERYTHING, now=NOW, limit=9, exclude=frozenset())
    assert one.url == url_of("30000001")
    assert one.etag == (None if first is vague or not known else '"x"'), "a validator is of its address"
    assert link_urls(address) == {url_of("30000001")}


def test_what_was_had_at_a_vague_address_while_a_better_became_known_is_due(store: Store) -> None:
    vague, article = canonical(VAGUE), make_article("30000001", url=canonical(VAGUE))
    store.apply([listing("59269", ["30000001"]), save(article)])
    (one,) = store.wanted(EVERYTHING, now=NOW, limit=9, exclude=frozenset())
    assert (one.url, one.etag, one.known) == (url_of("30000001"), None, True)
    store.apply(
        [listing("59269", ["30000002"]), replace(visit("30000002", Outcome.REFUSED), url=vague.replace("1.h", "2.h"))]
    )
    assert wanted(store) == ["30000002", "30000001"]


def test_the_better_of_two_addresses_on_one_page_counts_whatever_its_depth(store: Store, address: str) -> None:
    shallow = SaveListing(listing="8971", page=1, rows=(row_of("30000001", VAGUE),), seen=NOW)
    deep = save(make_article("30000002", recommendations=related("30000001")))
    store.apply([shallow])
    store.apply([deep])
    (one,) = [one for one in store.wanted(EVERYTHING, now=NOW, limit=9, exclude=frozenset()) if not one.known]
    assert (one.url, one.depth) == (url_of("30000001"), 0)
    assert link_urls(address) == {url_of("30000001")}


# ---------------------------------------------------------------- visits


def test_a_refusal_is_not_wanted_before_it_is_due(store: Store) -> None:
    store.apply([listing("8971", ["30000001"]), visit("30000001", Outcome.REFUSED)])
    assert wanted(store, now=NOW + HOUR) == []
    (one,) = store.wanted(EVERYTHING, now=NOW + DAY, limit=9, exclude=frozenset())
    assert (one.article_id, one.attempts, one.known) == ("30000001", 1, False)


def test_a_refusal_is_due_again_once_a_listing_names_the_article(store: Store) -> None:
    store.apply([save(make_article("30000002", recommendations=related("30000001"))), listing("8971", ["30000002"])])
    store.apply([visit("30000001", Outcome.REFUSED, depth=1)])
    assert wanted(store, now=NOW + HOUR) == []
    store.apply([replace(listing("8971", ["30000001", "30000002"]), seen=NOW + HOUR)])
    assert wanted(store, now=NOW + HOUR) == ["30000001"]
    store.apply([visit("30000001", Outcome.REFUSED, depth=1)])
    store.apply([replace(listing("8971", ["30000001", "30000002"]), seen=NOW + HOUR)])
    assert wanted(store, now=NOW + HOUR) == [], "by the first listing only, not by each walk"


def test_failures_are_counted_until_one_visit_goes_well(store: Store) -> None:
    store.apply([visit("30000001", Outcome.FAILED), visit("30000001", Outcome.FAILED)])
    (one,) = store.wanted(EVERYTHING, now=NOW + DAY, limit=9, exclude=frozenset())
    assert one.attempts == 2
    store.apply([save(make_article("30000001"))])
    known = store.known("30000001")
    assert known is not None
    assert known.attempts == 0


def test_what_is_given_up_is_told_with_its_reason(store: Store) -> None:
    store.apply([visit("30000001", Outcome.FAILED, next_due=None)])
    assert wanted(store, now=NOW + 999 * DAY) == []
    given_up = store.summary(now=NOW)["given_up"]
    assert given_up["count"] == 1
    assert (given_up["latest"][0]["article_id"], given_up["latest"][0]["reason"]) == ("30000001", "timeout")


def test_a_known_article_is_wanted_when_due_with_its_validators(store: Store) -> None:
    store.apply([save(make_article("30000001"))])
    assert wanted(store, now=NOW + HOUR) == []
    (one,) = store.wanted(EVERYTHING, now=NOW + DAY, limit=9, exclude=frozenset())
    assert (one.known, one.etag, one.last_modified) == (True, '"x"', "Wed, 09 Sep 2026 01:30:00 GMT")
    store.apply([visit("30000001", Outcome.NOT_MODIFIED, at=NOW + DAY, status=304, next_due=NOW + 3 * DAY)])
    assert wanted(store, now=NOW + 2 * DAY) == []
    (one,) = store.wanted(EVERYTHING, now=NOW + 3 * DAY, limit=9, exclude=frozenset())
    assert one.etag == '"x"'


def test_an_incomplete_article_stays_due_and_counts_as_an_attempt(store: Store) -> None:
    store.apply([save(make_article("30000001"), complete=False, next_due=NOW + HOUR)])
    (one,) = store.wanted(EVERYTHING, now=NOW + HOUR, limit=9, exclude=frozenset())
    assert (one.known, one.attempts) == (True, 1)
    assert store.summary(now=NOW)["counts"]["incomplete"] == 1


def test_new_articles_come_before_revisits(store: Store) -> None:
    store.apply([save(make_article("39999999")), listing("8971", ["30000001"])])
    assert wanted(store, now=NOW + DAY) == ["30000001", "39999999"]


def test_refetch_wants_what_this_run_has_not_visited(store: Store) -> None:
    store.apply([save(make_article(one)) for one in ("30000001", "30000002")])
    run = store.begin_run(spider="economy", arguments={}, started=NOW + HOUR)
    refetch = replace(EVERYTHING, refetch=True)
    assert sorted(wanted(store, refetch, now=NOW + HOUR)) == ["30000001", "30000002"]
    store.apply([save(make_article("30000001"), at=NOW + HOUR)])
    assert wanted(store, refetch, now=NOW + HOUR) == ["30000002"]
    store.end_run(run, finished=NOW + DAY, verdict="finished", reason=None, stats={})


# ---------------------------------------------------------------- walks


def test_a_first_walk_knows_nothing(store: Store) -> None:
    assert store.walk("8971") is None
    store.apply([walk("8971", complete=False)])
    assert apply_one(store, listing("8971", ["30000001"])) == ListingSeen(all_known=False, meets_complete_walk=False)
    begun = store.walk("8971")
    assert begun is not None
    assert (begun.completed, begun.open) == (None, True)
    store.apply([walk("8971", complete=True, at=NOW + HOUR)])
    ended = store.walk("8971")
    assert ended is not None
    assert (ended.completed, ended.open, ended.pages, ended.since) == (NOW + HOUR, False, None, None)


def test_rows_of_a_complete_walk_are_known_even_where_the_article_is_not_stored(store: Store) -> None:
    complete_walk(store, ["30000001", "30000002"])
    assert apply_one(store, listing("8971", ["30000001", "30000002"])) == ListingSeen(
        all_known=True, meets_complete_walk=True
    )
    assert not apply_one(store, listing("59269", ["30000001"])).all_known
    assert apply_one(store, listing("8971", ["30000001", "30000003"])) == ListingSeen(
        all_known=False, meets_complete_walk=False
    )


def test_rows_of_a_broken_walk_do_not_close_the_gap(store: Store) -> None:
    complete_walk(store, ["30000001"])
    store.apply([walk("8971", complete=False), listing("8971", ["30000005", "30000006"])])
    store.apply([save(make_article("30000005")), save(make_article("30000006"))])  # and the run dies here
    state = store.walk("8971")
    assert state is not None
    assert state.open
    store.apply([walk("8971", complete=False)])
    first = apply_one(store, listing("8971", ["30000005", "30000006"]))
    assert first == ListingSeen(all_known=True, meets_complete_walk=False)
    second = apply_one(store, listing("8971", ["30000004", "30000001"], page=2))
    assert second == ListingSeen(all_known=False, meets_complete_walk=False)
    assert apply_one(store, listing("8971", ["30000001"], page=3)).meets_complete_walk
    store.apply([walk("8971", complete=True)])
    assert apply_one(store, listing("8971", ["30000004", "30000005"])).meets_complete_walk


def test_a_pinned_old_row_does_not_end_a_walk(store: Store) -> None:
    complete_walk(store, ["30000001"])
    store.apply([walk("8971", complete=False)])
    assert not apply_one(store, listing("8971", ["30000001", "30000009"])).meets_complete_walk


def test_rows_saved_between_walks_are_of_the_next_one(store: Store) -> None:
    complete_walk(store, ["30000001"])
    store.apply([listing("8971", ["30000002"])])
    assert not apply_one(store, listing("8971", ["30000002"])).meets_complete_walk


def test_a_narrower_walk_does_not_stand_for_a_wider_one(store: Store) -> None:
    complete_walk(store, ["30000001"])
    store.apply([walk("8971", complete=False), listing("8971", ["30000009"]), walk("8971", complete=True, pages=1)])
    state = store.walk("8971")
    assert state is not None
    assert (state.open, state.pages) == (True, None)
    assert not apply_one(store, listing("8971", ["30000009"])).meets_complete_walk


def test_a_narrower_walk_that_meets_the_wider_one_carries_it_on(store: Store) -> None:
    complete_walk(store, ["30000001"])
    store.apply([walk("8971", complete=False), listing("8971", ["30000009"]), listing("8971", ["30000001"], page=2)])
    store.apply([walk("8971", complete=True, pages=2)])
    state = store.walk("8971")
    assert state is not None
    assert (state.open, state.pages) == (False, None)
    assert apply_one(store, listing("8971", ["30000009"])).meets_complete_walk


@pytest.mark.parametrize(
    ("before", "after", "stands"),
    [
        ({"pages": 2}, {"pages": 2}, True),
        ({"pages": 2}, {"pages": 3}, True),
        ({"pages": 3}, {"pages": 2}, False),
        ({"since": "2026-09-01"}, {"since": "2026-08-01"}, True),
        ({"since": "2026-08-01"}, {"since": "2026-09-01"}, False),
        ({"pages": 2}, {}, True),
        ({}, {"since": "2026-09-01"}, False),
    ],
)
def test_a_walk_stands_when_it_was_allowed_as_far(
    store: Store, before: dict[str, Any], after: dict[str, Any], *, stands: bool
) -> None:
    store.apply([walk("8971", complete=False), walk("8971", complete=True, **before)])
    store.apply([walk("8971", complete=False), walk("8971", complete=True, **after, at=NOW + HOUR)])
    state = store.walk("8971")
    assert state is not None
    assert (state.completed == NOW + HOUR) is stands
    assert state.open is not stands


def complete_walk(store: Store, ids: list[str]) -> None:
    store.apply([walk("8971", complete=False), listing("8971", ids), walk("8971", complete=True)])


# ---------------------------------------------------------------- kept pages


def test_the_pages_of_the_latest_visit_are_kept(store: Store) -> None:
    store.apply([save(make_article("30000001"), pages=(make_page("30000001", b"old"),))])
    pages = (make_page("30000001", b"one"), make_page("30000001", b"two", number=2))
    store.apply([save(make_article("30000001"), at=NOW + HOUR, pages=pages)])
    assert tuple(store.pages("30000001")) == pages
    assert store.summary(now=NOW)["counts"]["kept_pages"] == 2


def test_a_refused_page_does_not_displace_the_good_one(store: Store) -> None:
    gone = make_page("30000001", b"gone", status=404)
    store.apply([save(make_article("30000001")), visit("30000001", Outcome.REFUSED, pages=(gone,))])
    assert [page.body for page in store.pages("30000001")] == [b"<p>30000001"]
    store.apply([visit("30000002", Outcome.REFUSED, pages=(make_page("30000002", b"gone"),))])
    assert [page.body for page in store.pages("30000002")] == [b"gone"]
    assert list(store.kept_ids()) == ["30000001", "30000002"]


@pytest.mark.parametrize(("keep", "count"), [("all", 2), ("latest", 1), ("none", 0)])
def test_pages_are_kept_as_the_setting_says(address: str, keep: str, count: int) -> None:
    store = open_store(address, keep_pages=keep)
    for body in (b"old", b"new"):
        store.apply([save(make_article("30000001"), pages=(make_page("30000001", body),))])
    assert store.summary(now=NOW)["counts"]["kept_pages"] == count
    assert [page.body for page in store.pages("30000001")] == [b"new"][:count]
    store.close()


# ---------------------------------------------------------------- commit order


def test_revisions_come_in_commit_order_and_from_a_cursor(store: Store) -> None:
    store.apply([save(make_article(f"3000000{number}")) for number in range(5)])
    store.apply([save(make_article("30000000", "二"), at=NOW + DAY)])
    everything = list(store.revisions(after=0))
    assert [one.cursor for one in everything] == [1, 2, 3, 4, 5, 6]
    assert [one.cursor for one in store.revisions(after=4)] == [5, 6]
    assert [one.cursor for one in store.revisions(after=1, until=3)] == [2, 3]
    assert [one.cursor for one in store.revisions(after=0, latest=True)] == [2, 3, 4, 5, 6]
    assert [one.cursor for one in store.revisions(after=0, since="2026-09-11T00:00:00Z")] == [6]
    assert store.last_cursor() == 6


def test_long_answers_are_whole(store: Store) -> None:
    store.apply([save(make_article(str(30000000 + number))) for number in range(1203)])
    assert [one.cursor for one in store.revisions(after=0)] == list(range(1, 1204))
    assert len(wanted(store, now=NOW + DAY, limit=5000)) == 1203


def test_the_writes_of_random_lives_end_in_the_same_articles(address: str) -> None:
    """Whatever the order and the batches, the same set is stored, and a second time stores nothing."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    writes = [save(make_article(f"3000000{number}", f"正文{number}")) for number in range(8)] * 2
    chance.shuffle(writes)
    store = open_store(address)
    while writes:
        batch = [writes.pop() for _ in range(min(len(writes), chance.randint(1, 5)))]
        store.apply(batch)
        if chance.random() < 0.3:
            store.close()
            store = open_store(address)
    assert store.last_cursor() == 8, f"seed {seed}"
    assert len(set(store.article_ids())) == 8, f"seed {seed}"
    store.close()


# ---------------------------------------------------------------- runs and consumers


def test_one_run_at_a_time(address: str) -> None:
    store, other = open_store(address), open_store(address)
    run = store.begin_run(spider="economy", arguments={"nodes": "8971"}, started=NOW)
    with pytest.raises(StoreBusyError, match=r"held by process .* since 2026-09-10T01:30:00Z"):
        other.begin_run(spider="economy", arguments={}, started=NOW)
    store.apply([save(make_article("30000001"))])
    assert other.known("30000001") is not None
    store.end_run(run, finished=NOW + HOUR, verdict="finished", reason=None, stats={"item/count": 1, "at": NOW})
    second = other.begin_run(spider="economy", arguments={}, started=NOW)
    assert second == run + 1
    other.close()
    runs = store.summary(now=NOW)["runs"]
    assert [(one["number"], one["verdict"]) for one in runs] == [(second, None), (run, "finished")]
    assert runs[1]["stats"]["item/count"] == 1
    third = store.begin_run(spider="economy", arguments={}, started=NOW)
    assert [one["verdict"] for one in store.summary(now=NOW)["runs"]] == [None, "died", "finished"]
    store.end_run(third, finished=NOW, verdict="finished", reason=None, stats={})
    store.close()


def test_the_command_of_a_run_is_whole_and_without_its_password(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["python", "scrapy", "crawl", "economy", "-s", "GMW_STORE=postgresql://gmw:se@cr%2Fet@host/gmw"]
    monkeypatch.setattr("sys.orig_argv", words)
    store.begin_run(spider="economy", arguments={}, started=NOW)
    (run,) = store.summary(now=NOW)["runs"]
    assert run["command"] == "python scrapy crawl economy -s GMW_STORE=postgresql://gmw:***@host/gmw"


def test_a_consumers_cursor_is_kept(store: Store) -> None:
    assert store.export_state("default") is None
    store.save_export("default", cursor=3, folder="/a", at=NOW)
    store.save_export("default", cursor=5, folder="/b", at=NOW + HOUR)
    state = store.export_state("default")
    assert state is not None
    assert (state.cursor, state.folder, state.at) == (5, "/b", "2026-09-10T02:30:00Z")
    assert [one["name"] for one in store.summary(now=NOW)["exports"]] == ["default"]
