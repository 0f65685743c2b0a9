"""The place of each line of the body: paragraph, note, guest, caption, credit, notice, or boilerplate."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from gmw_crawler.errors import HostilePageError
from gmw_crawler.items import BulletList, Heading, Image, Note, Paragraph, Quote, Table
from gmw_crawler.site import credits as grammar
from gmw_crawler.site.body import Body, Place
from gmw_crawler.site.boilerplate import dropped_as, is_notice, read_label
from gmw_crawler.site.credits.roles import role_of
from gmw_crawler.site.guests import read_guests
from gmw_crawler.site.lines import BlankLine, Definitions, TextLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gmw_crawler.items import Block, Credit
    from gmw_crawler.site.body import Taken
    from gmw_crawler.site.lines import Line

MAX_CREDITS: Final = 1_000  # the longest roll of a programme has some dozens
_LONGEST_HEADING: Final = 60  # characters; a longer bold line is an emphasised paragraph
_COLONS: Final = ":： \u00a0\u3000"
_COLON: Final = re.compile("[:：]")
_LONGEST_LABELLED: Final = 40  # characters of a line of credits that the names alone do not prove
_FEW_LINES: Final = 6  # of a list of credits; one of so many may be none
_LONGEST_NOTE: Final = 4  # paragraphs after its first
_NO_HEADING: Final = re.compile(r".*[。；;，,、]$|[^：:]{1,8}[：:].*[！？!?]$")  # one may ask, but not as 问：…？


def read_body(pages: Iterable[list[Line]]) -> Body:
    """Return the body of an article from the lines of its pages."""
    reader = _BodyReader()
    for lines in pages:
        reader.begin_page(lines)
        for position in range(len(lines)):
            reader.read(position)
    reader.finish()
    return reader.body


def _credit_lines(block: BulletList | Table | Definitions) -> list[str]:
    """Return the rows of a list or table that is nothing but credits, a line each; of any other, none.

    A table has the roles and the names in turn, at times with a colon between them (出品人 | ： | 骆嘉言), or both in a
    cell.
    """
    if isinstance(block, BulletList):
        return _if_credits(block.items, unread=len(block.items) // _FEW_LINES)
    if isinstance(block, Definitions):
        return _if_credits([f"{role.rstrip(_COLONS)}：{'　'.join(names)}" for role, *names in block.rows])
    cells = [cell for row in block.rows for cell in row if cell]
    has_both = all(_COLON.search(cell.rstrip(_COLONS)) for cell in cells)
    return _if_credits(cells if has_both else _pairs_of(block))


def _if_credits(lines: Sequence[str], *, unread: int = 0) -> list[str]:
    """Return the lines if all of them are credits, and of known roles for the most part; else none.

    `unread`: how many may be none, or none that is understood.
    """
    found: list[Credit] = []
    last: Sequence[Credit] = ()
    for line in lines:
        reading = grammar.read_line(line, previous=last)
        unread -= not reading.consumed
        if unread < 0:
            return []
        found += () if reading.continues else reading.credits
        last = reading.last
    known = sum(credit.role_key != "other" for credit in found)
    return list(lines) if known > len(found) - known and (known > 1 or known == len(found)) else []


def _pairs_of(table: Table) -> list[str]:
    """Return the cells of a table by twos, as a role and its names; none where they do not come out even.

    Names without a role go on with those above them.
    """
    rows = [[cell for cell in row if not cell or cell.strip(_COLONS)] for row in table.rows]
    if any(len(row) % 2 for row in rows):
        return []
    pairs: list[list[str]] = []
    above: dict[int, list[str]] = {}  # the last pair with a role, by column
    for row in rows:
        for column, (role, names) in enumerate(zip(row[::2], row[1::2], strict=True)):
            if role:
                above[column] = [f"{role.rstrip(_COLONS)}：", names]
                pairs.append(above[column])
            elif names and column in above:
                above[column].append(names)
            elif names:
                return []
    return [label + "　".join(filter(None, names)) for label, *names in pairs]


def _has_unknown_role(reading: grammar.Reading) -> bool:
    return any(credit.role_key == "other" for credit in reading.credits)


def _lines_of(block: Block) -> list[str]:
    """Return the lines of a list, table or quote; of any other block, none."""
    if isinstance(block, BulletList):
        return list(block.items)
    if isinstance(block, Table):
        return [" ".join(filter(None, row)) for row in block.rows]
    return block.text.split("\n") if isinstance(block, Quote) else []


def _lines_of_part(ahead: Sequence[Line], first: TextLine) -> int:
    """Return how many of the next lines go on with a note whose label stood alone.

    They do up to the blank line, heading, picture, other block or other type that ends the part; where nothing ends it
    soon, only the first paragraph is the note: an article must not vanish into it.
    """
    for position, line in enumerate(ahead):
        if (
            not isinstance(line, TextLine)
            or line.heading
            or line.caption
            or line.wrapper != first.wrapper
            or line.italic != first.italic
            or read_label(line.text)
        ):
            return position
    return 0


def _lines_of_block(ahead: Sequence[Line], first: TextLine) -> int:
    """Return how many of the next lines share the block that a note with its label on the same line stands in.

    The block must end with them: one that goes on after a heading or a picture holds the whole article.
    """
    count = _lines_of_part(ahead, first) if first.wrapper else 0
    end = ahead[count] if count < len(ahead) else None
    return count if isinstance(end, TextLine) and end.wrapper != first.wrapper else 0


class _BodyReader:
    """The state between lines: what may still be continued."""

    def __init__(self) -> None:
        self.body = Body()
        self._last_credits: tuple[Credit, ...] = ()  # of the line just before: their names may go on
        self._note: str | None = None  # the label that stood alone on its line
        self._note_lines = 0  # how many more lines belong to the note that is open
        self._lines: Sequence[Line] = ()  # of the page
        self._position = 0  # of the line at hand
        self._guests = False
        self._caption: str | None = None  # stands before its picture
        self._rule: str | None = None  # under which the line at hand is dropped

    def begin_page(self, lines: Sequence[Line]) -> None:
        """Take the lines of a page, and forget what no line of another page continues."""
        self._close()
        self._lines = lines

    def finish(self) -> None:
        """Settle what waited for a line that did not come."""
        self._settle_caption(None)
        self._close()

    def read(self, position: int) -> None:
        """Find the place of the line at this position of the page."""
        self._position = position
        line = self._lines[position]
        if isinstance(line, BlankLine):
            self._last_credits = ()
        elif isinstance(line, TextLine):
            if self._caption:
                self._settle_caption(None)
            self._read_text(line)
        elif isinstance(line, (BulletList, Table, Definitions)) and (credit_lines := _credit_lines(line)):
            self._read_lines(credit_lines)
        elif isinstance(line, Definitions):
            self._read_lines(words for row in line.rows for words in row)
        elif not self._read_guests(line):
            self._read_block(line)

    def _read_lines(self, lines: Iterable[str]) -> None:
        for words in lines:
            self._read_text(TextLine(text=words))

    def _read_guests(self, block: Block) -> bool:
        """Read a box with 本期嘉宾 over its lines, or a list or table below that label, if guests are all it names."""
        lines = _lines_of(block)
        if not lines or self._guests == isinstance(block, Quote):
            return False
        if not self._guests:
            label = read_label(lines[0])
            if label is None or label[0] != "guests" or label[2]:
                return False
        named = lines if self._guests else lines[1:]
        guests = [read_guests(line, labelled=True) for line in named]
        if not guests or not all(guests):
            return False
        self.body.guests += (guest for found in guests for guest in found)
        for line in lines:
            self._place(TextLine(text=line), "guest")
        return True

    def _ahead(self) -> Sequence[Line]:
        """Return the next lines, for a note must know where it ends."""
        return self._lines[self._position + 1 : self._position + 2 + _LONGEST_NOTE]

    def _read_block(self, block: Block) -> None:
        self._settle_caption(block)
        self._close()
        if isinstance(block, Quote) and (label := read_label(block.text)) and label[0] == "notes" and label[2]:
            block = Note(label=label[1], text=label[2])
        if isinstance(block, Image) and self._caption:
            block, self._caption = replace(block, caption=self._caption), None
        self.body.blocks.append(block)

    def _close(self) -> None:
        if self._note:
            self.body.blocks.append(Heading(text=self._note))  # a label over nothing is a line all the same
        self._last_credits, self._note = (), None
        self._note_lines = 0
        self._guests = False

    def _settle_caption(self, following: Block | None) -> None:
        """Give the caption that waits to the picture that follows it; any other line leaves it in the text."""
        if self._caption and not isinstance(following, Image):
            self.body.blocks.append(Paragraph(text=self._caption))
            self.body.warnings.append("caption-without-image")
            self._caption = None

    def _read_text(self, line: TextLine) -> None:
        for taken, attempt in self._ATTEMPTS:
            if attempt(self, line):
                self._place(line, taken)
                return
        self._place(line, self._as_words(line))

    def _place(self, line: TextLine, taken: Taken) -> None:
        rule, self._rule = self._rule, None
        self.body.places.append(Place(line.text, "boilerplate" if rule else taken, rule))

    def _as_boilerplate(self, line: TextLine) -> bool:
        code = dropped_as(line.text)
        if code == "pager" and line.heading and line.text.isdecimal():
            return False  # the number of a part
        if code is None and line.pager:
            code = "pager"
        if code is None:
            return False
        self._drop(code)
        return True

    def _drop(self, code: str) -> None:
        self.body.dropped[code] += 1
        self._rule = code

    def _as_labelled(self, line: TextLine) -> bool:
        label = read_label(line.text)
        if label is None:
            return False
        kind, word, rest = label
        if kind == "guests":
            return self._open_guests(word, rest)
        self._close()
        if kind == "notes":
            self._open_note(word, rest, line)
        elif kind == "original_titles" and rest:
            self.body.original_title = self.body.original_title or rest
        elif kind == "subtitles" and rest:
            self.body.subtitle = self.body.subtitle or rest
        else:
            return False
        return True

    def _open_note(self, label: str, rest: str, line: TextLine) -> None:
        if rest:
            self.body.blocks.append(Note(label=label, text=rest))
            self._note_lines = _lines_of_block(self._ahead(), line)
        else:
            self._note = label

    def _as_note(self, line: TextLine) -> bool:
        last = self.body.blocks[-1] if self.body.blocks else None
        if self._note:
            self.body.blocks.append(Note(label=self._note, text=line.text))
            self._note = None
            self._note_lines = _lines_of_part(self._ahead(), line)
        elif self._note_lines and isinstance(last, Note):
            self.body.blocks[-1] = replace(last, text=f"{last.text}\n{line.text}")
            self._note_lines -= 1
        else:
            return False
        return True

    def _open_guests(self, label: str, rest: str) -> bool:
        guests = read_guests(rest, labelled=True) if rest else ()
        if rest and not guests:
            return False
        if guests and role_of(label) and not any(guest.title for guest in guests):
            return False  # 主讲人：张三 is a credit of the programme
        self._close()
        self.body.guests += guests
        self._guests = True
        return True

    def _as_guest(self, line: TextLine) -> bool:
        if not self._guests:
            return False
        guests = () if line.caption else read_guests(line.text)
        self.body.guests += guests
        self._guests = bool(guests)
        return self._guests

    def _as_credit(self, line: TextLine) -> bool:
        scope: Literal["article", "picture"] = "picture" if line.caption else "article"
        reading = grammar.read_line(line.text, previous=self._last_credits, scope=scope)
        if not reading.consumed and not self._last_credits and self._opens_roll(line.text):
            reading = grammar.read_line(line.text, scope=scope, in_block=True)
        if line.editor and not reading.consumed:
            reading = grammar.read_editors(line.text)
        if not reading.consumed or (line.stray and _has_unknown_role(reading)):
            self._last_credits = ()
            if line.editor:  # the editor's block is never a part of the text
                self._drop("editor")
                self.body.warnings.append("editor-unread")
            return line.editor
        self._guests = False
        if reading.continues:
            self.body.credits[-len(reading.credits) :] = reading.credits
        else:
            self.body.credits += reading.credits
        if len(self.body.credits) > MAX_CREDITS:
            raise HostilePageError(f"more than {MAX_CREDITS} credits; the last line of them: {line.text[:80]}")
        self.body.source = self.body.source or reading.source
        self.body.warnings += reading.warnings
        self._last_credits = reading.last
        return True

    def _opens_roll(self, line: str) -> bool:
        """Tell whether a short line with a colon stands over credits: 出镜：陕北老梁, then 剪辑：王小明."""
        if len(line) > _LONGEST_LABELLED or _COLON.search(line) is None:
            return False
        following = next(iter(self._ahead()), None)
        if not isinstance(following, TextLine) or len(following.text) > _LONGEST_LABELLED:
            return False
        reading = grammar.read_line(following.text)
        return reading.consumed and not _has_unknown_role(reading)

    def _as_caption(self, line: TextLine) -> bool:
        if not line.caption:
            return False
        byline = grammar.read_inline(line.text)
        self.body.credits += (replace(credit, scope="picture") for credit in byline.credits)
        self.body.warnings += byline.warnings
        last = self.body.blocks[-1] if self.body.blocks else None
        if isinstance(last, Image):
            caption = f"{last.caption}\n{line.text}" if last.caption else line.text
            self.body.blocks[-1] = replace(last, caption=caption)
        else:
            self._caption = line.text
        return True

    def _as_notice(self, line: TextLine) -> bool:
        if not is_notice(line.text):
            return False
        self.body.notices.append(line.text)
        return True

    def _as_words(self, line: TextLine) -> Taken:
        self._guests = False
        if line.stray:
            self._drop("stray")
            self.body.warnings.append("stray-line")
            return "boilerplate"
        if line.heading and len(line.text) <= _LONGEST_HEADING and not _NO_HEADING.match(line.text):
            self.body.blocks.append(Heading(text=line.text))
            return "heading"
        byline = grammar.read_inline(line.text)
        self.body.credits += byline.credits
        self.body.source = self.body.source or byline.source
        self.body.warnings += byline.warnings
        self.body.blocks.append(Paragraph(text=line.text))
        return "paragraph"

    # Functions, not methods of the reader: those, held by it, would keep it and its lines for the garbage collector.
    _ATTEMPTS: ClassVar[tuple[tuple[Taken, Callable[[_BodyReader, TextLine], bool]], ...]] = (
        ("boilerplate", _as_boilerplate),
        ("labelled", _as_labelled),
        ("note", _as_note),
        ("guest", _as_guest),
        ("notice", _as_notice),
        ("credit", _as_credit),
        ("caption", _as_caption),
    )
