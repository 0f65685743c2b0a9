"""A line that stands alone: whether it is nothing but credits, and which."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from gmw_crawler.items import Credit
from gmw_crawler.site.credits.authors import named_before, without_biography
from gmw_crawler.site.credits.continuing import continuation
from gmw_crawler.site.credits.fold import fold
from gmw_crawler.site.credits.grammar import MOST_LABELS, items_of
from gmw_crawler.site.credits.hints import is_plainly_text
from gmw_crawler.site.credits.label_words import label_words
from gmw_crawler.site.credits.labels import Label, NotCreditsError
from gmw_crawler.site.credits.names import Names, read_names
from gmw_crawler.site.credits.organisations import newsroom
from gmw_crawler.site.credits.reading import NAMES_GLUED, NOTHING, ROLE_UNKNOWN, Reading
from gmw_crawler.site.credits.roles import UNKNOWN
from gmw_crawler.site.credits.tokens import Token, bounds, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.site.credits.items import Item
    from gmw_crawler.site.credits.tables import Kind, Role

Scope = Literal["article", "picture"]

_LONGEST: Final = 600
_SENTENCE: Final = re.compile(r"[。！？!?…]")
_SOURCE_LONGEST: Final = 40
_OFTEN: Final = 60
_SQUARE: Final = "【[［〔〖"


def read_line(
    line: str, *, previous: Sequence[Credit] = (), scope: Scope = "article", in_block: bool = False
) -> Reading:
    """Read a line that stands alone; see the package for what comes back.

    Args:
        line: cleaned of tags; its spacing may be as on the page.
        previous: the `last` of the line directly before, if that was credits.
        scope: `picture` where the line is a caption's.
        in_block: whether the line after it is credits, so that names and roles may be doubtful; where `previous` are
            given, they may be too.
    """
    if len(line) > _LONGEST or (not previous and is_plainly_text(line)):
        return NOTHING
    reading = (_read_often if len(line) <= _OFTEN else _read)(line, scope, in_block=in_block or bool(previous))
    if reading is None:
        return continuation(line, previous) if previous else NOTHING
    return reading


def _read(line: str, scope: Scope, *, in_block: bool) -> Reading | None:
    """Read a line for itself; null where it has no label at all."""
    folded = without_biography(fold(line))
    start, stop = bounds(folded)
    if stop - start < 2 or _SENTENCE.search(folded, start, stop):  # noqa: PLR2004 - one character says nothing
        return NOTHING
    if max(map(folded.count, ":()")) > MOST_LABELS:
        return NOTHING
    if in_block and line[start] in _SQUARE and (role := _open_role(line, folded[start:stop], scope)):
        return role
    tokens = tokens_of(folded, start, stop)
    if "(" in folded or ")" in folded:
        tokens = _unwrapped(tokens)
    try:
        items = named_before(folded) or items_of(tokens, in_block=in_block)
        return _reading(line, items, scope, in_block=in_block) if any(item.label for item in items) else None
    except NotCreditsError:
        return NOTHING


def _open_role(line: str, folded: str, scope: Scope) -> Reading | None:
    """Read a role alone in brackets, whose names the roll lacks or has on the next line: 【总顾问】."""
    inner = tokens_of(folded, 1, len(folded) - 1)
    if not folded.endswith(")") or any(token.kind not in {"word", "gap"} for token in inner):
        return None
    roles = label_words(inner)[1] if inner else ()
    label = Label(end=0, roles=roles, hard=True)
    return Reading(consumed=True, last=tuple(_empty(line, label, scope))) if roles else None


# A newsroom's few editors and reporters stand on all of its articles.
_read_often: Final = lru_cache(maxsize=4096)(_read)


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """Drop brackets without a partner at the ends of the line; elsewhere they part what stands beside them."""
    stray: set[int] = set()
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(place)
        elif token.kind == "close":
            if opened:
                opened.pop()
            else:
                stray.add(place)
    stray.update(opened)
    if not stray:
        return tokens
    ends = (0, len(tokens) - 1)
    return [
        token._replace(kind="mark", text=",") if place in stray else token
        for place, token in enumerate(tokens)
        if place not in stray or place not in ends
    ]


def _reading(line: str, items: Sequence[Item], scope: Scope, *, in_block: bool) -> Reading:
    found: list[Credit] = []
    warnings: dict[str, None] = {}
    source: str | None = None
    last: list[Credit] = []
    for item in items:
        label = item.label
        if label is None:
            raise NotCreditsError
        last = []
        if label.meaning == "source":
            source = source or _source(line, item)
        elif label.meaning == "time":
            _check_time(item)
        elif item.bare:
            last = _empty(line, label, scope)
        else:
            names = _names(line, items, item, in_block=in_block)
            if not label.hard and label.reports and "organisation" in names.kinds():
                raise NotCreditsError  # 综合新华社、人民网报道
            if found and any(names.doubts) and _announces(label):
                raise NotCreditsError
            last = _credits(line, label, names, scope)
            found.extend(last)
            warnings |= _warnings(label, names)
    reading = Reading(credits=tuple(found), consumed=True, last=tuple(last), source=source, warnings=tuple(warnings))
    return reading if reading.credits else _without_credits(line, items, reading)


def _announces(label: Label) -> bool:
    """Say whether what follows may be what was reported, not by whom: 记者丁玲、通讯员穗交宣报道：地铁开通."""
    return label.hard and label.meaning == "role" and label.roles[-1].text == "报道"


def _names(line: str, items: Sequence[Item], item: Item, *, in_block: bool) -> Names:
    """Read the names of an item; they may be more doubtful where another label of the line has some beyond doubt."""
    try:
        return read_names(line, item.content, item.expectation(in_block=in_block))
    except NotCreditsError:
        company = sum(_is_proven(line, other) for other in items if other is not item)
        if not company:
            raise
    return read_names(line, item.content, item.expectation(in_block=in_block, company=company))


def _is_proven(line: str, item: Item) -> bool:
    """Say whether the item names persons beyond doubt."""
    if item.bare or item.label is None or item.label.meaning != "role":
        return False
    try:
        names = read_names(line, item.content, item.expectation(in_block=False))
    except NotCreditsError:
        return False
    return bool(names.doubts) and not any(names.doubts)


def _without_credits(line: str, items: Sequence[Item], reading: Reading) -> Reading:
    bracketed = fold(line.lstrip()[:1]) == "("
    if reading.source and _plain_source(reading.source, items, bracketed=bracketed):
        return reading
    if any(item.label and item.label.meaning == "role" and item.label.hard for item in items):
        return reading
    return NOTHING


def _plain_source(source: str, items: Sequence[Item], *, bracketed: bool) -> bool:
    """Say whether 来源 gives the article's source; under a table or chart it gives that of the figures."""
    return bracketed or len(items) > 1 or newsroom(fold(source))


def _source(line: str, item: Item) -> str | None:
    words = [token for token in item.content if token.kind == "word"]
    if not words:
        return None
    text = line[words[0].start : words[-1].end].strip()
    if len(text) > _SOURCE_LONGEST:
        raise NotCreditsError
    return text


def _check_time(item: Item) -> None:
    if sum(token.kind == "word" for token in item.content) > 2:  # noqa: PLR2004 - a weekday, a noon
        raise NotCreditsError


def _empty(line: str, label: Label, scope: Scope) -> list[Credit]:
    """Make credits without names of a role whose names may stand on the next line."""
    if not label.hard:
        return []
    return [credit_of(line, label, role, role.kind or "person", (), scope) for role in label.roles]


def _credits(line: str, label: Label, names: Names, scope: Scope) -> list[Credit]:
    kinds = names.kinds()
    if not kinds and not (names.nobody and label.hard):
        raise NotCreditsError
    return [credit_of(line, label, role, kind, names.of(kind), scope) for role in label.roles for kind in kinds]


def credit_of(line: str, label: Label, role: Role, kind: Kind, names: tuple[str, ...], scope: Scope) -> Credit:
    """Make the credit of one role of a label, its words in the page's own characters."""
    return Credit(
        role=_own_words(line, role.text),
        role_key=role.key,
        names=names,
        kind=kind,
        affiliation=_own_words(line, label.affiliation) if label.affiliation else None,
        scope="picture" if role.picture else scope,
        raw=line,
    )


def _own_words(line: str, folded: str) -> str:
    """Give a folded word in the page's own characters, where the line has it in one piece."""
    if folded in line:
        return folded
    place = fold(line).find(folded)
    return line[place : place + len(folded)] if place >= 0 else folded


def _warnings(label: Label, names: Names) -> dict[str, None]:
    codes = {NAMES_GLUED: None} if names.glued else {}
    for role in label.roles:
        if role.key == UNKNOWN:
            codes[ROLE_UNKNOWN] = None
    return codes
