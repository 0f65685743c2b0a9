"""readability-lxml, its summary as text."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from lxml import html
from readability import Document

VERSION = version("readability-lxml")


def extract(pages: list[str], url: str) -> dict[str, Any]:
    found = [Document(page, url=url) for page in pages]
    return {
        "text": "\n".join(html.fromstring(one.summary()).text_content() for one in found),
        "title": found[0].short_title(),
    }
