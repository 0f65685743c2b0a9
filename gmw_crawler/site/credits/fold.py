"""One width for matching: the punctuation and spaces of a line, folded character by character.

The folded line is as long as the line, so what is found in it by position is read from the line itself:
the record keeps the page's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ALIKE: Final = {
    " ": "\t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff",
    ":": "：﹕∶︰",
    # 丨 is a Chinese character that no name or role has: newsrooms use it as a bar.
    "|": "｜丨│┃∣￨❘",
    ",": "，﹐︐",
    "、": "﹑､",
    ";": "；﹔",
    "/": "／∕⁄",
    "(": "（[［【〔〖｛{﹙「『",
    ")": "）]］】〕〗｝}﹚」』",
    "·": "•．‧∙・ㆍ⋅●",
    "&": "＆",
    "。": "｡",
}
_FOLDED: Final = {
    # Full-width letters, digits and signs …
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    # … and what else looks or means the same.
    **{char: target for target, chars in _ALIKE.items() for char in chars},
}
_FOLDABLE: Final = re.compile(f"[{re.escape(''.join(_FOLDED))}]")
ALPHABETS: Final = "A-Za-zÀ-ɏЀ-ӿ"
"""Letters of names that are not Chinese, Latin and Cyrillic, as the inside of a pattern's class."""
_COMMON_HAN: Final = re.compile("[\u4e00-\u9fff〇]+")


def fold(text: str) -> str:
    """Return `text` with one form of each space, separator and bracket; the length stays.

    >>> fold("（责编：方　路）")
    '(责编:方 路)'
    """
    for char in set(_FOLDABLE.findall(text)):  # few kinds; str.translate asks for each character of the text
        text = text.replace(char, _FOLDED[char])
    return text


def fold_one(char: str) -> str:
    """Return one character as `fold` has it."""
    return _FOLDED.get(char, char)


def forms_of(chars: str) -> str:
    """Return every character that `fold` makes one of these, themselves included."""
    return chars + "".join(form for form, folded in _FOLDED.items() if folded in chars)


def is_han(text: str) -> bool:
    """Say whether every character is a Chinese one (extensions and 〇 included).

    >>> is_han("余竑龍"), is_han("Demi Xia"), is_han("")
    (True, False, False)
    """
    return _COMMON_HAN.fullmatch(text) is not None or (bool(text) and all(map(_is_han, text)))


def _is_han(char: str) -> bool:
    return _COMMON_HAN.match(char) is not None or (char > "\u3400" and unicodedata.name(char, "").startswith("CJK "))
