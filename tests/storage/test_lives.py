"""Random lives of a store, against a dictionary that remembers what it was told."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from making import EVERYTHING, NOW, listing, make_article, related, save, visit

from gmw_crawler.errors import StoreDataError
from gmw_crawler.storage import Store, open_store
from gmw_crawler.storage.protocol import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

FOREVER = NOW + timedelta(days=9999)
IDS = [f"3000000{number}" for number in range(6)]
ids = st.sampled_from(IDS)
texts = st.sampled_from(["一", "二", "三"])


class Life(RuleBasedStateMachine):
    """Writes in any order, closes, deaths and bad batches."""

    def __init__(self, new_address: Callable[[], str]) -> None:
        super().__init__()
        self.address = new_address()
        self.store: Store = open_store(self.address)
        self.dead: list[Store] = []
        self.texts: dict[str, list[str]] = {}
        self.links: dict[str, set[str]] = {}
        self.depths: dict[str, int] = {}
        self.now: datetime = NOW

    @initialize()
    def begin(self) -> None:
        assert self.store.last_cursor() == 0

    def article(self, one: str, text: str, others: frozenset[str]) -> Any:
        return save(make_article(one, text, recommendations=related(*sorted(others))), at=self.now, next_due=FOREVER)

    @rule(batch=st.lists(st.tuples(ids, texts, st.frozensets(ids, max_size=2)), min_size=1, max_size=4))
    def articles(self, batch: list[tuple[str, str, frozenset[str]]]) -> None:
        self.now += timedelta(seconds=1)
        # as the crawl does: what no one named is asked for at the depth that the frontier gives it, given ones at 0
        self.store.apply([self.article(*one) for one in batch])
        for one, text, others in batch:
            told = self.texts.setdefault(one, [])
            if not told or told[-1] != text:
                told.append(text)
            self.links.setdefault(one, set()).update(others)
            self.lower(one, 0)

    @rule(one=ids, text=texts)
    def bad_batch(self, one: str, text: str) -> None:
        bad = save(make_article("39999999", title="\ud800"))
        with pytest.raises(StoreDataError):
            self.store.apply([self.article(one, f"{text}坏", frozenset(IDS)), bad])

    @rule(found=st.frozensets(ids, min_size=1))
    def list_them(self, found: frozenset[str]) -> None:
        self.store.apply([listing("8971", sorted(found), at=NOW)])
        for one in found:
            self.lower(one, 0)

    @rule(one=ids)
    def refuse(self, one: str) -> None:
        if one in self.depths:
            self.store.apply([visit(one, Outcome.FAILED, at=NOW, next_due=NOW, depth=9)])

    @rule()
    def close_and_open(self) -> None:
        self.store.close()
        self.store = open_store(self.address)

    @rule()
    def die_and_open(self) -> None:
        self.dead.append(self.store)  # never closed, as far as the next one sees
        self.store = open_store(self.address)

    def lower(self, one: str, depth: int) -> None:
        if depth < self.depths.get(one, 99):
            self.depths[one] = depth
        for other in self.links.get(one, ()):
            if self.depths[one] + 1 < self.depths.get(other, 99):
                self.lower(other, self.depths[one] + 1)

    @invariant()
    def revisions_are_what_was_told(self) -> None:
        found: dict[str, list[str]] = {}
        cursors = []
        for revision in self.store.revisions(after=0):
            found.setdefault(revision.article_id, []).append(orjson.loads(revision.line)["text"])
            cursors.append(revision.cursor)
        assert found == self.texts
        assert cursors == list(range(1, len(cursors) + 1))

    @invariant()
    def the_frontier_is_what_is_named_and_not_stored(self) -> None:
        found = self.store.wanted(EVERYTHING, now=self.now, limit=99, exclude=frozenset())
        waiting = {one: depth for one, depth in self.depths.items() if one not in self.texts}
        assert {one.article_id: one.depth for one in found if not one.known} == waiting

    def teardown(self) -> None:
        for store in (self.store, *self.dead):
            store.close()


def test_random_lives(address: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    def new_address() -> str:
        if address.startswith("postgresql"):
            return str(request.getfixturevalue("postgres_cluster").new_database())
        shutil.copy(empty, tmp_path / f"{(name := uuid4().hex)}.sqlite")
        return f"sqlite:///{tmp_path}/{name}.sqlite"

    open_store(address).close()
    empty = tmp_path / "store.sqlite"
    examples = 25 if address.startswith("sqlite") else 4
    how = settings(
        max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(lambda: Life(new_address), settings=how)
