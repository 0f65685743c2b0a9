"""The entries of a section: 相关阅读, 推荐阅读 and their kin; and the mood counts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast, get_args

from gmw_crawler.items import Recommendation, Section
from gmw_crawler.site.dates import read_time
from gmw_crawler.site.media import picture_address
from gmw_crawler.site.page import strings_of, words_of
from gmw_crawler.site.sections import FURNITURE, HEADING_STARTS, MOOD, MOODS, has_content, section_of
from gmw_crawler.site.text import BLANKS, clean, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gmw_crawler.site.page import Element, ParsedPage
from gmw_crawler.site.sections import Found

_UNIT_TAGS: Final = frozenset(
    ("div", "p", "dl", "dd", "section", "article", "tr", "td", "figure", "tbody", "table", "ul", "ol")
)
_SECTIONS: Final = frozenset(get_args(Section))
_DEEPEST: Final = 12  # lists in lists; deeper, only a hostile page goes
_SENTENCE: Final = re.compile(r"[。！？!?；;…](?:[”’」』）)])?$|，.{4,}")
_BULLETS: Final = "·•●■◆▪◇□★☆|" + BLANKS
_WORD: Final = re.compile(r"\d+|[^\W\d_]+")
_COUNT: Final = re.compile(r"\d{1,9}")
_TAG: Final = re.compile(
    r"[\[【(（][^\]】)）]{1,8}[\]】)）]"
)  # [湖北], [组图]: what kind of entry, set before its link
_TAG_STARTS: Final = frozenset("[【(（")
_TIME_ENDS: Final = frozenset("0123456789日分)）]】")
_BEFORE_TIME: Final = BLANKS + "[(（【"
_LONGEST_FURNITURE: Final = 40  # characters, blanks and ornament included
_OFTEN: Final = 80  # characters; what is longer is hardly met twice
_RANK: Final = re.compile(r"\d{1,2}[.、]?")
_FURNITURE_STARTS: Final = frozenset(words[:2] for words in FURNITURE).union(
    words[0] + blank for words in FURNITURE for blank in BLANKS
)
"""How furniture can begin, by two characters: the second may be a blank that counts for nothing."""


_CUTTING: Final = _UNIT_TAGS | frozenset(
    ("a", "br", "li", "h2", "h3", "h4", "h5", "h6", "span", "time", "em", "i", "dt", "label", "img")
)
"""Where a string ends; at other inline markup it goes on."""


class _Entry:
    """What is gathered of one entry in a single walk over its elements."""

    __slots__ = ("_alt", "_page", "_parts", "_title", "address", "image", "linked", "plain", "published")

    def __init__(self, unit: Iterable[Element], page: ParsedPage) -> None:
        self.linked: list[str] = []
        self.plain: list[str] = []
        self.address: str | None = None
        self.published: str | None = None
        self.image: str | None = None
        self._title = self._alt = ""
        self._page = page
        self._parts: list[str] = []
        for element in unit:
            self._walk(element, False)
            if self._parts:
                self._cut(element.tag == "a")

    def is_empty(self) -> bool:
        return not (self.linked or self.plain or (self.image and self.name not in FURNITURE))

    @property
    def name(self) -> str | None:
        """Return what a link, else a picture, is called by an attribute."""
        return self._title or self._alt or None

    def _walk(self, element: Element, is_linked: bool) -> None:
        """Walk an element; the depth of a page is bounded (`page.MAX_DEPTH`), so recursion is safe."""
        tag, parts = element.tag, self._parts
        cuts = tag in _CUTTING
        if cuts and parts:
            self._cut(is_linked)
        if tag == "a":
            self._take_link(element)
            is_linked = True
        elif tag == "img":
            self._take_image(element)
        if (text := element.text) and (parts or not text.isspace()):  # what blanks begin with is trimmed anyway
            parts.append(text)
        for child in element if len(element) else ():  # sooner asked than iterated over, for most are leaves
            self._walk(child, is_linked)
            if (text := child.tail) and (parts or not text.isspace()):
                parts.append(text)
        if cuts and parts:
            self._cut(is_linked)

    def _cut(self, is_linked: bool) -> None:
        """End the string that is being read."""
        parts = self._parts
        string = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        text, time = (_said_often if len(string) <= _OFTEN else _said)(string, is_linked)
        if time:
            self.published = self.published or time
        strings = self.linked if is_linked else self.plain
        if text and text not in strings:
            strings.append(text)

    def _take_link(self, link: Element) -> None:
        if self.address is None:
            self.address = self._page.absolute(link.get("href"))
        if not self._title and (title := link.get("title")):
            self._title = clean(title)

    def _take_image(self, image: Element) -> None:
        if self.image is None:
            self.image = picture_address(image, self._page)
        if not self._alt and (alt := image.get("alt")):
            self._alt = clean(alt)


def _said(string: str, is_linked: bool) -> tuple[str, str | None]:
    """Return what a string of an entry says: its words, empty for a button or an ornament, and the time in it."""
    text = clean(string.strip(_BULLETS))
    if not text or _is_furniture(text):
        return "", None
    time = read_time(text) if text[-1] in _TIME_ENDS else None
    if time is not None and time.start == 0 and time.end == len(text):
        return "", time.iso
    iso = None
    if time is not None and ((time.end == len(text) and not is_linked) or time.is_bracketed(text)):
        iso = time.iso
        text = text[: time.start].strip(_BEFORE_TIME)
    is_tag = not is_linked and text[:1] in _TAG_STARTS and _TAG.fullmatch(text) is not None
    return "" if is_tag else text, iso


_said_often: Final = lru_cache(4096)(_said)  # the same headlines, times and buttons stand on page after page


def read_recommendations(found: Mapping[str, Found], page: ParsedPage) -> tuple[Recommendation, ...]:
    """Return the entries of every section, in page order, numbered from 1 in each."""
    recommendations: list[Recommendation] = []
    for name, section in found.items():
        if name not in _SECTIONS:
            continue
        entries = [
            entry
            for region in section.regions
            for unit in _units(region)
            if not (entry := _Entry(unit, page)).is_empty()
        ]
        recommendations += [
            _recommend(cast("Section", name), position, entry) for position, entry in enumerate(entries, 1)
        ]
    return tuple(recommendations)


def _units(region: Element, depth: int = 0) -> Iterator[list[Element]]:
    """Yield the groups of elements that are one entry each: rows of a list, else the repeated children."""
    if (
        depth > _DEEPEST
        or region.tag in ("a", "li")
        or (region.tag in ("dd", "tr", "dl") and len(set(_addresses(region))) <= 1)
    ):
        yield [region]
    elif rows := _rows(region):
        for row in rows:
            yield from _units(row, depth + 1)
    else:
        yield from _repeated(region, depth + 1)


def _rows(region: Element) -> list[Element]:
    for tag in ("li", "dl", "dd", "tr"):
        rows = [row for row in region.iter(tag) if row is not region and not _inside(row, tag, region)]
        if len(rows) > 1 or (rows and (tag != "dl" or len(set(_addresses(rows[0]))) == 1)):
            return rows  # one <dl> of several links is a list, else each is an entry
    return []


def _repeated(container: Element, depth: int) -> Iterator[list[Element]]:
    children = _children(container)
    while len(children) == 1 and children[0].tag in _UNIT_TAGS:
        container, children = children[0], _children(children[0])
    if len(children) <= 1:
        yield [container]
    elif all(child.tag in _UNIT_TAGS and has_content(child) and not _is_time(child) for child in children):
        for child in children:
            yield from _units(child, depth) if len(set(_addresses(child))) > 1 else iter([[child]])
    else:
        yield from _runs(children)


def _addresses(element: Element) -> Iterator[str]:
    """Yield the addresses that an element links, itself included."""
    return (href for link in element.iter("a") if (href := link.get("href")))


def _children(element: Element) -> list[Element]:
    return [child for child in element if child.tag not in ("br", "hr")]


def _inside(row: Element, tag: str, region: Element) -> bool:
    parent = row.getparent()
    while parent is not None and parent is not region:
        if parent.tag == tag:
            return True
        parent = parent.getparent()
    return False


def _runs(children: list[Element]) -> Iterator[list[Element]]:
    """Group a flat run of elements: a new entry begins at a link to another address, and after a time."""
    run: list[Element] = []
    address: str | None = None
    after_time = False
    for child in children:
        here = next(_addresses(child), None)
        if run and ((here and address and here != address) or (after_time and not _is_time(child))):
            yield run
            run, address = [], None
        run.append(child)
        address = address or here
        after_time = _is_time(child)
    if run:
        yield run


def _is_time(element: Element) -> bool:
    words = words_of(element)
    time = read_time(words)
    return time is not None and time.end - time.start == len(words)


def _is_furniture(text: str) -> bool:
    if text[:2] in _FURNITURE_STARTS and len(text) <= _LONGEST_FURNITURE and without_blanks(text) in FURNITURE:
        return True
    if text[0] in HEADING_STARTS and section_of(text) is not None:
        return True
    return (text[0].isdecimal() and _RANK.fullmatch(text) is not None) or (len(text) == 1 and not text.isalnum())


def _recommend(section: Section, position: int, entry: _Entry) -> Recommendation:
    title, summary = _title_and_summary(entry)
    return Recommendation(
        section=section,
        position=position,
        title=title,
        url=entry.address,
        summary=summary,
        published=entry.published,
        image=entry.image,
    )


def _title_and_summary(entry: _Entry) -> tuple[str | None, str | None]:
    """Tell the headline from the summary: the headline is what links, or what comes first."""
    strings = entry.linked + [text for text in entry.plain if text not in entry.linked]
    if not strings:
        return entry.name, None
    if len(strings) == 1:
        if entry.linked or not _SENTENCE.search(strings[0]):
            return strings[0], None
        return None, strings[0]
    return strings[0], strings[1]


def read_reactions(found: Mapping[str, Found], page: ParsedPage) -> dict[str, int] | None:
    """Return the mood counts by label; None where the page has no mood block, or one without counts."""
    block = found.get(MOOD)
    regions = list(block.regions) if block else []
    regions += [
        element
        for identifier in ("motionsDiv", "mood_show", "mood")
        if (element := page.by_id.get(identifier)) is not None and element not in regions
    ][:1]
    reactions: dict[str, int] = {}
    for region in regions:
        _count_moods(region, reactions)
    return reactions or None


def _count_moods(region: Element, reactions: dict[str, int]) -> None:
    """Pair each label with the number of its row, or, in a flat block, the first label with the first number."""
    rows = [words for row in region.iter("li") if len(words := _words(row)) == 2]  # noqa: PLR2004 - a label and a count
    for words in rows or [_words(region)]:
        counts = [int(word) for word in words if _COUNT.fullmatch(word)]
        labels = [word for word in words if word in MOODS or (rows and not word.isdecimal())]
        if len(labels) == len(counts):
            for label, count in zip(labels, counts, strict=True):
                reactions.setdefault(label, count)


def _words(element: Element) -> list[str]:
    return [word for text in strings_of(element) for word in _WORD.findall(text)]
