"""The table `GMW_HEALTH` of the settings, checked."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from gmw_crawler.errors import ArgumentsError

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "GMW_HEALTH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What a run is expected to be like; shares are of 1.

    The defaults are those of the settings, so that a table there need name only what differs.
    """

    unknown: float = 0.1
    """Most of the pages that no template reads wholly."""
    generic: float = 0.1
    """Most of the articles that are read generically."""
    refused: float = 0.5
    """Most of the visits that the site answers with something else than an article."""
    failed: float = 0.3
    """Most of the visits that the site does not answer."""
    robots: float = 0.5
    """Most of the visits that robots.txt forbids."""
    fall: float = 0.5
    """A part of the page counts as lost when this much of its share of pages in earlier runs is gone."""
    runs: int = 50
    """How many earlier runs of the spider are compared with."""
    accepted: tuple[str, ...] = ()
    """Parts whose loss is known and accepted, as `template/field`."""


def read_expectations(settings: Mapping[str, Any]) -> Expectations:
    """Return the expectations of the settings; ArgumentsError names what cannot be used.

    >>> read_expectations({"GMW_HEALTH": '{"accepted": ["current/hot"]}'}).accepted
    ('current/hot',)
    """
    table = _table(settings[NAME])
    known = [field.name for field in fields(Expectations)]
    for name, value in table.items():
        if name not in known:
            raise ArgumentsError(f"{NAME}: there is no expectation {name!r}; expected {', '.join(known)}")
        _check(name, value)
    return Expectations(**{**table, "accepted": tuple(table.get("accepted", ()))})


def _table(value: object) -> dict[str, Any]:
    if isinstance(value, str):  # from the environment or the command line
        try:
            value = json.loads(value)
        except json.JSONDecodeError as error:
            raise ArgumentsError(f'{NAME}={value!r}: expected JSON, such as {{"unknown": 0.1, …}}') from error
    if not isinstance(value, dict):
        raise ArgumentsError(f"{NAME}={value!r}: expected a table of expectations")
    return value


def _check(name: str, value: object) -> None:
    if name == "accepted":
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) and "/" in one for one in value):
            raise ArgumentsError(f"{NAME}: accepted={value!r}: expected a list of template/field")
    elif name == "runs":
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ArgumentsError(f"{NAME}: runs={value!r}: expected a number from 1")
    elif not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise ArgumentsError(f"{NAME}: {name}={value!r}: expected a share from 0 to 1")
