"""trafilatura as its documentation recommends it for articles, without comments."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from trafilatura import bare_extraction

VERSION = version("trafilatura")


def extract(pages: list[str], url: str) -> dict[str, Any]:
    found = [bare_extraction(page, url=url, include_comments=False, with_metadata=True) for page in pages]
    first = found[0]
    return {
        "text": "\n".join(one.text or "" for one in found if one),
        "title": first.title if first else None,
        "published": first.date if first else None,
    }
