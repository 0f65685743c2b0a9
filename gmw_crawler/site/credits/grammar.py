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
from gmw_crawler.site.credits.organisations import dateline, newsroom
from gmw_crawler.site.credits.roles import role_of
from gmw_crawler.site.credits.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_ANNOTATION: Final = 40
_DEEPEST: Final = 3
_DEED: Final = re.compile(r"(?<=..)(?:摄影报道|联合出品|联合制作|联合摄制|共同出品|供图|制图|绘图|摄影|摄|绘|编译|整理)$")
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

    def expectation(self) -> Expectation:
        """Which names the label promises."""
        label = self.label
        if label is None:
            return Expectation()
        return Expectation(
            strict=label.strict,
            organisation=any(role.kind == "organisation" or role.key in {"coproducer"} for role in label.roles),
            author=any(role.key in {"author", "author_note"} for role in label.roles),
            everyday=not label.reports and any(role.everyday for role in label.roles),
        )


def items_of(tokens: Sequence[Token], *, in_block: bool = False) -> list[Item]:
    """Read the tokens of a line as labelled items; raises `NotCreditsError` where a word belongs to none."""
    return _Parser(in_block=in_block).parse(tokens, depth=0)


class _Parser:
    def __init__(self, *, in_block: bool) -> None:
        self.in_block = in_block

    def parse(self, tokens: Sequence[Token], *, depth: int) -> list[Item]:
        tokens = _part_deed(tokens)
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
        label = find_label(tokens, index, in_block=self.in_block)
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
        if any(item.label for item in found):
            items.extend(found)
            items.append(Item(label=None))
        elif items[-1].bare:
            raise NotCreditsError
        elif inner and inner[-1].end - inner[0].start > _LONGEST_ANNOTATION:
            raise NotCreditsError


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


def _part_deed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Part 许丛军摄 into name and deed."""
    last = next((place for place in range(len(tokens) - 1, -1, -1) if tokens[place].kind != "gap"), None)
    if last is None or tokens[last].kind != "word":
        return tokens
    token = tokens[last]
    match = _DEED.search(token.text)
    if match is None or role_of(token.text):
        return tokens
    name = Token("word", token.text[: match.start()], token.start)
    deed = Token("word", match[0], token.start + match.start())
    return [*tokens[:last], name, Token("gap", "", deed.start), deed]


def _settle(items: list[Item]) -> list[Item]:
    """Give each label its names, newsrooms and neighbours."""
    kept = [item for item in items if item.label or not item.bare]
    kept = _merge(_lead_newsrooms(kept))
    return _settle_deeds(kept)


def _lead_newsrooms(items: list[Item]) -> list[Item]:
    """A newsroom as the last word before a label belongs to the label: 光明日报 记者 张三."""
    for before, item in zip(items, items[1:], strict=False):
        label = item.label
        if label is None or label.affiliation or not (label.reports or label.deed):
            continue
        words = [token for token in before.content if token.kind == "word"]
        if label.deed and not (before.label is None and len(words) == 1 and not item.bare):
            continue
        name = dateline(words[-1].text) or (words[-1].text if words and newsroom(words[-1].text) else None) if words else None
        if name:
            item.label = replace(label, affiliation=name)
            before.content = before.content[: before.content.index(words[-1])]
    return [item for item in items if item.label or not item.bare]


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
    for item in items:
        if item.label and item.label.deed:
            settled.extend(_done(before, item.label) for before in waiting)
            waiting = [] if item.bare else [Item(label=None, content=item.content)]
        elif item.label is None or item.label.reports or not item.label.hard or _absorbs(item.label):
            waiting.append(item)
        else:
            settled.append(item)
    return settled


def _absorbs(label: Label) -> bool:
    return any(role.key == "picture_source" for role in label.roles)


def _done(before: Item, deed: Label) -> Item:
    affiliation = before.label.affiliation if before.label else None
    return Item(label=replace(deed, affiliation=deed.affiliation or affiliation), content=before.content)
