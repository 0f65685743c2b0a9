"""A folded line cut into words, gaps, marks, brackets and dates, each with its place in the line."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

TokenKind = Literal["word", "gap", "mark", "open", "close", "date"]


class Token(NamedTuple):
    """A piece of a folded line."""

    kind: TokenKind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Place after the last character."""
        return self.start + len(self.text)


_LETTERS: Final = r"[^\d :|,、/;&()]"
_SIGNS: Final = "○◎⊙☉●■□▲△◆◇★☆"
_DIGIT: Final = r"(?!\d{4}[-/.年]\d{1,2}[-/.月]\d)\d"  # no date begins with it
_TOKEN: Final = re.compile(
    rf"""
      (?! (?<=[ ]) [{_SIGNS}] ) {_LETTERS}++ (?: {_DIGIT} {_LETTERS}*+ )*+     # a word, which is what no group has
    | (?P<gap>[ ]+)
    | (?P<mark>[:|,、/;&] | (?<=[ ]) [{_SIGNS}])     # 记者 张三 ○编辑 李四
    | (?P<open>\()
    | (?P<close>\))
    | (?P<date>\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?(?:[ ]*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?   # 2019-09-23 14:34:05
             | \d{{1,2}}月\d{{1,2}}日 | \d{{1,2}}:\d{{2}}(?::\d{{2}})?)
    | (?: {_DIGIT} {_LETTERS}*+ )++
    """,
    re.VERBOSE,
)


_PICTURE_OF: Final = re.compile(r" *(?:资料图片|资料照片|资料图)[ ,:]+")
_BULLETS: Final = " ■□▪○◎⊙☉●•▲△▼▽◆◇★☆※✎✍❖➤·►▶*#-—–>|、,;/&_~"


def bounds(folded: str) -> tuple[int, int]:
    """Return where a folded line begins and ends without its bullets and its full stop."""
    stop = len(folded.rstrip(" 。.,;、-—–■□◆◇·"))
    of = _PICTURE_OF.match(folded)
    start = of.end() if of else len(folded) - len(folded.lstrip(_BULLETS))
    return start, stop


def tokens_of(folded: str, start: int, stop: int) -> list[Token]:
    """Cut a folded line between two places; the texts of the tokens, joined, are that part of the line."""
    return [
        Token(match.lastgroup or "word", match[0], match.start())  # type: ignore[arg-type]
        for match in _TOKEN.finditer(folded, start, stop)
    ]
