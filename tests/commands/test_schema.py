from __future__ import annotations

import dataclasses

import pytest

from gmw_crawler import items
from gmw_crawler.schema import field_descriptions, record_schema

TYPES = [kind for kind in vars(items).values() if dataclasses.is_dataclass(kind)]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_field_is_described_required_and_alone(kind: type) -> None:
    schema = record_schema()
    if kind is items.Article:
        return  # published as a part of Record
    described = schema if kind is items.Record else schema["$defs"][kind.__name__]
    names = [field.name for field in dataclasses.fields(kind)]
    assert list(described["properties"]) == names
    assert described["required"] == names
    assert described["additionalProperties"] is False
    assert described["description"]
    for name in names:
        if name != "kind":
            assert described["properties"][name]["description"], name


def test_descriptions_are_the_docstrings_under_the_fields() -> None:
    assert field_descriptions()["Record"]["title"] == "As on the page, trimmed; keeps its 【…】 and inner spaces."
