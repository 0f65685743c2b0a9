"""How much of the records a contender's answers give: characters, names and entries, counted over all pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

_BLANKS = re.compile(r"[\s\u3000\xa0\u200b]+")
WHOLE = ("title", "source", "published", "breadcrumb", "guests", "notices", "pages")
"""What must be right besides body, credits and lists for a page to be exact."""


@dataclass(slots=True)
class Share:
    """Counts of one kind of thing."""

    right: int = 0
    given: int = 0
    expected: int = 0

    def add(self, given: Iterable[Hashable], expected: Iterable[Hashable]) -> bool:
        mine, theirs = Counter(given), Counter(expected)
        self.right += (mine & theirs).total()
        self.given += mine.total()
        self.expected += theirs.total()
        return mine == theirs

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """Of one contender; None: it has no such field."""

    body: Share = field(default_factory=Share)
    credits: Share | None = None
    lists: Share | None = None
    body_exact: int = 0
    title: int = 0
    day: int | None = None
    time: int | None = None
    exact: int = 0


def score(answer: dict[str, Any], expected: dict[str, dict[str, Any]]) -> Score:
    """Compare a contender's answers with the records, page by page."""
    answers = answer["answers"]
    fields = set().union(*(set(one) for one in answers.values()))
    total = Score(
        credits=Share() if "credits" in fields else None,
        lists=Share() if "recommendations" in fields else None,
        day=0 if "published" in fields else None,
        time=0 if "published" in fields else None,
    )
    for name, record in expected.items():
        _add(total, answers[name], record)
    return total


def _add(total: Score, answer: dict[str, Any], record: dict[str, Any]) -> None:
    text, wanted = _bare(answer["text"]), _bare(record["text"])
    total.body.add(text, wanted)
    is_exact = text == wanted
    total.body_exact += is_exact
    total.title += _bare(answer["title"]) == _bare(record["title"])
    if total.day is not None and total.time is not None:
        given, wanted = (one["published"] or "" for one in (answer, record))
        total.day += given[:10] == wanted[:10]
        total.time += given[:16] == wanted[:16]
    if total.credits is not None and total.lists is not None:
        is_exact &= total.credits.add(_credits(answer), _credits(record))
        is_exact &= total.lists.add(_entries(answer), _entries(record))
        total.exact += is_exact and all(answer[key] == record[key] for key in WHOLE)


def _bare(text: str | None) -> str:
    return _BLANKS.sub("", text or "")


def _credits(record: dict[str, Any]) -> set[tuple[str, str]]:
    return {(_bare(credit["role"]), name) for credit in record["credits"] for name in credit["names"]}


def _entries(record: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (entry["section"], _bare(entry["title"] or entry["summary"]), entry["url"])
        for entry in record["recommendations"]
    ]
