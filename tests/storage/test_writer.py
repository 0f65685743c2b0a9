from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from making import listing, make_article, save, walk

from gmw_crawler.errors import StoreDataError, StoreError
from gmw_crawler.storage.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.storage import Store
    from gmw_crawler.storage.protocol import Result, Write


class Slow:
    """A store whose first transaction waits until it is let go."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.batches: list[int] = []
        self.begun = threading.Event()
        self.go = threading.Event()

    def apply(self, writes: Sequence[Write]) -> list[Result]:
        self.batches.append(len(writes))
        self.begun.set()
        self.go.wait(60)
        return self.store.apply(writes)


class Dead:
    """A store whose database is gone."""

    def __init__(self) -> None:
        self.asked = 0

    def apply(self, writes: Sequence[Write]) -> list[Result]:  # noqa: ARG002
        self.asked += 1
        raise StoreError("the disk is full")


def open_writer(store: Any) -> Writer:
    return Writer(store)


def test_what_waits_is_committed_together(store: Store) -> None:
    slow = Slow(store)
    writer = open_writer(slow)
    answers = [writer.write(save(make_article("30000000")))]
    assert slow.begun.wait(60)
    answers += [writer.write(save(make_article(str(30000000 + number)))) for number in range(1, 150)]
    slow.go.set()
    assert [answer.result(60).revision for answer in answers] == [1] * 150  # type: ignore[union-attr]
    assert slow.batches == [1, 100, 49]
    writer.close()
    writer.close()


@pytest.mark.parametrize(
    "company",
    [
        pytest.param([save(make_article(str(30000002 + number))) for number in range(16)], id="enough"),
        pytest.param([save(make_article("30000002")), listing("8971", ["30000003"])], id="a listing"),
        pytest.param([walk("8971", complete=False)], id="a walk"),
    ],
)
def test_a_busy_writer_waits_for_company_but_lets_no_walk_wait(
    store: Store, monkeypatch: pytest.MonkeyPatch, company: list[Write]
) -> None:
    monkeypatch.setattr("gmw_crawler.storage.writer.PAUSE", 60)
    writer = open_writer(store)
    writer.write(save(make_article("30000000"))).result(10)
    lonely = writer.write(save(make_article("30000001")))
    with pytest.raises(TimeoutError):
        lonely.result(0.2)
    for answer in [writer.write(write) for write in company]:
        answer.result(10)
    assert lonely.done()
    writer.close()


def test_one_bad_write_hurts_no_other(store: Store) -> None:
    slow = Slow(store)
    writer = open_writer(slow)
    articles = [make_article("30000001"), make_article("30000002", title="\ud800"), make_article("30000003")]
    answers = [writer.write(save(article)) for article in [make_article("30000000"), *articles]]
    slow.go.set()
    writer.close()
    assert [type(answer.exception()) for answer in answers] == [type(None), type(None), StoreDataError, type(None)]
    assert sorted(store.article_ids()) == ["30000000", "30000001", "30000003"]
    assert writer.failure is None


def test_a_dead_store_fails_all_that_waits_and_all_that_comes() -> None:
    dead = Dead()
    writer = open_writer(dead)
    for _ in range(3):
        with pytest.raises(StoreError, match="the disk is full"):
            writer.write(save(make_article("30000001"))).result(10)
    assert dead.asked == 1
    assert isinstance(writer.failure, StoreError)
    writer.close()


def test_close_commits_what_waits(store: Store) -> None:
    writer = open_writer(store)
    answers = [writer.write(save(make_article(str(30000000 + number)))) for number in range(5)]
    writer.close()
    assert all(answer.done() for answer in answers)
    assert len(list(store.article_ids())) == 5
    with pytest.raises(StoreError, match="closed"):
        writer.write(save(make_article("30000009")))


def test_reads_do_not_wait_for_writes(store: Store) -> None:
    slow = Slow(store)
    writer = open_writer(slow)
    answer = writer.write(save(make_article("30000001")))
    assert writer.read(store.known, "30000001").result(10) is None
    slow.go.set()
    answer.result(10)
    assert writer.read(store.known, "30000001").result(10) is not None
    writer.close()


def test_a_bug_reaches_the_one_who_waits(store: Store) -> None:
    writer = open_writer(store)
    naive = save(make_article("30000001")).fetched.replace(tzinfo=None)
    with pytest.raises(Exception, match="no time zone"):
        writer.write(save(make_article("30000001"), at=naive)).result(10)
    assert writer.write(save(make_article("30000002"))).result(10) is not None
    writer.close()
