"""Names that spacing has parted, put together: 毕    娟, 耿  磊, Demi Xia."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.fold import ALPHABETS, fold, is_han
from gmw_crawler.site.credits.persons import PREPOSITIONS, has_surname
from gmw_crawler.site.credits.tables import SURNAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gmw_crawler.site.credits.tokens import Token

CODE: Final = re.compile(r"_?[A-Za-z]{1,4}[-_]?\d{2,8}|\d{2,8}|_[A-Za-z0-9]+")
"""The code of a desk beside a name."""
_TRAILING_CODE: Final = re.compile(r"(?<=.)(?:_[A-Za-z0-9]*|[-_]?[A-Z]{1,4}\d{2,8})$")
_LATIN_WORD: Final = re.compile(rf"[{ALPHABETS}][{ALPHABETS}.'’\-]*")
_WIDE_SPACE: Final = "\u3000"  # parts two names where a space or NBSP parts one
_TWO: Final = 2
CONNECTORS: Final = frozenset("和与及等")
"""Characters between names that are a part of none."""
_NO_ENDINGS: Final = CONNECTORS | PREPOSITIONS | frozenset("据在到由经将")
"""They rather begin what comes after a name: 王宇 据了解，…"""


@dataclass(slots=True)
class Unit:
    """A word, or several that spacing has parted."""

    folded: str
    text: str
    apart: bool = False
    """Whether a wide gap stands before it, so that it does not go on with the word there."""


def units_of(line: str, tokens: Sequence[Token]) -> list[Unit]:
    """Put together what spacing has parted: 毕    娟, 耿  磊, Demi Xia."""
    words = [token for token in tokens if token.kind == "word"]
    if len(words) == 1:
        return _run_units(line, words)
    units: list[Unit] = []
    index = 0
    while index < len(words):
        end = _without_surname(words, index, _run_end(line, words, index))
        found = _run_units(line, words[index:end])
        found[0].apart = index > 0 and _is_wide(line[words[index - 1].end : words[index].start])
        units.extend(found)
        index = end
    return _attach_singles(units)


def _is_wide(gap: str) -> bool:
    return len(gap) > 1 or gap == _WIDE_SPACE


def _run_end(line: str, words: Sequence[Token], index: int) -> int:
    """End of the run of single characters, or of Latin words one narrow space apart, that begins at `index`."""
    end = index + 1
    if words[index].text in SURNAMES.compound:
        return index + _given_of(words, end)
    if _is_single(words[index]):
        while end < len(words) and _is_single(words[end]):
            end += 1
    elif _LATIN_WORD.fullmatch(words[index].text):
        while (
            end < len(words)
            and words[end].start - words[end - 1].end == 1
            and line[words[end].start - 1] != _WIDE_SPACE
            and _LATIN_WORD.fullmatch(words[end].text)
        ):
            end += 1
    return end


def _given_of(words: Sequence[Token], index: int) -> int:
    """Return how many words a compound surname and its spaced given name are: 申屠 明 (before 黎 婉), 司马 相 如."""
    end = index
    while end < len(words) and _is_single(words[end]):
        end += 1
    singles = end - index
    return 1 + (1 if singles % _TWO else min(singles, _TWO))


def _without_surname(words: Sequence[Token], index: int, end: int) -> int:
    """Leave the last of three single characters to the word after them, if it is its surname: 訾 岳 展 昭娣."""
    following = words[end].text if end < len(words) else ""
    odd = end - index == _TWO + 1
    if not odd or len(following) != _TWO or not is_han(following) or following[0] in SURNAMES.rank:
        return end
    return end - 1 if words[end - 1].text in SURNAMES.known and words[index].text in SURNAMES.known else end


def _is_single(token: Token) -> bool:
    return len(token.text) == 1 and is_han(token.text)


def _run_units(line: str, words: Sequence[Token]) -> list[Unit]:
    is_compound = words[0].text in SURNAMES.compound
    if len(words) > 1 and (is_compound or _is_single(words[0])):
        text = "".join(line[word.start : word.end] for word in words)
        return [Unit(fold(part), part) for part in ([text] if is_compound else _pairs(text))]
    text = " ".join([line[word.start : word.end] for word in words])
    folded = words[0].text if len(words) == 1 else fold(text)
    code = _TRAILING_CODE.search(folded)
    if code and not CODE.fullmatch(folded):
        folded, text = folded[: code.start()], text[: code.start()]
    return [Unit(folded, text)]


def _pairs(text: str) -> list[str]:
    """Part a run of spaced single characters into names: each begins with a surname, two characters if possible."""
    if len(text) <= 3:  # noqa: PLR2004 - one name
        return [text]
    best: dict[int, tuple[tuple[int, int], list[str]]] = {0: ((0, 0), [])}
    for end in range(2, len(text) + 1):
        options = [
            ((score[0] + has_surname(part), score[1] + (size == _TWO)), [*parts, part])
            for size in (2, 3)
            if (before := best.get(end - size)) is not None
            for score, parts in [before]
            for part in [text[end - size : end]]
        ]
        if options:
            best[end] = max(options)
    return best[len(text)][1]


def _attach_singles(units: list[Unit]) -> list[Unit]:
    """Join a lone character, which is no name, to the name that it is a part of: 李 小光, 欧阳 磊, 归 去来, 仝宗 莉."""
    return _joined(_joined(units, _begins_name), _ends_name)


def _joined(units: Iterable[Unit], belong: Callable[[str, str], bool]) -> list[Unit]:
    """Join each unit to the one before it where the two belong together."""
    joined: list[Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        if last and belong(last.folded, unit.folded):
            joined[-1] = Unit(last.folded + unit.folded, last.text + unit.text, last.apart)
        else:
            joined.append(unit)
    return joined


def _begins_name(first: str, second: str) -> bool:
    if len(first) == 1 and is_han(first) and "·" in second:  # 韦 克·莫言
        return first not in CONNECTORS
    if not (is_han(first) and is_han(second)) or len(second) > _TWO:
        return False
    if len(first) == 1:
        return first not in CONNECTORS and second not in CONNECTORS
    return first in SURNAMES.compound  # 令狐 楚怀: a compound surname is no name by itself


def _ends_name(first: str, second: str) -> bool:
    """Say whether a character that no name begins with ends the two before it: 仝宗 莉."""
    lone = len(second) == 1 and second not in _NO_ENDINGS
    return lone and len(first) == _TWO and is_han(first + second)
