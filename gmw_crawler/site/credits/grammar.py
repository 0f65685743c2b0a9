"""A line of credits.

line   = item {[gap | ";" | "," | "|"] item}
item   = label names | names deed | "(" line ")"
label  = [newsroom] role {joiner role} [":" | "|" | "/"]        `labels.py`
names  = name {separator name}                                  `names.py`
deed   = 摄 | 供图 | 联合出品 …                                  the roles that may follow names
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.labels import Label, NotCreditsError, find_label
from gmw_crawler.site.credits.names import Expectation
from gmw_crawler.site.credits.organisations import NEWSROOM_HEAD, dateline, newsroom
from gmw_crawler.site.credits.persons import Doubt, certain
from gmw_crawler.site.credits.roles import UNKNOWN, role_of
from gmw_crawler.site.credits.tables import ASIDES, ORGANISATIONS
from gmw_crawler.site.credits.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_ANNOTATION: Final = 40
_DEEPEST: Final = 3
_DEED: Final = re.compile(
    r"(?<=..)(?:摄影报道|联合出品|(?<!联合)(?<!共同)出品|联合制作|联合摄制|共同出品|采访整理|采写|供图|制图|绘图|摄影|摄|绘|编译|整理)$"
)
# Roles that organisations hold as often as persons do.
_OFTEN_ORGANISATIONS: Final = frozenset({"co_producer", "picture_source", "thanks", "support"})
# Deeds of persons: a newsroom before them is theirs, not one who did it too.
_BY_PERSONS: Final = frozenset({"photographer", "photo_reporter", "camera", "illustrator"})
# The second label of 光明日报记者张三光明日报通讯员李四.
_REPORTER_WORD: Final = re.compile("记者|通讯员")
_SECOND_LABEL: Final = re.compile(rf"(?<=..)(?:(?:{NEWSROOM_HEAD.pattern})(?:记者|通讯员)|通讯员|实习生|见习记者)(?=.)")
_AUTHOR_IS: Final = re.compile(r"(?:本文)?作者(?:分别|均)?(?:系|为|是)")


@dataclass(slots=True, kw_only=True)
class Item:
    """A label with the tokens that are its names."""

    label: Label | None
    content: list[Token] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """Whether no word follows the label."""
        return not any(token.kind == "word" for token in self.content)

    def expectation(self, *, in_block: bool) -> Expectation:
        """Which names the label promises; `in_block` where the line stands among other credits."""
        label = self.label
        if label is None:
            return Expectation()
        keys = {role.key for role in label.roles}
        return Expectation(
            alone=_doubt(label, in_block=in_block),
            in_company=Doubt.GLUED if in_block and label.hard else Doubt.FOUR,
            organisation=any(role.kind == "organisation" for role in label.roles),
            houses=keys <= _OFTEN_ORGANISATIONS,
            author=bool(keys & {"author", "author_biography"}),
            places=label.reports,
            note="author_biography" in keys,
        )


def _doubt(label: Label, *, in_block: bool) -> Doubt:
    """How doubtful a name may be on its own beside this label."""
    if any(role.key == UNKNOWN for role in label.roles):
        return Doubt.NONE if in_block else Doubt.SHORT
    if label.hard and not label.everyday:
        return Doubt.ODD
    if label.hard:
        return Doubt.GLUED if in_block else Doubt.SHORT
    if label.affiliation and not label.guessed and (label.reports or label.behind):
        return Doubt.GLUED if label.reports else Doubt.FOUR
    return Doubt.SHORT if label.behind else Doubt.NONE


def items_of(tokens: Sequence[Token], *, in_block: bool = False) -> list[Item]:
    """Read the tokens of a line as labelled items; raises `NotCreditsError` where a word belongs to none."""
    return _Parser(in_block=in_block).parse(tokens, depth=0)


class _Parser:
    def __init__(self, *, in_block: bool) -> None:
        self.in_block = in_block

    def parse(self, tokens: Sequence[Token], *, depth: int) -> list[Item]:
        tokens = _part_words(_without_agency(tokens))
        items = [Item(label=None)]
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.kind == "open":
                close = _closing(tokens, index)
                self._bracket(tokens[index + 1 : close], items, depth)
                index = close + 1
            elif token.kind == "word":
                index = self._word(tokens, index, items)
            else:
                items[-1].content.append(token)
                index += 1
        return _settle(items)

    def _word(self, tokens: Sequence[Token], index: int, items: list[Item]) -> int:
        token = tokens[index]
        if dateline(token.text) and items[-1].bare:
            items.append(Item(label=None, content=[token]))
            return index + 1
        if _AUTHOR_IS.match(token.text):
            raise NotCreditsError
        given = _given_name(tokens, index, items[-1])
        label = (
            None
            if given or _names_source(tokens, index, items[-1])
            else find_label(tokens, index, in_block=self.in_block)
        )
        if label is None:
            items[-1].content.append(token)
            return index + 1
        items.append(Item(label=label, content=[label.rest] if label.rest else []))
        return label.end

    def _bracket(self, inner: Sequence[Token], items: list[Item], depth: int) -> None:
        """Read a bracket as items of its own, or pass over it where it only annotates a name."""
        if depth >= _DEEPEST:
            raise NotCreditsError
        try:
            found = self.parse(inner, depth=depth + 1)
        except NotCreditsError:
            found = []
        text = "".join(token.text for token in inner)
        if text in ASIDES or (len(text) == 1 and items[-1].bare):  # 〔英〕 before a name
            return
        if any(item.label and (not item.bare or item.label.hard) for item in found):
            items[:] = [*_settle(items), *found, Item(label=None)]
        elif items[-1].bare:
            raise NotCreditsError
        elif inner and inner[-1].end - inner[0].start > _LONGEST_ANNOTATION:
            raise NotCreditsError


def _given_name(tokens: Sequence[Token], index: int, item: Item) -> bool:
    """Say whether 文 in 编导：王 文 is a given name, not the role."""
    if len(tokens[index].text) > 1 or item.label is None or not item.label.hard or item.bare:
        return False
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return len(item.content) > 1 and len(item.content[-2].text) == 1 and after not in {":", "|", "/"}


def _names_source(tokens: Sequence[Token], index: int, item: Item) -> bool:
    """Say whether the word is a source's name, though it may sound like a role (来源：光明网综合)."""
    first = item.bare and item.label is not None and item.label.meaning == "source"
    return first and not (index + 1 < len(tokens) and tokens[index + 1].text == ":")


def _closing(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for place in range(index, len(tokens)):
        if tokens[place].kind == "open":
            depth += 1
        elif tokens[place].kind == "close":
            depth -= 1
            if depth == 0:
                return place
    return len(tokens)


def _part_words(tokens: Sequence[Token]) -> list[Token]:
    """Part 许丛军摄 into name and deed, and 谢辉监制： into a name and the next label."""
    parted: list[Token] = []
    for place, token in enumerate(tokens):
        cut = _cut(tokens, place) if token.kind == "word" and not role_of(token.text) else 0
        if not cut:
            parted.append(token)
            continue
        start = token.start + cut
        parted += [token._replace(text=token.text[:cut]), Token("gap", "", start)]
        parted.append(Token("word", token.text[cut:], start))
    return parted


def _cut(tokens: Sequence[Token], place: int) -> int:
    """Find where a word is to be parted; 0 where it is one."""
    text = tokens[place].text
    second = _SECOND_LABEL.search(text)
    if second and _REPORTER_WORD.search(text, 0, second.start()):
        return second.start()
    following = next((token for token in tokens[place + 1 :] if token.kind != "gap"), None)
    if following is None or following.kind == "open":
        match = _DEED.search(text)
        return match.start() if match else 0
    if place and following.text == ":":
        return next((cut for cut in range(2, len(text) - 1) if role_of(text[cut:]) and certain(text[:cut])), 0)
    return 0


def _settle(items: list[Item]) -> list[Item]:
    """Give each label its names, newsrooms and neighbours."""
    kept = [item for item in items if item.label or not item.bare]
    kept = _merge(_lead_newsrooms(kept))
    return _settle_deeds(kept)


def _lead_newsrooms(items: list[Item]) -> list[Item]:
    """A newsroom as the last word before a label belongs to the label: 光明日报 记者 张三."""
    for before, item in zip(items, items[1:], strict=False):
        label = item.label
        words = [token for token in before.content if token.kind == "word"]
        if label is None or not (label.reports or label.deed):
            continue
        if label.affiliation:
            _join_newsrooms(before, item, words)
            continue
        if before.label and (before.label.meaning != "role" or len(words) == 1):
            continue
        if label.deed and not (before.label is None and len(words) == 1 and not item.bare):
            continue
        name = (
            dateline(words[-1].text) or (words[-1].text if words and newsroom(words[-1].text) else None)
            if words
            else None
        )
        if name:
            item.label = replace(label, affiliation=name)
            before.content = before.content[: before.content.index(words[-1])]
    return [item for item in items if item.label or not item.bare]


def _join_newsrooms(before: Item, item: Item, words: Sequence[Token]) -> None:
    """Take 南方日报、南方+记者 for one affiliation."""
    if before.label is None and item.label and words and all(newsroom(word.text) for word in words):
        rooms = [word.text for word in words if not dateline(word.text)]
        names = "、".join([*rooms, item.label.affiliation or ""])
        item.label = replace(item.label, affiliation=names)
        before.content = []


def _merge(items: list[Item]) -> list[Item]:
    """Join labels that follow each other without names between."""
    merged: list[Item] = []
    for item in items:
        last = merged[-1] if merged else None
        if last and last.label and last.bare and item.label:
            joined = _joined_label(last.label, item.label)
            if joined:
                merged[-1] = Item(label=joined, content=item.content)
                continue
        merged.append(item)
    return merged


def _joined_label(first: Label, second: Label) -> Label | None:
    """One label of two: 采写：南都记者, 新华社发（陈颖 摄）, 策划 统筹：; null where the first is simply empty."""
    if first.meaning != "role" or second.meaning != "role":
        return None
    if second.reports and not second.hard:
        return replace(first, affiliation=second.affiliation or first.affiliation, end=second.end)
    if first.hard and second.affiliation and not second.hard:
        return first  # the office of who follows: 监制：光明网总编辑 张三
    if all(role.key == "released" for role in first.roles):
        return replace(second, affiliation=second.affiliation or first.affiliation)
    if first.hard:
        return None
    return replace(second, roles=first.roles + second.roles, affiliation=first.affiliation or second.affiliation)


def _settle_deeds(items: list[Item]) -> list[Item]:
    """Where a deed ends the line, the names stand before their roles: 李一博 摄, 张三 文 李四 图."""
    if len(items) < 2 or not (items[-1].label and items[-1].label.deed and items[-1].bare):  # noqa: PLR2004
        return items
    settled: list[Item] = []
    waiting: list[Item] = []
    _lead_agency(items)
    for item in items:
        if item.label and item.label.deed:
            settled.extend(_done(before, item.label) for before in waiting)
            waiting = [] if item.bare else [Item(label=None, content=item.content)]
        elif item.label is None or item.label.reports or not item.label.hard or _absorbs(item.label):
            waiting.append(item)
        else:
            settled.append(item)
    return settled


def _without_agency(tokens: Sequence[Token]) -> Sequence[Token]:
    """Drop the agency after a deed (张三摄/光明图片): it does not stand before it, so it is no affiliation."""
    if len(tokens) > 2 and tokens[-2].text == "/" and tokens[-1].text in ORGANISATIONS.newsrooms:  # noqa: PLR2004
        before = tokens[-3]
        if _DEED.search(before.text) or role_of(before.text):
            return tokens[:-2]
    return tokens


def _lead_agency(items: list[Item]) -> None:
    """The agency before the names of a deed: 光明图片/张三 摄."""
    words = [token for token in items[0].content if token.kind == "word"]
    deed = items[1].label
    if items[0].label or deed is None or not all(role.key in _BY_PERSONS for role in deed.roles):
        return
    if len(words) > 1 and newsroom(words[0].text):
        items[0].content = items[0].content[items[0].content.index(words[0]) + 1 :]
        items[1].label = replace(deed, affiliation=words[0].text)


def _absorbs(label: Label) -> bool:
    return any(role.picture for role in label.roles)


def _done(before: Item, deed: Label) -> Item:
    affiliation = before.label.affiliation if before.label else None
    return Item(label=replace(deed, affiliation=deed.affiliation or affiliation, behind=True), content=before.content)
