"""Cheap tests that tell most lines of an article from credits before the grammar reads them.

A test may let a line of text pass; it never stops a line that the grammar would take.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.fold import fold, fold_one, forms_of
from gmw_crawler.site.credits.label_words import word_roles
from gmw_crawler.site.credits.roles import ROLE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterable


def _any_of(*words: str, patterns: Iterable[str] = ()) -> re.Pattern[str]:
    """Find any of the words, or a pattern: fast as long as each begins with a literal character."""
    return re.compile("|".join((*map(re.escape, words), *patterns)))


_ENDING: Final = " \u3000\xa0。.,，;；、-—–■□◆◇·"
_EMOTION: Final = _any_of("？", "！", "…", "?", "!")
# What no name and no role holds …
_PROSE: Final = _any_of("的", "了", "这", "他", "很")
# … but a source or what stands in quotes and brackets does.
_FREE: Final = _any_of("源", "转", "“", "”", '"', "《", "(", "（", "[", "【", "［", "〔")
# After these words follows what the grammar cuts off, sentences and all.
_BIOGRAPHIES: Final = _any_of("作者", "执笔")
_MARKED: Final = _any_of(
    # Forms of the colon, the bar and the slash.
    *("：", ":", "/", "丨", "｜", "|", "／", "﹕", "∶", "︰", "│", "┃", "∣", "￨", "❘", "∕", "⁄"),
    # What is written without a mark or a gap between role and name.
    *("记者", "通讯员", "编辑", "责编", "作者", "摄", "出品", "校对", "审核", "供图", "评论员", "实习生", "采写"),
)
_GLUED_DEEDS: Final = _any_of(
    *("制图", "绘", "编译", "整理", "联合制作"),
    patterns=(rf"{deed}\W*$" for deed in ("制作", "摄制", "承制", "供稿")),
)
_GAPS: Final = re.compile(r"[^\s\u200b()（）\[\]【】〔〕［］,，、;；]+")
_ONE_WORD: Final = re.compile(r"[^\d :|,、/;&()]+")
_SHORT: Final = 36
_LONGEST_ENGLISH: Final = 80
_REPORTERS: Final = ("记者", "通讯员", "评论员", "特派员", "实习生")
_OPENERS: Final = ("（", "(", "【", "[", "［", "〔", "〖", "{", "｛", "『", "「")
# No stop parts a byline that opens a paragraph from the signs at its very beginning.
_OPENING: Final = re.compile(
    rf"[\W{forms_of('|·')}]*[^{forms_of('。,:;?!')}]*?(?:{_any_of(*_REPORTERS, *_OPENERS).pattern})"
)
_CLOSING: Final = _any_of(
    *("）", ")", "】", "]", "］", "〕", "〗", "}", "｝", "』", "」"),
    *(*_REPORTERS, "作者", "编辑", "责编", "报道", "整理", "采写", "图源", "图片来源", "供图", "摄影：", "摄影:"),
    patterns=(rf"{deed}(?:[\s:：/／|｜丨]|[。.■□◆◇·▲\s]*$)" for deed in "文图摄绘画译"),
)
_HEAD: Final = 72
_TAIL: Final = 80


def is_plainly_text(line: str) -> bool:
    """Say whether a line that stands alone is surely no credits."""
    if line.isascii() and len(line) > _LONGEST_ENGLISH:
        return True
    if _is_prose(line) and not _BIOGRAPHIES.search(line):
        return True
    if _MARKED.search(line):
        return False
    return not (_has_role_word(line[:_SHORT]) or _GLUED_DEEDS.search(line, max(0, len(line) - _SHORT)))


def may_open(paragraph: str) -> bool:
    """Say whether a byline may open the paragraph."""
    return _OPENING.match(paragraph, 0, _HEAD) is not None


def may_close(paragraph: str) -> bool:
    """Say whether a byline may close the paragraph."""
    return _CLOSING.search(paragraph, max(0, len(paragraph) - _TAIL)) is not None


def is_bare_label(folded: str) -> bool:
    """Say whether the text is one word with no label before its end, so that it names nobody: 王小明告诉记者."""
    label = _MARKED.search(folded)
    return _ONE_WORD.fullmatch(folded) is not None and (label is None or label.end() == len(folded))


def _is_prose(line: str) -> bool:
    """Say whether the line has what no names and roles have: two sentences, an emotion, a word of prose."""
    stop = line.find("。")
    if stop >= 0 and line[stop:].strip(_ENDING):
        return True
    return bool(_EMOTION.search(line) or (_PROSE.search(line) and not _FREE.search(line)))


def _has_role_word(line: str) -> bool:
    """Say whether one of the first words between gaps is a role; lone characters may make one (监 制)."""
    words = _GAPS.findall(line)
    if len(words) < 2:  # noqa: PLR2004
        return False
    for word in words:  # noqa: SIM110 - a generator costs more than the look-ups
        if len(word) == 1 or (fold_one(word[-1]) in ROLE_ENDS and word_roles(fold(word))[1]):
            return True
    return False
