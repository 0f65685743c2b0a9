"""Lines with a fixed meaning: boilerplate, notices, and the labels of notes, guests and titles."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Final

from gmw_crawler.errors import TableError
from gmw_crawler.site.text import BLANKS, without_blanks

_TABLE: Final = tomllib.loads(files("gmw_crawler.site").joinpath("boilerplate.toml").read_text("utf-8"))
_FOLDED: Final = dict(zip("：，（）！？；［］｜／", ":,()!?;[]|/", strict=True))
_LONGEST_DROPPED: Final = 80  # characters; longer lines are somebody's words
_LONGEST_NOTICE: Final = 400


def _compile(group: str) -> dict[str, re.Pattern[str]]:
    try:
        return {code: re.compile(pattern, re.DOTALL | re.IGNORECASE) for code, pattern in _TABLE[group].items()}
    except re.error as error:
        raise TableError(f"boilerplate.toml: [{group}] {error}") from error


def _alternatives(group: str) -> re.Pattern[str]:
    """Return the patterns as one, the code of each as its group's name: the engine tries them faster than a loop."""
    named = (f"(?P<{code}>{pattern.pattern})" for code, pattern in _compile(group).items())
    return re.compile("|".join(named), re.DOTALL | re.IGNORECASE)


_DROPPED: Final = _alternatives("dropped")
_NOTICES: Final = _alternatives("notices")
_LABELS: Final = {word: kind for kind, words in _TABLE["labels"].items() for word in words}
_LABEL_OPENING: Final = re.compile(rf"[{BLANKS}（(\[【［〔]*[{''.join({word[0] for word in _LABELS})}]")
"""How a line with a label can only begin: most lines do not."""
_NOTICE_HINT: Final = re.compile(
    r"转载|转自|引用|未经|凡未|刊|载|首发|发表|版权|侵权|著作权|产权|公益|联系|声明|提示|提醒|风险|代表|参考|构成|网络|AI|人工智能|成果|项目|课题|摘自|选自|供稿|独家|原创|版[)）]?$"
)
_WRAPPED_LABEL: Final = re.compile(r"[【\[［〔（(](?P<word>[^】\]］〕）):：]{1,14})[】\]］〕）)]\s*[:：]?")
_WRAPPED_LINE: Final = re.compile(r"[（(\[【]([^（(\[【：:]{2,8}[：:][^（(\[【]*)[）)\]】]")
_SPACED_LABEL: Final = re.compile(rf"(?P<word>\S{{3,8}}|\S(?:[{BLANKS}]\S){{2,5}})[{BLANKS}]+")  # 编 者 按　今年是…
_GLUED_LABEL: Final = re.compile(r"(?P<word>编者按)(?!语)")  # set apart by bold type alone
_PLAIN_LABEL: Final = re.compile(r"(?P<word>[^:：。，,；;]{1,14}?)[" + re.escape(BLANKS) + r"]*(?:[:：]|$)")


def dropped_as(line: str) -> str | None:
    """Return the code under which the line is dropped as boilerplate, or None."""
    if len(line) > _LONGEST_DROPPED:
        return None
    found = _DROPPED.fullmatch(_folded(line))
    return found.lastgroup if found else None


def is_notice(line: str) -> bool:
    """Tell whether the line is a disclaimer or says where the text may go or came out."""
    if len(line) > _LONGEST_NOTICE or not _NOTICE_HINT.search(line):
        return False
    return _NOTICES.fullmatch(_folded(line)) is not None


def _folded(line: str) -> str:
    """Return the line as the patterns have it: without blanks, its punctuation half as wide."""
    line = without_blanks(line)
    for wide, narrow in _FOLDED.items():  # str.translate takes five times as long
        line = line.replace(wide, narrow)
    return line


def read_label(line: str) -> tuple[str, str, str] | None:
    """Return (kind, label, rest) of a line that a known label opens, or None.

    >>> read_label("编者按：今年是关键一年。")
    ('notes', '编者按', '今年是关键一年。')
    >>> read_label("【编者按】")
    ('notes', '编者按', '')
    """
    if not _LABEL_OPENING.match(line):
        return None
    if (wrapped := _WRAPPED_LINE.fullmatch(line)) is not None:
        line = wrapped[1]
    for pattern in (_WRAPPED_LABEL, _PLAIN_LABEL, _SPACED_LABEL, _GLUED_LABEL):
        found = pattern.match(line)
        if found and (kind := _LABELS.get(label := without_blanks(found["word"]))):
            return kind, label, line[found.end() :].strip(BLANKS)
    return None
