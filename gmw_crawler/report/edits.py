"""What an edit changed, in a few words and with the lines that came and went."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import orjson

from gmw_crawler.storage.articles import CONTENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gmw_crawler.storage.protocol import Revision

SHOWN: Final = 3
"""Lines of each kind that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The latest change of an article without a word from the newsroom."""

    article_id: str
    title: str
    url: str
    revision: int
    at: str
    """ISO 8601, UTC."""
    fields: tuple[str, ...]
    """The fields that changed; `text` stands for `body`."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    """Lines of the reading text and the title, a few."""


def read_edit(history: list[Revision]) -> Edit | None:
    """Return the latest change that the site made; None where there is none."""
    for before, after in reversed(list(pairwise(history))):
        if after.cause == "fetched":
            return _edit(orjson.loads(before.line), orjson.loads(after.line), after)
    return None


def _edit(old: Mapping[str, Any], new: Mapping[str, Any], revision: Revision) -> Edit:
    changed = tuple(name for name in CONTENT if name != "body" and old[name] != new[name])
    lines = list(difflib.ndiff(_lines(old), _lines(new)))
    return Edit(
        article_id=new["id"],
        title=new["title"],
        url=new["url"],
        revision=revision.revision,
        at=revision.committed,
        fields=changed or ("body",),
        added=tuple(line[2:] for line in lines if line.startswith("+ "))[:SHOWN],
        removed=tuple(line[2:] for line in lines if line.startswith("- "))[:SHOWN],
    )


def _lines(record: Mapping[str, Any]) -> list[str]:
    return [record["title"], *record["text"].split("\n")]
