r"""Characters: how the site's bytes become text, and how its spacing is cleaned.

XPath's `normalize-space()` and Python's `\\s` disagree about what a blank is; gmw.cn indents with
U+3000 and pads names with NBSP, so this module says it once for the project.
"""

from __future__ import annotations

import re
import zlib
from typing import Final, NamedTuple

from gmw_crawler.errors import HostilePageError

BLANKS: Final = " \t\n\r\f\v\u00a0\u3000\u2002\u2003\u2009\u200a\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Every character that a reader sees as nothing: HTML's white space, indents, zero-width marks."""

_HTML_SPACE: Final = re.compile(r"[ \t\n\r\f\v]+")
_ANY_BLANK: Final = re.compile(f"[{BLANKS}]+")
_GZIP_MAGIC: Final = b"\x1f\x8b"
_CONTROLS: Final = bytes([*range(9), *range(0x0E, 0x20)])  # no character of a text; libxml2 stops at NUL
_MAX_BYTES: Final = 32 * 1024 * 1024  # of one page after inflating; the largest real page is under 1 MiB


def clean(text: str) -> str:
    r"""Return the text as a browser shows it: runs of white space folded, blanks at both ends trimmed.

    Inner U+3000 and NBSP stay: they are the page's own characters.

    >>> clean("\u3000\u3000第一段。\n  第二句。\u00a0")
    '第一段。 第二句。'
    """
    text = text.strip(BLANKS)
    if "  " in text or not text.isprintable():  # as one with a line break, a tab or a U+3000 is not
        return _HTML_SPACE.sub(" ", text)
    return text


def without_blanks(text: str) -> str:
    r"""Return the text without any blank at all.

    >>> without_blanks("监\u3000 制")
    '监制'
    """
    if " " not in text and text.isprintable():  # no other blank is printable: sooner told than searched for
        return text
    return _ANY_BLANK.sub("", text)


def single_spaced(text: str) -> str:
    r"""Return the text with every run of blanks, of any kind, as one space, and none at the ends.

    >>> single_spaced("毕\u00a0  \u00a0娟\u3000所长")
    '毕 娟 所长'
    """
    return _ANY_BLANK.sub(" ", text).strip()


class Decoded(NamedTuple):
    """A page's bytes, read."""

    text: str
    """Without control characters."""
    data: bytes
    """The same in utf-8, which the parser takes without a copy."""
    encoding: str
    """What they were read with."""


def decode(body: bytes) -> Decoded:
    """Return what the bytes of a page say.

    What the bytes are wins over what the page declares: gmw.cn sends no charset in the header, declares
    utf-8, and now and then serves gb18030 under that name (EVIDENCE, "What bites first", 8). A page met
    gzipped without a header is inflated. HostilePageError: it inflates beyond all bounds.
    """
    if body.startswith(_GZIP_MAGIC):
        body = _inflate(body)
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            data = body[len(mark) :].decode(encoding, errors="replace").encode().translate(None, _CONTROLS)
            return Decoded(data.decode(), data, encoding)
    body = body.removeprefix(b"\xef\xbb\xbf")
    if any(map(body.__contains__, _CONTROLS)):  # seldom, and sooner told than taken out
        body = body.translate(None, _CONTROLS)
    try:
        return Decoded(body.decode("utf-8"), body, "utf-8")
    except UnicodeDecodeError:
        text, encoding = _decode_damaged(body)
        return Decoded(text, text.encode(), encoding)


def _decode_damaged(body: bytes) -> tuple[str, str]:
    """Choose between a utf-8 page with some broken bytes and a page of gb18030.

    gb18030 gives a meaning to almost any bytes, so its own errors say nothing; text in gb18030 read as
    utf-8, on the other hand, is nearly all errors.
    """
    as_utf8 = body.decode("utf-8", errors="replace")
    broken = as_utf8.count("\ufffd")
    sound = len(as_utf8) - len(as_utf8.encode("ascii", errors="ignore")) - broken
    if broken <= sound // 4:
        return as_utf8, "utf-8"
    return body.decode("gb18030", errors="replace"), "gb18030"


def _inflate(body: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        page = inflater.decompress(body, _MAX_BYTES)
    except zlib.error:
        return body  # not gzip after all
    if inflater.unconsumed_tail:
        raise HostilePageError(f"a gzipped page inflates to more than {_MAX_BYTES} bytes")
    return page
