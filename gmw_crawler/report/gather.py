"""The facts of a report, from one pass over the records and a few questions to the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import orjson

from gmw_crawler.report.edits import Edit, read_edit
from gmw_crawler.site.nodes import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from gmw_crawler.storage.protocol import Run, Store

DAYS: Final = 42
"""Days of which the articles are counted one by one, up to the latest."""

MONTHS: Final = 12
"""Months of which the coverage is shown, up to the latest."""

TEAM: Final = 15
"""People of one article who are taken for having worked together; a longer list is a masthead."""

FIELDS: Final = ("source", "published", "breadcrumb", "keywords", "credits", "guests", "text", "images", "related")
"""Of which the coverage is shown."""


@dataclass(slots=True)
class Facts:
    """What a report says."""

    articles: int = 0
    days: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Articles by day and listing."""
    sources: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    """Articles by person."""
    roles: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Roles of each person."""
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Articles that two people share."""
    months: Counter[str] = field(default_factory=Counter)
    """Articles by month."""
    covered: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Articles by month and field that they have."""
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Title and address of the articles that the lists name."""
    pushed: list[dict[str, Any]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    reprints: list[tuple[str, str]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)

    def last_days(self) -> list[str]:
        """Return the days up to the latest article, without gaps."""
        known = [day for day, _ in self.days if len(day) == len("2026-09-10")]
        if not known:
            return []
        last = date.fromisoformat(max(known))
        return [(last - timedelta(days=back)).isoformat() for back in reversed(range(DAYS))]

    def last_months(self) -> list[str]:
        """Return the latest months that have articles."""
        return sorted(month for month in self.months if month)[-MONTHS:]


def gather(store: Store, *, now: datetime, runs: int = 60) -> Facts:
    """Read everything that a report says."""
    insights = store.insights()
    facts = Facts(pushed=insights["pushed"], reprints=insights["reprints"], summary=store.summary(now=now))
    names = {**labels(), "": "related reading only"}
    for day, listing, count in insights["listed"]:
        facts.days[day, names.get(listing, listing)] += count
    wanted = {one for pair in facts.reprints for one in pair}
    for revision in store.revisions(after=0, latest=True):
        _count(facts, orjson.loads(revision.line), wanted)
    facts.edits = [edit for one in insights["edited"] if (edit := read_edit(store.history(one))) is not None]
    every = [run for spider in insights["spiders"] for run in store.last_runs(spider, limit=runs)]
    facts.runs = sorted(every, key=lambda run: run.number)[-runs:]
    return facts


def _count(facts: Facts, record: Mapping[str, Any], wanted: Iterable[str]) -> None:
    facts.articles += 1
    if record["id"] in wanted:
        facts.titles[record["id"]] = (record["title"], record["url"])
    facts.sources[(record["source"] or {}).get("name") or "not named"] += 1
    _count_people(facts, record["credits"])
    month = (record["published"] or "")[:7]
    facts.months[month] += 1
    for name in FIELDS:
        if _has(record, name):
            facts.covered[month, name] += 1


def _count_people(facts: Facts, credits_: list[dict[str, Any]]) -> None:
    people: dict[str, set[str]] = {}
    for credit in credits_:
        if credit["kind"] == "person":
            for name in credit["names"]:
                people.setdefault(name, set()).add(credit["role"])
    for name, roles in people.items():
        facts.people[name] += 1
        facts.roles[name].update(roles)
    if len(people) <= TEAM:
        facts.pairs.update(combinations(sorted(people), 2))


def _has(record: Mapping[str, Any], name: str) -> bool:
    if name == "images":
        return any(block["kind"] == "image" for block in record["body"])
    if name == "related":
        return any(one["section"] == "related" for one in record["recommendations"])
    return bool(record[name])
