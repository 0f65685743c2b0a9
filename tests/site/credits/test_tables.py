from __future__ import annotations

from typing import Any

import pytest

from gmw_crawler.errors import TableError
from gmw_crawler.site.credits import tables
from gmw_crawler.site.credits.fold import fold
from gmw_crawler.site.credits.roles import role_of

ENTRY = {"english": "Wrote.", "word": "作者", "spellings": ["作者", "文"]}


def roles(**entries: dict[str, Any]) -> tables.RoleTable:
    return tables.role_table({"modifiers": [], "endings": [], "crew": [], **entries})


def test_tables_are_rich_enough() -> None:
    assert len(tables.ROLES.spellings) >= 180
    assert len(tables.ROLES.english) >= 45
    assert len(tables.ORGANISATIONS.newsrooms) >= 80
    assert sum(len(surname) == 1 for surname in tables.SURNAMES.rank) >= 300


@pytest.mark.parametrize("key", tables.ROLES.english)
def test_key_is_documented(key: str) -> None:
    english = tables.ROLES.english[key]
    assert english[0].isupper()
    assert english.endswith(".")
    assert key.replace("_", "").islower()


@pytest.mark.parametrize("text", tables.ROLES.spellings)
def test_spelling_is_in_folded_form_and_found(text: str) -> None:
    assert fold(text) == text
    assert " " not in text
    assert role_of(text) == tables.ROLES.spellings[text]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"author": ENTRY, "writer": ENTRY}, "stands under 'author' and under 'writer'"),
        ({"author": {**ENTRY, "word": "记者"}}, "word '记者' is no spelling of it"),
        ({"author": {**ENTRY, "picture": ["图"]}}, "picture names 图, which are no spellings of it"),
        ({"author": {"word": "作者"}}, "lacks english, spellings"),
    ],
)
def test_contradictions_of_roles_are_named(entries: dict[str, Any], message: str) -> None:
    with pytest.raises(TableError, match=message):
        roles(**entries)


def test_surname_listed_twice_is_named() -> None:
    with pytest.raises(TableError, match="'王' is listed twice"):
        tables.surname_table({"common": "王李", "rare": "王", "scarce": "", "compound": []})


def test_label_that_is_also_a_role_is_named() -> None:
    with pytest.raises(TableError, match="作者 are roles"):
        tables.label_table({"source": ["作者"], "time": [], "never": []}, roles(author=ENTRY))
