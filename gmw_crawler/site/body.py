"""What the lines of an article's body were found to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from gmw_crawler.items import BulletList, Heading, Note, Paragraph, Quote

if TYPE_CHECKING:
    from gmw_crawler.items import Block, Credit, Guest

Taken = Literal["boilerplate", "labelled", "note", "guest", "notice", "credit", "caption", "heading", "paragraph"]
"""What a line of words may be taken for; `labelled`: a known label opens it (note, guests, 原标题, 副题)."""


class Place(NamedTuple):
    """One line of words, and what it was taken for."""

    line: str
    taken: Taken
    rule: str | None
    """Code of `boilerplate.toml` (`editor`: the editor's block, unread), or None."""


@dataclass(slots=True)
class Body:
    """What the lines of an article's body were found to be."""

    blocks: list[Block] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    original_title: str | None = None
    subtitle: str | None = None
    source: str | None = None
    dropped: Counter[str] = field(default_factory=Counter)
    """How many lines each code of `boilerplate.toml` took."""
    places: list[Place] = field(default_factory=list)
    """What each line of words was taken for, in page order."""
    warnings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the reading text: no credits, captions or tables."""
        return "\n".join(words for block in self.blocks if (words := _reading(block)))


def _reading(block: Block) -> str:
    if isinstance(block, BulletList):
        return "\n".join(block.items)
    return block.text if isinstance(block, Paragraph | Heading | Note | Quote) else ""
