"""A line of names that goes on with the credits before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.fold import fold
from gmw_crawler.site.credits.labels import NotCreditsError
from gmw_crawler.site.credits.names import Expectation, Names, read_names
from gmw_crawler.site.credits.parting import with_branches
from gmw_crawler.site.credits.reading import NOTHING, Reading
from gmw_crawler.site.credits.tables import ORGANISATIONS
from gmw_crawler.site.credits.tokens import bounds, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.items import Credit
    from gmw_crawler.site.credits.tables import Kind
    from gmw_crawler.site.credits.tokens import Token

_LONGEST: Final = 80
_MOST_NAMES: Final = 6
# Roles without names so far that a house may turn out to hold.
_HELD_BY_HOUSES: Final = frozenset(
    {
        "producer",
        "co_producer",
        "maker",
        "picture_source",
        "thanks",
        "support",
        "technical_support",
        "data",
        "promotion",
    }
)


def continuation(line: str, previous: Sequence[Credit]) -> Reading:
    """Add the names of a line without a role to the credits of the label before it (策划/统筹 are two)."""
    if len(line) > _LONGEST:
        return NOTHING
    folded = fold(line)
    start, stop = bounds(folded)
    tokens = with_branches(tokens_of(folded, start, stop))
    if ":" in folded[:start] or any(_is_of_another_line(token) for token in tokens):
        return NOTHING
    try:
        names = read_names(line, tokens, Expectation())
    except NotCreditsError:
        return NOTHING
    return _continued(line, names, previous)


def _is_of_another_line(token: Token) -> bool:
    """Say whether a date, bracket, colon or office shows another line: 王小明 东岭大学教授 is a guest."""
    return token.kind in {"open", "date"} or token.text == ":" or token.text.endswith(ORGANISATIONS.offices)


def _continued(line: str, names: Names, previous: Sequence[Credit]) -> Reading:
    if not 0 < len(names.found) <= _MOST_NAMES or not _convinces(names, previous[-1]):
        return NOTHING
    named = any(credit.names for credit in previous)
    enlarged = _enlarged(line, names, previous) if named else _filled(line, names, previous)
    if not enlarged:
        return NOTHING
    return Reading(credits=enlarged, last=enlarged, consumed=True, continues=named)


def _enlarged(line: str, names: Names, previous: Sequence[Credit]) -> tuple[Credit, ...]:
    kinds = names.kinds()
    if not {credit.kind for credit in previous}.issuperset(kinds):
        return ()
    return tuple(
        replace(credit, names=credit.names + names.of(credit.kind), raw=f"{credit.raw}\n{line}")
        if credit.kind in kinds
        else credit
        for credit in previous
    )


def _filled(line: str, names: Names, previous: Sequence[Credit]) -> tuple[Credit, ...]:
    if not all(_may_hold(credit, kind) for credit in previous for kind in names.kinds()):
        return ()
    return tuple(
        replace(credit, kind=kind, names=names.of(kind), raw=f"{credit.raw}\n{line}")
        for credit in previous
        for kind in names.kinds()
    )


def _may_hold(credit: Credit, kind: Kind) -> bool:
    return credit.kind == kind or (kind == "organisation" and credit.role_key in _HELD_BY_HOUSES)


def _convinces(names: Names, previous: Credit) -> bool:
    """Say no to a single word after an author: it is rather a heading (江南春) than a second author."""
    return len(names.found) > 1 or not previous.names or previous.role_key not in {"author", "commentator"}
