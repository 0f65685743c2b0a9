"""Cheap tests that tell most lines of an article from credits before the grammar reads them.

A test may let a line of text pass; it never stops a line that the grammar would take.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.fold import fold
from gmw_crawler.site.credits.label_words import word_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENDING: Final = " \u3000\xa0。.,，;；、-—–■□◆◇·"
_EMOTION: Final = ("？", "！", "…", "?", "!")
# What no name and no role holds …
_PROSE: Final = ("的", "了", "这", "他", "很")
# … but a source or what stands in quotes and brackets does.
_FREE: Final = ("源", "转", "“", "”", '"', "《", "(", "（", "[", "【", "［", "〔")
# After these words follows what the grammar cuts off, sentences and all.
_BIOGRAPHIES: Final = ("作者", "执笔")
# Forms of the colon, the bar and the slash.
_MARKS: Final = ("：", ":", "/", "丨", "｜", "|", "／", "﹕", "∶", "︰", "│", "┃", "∣", "￨", "❘", "∕", "⁄")
# What is written without a mark or a gap between role and name.
_GLUED: Final = (
    "记者",
    "通讯员",
    "编辑",
    "责编",
    "作者",
    "摄",
    "出品",
    "校对",
    "审核",
    "供图",
    "评论员",
    "实习生",
    "采写",
)
_GLUED_DEEDS: Final = ("制图", "绘", "编译", "整理", "联合制作")
_GAPS: Final = re.compile(r"[^\s\u200b()（）\[\]【】〔〕［］,，、;；]+")
_SHORT: Final = 36
_LONGEST_ENGLISH: Final = 80
_REPORTERS: Final = ("记者", "通讯员", "评论员", "特派员", "实习生")
_CLOSERS: Final = ("）", ")", "】", "]", "］", "〕", "〗", "}", "｝", "』", "」")
_OPENERS: Final = ("（", "(", "【", "[", "［", "〔", "〖", "{", "｛", "『", "「")
_TAIL_WORDS: Final = (*_REPORTERS, "作者", "编辑", "责编", "报道", "整理", "采写", "图源", "图片来源", "供图")
_TAIL_DEEDS: Final = re.compile(r"[文图摄绘画译](?:[\s:：/／|｜丨]|[。.■□◆◇·▲\s]*$)")
_HEAD: Final = 72
_TAIL: Final = 80


def is_plainly_text(line: str) -> bool:
    """Say whether a line that stands alone is surely no credits."""
    if line.isascii() and len(line) > _LONGEST_ENGLISH:
        return True
    if not _holds(line, _BIOGRAPHIES):
        stop = line.find("。")
        if stop >= 0 and line[stop:].strip(_ENDING):
            return True
        if _holds(line, _EMOTION) or (_holds(line, _PROSE) and not _holds(line, _FREE)):
            return True
    if _holds(line, _MARKS) or _holds(line, _GLUED):
        return False
    return not (_has_role_word(line[:_SHORT]) or _holds(line[-_SHORT:], _GLUED_DEEDS))


def may_open(paragraph: str) -> bool:
    """Say whether a byline may open the paragraph."""
    head = paragraph[:_HEAD]
    return _holds(head, _REPORTERS) or _holds(head, _OPENERS)


def may_close(paragraph: str) -> bool:
    """Say whether a byline may close the paragraph."""
    tail = paragraph[-_TAIL:]
    return _holds(tail, _CLOSERS) or _holds(tail, _TAIL_WORDS) or _TAIL_DEEDS.search(tail) is not None


def _has_role_word(line: str) -> bool:
    """Say whether one of the first words between gaps is a role; lone characters may make one (监 制)."""
    words = _GAPS.findall(line)
    return len(words) > 1 and any(len(word) == 1 or word_roles(fold(word))[1] for word in words)


def _holds(text: str, words: Iterable[str]) -> bool:
    for word in words:  # noqa: SIM110 - a generator costs more than the search
        if word in text:
            return True
    return False
