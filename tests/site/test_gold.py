"""Every field of every gold page, whole and exact: one test each, so that a failure names the page and the field."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from gmw_crawler.items import Article
from gmw_crawler.site.templates import TEMPLATES
from tests.site import gold

NAMES = gold.names()
FIELDS = [field.name for field in fields(Article)]
UNSCORED = ("warnings",)  # codes say more than a reader of the page could: what they must say is tested below
SCORED_OF_CREDIT = ("role", "role_key", "names", "kind", "affiliation", "scope")
ALL_LISTS = {"related", "recommended", "focus", "exclusive", "hot", "gallery"}

CASES = [(name, field) for name in NAMES for field in FIELDS if field not in (*UNSCORED, "credits")]


@pytest.mark.parametrize(("name", "field"), CASES)
def test_field_is_exactly_the_expected_one(name: str, field: str) -> None:
    assert gold.split(name)[field] == gold.load(name).expected[field]


@pytest.mark.parametrize("name", NAMES)
def test_credits_are_exactly_the_expected_ones(name: str) -> None:
    assert _credits(gold.split(name)) == _credits(gold.load(name).expected)


def _credits(article: dict[str, Any]) -> list[dict[str, Any]]:
    return [{key: credit[key] for key in SCORED_OF_CREDIT} for credit in article["credits"]]


@pytest.mark.parametrize("name", NAMES)
def test_raw_line_of_a_credit_is_of_the_page(name: str) -> None:
    for credit in gold.split(name)["credits"]:
        words = "".join(credit["raw"].split())
        assert all("".join(one.split()) in words for one in credit["names"])


@pytest.mark.parametrize("name", NAMES)
def test_warnings_say_what_the_record_lacks(name: str) -> None:
    article, missing = gold.split(name), gold.load(name).missing
    warnings = article["warnings"]
    assert ("source-missing" in warnings) == (article["source"] is None)
    assert ("published-missing" in warnings) == (article["published"] is None)
    assert [code for code in warnings if code.startswith("page-")] == [f"page-{number}-missing" for number in missing]
    assert len(set(warnings)) == len(warnings)
    assert "role-unknown" not in warnings or any(credit["role_key"] == "other" for credit in article["credits"])


@pytest.mark.parametrize("name", NAMES)
def test_record_has_the_fields_of_an_article_in_order(name: str) -> None:
    assert list(gold.load(name).expected) == FIELDS


def test_set_is_large_and_covers_every_template_and_every_list() -> None:
    records = [gold.load(name).expected for name in NAMES]
    assert len(records) >= 120
    assert {record["template"] for record in records} == {template.name for template in TEMPLATES}
    assert {entry["section"] for record in records for entry in record["recommendations"]} == ALL_LISTS
    assert {block["kind"] for record in records for block in record["body"]} == {
        "paragraph", "heading", "note", "image", "video", "audio", "table", "list", "quote",
    }  # fmt: skip
