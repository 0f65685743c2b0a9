"""Which of a page's requests filled which list: the answers that hold its entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.render.policy import pattern
from gmw_crawler.site.urls import article_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmw_crawler.render.renderer import Rendering
    from gmw_crawler.render.traffic import Seen

_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


def filled(rendering: Rendering) -> Iterator[tuple[str, str]]:
    """Yield (section, address without numbers) for each answer that holds an entry of the section."""
    for seen, sections in fillers(rendering):
        for section in sections:
            yield section, pattern(seen.url)


def fillers(rendering: Rendering) -> Iterator[tuple[Seen, tuple[str, ...]]]:
    """Yield each request whose answer filled a list, with the sections that it filled.

    An entry is known by its title or, where there is none, by the article that it names. An article may stand in
    several lists: the answers that hold most of a section's entries are its own, the others add none.
    """
    texts = [_text(seen.body) for seen in rendering.seen]
    found: dict[int, list[str]] = {}
    for section, marks in _marks(rendering).items():
        held = {place: {mark for mark in marks if mark in text} for place, text in enumerate(texts)}
        left = set(marks)
        for place in sorted(held, key=lambda place: -len(held[place])):
            if held[place] & left:
                found.setdefault(place, []).append(section)
                left -= held[place]
    for place in sorted(found):
        yield rendering.seen[place], tuple(found[place])


def _marks(rendering: Rendering) -> dict[str, set[str]]:
    marks: dict[str, set[str]] = {}
    for entry in rendering.lists.recommendations:
        mark = entry.title or (entry.url and article_id(entry.url))
        if mark:
            marks.setdefault(entry.section, set()).add(mark)
    return marks


def _text(body: bytes) -> str:
    """Return the words of JSON or JSONP: its escapes undone, whatever is around them."""
    text = body.decode("utf-8", errors="replace")
    if "\\u" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
