"""GeneralNewsExtractor, made for Chinese news pages."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from gne import GeneralNewsExtractor

VERSION = version("gne")


def extract(pages: list[str], _: str) -> dict[str, Any]:
    found = [GeneralNewsExtractor().extract(page) for page in pages]
    return {
        "text": "\n".join(one["content"] for one in found),
        "title": found[0]["title"],
        "published": found[0]["publish_time"].replace(" ", "T"),
    }
