"""Bylines and datelines that open or close a paragraph of other words.

head = [dateline] "(" line ")" | newsroom role names (date | "," | gap | verb)
tail = sentence end, line | "(" line ")" [sentence end] | gap, names deed | wide gap, deed ":" names

Only the first and the last characters of a paragraph are looked at, whatever its length.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.fold import fold
from gmw_crawler.site.credits.hints import is_bare_label, may_close, may_open
from gmw_crawler.site.credits.lines import Scope, read_line
from gmw_crawler.site.credits.organisations import dateline
from gmw_crawler.site.credits.persons import certain
from gmw_crawler.site.credits.reading import NAMES_GLUED, NOTHING, Reading
from gmw_crawler.site.credits.tables import SURNAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD: Final = 180
_TAIL: Final = 220
_REPORTER: Final = "记者|通讯员|评论员|特派员|实习生"
_HEAD_BRACKET: Final = re.compile(r"\W*?(?P<lead>[^()。,:;?!“”]{0,40}?) *\((?P<inside>[^()]{3,140})\)")
_HEAD_PLAIN: Final = re.compile(rf"\W*?[^()。,:;?!]{{0,28}}?(?:{_REPORTER})")
_HEAD_CUT: Final = re.compile(
    r"(?P<sure>(?:20)?\d{2}年|\d{1,2}月|\d{1,2}日| {2,}|(?<=报道))"
    r"|(?P<likely>[ ,。:;(“]|从|在|获悉|日前|近日|今天|今日|昨天|昨日|了解|走进|来到|采访|看到"
    r"|发现|注意|探访|走访|专访|报道|摄)",
)
_STOPS: Final = frozenset(",。:;“")
# A last name that ends so was read too far (王小明报道).
_VERBS: Final = (
    "报道",
    "近日",
    "日前",
    "今天",
    "今日",
    "昨天",
    "昨日",
    "获悉",
    "了解",
    "采访",
    "走进",
    "来到",
    "发现",
    "看到",
)
_LAST_SENTENCE_END: Final = re.compile(r".*[。！？!?…”\"]")
_TAIL_DEEDS: Final = ("摄", "摄影", "摄影报道", "供图", "制图", "绘")
_LATE_LABEL: Final = re.compile(rf"\w{{0,12}}(?:{_REPORTER})")
_PICTURE_LABEL: Final = re.compile(r"(?<=\S) {2,}(?=(?:制图|绘图|摄影|摄|供图|图) *[:|/])")
_GAP: Final = re.compile(r"[ ,)]")
_CLOSING: Final = " 。.■□◆◇·▲"
_MOST_BRACKETS: Final = 3
_MOST_CUTS: Final = 12


def read_inline(paragraph: str, *, scope: Scope = "article") -> Reading:
    """Read the byline at the head or the tail of a paragraph; the paragraph stays text (`consumed` is false).

    >>> [(c.affiliation, c.role, c.names) for c in read_inline("新京报讯（记者 陆一夫）11月25日，市场平稳。").credits]
    [('新京报', '记者', ('陆一夫',))]
    """
    opens, closes = may_open(paragraph), may_close(paragraph)
    if not opens and not closes:
        return NOTHING
    head, head_end = _head(paragraph, scope) if opens else (NOTHING, 0)
    tails = list(_tails(paragraph, head_end, scope)) if closes else []
    readings = [head, *reversed(tails)]
    found = tuple(credit for reading in readings for credit in reading.credits)
    sources = [reading.source for reading in readings if reading.source]
    warnings = dict.fromkeys(code for reading in readings for code in reading.warnings)
    if not found and not sources:
        return NOTHING
    return Reading(credits=found, source=sources[0] if sources else None, warnings=tuple(warnings))


def _head(paragraph: str, scope: Scope) -> tuple[Reading, int]:
    """Read what opens the paragraph, and find where it ends."""
    text = paragraph[:_HEAD]
    folded = fold(text)
    match = _HEAD_BRACKET.match(folded)
    if match and (not match["lead"].strip() or dateline(match["lead"].replace(" ", ""))):
        reading = read_line(text[: match.end()], scope=scope)
        if reading.credits:
            return reading, match.end()
    plain = _HEAD_PLAIN.match(folded)
    return _plain_head(text, folded, plain, scope) if plain else (NOTHING, 0)


def _plain_head(text: str, folded: str, label: re.Match[str], scope: Scope) -> tuple[Reading, int]:
    for cut in reversed(_head_cuts(folded, label.end())):
        if cut.start() == label.end() and is_bare_label(label[0]):
            continue
        reading = read_line(text[: cut.start()], scope=scope)
        if not reading.credits or NAMES_GLUED in reading.warnings:
            continue
        if any(credit.kind == "organisation" or credit.names[-1].endswith(_VERBS) for credit in reading.credits):
            continue
        if _runs_on(folded[: cut.start()], reading):
            continue
        if cut["sure"] or reading.credits[0].affiliation:
            return reading, cut.start()
    return NOTHING, 0


def _runs_on(folded: str, reading: Reading) -> bool:
    """Tell whether the last name is rather how the sentence begins (本报记者 张三 三年前，…)."""
    names = [name for credit in reading.credits for name in credit.names]
    last = fold(names[-1])
    if len(names) < 2 or not folded.rstrip().endswith(f" {last}"):  # noqa: PLR2004
        return False
    return not certain(last) or last.startswith(SURNAMES.openings)


def _head_cuts(folded: str, start: int) -> list[re.Match[str]]:
    """Where the byline that has its label before `start` may end: no further than the first stop."""
    cuts: list[re.Match[str]] = []
    for cut in islice(_HEAD_CUT.finditer(folded, start, start + 90), _MOST_CUTS):
        cuts.append(cut)
        if cut[0] in _STOPS:
            break
    return cuts


def _tails(paragraph: str, head_end: int, scope: Scope) -> Iterator[Reading]:
    """Read what closes the paragraph, the last first."""
    start = max(head_end, len(paragraph) - _TAIL)
    text = paragraph[start:]
    folded = fold(text).rstrip(_CLOSING)
    for _ in range(_MOST_BRACKETS):
        reading, cut = _tail(text, folded, scope)
        if cut < 0:
            return
        yield reading
        folded = folded[:cut].rstrip(_CLOSING)


def _tail(text: str, folded: str, scope: Scope) -> tuple[Reading, int]:
    """Read the last fragment that is credits and find where it begins, past a bracket of other words; -1 at the end."""
    for begin in _beginnings(folded):
        reading = read_line(text[begin : len(folded)], scope=scope)
        if reading.credits or (reading.source and folded[begin] == "("):
            return reading, begin
    if folded.endswith(")") and (place := folded.rfind("(")) > 0 and len(folded) - place < 12:  # noqa: PLR2004 - （完）
        return NOTHING, place
    return NOTHING, -1


def _beginnings(folded: str) -> Iterator[int]:
    """Where a closing line of credits may begin, the longest first."""
    last = _LAST_SENTENCE_END.match(folded)
    if last and last.end() < len(folded):
        yield last.end()
    if folded.endswith(")"):
        place = folded.rfind("(")
        if place > 0:
            yield place
        elif place < 0 and (label := _LATE_LABEL.search(folded, max(0, len(folded) - 60))):
            yield label.start()
    elif folded.endswith(_TAIL_DEEDS):
        gaps = [match.end() for match in _GAP.finditer(folded, max(0, len(folded) - 60))]
        yield from gaps[-_MOST_CUTS:]
    elif "  " in folded and (gap := _PICTURE_LABEL.search(folded, max(0, len(folded) - 60))):
        yield gap.end()
