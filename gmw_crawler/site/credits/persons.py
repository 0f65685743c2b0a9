"""Is a word a person's name, and where names are glued, where does one end?"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final, NamedTuple

from gmw_crawler.site.credits.fold import is_han
from gmw_crawler.site.credits.tables import SURNAMES

_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’\-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’\-]*){0,4}")
_DOTTED: Final = re.compile(r"[^\W\d_]{1,12}(?:[·.][^\W\d_]{1,12}){1,4}")
_MIXED: Final = re.compile(r"[\u4e00-\u9fff]{1,4}[A-Za-z]{1,8}|[A-Za-z]{1,8}[\u4e00-\u9fff]{1,4}")
_TWO: Final = 2
_LONGEST_PLAIN: Final = 3
_LONGEST: Final = 4
_LONGEST_GLUED: Final = 24
# Nine in ten names of today have three characters with their surname, glued or not; only the ratio matters.
_LENGTH_WEIGHT: Final = {2: 0.2, 3: 0.8, 4: 0.8}
# Ranks beyond this are too rare to prove that a name begins here.
_SPLIT_RANK: Final = 300
_CLEARLY: Final = math.log(4)


class Persons(NamedTuple):
    """The names that a word holds."""

    cuts: tuple[int, ...]
    """Lengths of the names, which together are the word."""
    glued: bool = False
    """The word may hold several names that could not be parted."""


def has_surname(text: str) -> bool:
    """Say whether a Chinese word begins with a surname and has a given name after it."""
    return len(text) >= _TWO and (text[0] in SURNAMES.known or text[:_TWO] in SURNAMES.compound)


@lru_cache(maxsize=8192)
def persons(text: str, *, strict: bool, glued_ok: bool = True) -> Persons | None:
    """Read a folded word as one name or as several glued ones; null where it is none.

    `strict` asks for a surname (or another proof); `glued_ok` allows a long word that cannot be parted.

    >>> persons("张文骁李晓东周洪双", strict=True)
    Persons(cuts=(3, 3, 3), glued=False)
    >>> persons("丁增尼达", strict=True)
    Persons(cuts=(4,), glued=False)
    >>> persons("兼顾发展", strict=True) is None
    True
    """
    whole = Persons((len(text),))
    if _LATIN.fullmatch(text):
        return whole if not strict or text[0].isupper() else None
    if not SURNAMES.never.isdisjoint(text) or text.startswith(SURNAMES.words):
        return None
    if _DOTTED.fullmatch(text):
        return whole
    if not is_han(text):
        return whole if not strict and _MIXED.fullmatch(text) else None
    if len(text) <= _LONGEST_PLAIN:
        return whole if len(text) >= _TWO and (not strict or _proven(text)) else None
    return _long_word(text, strict=strict, glued_ok=glued_ok)


def _proven(text: str) -> bool:
    return has_surname(text) or SURNAMES.syllables.fullmatch(text) is not None


def _long_word(text: str, *, strict: bool, glued_ok: bool) -> Persons | None:
    whole = Persons((len(text),))
    if len(text) == _LONGEST and text[:_TWO] in SURNAMES.compound:
        return whole
    if SURNAMES.syllables.fullmatch(text):
        return whole
    cuts = split_glued(text)
    if cuts:
        return Persons(cuts)
    if len(text) == _LONGEST:
        return whole if not strict or _double_surname(text) else None
    if glued_ok and len(text) <= _LONGEST_GLUED and (not strict or has_surname(text)):
        return Persons(whole.cuts, glued=True)
    return None


def _double_surname(text: str) -> bool:
    """Both parents' surnames, each a common one: 张李小红."""
    common = 100
    return all(SURNAMES.rank.get(char, common) < common for char in text[:_TWO])


def split_glued(text: str) -> tuple[int, ...] | None:
    """Part glued names where one reading is clearly the best; null where none is.

    >>> split_glued("王芳李小光"), split_glued("丁增尼达")
    ((2, 3), None)
    """
    if not _LONGEST <= len(text) <= _LONGEST_GLUED:
        return None
    readings = _best_two(text)
    if not readings or (len(readings) > 1 and readings[0][0] - readings[1][0] < _CLEARLY):
        return None
    return readings[0][1]


def _best_two(text: str) -> list[tuple[float, tuple[int, ...]]]:
    """The two most likely ways to part the word, by the frequency of the surnames: (log weight, lengths)."""
    best: list[list[tuple[float, tuple[int, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(text) + 1):
        found = [
            (weight + step, (*cuts, size))
            for size in (2, 3, 4)
            if size <= end and (step := _name_weight(text[end - size : end])) is not None
            for weight, cuts in best[end - size]
        ]
        best.append(sorted(found, reverse=True)[:2])
    return [reading for reading in best[-1] if len(reading[1]) > 1]


def _name_weight(name: str) -> float | None:
    surname = name[:_TWO] if name[:_TWO] in SURNAMES.compound and len(name) > _TWO else name[0]
    if len(name) == _LONGEST and len(surname) == 1:
        return None
    rank = SURNAMES.rank.get(surname, _SPLIT_RANK)
    return math.log(_LENGTH_WEIGHT[len(name)] / (rank + 10)) if rank < _SPLIT_RANK else None
