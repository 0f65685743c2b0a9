"""Whether a word is a person's name, and where glued names end."""

from __future__ import annotations

import math
import re
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from gmw_crawler.site.credits.fold import ALPHABETS, is_han
from gmw_crawler.site.credits.tables import SURNAMES

_LATIN: Final = re.compile(rf"[{ALPHABETS}][{ALPHABETS}.'’\-]*(?: [{ALPHABETS}][{ALPHABETS}.'’\-]*){{0,4}}")
_DOTTED: Final = re.compile(r"[^\W\d_]{1,12}(?:[·.][^\W\d_]{1,12}){1,4}")
_MIXED: Final = re.compile(r"[\u4e00-\u9fff]{1,4}[A-Za-z]{1,8}|[A-Za-z]{1,8}[\u4e00-\u9fff]{1,4}")
# Characters that foreign, Tibetan, Mongolian and other names without a surname are written with: a whole word of them
# is rather a name (伊万诺夫).
_FOREIGN: Final = re.compile(
    "[阿埃艾安奥巴贝本比彼伯博布查达戴德迪蒂丁多杜厄尔法菲费弗夫福盖戈格葛根古哈海汉赫亨胡怀基吉加贾杰卡凯坎康考科克肯库昆拉莱兰劳勒雷蕾"
    "里丽利列林琳隆卢鲁伦罗洛马玛迈麦曼梅门蒙米密明摩莫姆穆娜纳内尼诺努欧帕潘庞佩彭皮平珀普奇乔切琼丘热茹儒瑞若撒萨塞瑟桑森沙莎山舍施史舒丝斯"
    "苏索塔泰坦汤唐陶特提廷图托瓦万威韦维温沃乌伍西希锡夏肖谢辛休雅亚扬耶伊因尤约泽扎詹珍卓兹佐"
    "央日格乐仓增旦腾敦毕曲珠顿措杰旺次仁洛嘎觉邓拥郎朗绒晋群土才吾热孜买孟敖其楞道敏登措赛南达木苦则金]{4,6}"
)
_TWO: Final = 2
PREPOSITIONS: Final = frozenset("从向和与于同对")
"""Surnames too, but after 记者 rather not: 记者从海关总署获悉."""
_POLITE: Final = ("先生", "女士", "同志", "法官", "警官", "师傅", "大夫", "教授", "主任", "经理", "医生")
_LONGEST_PLAIN: Final = 3
_LONGEST: Final = 4
_LONGEST_GLUED: Final = 24
# Nine in ten names of today have three characters with their surname, glued or not; only the ratio matters.
_LENGTH_WEIGHT: Final = {2: 0.2, 3: 0.8, 4: 0.8}
# Ranks beyond this are too rare to prove that a name begins here.
_SPLIT_RANK: Final = 300
_CLEARLY: Final = math.log(4)


class Doubt(IntEnum):
    """How far a word is from being a name beyond doubt; the order is by distance."""

    NONE = 0
    """A surname with a given name, a dotted name, a known syllable, Latin letters."""
    FOREIGN = 1
    """Four to six characters that names without a surname are written with: 阿拉腾奥勒."""
    SHORT = 2
    """Two or three characters without a surname: 木一, 应如是."""
    FOUR = 3
    """Four characters without proof, or a mixture of scripts: 帖木格兰."""
    GLUED = 4
    """A long word that begins with a surname: several names that could not be parted, or a foreign one."""
    LONG = 5
    """A long word that does not."""
    ODD = 6
    """A word without proof that has a character which names hardly have (进行中)."""
    WORD = 7
    """Two or three characters that are a word of everyday, and might be a surname with a given name: 施工."""


class Persons(NamedTuple):
    """The names that a word may hold."""

    cuts: tuple[int, ...]
    """Lengths of the names, which together are the word."""
    doubt: Doubt = Doubt.NONE


def has_surname(text: str) -> bool:
    """Say whether a Chinese word begins with a surname and has a given name after it."""
    return len(text) >= _TWO and (text[0] in SURNAMES.known or text[:_TWO] in SURNAMES.compound)


@lru_cache(maxsize=8192)
def persons(text: str) -> Persons | None:
    """Read a folded word as one name or as several glued ones; null where it is none.

    >>> persons("张文骁李晓东周洪双")
    Persons(cuts=(3, 3, 3), doubt=<Doubt.NONE: 0>)
    >>> persons("丁增尼达").doubt, persons("帖木格兰").doubt, persons("我们的目标")
    (<Doubt.NONE: 0>, <Doubt.FOUR: 3>, None)
    """
    size = len(text)
    if _LATIN.fullmatch(text):
        return Persons((size,), Doubt.NONE if text[0].isupper() else Doubt.FOUR)
    is_word = text.startswith(SURNAMES.words.get(text[:1], ())) and text[1:] not in SURNAMES.given  # 和志刚
    if is_word or text.endswith(_POLITE):
        is_name = is_word and size <= _LONGEST_PLAIN and text[0] in SURNAMES.rank
        return Persons((size,), Doubt.WORD) if is_name else None
    if SURNAMES.betrays(text) and not ("·" in text and _DOTTED.fullmatch(text)):  # 孛儿只斤·朝鲁
        return _pen_name(text)
    if not is_han(text):
        return _dotted_or_mixed(text)
    found = _short_word(text) if size <= _LONGEST_PLAIN else _long_word(text)
    if found and found.doubt and not SURNAMES.unlikely.isdisjoint(text) and not _FOREIGN.fullmatch(text):
        return _odd(text, found)
    return found


def _dotted_or_mixed(text: str) -> Persons | None:
    if _DOTTED.fullmatch(text):
        return Persons((len(text),))
    return Persons((len(text),), Doubt.FOUR) if _MIXED.fullmatch(text) else None


def _pen_name(text: str) -> Persons | None:
    """Judge a word that has a character which hardly any name has: 过客, 过国忠, 田呢."""
    if not _TWO <= len(text) <= _LONGEST_PLAIN or not is_han(text):
        return None
    if not SURNAMES.never.intersection(text) <= SURNAMES.seldom:
        return Persons((len(text),), Doubt.WORD) if text[0] in SURNAMES.rank else None
    has_name = text[0] in SURNAMES.known and (SURNAMES.never | SURNAMES.unlikely).isdisjoint(text[1:])
    return Persons((len(text),), Doubt.SHORT if has_name else Doubt.ODD)


def _odd(text: str, found: Persons) -> Persons | None:
    """Judge a word without proof that has characters which names hardly have."""
    if (len(text) == _TWO and text[0] == text[1]) or text[1:] in SURNAMES.given:  # 可可, 种志强
        return found
    odd = sum(char in SURNAMES.unlikely for char in text)
    if len(text) == _LONGEST_PLAIN and odd == 1 and text[0] in SURNAMES.scarce:
        return Persons(found.cuts, Doubt.SHORT)  # 字正清
    return Persons(found.cuts, Doubt.ODD) if len(text) < _LONGEST or (len(text) == _LONGEST and odd == 1) else None


def editor(text: str) -> Persons | None:
    """Read a word after 责编：, which names an editor though it begins or ends like prose: 万一诺, 勾践行.

    >>> editor("万一诺"), editor("万一")
    (Persons(cuts=(3,), doubt=<Doubt.SHORT: 2>), None)
    """
    found = persons(text)
    if not (has_surname(text) and len(text) <= _LONGEST_PLAIN):
        return found
    if found is None or found.doubt is Doubt.WORD:
        is_name = len(text) == _LONGEST_PLAIN and is_han(text) and SURNAMES.unlikely.isdisjoint(text[1:])
        return Persons((len(text),), Doubt.SHORT) if is_name and not SURNAMES.betrays(text) else None
    return found._replace(doubt=Doubt.SHORT) if found.doubt is Doubt.ODD else found


def certain(text: str) -> bool:
    """Say whether a word is one or several names beyond doubt."""
    found = persons(text)
    return found is not None and found.doubt is Doubt.NONE


def _short_word(text: str) -> Persons | None:
    size = len(text)
    return Persons((size,), Doubt.NONE if _proven(text) else Doubt.SHORT) if size >= _TWO else None


def _proven(text: str) -> bool:
    if text[0] in SURNAMES.rank or text[:_TWO] in SURNAMES.compound or SURNAMES.syllables.fullmatch(text):
        return True
    if not has_surname(text):
        return False
    if len(text) > _TWO and text[-1] == text[-2]:  # 隗多多
        return True
    odd = sum(char in SURNAMES.unlikely for char in text)
    return not odd or text[1:] in SURNAMES.given or (odd == 1 and len(text) > _TWO and text[0] in SURNAMES.telling)


def _long_word(text: str) -> Persons | None:
    size = len(text)
    if (size == _LONGEST and text[:_TWO] in SURNAMES.compound) or SURNAMES.syllables.fullmatch(text):
        return Persons((size,))
    if size > _LONGEST and SURNAMES.verbs.search(text):
        return None
    cuts = split_glued(text)
    if cuts:  # whoever comes first may have any surname, but a rare one proves nothing: 茅清远王海滨
        proven = text[0] in SURNAMES.rank or text[:_TWO] in SURNAMES.compound
        return Persons(cuts, Doubt.NONE if proven else Doubt.SHORT)
    if size == _LONGEST + 1 and text[:_TWO] in SURNAMES.compound:
        return Persons((size,))
    return Persons((size,), _doubt_of_long(text)) if size <= _LONGEST_GLUED else None


def _doubt_of_long(text: str) -> Doubt:
    if _FOREIGN.fullmatch(text):
        return Doubt.FOREIGN
    if len(text) == _LONGEST:
        return Doubt.NONE if _double_surname(text) else Doubt.FOUR
    return Doubt.GLUED if has_surname(text) else Doubt.LONG


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
    if readings and readings[0][1] == (_TWO, _TWO) and not _double_surname(text[0] + text[_TWO]):
        return None  # rather one name: 吉狄马加
    if not readings or (len(readings) > 1 and readings[0][0] - readings[1][0] < _CLEARLY):
        return None
    return readings[0][1]


def _best_two(text: str) -> list[tuple[float, tuple[int, ...]]]:
    """Find the two most likely ways to part the word, by the frequency of the surnames: (log weight, lengths)."""
    best: list[list[tuple[float, tuple[int, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(text) + 1):
        found = [
            (weight + step, (*cuts, size))
            for size in (2, 3, 4)
            if size <= end and (step := _name_weight(text[end - size : end], opens=size == end)) is not None
            for weight, cuts in best[end - size]
        ]
        best.append(sorted(found, reverse=True)[:2])
    return [reading for reading in best[-1] if len(reading[1]) > 1]


def _name_weight(name: str, *, opens: bool) -> float | None:
    """Return how likely a name is, by its surname and its length; only who `opens` a word may have a rare surname."""
    surname = name[:_TWO] if name[:_TWO] in SURNAMES.compound and len(name) > _TWO else name[0]
    if len(name) == _LONGEST and len(surname) == 1:
        return None
    rank = SURNAMES.rank.get(surname, _SPLIT_RANK)
    may_open = opens and len(name) > _TWO and surname in SURNAMES.known and surname not in PREPOSITIONS
    if rank >= _SPLIT_RANK and not may_open:
        return None
    return math.log(_LENGTH_WEIGHT[len(name)] / (rank + 10))
