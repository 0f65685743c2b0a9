"""The walk over a body element: what a reader sees of it, as lines of text, pictures, tables, lists, in page order.

One walk, no recursion (a hostile page nests as deep as it likes). What a line *means* is `site.placing`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from gmw_crawler.errors import HostilePageError
from gmw_crawler.items import BulletList, Image, Quote, Table
from gmw_crawler.site.lines import BlankLine, Definitions, TextLine, names_of
from gmw_crawler.site.media import PLAYER_SLOT, read_image, read_media, read_player
from gmw_crawler.site.text import BLANKS, clean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gmw_crawler.site.lines import Line, Marks
    from gmw_crawler.site.page import Element, ParsedPage

MAX_LINES: Final = 2_000  # the longest real article has some hundreds; each is read by a grammar, for up to 1 ms
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS: Final = _HEADINGS | frozenset(
    {"p", "div", "section", "article", "center", "main", "header", "footer", "aside", "figure", "figcaption", "form"}
    | {"address", "pre", "hr", "fieldset", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"}
    | {"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"}
)
_BREAKING: Final = _BLOCKS | {"br"}
_MARKING: Final = _HEADINGS | {"b", "strong", "em", "i", "a", "figcaption"}  # also without an attribute
_SILENT: Final = frozenset(
    ("option", "input", "head", "title", "meta", "link", "embed", "map", "audio", "video", "source", "img", "br")
)  # no words of their own, or not for a reader; the media among them are read apart
_LISTS: Final = ("ul", "ol")
_LAYOUT: Final = ("img", "table", "video")  # what holds one of these is a layout, as is a table or quote with a list
_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_ITALIC: Final = re.compile(r"italic|楷体|KaiTi", re.IGNORECASE)
_LONGEST_STYLE: Final = 300  # characters
_BULLETS: Final = "•·●■◆▪◇□★☆➤" + BLANKS
_ROW_GROUPS: Final = ("thead", "tbody", "tfoot")
_TABLE_PARTS: Final = {
    "table": (*_ROW_GROUPS, "tr", "caption", "colgroup", "col"),
    **dict.fromkeys(_ROW_GROUPS, ("tr",)),
    "tr": ("td", "th"),
}
"""What the parts of a table hold when it is sound; words beside them would be lost."""
_LONGEST_CELL: Final = 400  # characters; a longer "cell" is a column of a page laid out with tables


def read_lines(
    root: Element, page: ParsedPage, marks: Marks, *, skip: Collection[Element], bodies: Collection[Element]
) -> list[Line]:
    """Return the lines below an element, without the noise and the elements in `skip`.

    HostilePageError: there are too many to be read within bounds.
    What stands outside the body elements is marked as stray, line by line, if it is words, and left out if it is not.
    """
    reader = _LineReader(page, marks, frozenset(skip), frozenset(bodies), _WHOLE)
    reader.walk(root)
    if len(reader.lines) > MAX_LINES:
        raise HostilePageError(f"{page.url}: {len(reader.lines)} lines; the bound is {MAX_LINES}")
    return reader.lines


class _LineReader:
    """The state of one walk: the line that is being read, and which marks are open above it."""

    def __init__(
        self,
        page: ParsedPage,
        marks: Marks,
        skip: frozenset[Element],
        bodies: frozenset[Element],
        wholes: Mapping[str, _ReadWhole],
    ) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._marks = marks
        self._skip = skip
        self._bodies = bodies
        self._wholes = wholes
        slot = page.by_id.get(PLAYER_SLOT.removeprefix("#"))
        self._around_player = frozenset(() if slot is None else slot.iterancestors())
        self._parts: list[str] = []
        self._bold = self._italic = 0  # how many characters of the line are so
        self._open = {"bold": 0, "heading": 0, "italic": 0, "caption": 0, "picture": 0, "editor": 0, "body": 0}
        self._raised: dict[Element, list[str]] = {}  # which marks each open element has raised
        self._pager = False
        self._late: list[Line] = []  # pictures inside a line come after it
        self._wrapper = 0
        self._depth = 0
        self._links: list[str] = []
        self._paragraph = (0, False)  # how many lines there were when it began, and whether it holds a blank

    def walk(self, body: Element) -> None:
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element, is_root=element is body)
            elif not self._enter(element, is_root=element is body):
                walker.skip_subtree()
        self._flush()

    def _enter(self, element: Element, *, is_root: bool) -> bool:
        """Take in the start of an element; False when what is below it is not to be walked."""
        tag = element.tag
        if self._open["body"]:
            self._depth += 1
            self._wrapper += self._depth == 1
        if tag in _BREAKING:
            self._break_line(tag)
        if tag in _SILENT:
            self._read_media(element)
            return False
        names = names_of(element)
        if not is_root and self._is_noise(element, names):
            return False
        if (blocks := self._read_block(element, names, is_root=is_root)) is not None:
            self.lines += blocks
            return False
        if tag in _MARKING or element.attrib:
            self._raise_marks(element, names)
        if text := element.text:
            self._add(text)
        return True

    def _is_noise(self, element: Element, names: frozenset[str]) -> bool:
        if element not in self._skip and names.isdisjoint(self._marks.noise):
            return False
        if element in self._around_player and self._open["body"]:  # the player's frame is noise, its film is not
            self.lines += read_media(self._page)
        return True

    def _break_line(self, tag: str) -> None:
        self._flush()
        if tag == "p":
            self._paragraph = (len(self.lines), False)
        elif tag == "br":
            self._paragraph = (self._paragraph[0], True)

    def _leave(self, element: Element, *, is_root: bool) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            if tag == "p" and self._paragraph == (len(self.lines), True):
                self.lines.append(BlankLine())
        if element in self._raised:
            self._lower_marks(element)
        if tag == "a" and self._links:
            self._links.pop()
        if self._open["body"]:
            self._depth -= 1
        if not is_root and (text := element.tail):
            self._add(text)

    def _raise_marks(self, element: Element, names: frozenset[str]) -> None:
        tag = element.tag
        raised = list(_type_marks(tag, element.get("style", ""), element.get("face", "")))
        if element in self._bodies:
            raised.append("body")
        if tag == "figcaption" or not names.isdisjoint(self._marks.caption):
            self._flush()  # a caption is a line of its own, also as a <span> beside its picture
            raised.append("caption")
        elif _is_picture_block(element):
            raised.append("picture")
        if not names.isdisjoint(self._marks.editor):
            raised.append("editor")
        if tag == "a":
            self._links.append(element.get("href", "") + " " + element.get("title", ""))
            self._pager = self._pager or not names.isdisjoint(self._marks.pager)
        if raised:
            for mark in raised:
                self._open[mark] += 1
            self._raised[element] = raised

    def _lower_marks(self, element: Element) -> None:
        raised = self._raised.pop(element)
        if "caption" in raised:
            self._flush()
        for mark in raised:
            self._open[mark] -= 1

    def _add(self, text: str) -> None:
        self._parts.append(text)
        if self._open["bold"]:
            self._bold += len(text.strip(BLANKS))
        if self._open["italic"]:
            self._italic += len(text.strip(BLANKS))

    def _flush(self) -> None:
        """End the line that is being read."""
        if self._parts:
            if text := clean("".join(self._parts)):
                self.lines.append(self._line(text))
            else:
                self._paragraph = (self._paragraph[0], True)
            self._parts.clear()
            self._bold = self._italic = 0
        if self._late:
            self.lines += self._late
            self._late.clear()
        self._pager = False

    def _line(self, text: str) -> TextLine:
        length = sum(len(part.strip(BLANKS)) for part in self._parts) if self._bold or self._italic else -1
        return TextLine(
            text=text,
            heading=bool(self._open["heading"]) or self._bold == length,
            italic=self._italic == length,
            caption=bool(self._open["caption"] or (self._open["picture"] and self._is_below_picture())),
            editor=bool(self._open["editor"]),
            pager=self._pager,
            stray=not self._open["body"],
            wrapper=self._wrapper if self._depth > 1 else 0,
        )

    def _is_below_picture(self) -> bool:
        return bool(self.lines) and isinstance(self.lines[-1], Image)

    def _read_block(self, element: Element, names: frozenset[str], *, is_root: bool) -> Sequence[Line] | None:
        """Return what an element is as a whole, or None where its inside is to be walked."""
        if PLAYER_SLOT in names:
            return read_media(self._page) if self._open["body"] else ()
        read = None if is_root or not self._open["body"] else self._wholes.get(element.tag)  # outside, words are stray
        if read is None:
            return None
        layout = _LAYOUT if element.tag in _LISTS else (*_LAYOUT, *_LISTS)
        return None if any(inner is not element for inner in element.iter(*layout)) else read(self, element)

    def texts_of(self, element: Element) -> list[str]:
        """Return the lines of words of an element that is no layout."""
        while len(element) == 1 and _is_wrapper(element):
            element = element[0]
        if not len(element):
            return [words] if (words := clean(element.text or "")) else []
        reader = _LineReader(self._page, self._marks, self._skip, frozenset((element,)), {})  # no whole in a whole
        reader.walk(element)
        return [line.text for line in reader.lines if isinstance(line, TextLine)]

    def _read_media(self, element: Element) -> None:
        media: Line | None = None
        if element.tag == "img":
            media = read_image(element, self._page, noise=self._marks.noise_images, links=self._links)
        elif element.tag in ("video", "audio"):
            media = read_player(element, self._page)
        if media is None or not self._open["body"]:
            return
        if not all(map(_is_blank, self._parts)):
            self._late.append(media)
        else:
            self.lines.append(media)


def _type_marks(tag: str, style: str, face: str) -> tuple[str, ...]:
    """Return what the type of an element's words says: bold, italic, heading."""
    return (_styled_often if len(style) + len(face) <= _LONGEST_STYLE else _styled)(tag, style, face)


def _styled(tag: str, style: str, face: str) -> tuple[str, ...]:
    marks = ["heading"] if tag in _HEADINGS else []
    if tag in ("b", "strong") or (style and _BOLD_STYLE.search(style)):
        marks.append("bold")
    if tag in ("em", "i") or ((style or face) and _ITALIC.search(style + face)):
        marks.append("italic")
    return tuple(marks)


_styled_often: Final = lru_cache(1024)(_styled)  # what Word leaves behind has one style, hundreds of times


def _is_picture_block(element: Element) -> bool:
    """Tell whether a centred block holds a picture and no other block: what stands under the picture is its caption."""
    if element.tag not in ("p", "div") or not (
        element.get("align", "").lower() == "center" or _CENTRED.search(element.get("style", ""))
    ):
        return False
    has_picture = False
    for inner in element.iterdescendants():
        if inner.tag in _BLOCKS:
            return False
        has_picture = has_picture or inner.tag == "img"
    return has_picture


def _is_wrapper(element: Element) -> bool:
    """Tell whether an only child is all that an element holds, and no mark can be on it: `<td><p>12</p></td>`."""
    child = element[0]
    if child.tag in _SILENT or child.get("class") is not None or child.get("id") is not None:
        return False
    return _is_blank(element.text) and _is_blank(child.tail)


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace() or not text.strip(BLANKS)


def _holds_only(element: Element, tags: Collection[str]) -> bool:
    """Tell whether nothing but blanks stands beside the children, and they are of these kinds."""
    return _is_blank(element.text) and all(child.tag in tags and _is_blank(child.tail) for child in element)


def _read_list(reader: _LineReader, element: Element) -> Sequence[Line] | None:
    """Return a list of words, those of lists in it after the item they stand in; anything beside makes it a layout."""
    if not _holds_only(element, ("li",)):
        return None
    items: list[str] = []
    for row in element:
        texts = reader.texts_of(row)
        nests = next(row.iterdescendants(*_LISTS, "li"), None) is not None  # rows that are not closed nest too
        items += texts if nests else [" ".join(texts)]
    items = [words for item in items if (words := item.lstrip(_BULLETS))]
    return [BulletList(items=tuple(items))] if items else None


def _read_definitions(reader: _LineReader, element: Element) -> Sequence[Line] | None:
    """Return a definition list of plain words; one with anything beside its terms, or none of them, is a layout."""
    if not _holds_only(element, ("dt", "dd")) or len(element) == 0 or element[0].tag != "dt":
        return None
    rows: list[list[str]] = []
    for part in element:
        if part.tag == "dt":
            rows.append([])
        rows[-1] += reader.texts_of(part)
    return [Definitions(rows=tuple(tuple(row) for row in rows if row))]


def _read_table(reader: _LineReader, element: Element) -> Sequence[Line] | None:
    """Return a table of data; one with a single row or column, or with long texts, is a layout."""
    parts = [part for tag in _TABLE_PARTS for part in element.iter(tag)]
    if not all(_holds_only(part, _TABLE_PARTS[part.tag]) for part in parts):
        return None
    rows = [tuple(" ".join(reader.texts_of(cell)) for cell in row) for row in element.iter("tr")]
    rows = [row for row in rows if any(row)]
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2 or max(map(len, rows)) < 2 or max(map(len, cells)) > _LONGEST_CELL:  # noqa: PLR2004
        return None
    captions = [line for caption in element.iter("caption") for line in reader.texts_of(caption)]
    return [*(TextLine(text=line) for line in captions), Table(rows=tuple(rows))]


def _read_quote(reader: _LineReader, element: Element) -> Sequence[Line]:
    text = "\n".join(reader.texts_of(element))
    return [Quote(text=text)] if text else []


_ReadWhole = Callable[[_LineReader, "Element"], "Sequence[Line] | None"]
_WHOLE: Final[Mapping[str, _ReadWhole]] = {
    "ul": _read_list,
    "ol": _read_list,
    "dl": _read_definitions,
    "table": _read_table,
    "blockquote": _read_quote,
}
"""Elements that are one block of the record."""
