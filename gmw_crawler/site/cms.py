"""The CMS's own comment, `<!--enpproperty … /enpproperty-->`: read, and taken out before parsing.

Its values are not escaped: a `-->` in a title ends the comment early and spills the rest into the page,
as it did on economy.gmw.cn/2015-11/05 (EVIDENCE, "The CMS comment"). So it never reaches the HTML parser.
"""

from __future__ import annotations

import re
from typing import Final

from gmw_crawler.site.text import clean

_FIELDS: Final = (
    rb"articleid|date|author|title|keyword|subtitle|introtitle|siteid|nodeid|nodename|nodesearchname"
    rb"|url|sourcename|abstract|liability|picurl|video"
)
_START: Final = re.compile(rb"<!--\s*enpproperty\b", re.IGNORECASE)
_END: Final = re.compile(rb"/enpproperty\s*-*>", re.IGNORECASE)
_VALUE: Final = rb"[^<]{0,12000}+(?:<(?!/\1\s*>)[^<]{0,12000}+){0,60}+"  # a value may hold a < of its own
_FIELD: Final = re.compile(rb"\s*<(%s)\s*(?:/\s*>|>(%s)</\1\s*>)" % (_FIELDS, _VALUE), re.IGNORECASE)
_LEFTOVER: Final = re.compile(rb"\s*-*>")
_LIMIT: Final = 192 * 1024  # bytes; no real comment is longer, and an unclosed one must not swallow the page
_MOST: Final = 20  # a page has one, a joined one a few; a hostile page must not cost minutes


def take_out(html: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the page, in utf-8, without CMS comments, and the first one's fields by lower-case name.

    Empty values and the generator's "null" are left out.
    """
    fields: dict[str, str] = {}
    kept: list[bytes] = []
    at = 0
    for _ in range(_MOST):
        start = _START.search(html, at)
        if start is None:
            break
        end = _comment_end(html, start.end())
        for name, value in _read_fields(html[start.end() : end]):
            fields.setdefault(name, value)
        kept.append(html[at : start.start()])
        at = end
    kept.append(html[at:])
    return b"".join(kept), fields


def _comment_end(html: bytes, start: int) -> int:
    """Return where the comment ends: at its own closing word, or, if that is lost, after its last field."""
    closing = _END.search(html, start, start + _LIMIT)
    if closing and not _START.search(html, start, closing.start()):
        return closing.end()
    at = start
    while field := _FIELD.match(html, at, start + _LIMIT):
        at = field.end()
    leftover = _LEFTOVER.match(html, at)
    return leftover.end() if leftover else at


def _read_fields(inner: bytes) -> list[tuple[str, str]]:
    fields = []
    for field in _FIELD.finditer(inner):
        value = clean((field[2] or b"").decode())
        if value and value != "null":
            fields.append((field[1].lower().decode(), value))
    return fields
