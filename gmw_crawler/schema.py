"""The record as JSON Schema, read from its types: what `items` says is what a consumer gets.

Shape and types come from pydantic. Descriptions are the docstrings under the fields, which no type carries at run time:
they are read from the source of `items`.
"""

from __future__ import annotations

import ast
import inspect
from typing import Any, Final

from pydantic import TypeAdapter

from gmw_crawler import items

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one exported record."""
    schema = TypeAdapter(items.Record).json_schema(mode="serialization")
    types = schema.pop("$defs")
    descriptions = field_descriptions()
    described = {name: _describe(name, types[name], descriptions) for name in types}
    return {"$schema": DIALECT, **_describe("Record", schema, descriptions), "$defs": described}


def field_descriptions() -> dict[str, dict[str, str]]:
    """Return the docstrings under the fields of each class of `items`, inherited ones included."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(items)).body:
        if isinstance(node, ast.ClassDef):
            inherited = {
                field: words
                for base in node.bases
                if isinstance(base, ast.Name)
                for field, words in found[base.id].items()
            }
            found[node.name] = inherited | _under_fields(node)
    return found


def _under_fields(node: ast.ClassDef) -> dict[str, str]:
    described = {}
    for field, words in zip(node.body, node.body[1:], strict=False):
        match field, words:
            case (ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text)))):
                described[name] = inspect.cleandoc(text)
    return described


def _describe(name: str, schema: dict[str, Any], descriptions: dict[str, dict[str, str]]) -> dict[str, Any]:
    own = descriptions[name]
    properties = {
        field: {**value, "description": own[field]} if field in own else value
        for field, value in schema["properties"].items()
    }
    words = inspect.getdoc(getattr(items, name)) or ""
    return {
        **schema,
        "description": words,
        "properties": properties,
        "required": list(properties),  # a default of the type is still written
        "additionalProperties": False,
    }
