"""The gold set: synthetic pages with what must come out of them (`fixtures/README.md`)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gmw_crawler.site import split_page

FOLDER = Path(__file__).parents[2] / "fixtures" / "gold"
_NUMBER = re.compile(r"page_(\d+)")


@dataclass(frozen=True, slots=True)
class Gold:
    """One article of the set."""

    name: str
    era: str
    url: str
    pages: tuple[bytes, ...]
    missing: tuple[int, ...]
    expected: dict[str, Any]


def names(folder: Path = FOLDER) -> list[str]:
    return sorted(found.parent.name for found in folder.glob("*/expected.json"))


@cache
def load(name: str, folder: Path = FOLDER) -> Gold:
    place = folder / name
    meta = json.loads((place / "meta.json").read_bytes())
    return Gold(
        name=name,
        era=meta["era"],
        url=meta["url"],
        pages=tuple(page.read_bytes() for page in _page_files(place)),
        missing=tuple(meta.get("missing", ())),
        expected=json.loads((place / "expected.json").read_bytes()),
    )


@cache
def split(name: str) -> dict[str, Any]:
    """The article that the code reads, in the form of the expected record."""
    gold = load(name)
    return plain(asdict(split_page(gold.pages, gold.url)))


def plain(value: Any) -> Any:
    """What JSON makes of a record: its tuples are lists."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def _page_files(place: Path) -> list[Path]:
    return [place / "page.html", *sorted(place.glob("page_*.html"), key=_page_number)]


def _page_number(page: Path) -> int:
    found = _NUMBER.match(page.name)
    assert found is not None, f"{page}: not page_N.html"
    return int(found[1])
