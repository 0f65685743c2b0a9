"""Where the page's lists are: each section's elements, found by slot or by the words over it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from gmw_crawler.errors import HostilePageError, TableError
from gmw_crawler.items import Section
from gmw_crawler.site.page import texts_in, words_of
from gmw_crawler.site.text import BLANKS, without_blanks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gmw_crawler.site.page import Element, ParsedPage

_TABLE: Final = tomllib.loads(files("gmw_crawler.site").joinpath("sections.toml").read_text("utf-8"))
MOODS: Final = frozenset(_TABLE["moods"]["labels"])
FURNITURE: Final = frozenset(_TABLE["furniture"]["lines"])
MOOD: Final = "mood"

MAX_HEADINGS: Final = 200  # menus included; a real page has a dozen, and each is looked at from all sides
_ORNAMENT: Final = re.compile(r"[：:【】\[\]［］〔〕|｜/>＞»\-—_·•\s\u00a0\u3000]+")
_LONGEST_HEADING: Final = 20  # characters, ornament included
_LISTS: Final = frozenset(("ul", "ol", "dl", "table"))
_SLOTS: Final = _LISTS | {"div", "section", "p", "article", "aside"}
_HOLDERS: Final = _SLOTS | {"li", "dd", "tr", "figure"}
_INLINE: Final = frozenset(("a", "span", "b", "strong", "em", "i", "font", "br", "img", "u"))
_MENU: Final = re.compile(r"crumb|bread|menu|footer|g-nav|nav-|channel-nav|topnav|m-nav", re.IGNORECASE)
_FOOTER: Final = re.compile(r"foot|copyright|bottom|friend", re.IGNORECASE)
_ADVERTISEMENT: Final = re.compile(r"(?:^|[\s_-])(?:ads?|advert\w*)(?=[\s\d_-]|$)|rightad", re.IGNORECASE)
_ENDS: Final = frozenset(_TABLE["ends"]["words"])
_LONGEST_ORNAMENT: Final = 20  # elements
_HIGHEST_CLIMB: Final = 4  # a heading stands at most that deep in its own ornament
_LINK_SHARE: Final = 0.6
_BESIDE_LINKS: Final = re.compile(r"[\W\d_]+")  # a row has its time and its bullet beside the link
_HEADING_TAGS: Final = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "span", "strong", "b", "a", "div", "p", "dt", "em", "i", "li", "font", "td"}
    | {"th", "header", "caption", "legend"}
)


def _read_headings() -> dict[str, str]:
    headings: dict[str, str] = {}
    for section, words in _TABLE["headings"].items():
        if section not in (*get_args(Section), MOOD):
            raise TableError(f"sections.toml: no such section: {section}")
        for word in words:
            if headings.setdefault(word, section) != section:
                raise TableError(f"sections.toml: {word} heads both {headings[word]} and {section}")
    return headings


_HEADINGS: Final = _read_headings()
_ORNAMENTS: Final = frozenset("：:【】[]［］〔〕|｜/>＞»-—_·•").union(filter(str.isspace, map(chr, range(0x3001))))
_FIRST: Final = frozenset(words[0] for words in _HEADINGS)
_OPENING: Final = re.compile(f"{_ORNAMENT.pattern}[{''.join(_FIRST)}]")
"""How a heading that begins with an ornament can only begin: nearly all words of a page do not."""
_BEGINNINGS: Final = _FIRST | {words[:2] for words in _HEADINGS} | {a + b for a in _FIRST for b in _ORNAMENTS}
"""How one without can, by its first two characters."""
HEADING_STARTS: Final = _FIRST | _ORNAMENTS


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One section of the page."""

    section: str
    """A `Section`, or `mood`."""
    headings: tuple[Element, ...]
    regions: tuple[Element, ...]
    """The elements that hold its entries, in page order; none where only the heading is there."""


def find_sections(page: ParsedPage, slots: Mapping[str, Iterable[str]], body: Element | None) -> dict[str, Found]:
    """Return the page's sections by name, in page order.

    `slots` are the template's own selectors by section. A section that they find empty, or not at all, is
    looked for by its heading, whatever the markup around it. Inside the body element a heading counts only
    when links follow it: 相关链接 over paragraphs is the article's own subheading.
    """
    asked = (find_sections, *((section, *selectors) for section, selectors in slots.items()), body)
    if asked not in page.memo:
        page.memo[asked] = _find_sections(page, slots, body)
    found: dict[str, Found] = page.memo[asked]
    return found


def _find_sections(page: ParsedPage, slots: Mapping[str, Iterable[str]], body: Element | None) -> dict[str, Found]:
    headings = _find_headings(page)
    above = {ancestor for heading in headings for ancestor in heading.iterancestors()}
    found: dict[str, Found] = {}
    for heading, section in headings.items():
        inside = body is not None and any(ancestor is body for ancestor in heading.iterancestors())
        ends = above | headings.keys()
        regions = _regions_of(heading, section, ends, bound=body if inside else None)
        if inside and not regions:
            continue
        earlier = found.get(section, Found(section, (), ()))
        found[section] = Found(section, (*earlier.headings, heading), (*earlier.regions, *regions))
    for section, selectors in slots.items():
        taken = {region for one in found.values() if one.section != section for region in one.regions}
        slot = next((tuple(elements) for selector in selectors if (elements := page.select(selector))), ())
        slot = tuple(
            element for element in slot if taken.isdisjoint((element, *element.iterancestors()))
        )  # a heading says more
        earlier = found.get(section, Found(section, (), ()))
        if any(map(has_content, slot)) or (slot and not earlier.regions):
            found[section] = Found(section, earlier.headings, slot)
    return _in_page_order(found, page)


def _in_page_order(found: dict[str, Found], page: ParsedPage) -> dict[str, Found]:
    """Return the sections by where the first element of each stands; those with headings are so already."""
    if all(one.headings for one in found.values()):
        return found
    begins = {next(iter((*one.headings, *one.regions))): section for section, one in found.items()}
    return {begins[element]: found[begins[element]] for element in filter(begins.__contains__, page.elements)}


def _regions_of(
    heading: Element, section: str, ends: Collection[Element], *, bound: Element | None
) -> Sequence[Element]:
    if len(heading) and _is_headed_list(heading):
        return (heading,)
    return _following(heading, ends) if section == MOOD else _regions(heading, ends, bound=bound)


def section_of(words: str) -> str | None:
    """Return the section that these words head, or None.

    >>> section_of("【相关阅读】"), section_of("相关阅读表明")
    ('related', None)
    """
    if not words or len(words) > _LONGEST_HEADING or not _opens(words):
        return None
    return _HEADINGS.get(_unadorned(words))


@lru_cache(4096)  # page after page has the same
def _unadorned(words: str) -> str:
    return _ORNAMENT.sub("", words)


def has_content(element: Element) -> bool:
    """Tell whether an element shows an entry: words that are no furniture, or a picture."""
    if next(element.iter("img"), None) is not None:
        return True
    for text in texts_in(element):
        if (words := without_blanks(text)) and words not in FURNITURE and section_of(words) is None:
            return True
    return False


def _find_headings(page: ParsedPage) -> dict[Element, str]:
    """Return the elements that head a section, outermost, in page order."""
    candidates: dict[Element, str] = {}
    for element in _opened(page):
        words = _own_words(element) if len(element) else element.text
        if not words and element.tag in _SLOTS:  # as `_is_headed_list`
            words = element.text
        if words and (section := section_of(words.strip(BLANKS))) is not None:
            candidates[element] = section
    if len(candidates) > MAX_HEADINGS:
        raise HostilePageError(f"{page.url}: {len(candidates)} headings of lists; the bound is {MAX_HEADINGS}")
    headings: dict[Element, str] = {}
    for element, section in candidates.items():
        if not _is_menu_entry(element) and headings.keys().isdisjoint(element.iterancestors()):
            headings[element] = section
    return headings


def _opened(page: ParsedPage) -> list[Element]:
    """Return the elements that may head a section: a text in them, or in a child of theirs, begins like a heading.

    A parent comes with the first such child: in page order, unless an earlier child of it has children of its own, and
    then its words head nothing.
    """
    opened: dict[Element | None, None] = {}
    for element in page.elements:
        text, tail = element.text, element.tail
        if text and text[0] in HEADING_STARTS and not text.isspace() and _opens(text):
            if not len(element):
                opened[element.getparent()] = None
            opened[element] = None
        if tail and tail[0] in HEADING_STARTS and not tail.isspace() and _opens(tail):
            opened[element.getparent()] = None
    return [element for element in opened if element is not None and element.tag in _HEADING_TAGS]


def _opens(text: str) -> bool:
    """Tell whether a text begins like a heading; its first two characters say so of nearly all that do not."""
    return text[:2] in _BEGINNINGS or (text[0] in _ORNAMENTS and _OPENING.match(text) is not None)


def _is_headed_list(element: Element) -> bool:
    """Tell whether a heading stands directly in the element that holds its list: `<div>相关阅读<br><ul>…`."""
    return element.tag in _SLOTS and not _own_words(element)


def _own_words(element: Element) -> str:
    """Return the words of an element with children when it holds nothing but a few, in inline children.

    A link to more of the list is none of them: `<h3>相关阅读<a>更多>></a></h3>`.
    """
    text = element.text or ""
    for child in element:
        if len(text) > 2 * _LONGEST_HEADING or len(child) or child.tag not in _INLINE:
            return ""
        words = child.text or ""
        text += ("" if child.tag == "a" and words.strip(BLANKS) in FURNITURE else words) + (child.tail or "")
    return text


def _is_menu_entry(element: Element) -> bool:
    """Tell whether the words are one entry among others (menu, crumbs, tabs) rather than over a list."""
    if any(_named_for(above).menu for above in (element, *element.iterancestors())):
        return True
    if element.tag not in ("a", "li", "span"):
        return False
    entry = element
    for parent in element.iterancestors():
        if parent.tag in ("h1", "h2", "h3", "h4", "h5", "dt", "p"):
            return False
        entry = parent if parent.tag in ("li", "dd") else entry
        if parent.tag in _SLOTS:
            break
    around = entry.getparent()
    if around is None or entry.tag == "span":
        return False
    return any(other is not entry and _is_short_link(other, entry.tag) for other in around)


def _is_short_link(element: Element, tag: str) -> bool:
    words = words_of(element) if element.tag == tag else ""
    return 0 < len(words) <= 6 and words not in FURNITURE  # noqa: PLR2004 - a channel's name; headlines are longer


def _regions(heading: Element, others: Collection[Element], bound: Element | None) -> tuple[Element, ...]:
    """Return the elements after a heading that hold its entries, climbing until something stands there.

    `others` are the section headings and all that holds one: there the section ends. Within the body
    element (`bound`) only rows of links count.
    """
    node = heading
    for _ in range(_HIGHEST_CLIMB):
        if node is bound or node.tag == "body":
            return ()
        following = _following(node, others)
        if bound is not None:
            following = list(takewhile(_is_linked, following))
        if entries := _run_of_entries(following):
            return tuple(entries)
        if bound is None and (empty := [element for element in following if _is_slot(element)]):
            return tuple(empty[:1])
        parent = node.getparent()
        if parent is None or _has_content_before(node):
            return ()  # the parent holds more than the heading and its ornament
        node = parent
    return ()


def _has_content_before(node: Element) -> bool:
    """Tell whether something is shown before an element in its parent; a long row of nothing counts as something."""
    return any(
        place > _LONGEST_ORNAMENT or has_content(before)
        for place, before in enumerate(node.itersiblings(preceding=True))
    )


def _following(node: Element, others: Collection[Element]) -> list[Element]:
    """Return the siblings after an element, up to the next section's heading or the page's foot."""
    following = []
    for sibling in node.itersiblings():
        named = _named_for(sibling)
        if sibling in others or sibling.tag == "footer" or named.footer or _ends(sibling):
            break
        if sibling.tag not in ("br", "hr") and not named.advertisement:
            following.append(sibling)
    return following


class _Named(NamedTuple):
    """Whether an element's class and id are those of furniture."""

    menu: bool
    footer: bool
    advertisement: bool


def _named_for(element: Element) -> _Named:
    return _named(element.get("class"), element.get("id"))


@lru_cache(4096)  # few names, each around many elements
def _named(classes: str | None, identifier: str | None) -> _Named:
    names = f"{classes or ''} {identifier or ''}"
    return _Named(*(pattern.search(names) is not None for pattern in (_MENU, _FOOTER, _ADVERTISEMENT)))


def _ends(element: Element) -> bool:
    """Tell whether an element begins with words that head something else: 友情链接."""
    words = element.text
    if not words or words.isspace():
        words = next((text for text in texts_in(element) if not text.isspace()), "")
    return len(words) <= _LONGEST_HEADING and _unadorned(words) in _ENDS


def _run_of_entries(following: list[Element]) -> list[Element]:
    """Return the first entries after the heading and those of their kind that follow them."""
    run: list[Element] = []
    for element in following:
        holds = (element.tag in _HOLDERS or (element.tag == "a" and element.get("href"))) and has_content(element)
        if run and (element.tag != run[0].tag or not holds):
            if holds and element.tag in _HOLDERS and run[0].tag in _HOLDERS:
                break
            continue
        if holds:
            run.append(element)
    return run


def _is_slot(element: Element) -> bool:
    return element.tag in _LISTS or (element.tag in _SLOTS and bool(element.get("id")))


def _is_linked(element: Element) -> bool:
    """Tell whether an element is a list of links: nearly all its words are in some, or each of its rows has one."""
    rows = list(element.iter("li"))
    if rows and all(next(row.iter("a"), None) is not None for row in rows):
        return True
    words = len(_BESIDE_LINKS.sub("", words_of(element)))
    linked = sum(len(_BESIDE_LINKS.sub("", words_of(link))) for link in element.iter("a"))
    return linked > 0 and words * _LINK_SHARE <= linked
