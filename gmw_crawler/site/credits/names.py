"""The names after a label: persons and organisations, in page order.

names = name {("、" | "，" | "/" | "；" | "|" | gap | nothing) name}; a name is followed at will by a code of
the desk (杨倩_NF4425), an office, a place, a date or 等, none of which is part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from gmw_crawler.site.credits.fold import is_han
from gmw_crawler.site.credits.labels import NotCreditsError
from gmw_crawler.site.credits.organisations import dateline, is_office, is_organisation
from gmw_crawler.site.credits.persons import Doubt, certain, editor, persons
from gmw_crawler.site.credits.spacing import CODE, CONNECTORS, Unit, units_of
from gmw_crawler.site.credits.tables import ASIDES, NOBODY, ORGANISATIONS, STRANGERS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gmw_crawler.site.credits.tokens import Token

_REPORTED: Final = re.compile(r"(?:\w{0,8}(?:报道|摄影报道)|发自\w{1,8}|\w{1,8}电)")
_OFFICE: Final = re.compile(
    rf"(?P<house>\w{{2,24}}?)(?:{'|'.join(sorted(ORGANISATIONS.offices, key=len, reverse=True))})(?P<name>\w{{2,3}})?",
)
_OFFICES: Final = frozenset(ORGANISATIONS.offices)
_PLACED_REPORTS: Final = frozenset(f"{place}报道" for place in ORGANISATIONS.places)
_CONNECTORS: Final = CONNECTORS | {"以及"}
_MOST_NAMES: Final = 80
_TWO: Final = 2
_SHORTEST_PLAIN: Final = 4
_PLAIN_ENDINGS: Final = tuple(
    ending for ending in ORGANISATIONS.endings if len(ending) > 1 or ending in "局厅署委办院社报网处"
)
_LONG_HOUSE: Final = 5


@dataclass(slots=True)
class Names:
    """The names of one label."""

    found: list[tuple[Kind, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    """One for each word read as persons."""

    placed: bool = False
    """The last words were where a person works, not a name."""
    nobody: bool = False
    """The page says that it does not know (作者：未知)."""

    @property
    def glued(self) -> bool:
        """Whether a word may hold several names that could not be parted."""
        return Doubt.GLUED in self.doubts or Doubt.LONG in self.doubts

    def of(self, kind: Kind) -> tuple[str, ...]:
        """All of one kind, in page order."""
        return tuple([name for found, name in self.found if found == kind])

    def kinds(self) -> list[Kind]:
        """List the kinds that occur, in the order of their first name."""
        return list(dict.fromkeys([kind for kind, _ in self.found]))


class Expectation(NamedTuple):
    """What kind of names a label promises."""

    alone: Doubt = Doubt.NONE
    """The greatest doubt that passes."""
    in_company: Doubt = Doubt.FOUR
    """The greatest doubt that passes beside a name beyond doubt."""
    mutual: bool = False
    """Short words in a list prove each other (云歌 点苍居士)."""
    organisation: bool = False
    """The role is one that organisations hold: any plain word may be one."""
    houses: bool = False
    """The role is one that organisations hold as often as persons do."""
    everyday: bool = False
    """The role is also an ordinary word, so that an organisation must be known by its ending."""
    author: bool = False
    """Offices and workplaces may follow the name (作者：张三，系某大学教授)."""
    words: bool = False
    """The line surely names people, so that a word of everyday is one of them (摄制：贺兰秋、施工)."""
    editor: bool = False
    """The role is surely an editor's, so that a name may begin or end like prose (责编：万一诺)."""
    places: bool = False
    """A place may follow the names (本报记者 张三 北京)."""
    odd: tuple[int, ...] = ()
    """How long a word may be that has a character which names hardly have: of reporters in brackets (记者 须弥 彭蠡),
    of offices that send an article (通讯员 粤工信)."""
    note: bool = False
    """Whatever follows the first name says more about it (作者简介：张三，男，…)."""


def read_names(line: str, content: Sequence[Token], expect: Expectation) -> Names:
    """Read the tokens after a label; raises `NotCreditsError` where they are not plainly names."""
    _check_dates(content)
    names = Names()
    for mark, chunk in _chunks(content):
        if expect.note and names.found and not all(certain(token.text) for token in chunk):
            break
        _Chunk(line, chunk, expect, names, listed=mark == "、").read()
        if len(names.found) > _MOST_NAMES:
            raise NotCreditsError
    limit = _limit(names.doubts, expect) if names.doubts else Doubt.NONE
    if any(doubt > limit and not _is_word(doubt, expect) for doubt in names.doubts):
        raise NotCreditsError
    return names


def _check_dates(content: Sequence[Token]) -> None:
    """Refuse words on both sides of a date: 李雯、王宇 5月27日晚 begins a sentence."""
    kinds = [token.kind for token in content if token.kind in {"word", "date"}]
    if "date" in kinds and "word" in kinds[: kinds.index("date")] and "word" in kinds[kinds.index("date") :]:
        raise NotCreditsError


def _limit(doubts: Sequence[Doubt], expect: Expectation) -> Doubt:
    """Return the greatest doubt that passes: slogans (减税降费、稳岗扩岗) come in fours, names do not."""
    if Doubt.NONE in doubts:
        return max(expect.alone, expect.in_company)
    if expect.mutual and min(doubts) <= Doubt.SHORT and len(doubts) > 1:
        return max(expect.alone, Doubt.FOUR)
    return expect.alone


def _is_word(doubt: Doubt, expect: Expectation) -> bool:
    return expect.words and doubt is Doubt.WORD


def _chunks(content: Iterable[Token]) -> list[tuple[str, list[Token]]]:
    """Part the tokens at the marks, each with the one before it; gaps say no more than the places of the words."""
    chunks: list[tuple[str, list[Token]]] = [("", [])]
    for token in content:
        if token.kind == "mark":
            chunks.append((token.text, []))
        elif token.kind != "gap":
            chunks[-1][1].append(token)
    return [chunk for chunk in chunks if chunk[1]]


class _Chunk:
    """The words between two separators."""

    def __init__(self, line: str, tokens: Sequence[Token], expect: Expectation, names: Names, *, listed: bool) -> None:
        self.line = line
        self.expect = expect
        self.names = names
        self.listed = listed  # 、 stands before the next word
        self.units = units_of(line, tokens)

    def read(self) -> None:
        units = self.units
        index = 0
        while index < len(units):
            index += self._read_unit(index)
            self.listed = False

    def _read_unit(self, index: int) -> int:
        """Read the unit at `index`; returns how many units it took."""
        unit = self.units[index]
        if self._passes(unit):
            return 1
        if self._is_organisation(unit.folded):
            self._add_organisation([unit])
            return 1
        if self._leads_organisation(index):
            self._add_organisation(self.units[index : index + 2])
            return 2
        if not self._spans_organisation(index) and self._add_persons(unit):
            return 1
        return self._spaced_organisation(index)

    def _passes(self, unit: Unit) -> bool:
        """Say whether a word names nobody and may stand among names; raises `NotCreditsError` for 受访者."""
        if unit.folded in STRANGERS:
            raise NotCreditsError
        if unit.folded in NOBODY:
            self.names.nobody = True
            return True
        if unit.folded in ASIDES:
            return True
        if self._is_workplace() and (is_office(unit.folded) or is_organisation(unit.folded)):
            self.names.placed = True
            return True
        return self._is_noise(unit.folded) or self._passes_office(unit)

    def _passes_office(self, unit: Unit) -> bool:
        """Pass over an office before a name: 东岭大学教授 张三, 光明网董事长张三."""
        match = None if certain(unit.folded) else _OFFICE.fullmatch(unit.folded)
        if match is None or not is_organisation(match["house"]):
            return False
        if not match["name"] and len(self.units) == 1 and not self.names.found:
            return False  # nobody but the house: 光明日报调研组
        if match["name"]:
            self._add_persons(Unit(match["name"], unit.text[match.start("name") :]))
        return True

    def _is_workplace(self) -> bool:
        """Say whether a workplace may stand here; after 、 it is one name more: 供稿：左小满、澄川重工品牌部."""
        if self.listed and not self.names.placed:
            return False
        return self.expect.author and any(kind == "person" for kind, _ in self.names.found)

    def _is_noise(self, text: str) -> bool:
        if text in _CONNECTORS and self.names.found:
            return True
        if not self.names.found:
            return False
        if CODE.fullmatch(text) or text in _OFFICES or text in _PLACED_REPORTS:
            return True
        return not self.listed and self._is_placing(text)

    def _is_placing(self, text: str) -> bool:
        """Say whether a word tells where from, or that it is a report."""
        return bool(
            (self.expect.places and text in ORGANISATIONS.places and not self._is_listed(text))
            or _REPORTED.fullmatch(text)
            or (dateline(text) and text not in ORGANISATIONS.newsrooms)
        )

    def _is_listed(self, text: str) -> bool:
        """Say whether a place is a name after all, by its mark and by its surname: 记者 郭强武、沈阳."""
        return len(self.units) == 1 and certain(text)

    def _add_organisation(self, units: Sequence[Unit]) -> None:
        text = units[0].text
        for before, unit in pairwise(units):
            latin = not (is_han(before.folded[-1]) and is_han(unit.folded[0]))
            text += (" " if latin else "") + unit.text
        self.names.found.append(("organisation", text))
        self.names.placed = False

    def _add_persons(self, unit: Unit) -> bool:
        folded, text = unit.folded, unit.text
        if folded.endswith("等") and len(folded) > _TWO:
            folded, text = folded[:-1], text[:-1]
        if self._add_joined(folded, text):
            return True
        found = editor(folded) if self.expect.editor else persons(folded)
        if found and found.doubt is Doubt.ODD and len(folded) in self.expect.odd:
            found = found._replace(doubt=Doubt.SHORT)
        if (
            found is None
            or (found.doubt and folded in ORGANISATIONS.places)
            or (found.doubt > max(self.expect.alone, self.expect.in_company) and not _is_word(found.doubt, self.expect))
        ):
            return False
        start = 0
        for size in found.cuts:
            self.names.found.append(("person", text[start : start + size]))
            start += size
        self.names.doubts.append(found.doubt)
        self.names.placed = False
        return True

    def _add_joined(self, folded: str, text: str) -> bool:
        """张三和李四."""
        for connector in ("和", "与", "及"):
            if connector not in folded:
                continue
            head, _, tail = folded.partition(connector)
            if tail and certain(head) and certain(tail):
                self._add_persons(Unit(head, text[: len(head)]))
                self._add_persons(Unit(tail, text[len(head) + 1 :]))
                return True
        return False

    def _is_organisation(self, text: str) -> bool:
        if text in ORGANISATIONS.newsrooms or text in ORGANISATIONS.bodies:
            return True
        if self.expect.everyday and len(text) < _SHORTEST_PLAIN:
            return False
        if self.expect.everyday and len(text) <= _LONG_HOUSE:
            return is_organisation(text) and text.endswith(_PLAIN_ENDINGS)  # 东岭海关, but not 好戏连台
        return is_organisation(text)

    def _spans_organisation(self, index: int) -> bool:
        text = self.units[index].folded
        if self.expect.everyday or (self.expect.houses and certain(text)):
            return False
        return (self.expect.organisation or self.expect.houses) and is_organisation(text, expected=True)

    def _leads_organisation(self, index: int) -> bool:
        """Say whether a place belongs to the organisation after it: 北京 光明传媒有限公司."""
        place = self.units[index].folded.removesuffix("市").removesuffix("省")
        if place not in ORGANISATIONS.places or index + 1 >= len(self.units):
            return False
        following = self.units[index + 1].folded
        return is_organisation(following) and following not in ORGANISATIONS.newsrooms

    def _spaced_organisation(self, index: int) -> int:
        """Read an organisation whose name has a space in it: 北京 光明传媒有限公司."""
        if self._spans_organisation(index) and len(self.units[index].folded) >= _LONG_HOUSE:
            self._add_organisation([self.units[index]])
            return 1
        for end in range(index + 2, min(len(self.units), index + 4) + 1):
            if self.units[end - 1].apart:
                break
            joined = "".join(unit.folded for unit in self.units[index:end])
            if is_organisation(joined) and not certain(self.units[end - 1].folded):
                self._add_organisation(self.units[index:end])
                return end - index
        if self._spans_organisation(index):
            self._add_organisation([self.units[index]])
            return 1
        raise NotCreditsError
