"""The lists that scripts fill: which of them a page has a place or a script for, and still has not got.

A page whose lists are empty is read again as a browser has it, with the same templates; only its lists and its
mood counts are taken from there.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final, get_args

from gmw_crawler.errors import TableError, UnknownPageError
from gmw_crawler.items import Section
from gmw_crawler.site.recommendations import read_reactions, read_recommendations
from gmw_crawler.site.sections import MOOD, find_sections
from gmw_crawler.site.templates import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmw_crawler.items import Recommendation
    from gmw_crawler.site.page import ParsedPage
    from gmw_crawler.site.sections import Found

_TABLE: Final = tomllib.loads(files("gmw_crawler.site").joinpath("slots.toml").read_text("utf-8"))
_MODULES: Final[dict[str, list[str]]] = _TABLE["modules"]
if unknown := _MODULES.keys() - {*get_args(Section), MOOD}:
    raise TableError(f"slots.toml: no such section: {', '.join(sorted(unknown))}")

MORE: Final[tuple[str, ...]] = tuple(_TABLE["buttons"]["more"])
"""How the words of a button begin that shows more of a list."""

WHOLE: Final[tuple[str, ...]] = tuple(_TABLE["buttons"]["whole"])
"""How the words of a button begin that unfolds the article."""

_NAMES: Final = {
    section: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.ASCII) for section, words in _MODULES.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What scripts may fill of a page."""

    recommendations: tuple[Recommendation, ...]
    reactions: dict[str, int] | None

    @property
    def sections(self) -> frozenset[str]:
        """The sections that have an entry, and `mood` where there are counts."""
        mood = {MOOD} if self.reactions else set()
        return frozenset({entry.section for entry in self.recommendations} | mood)

    def completed_by(self, other: Lists, sections: Iterable[str]) -> Lists:
        """Return these lists with some sections, and the mood counts, as another reading has them, if it has any.

        The order is that of the other reading, which saw the page whole.
        """
        better = frozenset(sections) & other.sections
        order = {name: place for place, name in enumerate(dict.fromkeys(e.section for e in other.recommendations))}
        entries = [entry for entry in self.recommendations if entry.section not in better]
        entries += [entry for entry in other.recommendations if entry.section in better]
        return Lists(
            recommendations=tuple(sorted(entries, key=lambda entry: order.get(entry.section, len(order)))),
            reactions=other.reactions if MOOD in better else self.reactions,
        )


def read_lists(page: ParsedPage) -> Lists:
    """Return the lists of a page as it stands."""
    found = _find(page)
    return Lists(recommendations=read_recommendations(found, page), reactions=read_reactions(found, page))


def empty_lists(page: ParsedPage, has: Lists) -> frozenset[str]:
    """Return the sections that the page has a place or a script for, and no entry in.

    `has` are the lists that were read of it. A page without a script has nothing that could fill the others.
    """
    if not page.scripts:
        return frozenset()
    said = "\n".join(
        f"{script.get('src', '')} {script.get('data-main', '')} {script.text or ''}" for script in page.scripts
    )
    named = {
        section
        for section, words in _MODULES.items()
        if any(word in said for word in words) and _NAMES[section].search(said)  # a search takes ten times as long
    }
    return frozenset(named | _find(page).keys()) - has.sections


def _find(page: ParsedPage) -> dict[str, Found]:
    try:
        template = choose(page)
    except UnknownPageError:  # read generically: by the headings alone
        return find_sections(page, {}, None)
    return find_sections(page, template.lists, template.body(page))
