"""The lines of a body element: what the walk over it (`site.walk`) gives, and what `site.placing` takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gmw_crawler.items import Audio, BulletList, Image, Quote, Table, Video

if TYPE_CHECKING:
    import re

    from gmw_crawler.site.page import Element


@dataclass(slots=True, kw_only=True)
class TextLine:
    """One line of words; not frozen, which would make it three times as dear, and there is one a paragraph."""

    text: str
    heading: bool = False
    """A heading element, or wholly bold."""
    italic: bool = False
    """Wholly in italics or the type (楷体) that sets an editor's words apart."""
    caption: bool = False
    """The template knows it as a caption."""
    editor: bool = False
    """It stands in the editor's block."""
    pager: bool = False
    """It holds a link to another page of the article."""
    stray: bool = False
    """It stands in the article's column, but outside its body element."""
    wrapper: int = 0
    """Which block inside the body holds its paragraph; lines of one wrapper belong together."""


@dataclass(frozen=True, slots=True)
class BlankLine:
    """An empty paragraph: what came before is finished."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """A definition list: each term (a role, a question) with the words below it."""

    rows: tuple[tuple[str, ...], ...]


Line = TextLine | BlankLine | Definitions | Image | Video | Audio | Table | BulletList | Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the walk must know of a template, as element ids and class names."""

    noise: frozenset[str]
    caption: frozenset[str]
    editor: frozenset[str]
    pager: frozenset[str]
    noise_images: re.Pattern[str]
    """Found in the address, title or link, in lower case, of a picture that is not the article's."""


def names_of(element: Element) -> frozenset[str]:
    """Return an element's id and classes, as the marks write them: `#id`, `.class`."""
    if not element.attrib:
        return _NAMELESS
    return _names(element.get("class"), element.get("id"))


@lru_cache(4096)
def _names(classes: str | None, identifier: str | None) -> frozenset[str]:
    names = {f".{name}" for name in (classes or "").split()}
    return frozenset(names | {f"#{identifier}"} if identifier else names)


_NAMELESS: Final[frozenset[str]] = frozenset()
