"""A line of credits.

line   = item {[gap | ";" | "," | "|"] item}
item   = label names | names deed | "(" line ")"
label  = [newsroom] role {joiner role} [":" | "|" | "/"] | "(" role ")"   `labels.py`
names  = name {separator name}                                  `names.py`
deed   = 摄 | 供图 | 联合出品 …                                  the roles that may follow names
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.items import Item
from gmw_crawler.site.credits.label_words import label_words
from gmw_crawler.site.credits.labels import Label, NotCreditsError, find_label
from gmw_crawler.site.credits.organisations import dateline, is_organisation, newsroom
from gmw_crawler.site.credits.parting import parted, with_branches
from gmw_crawler.site.credits.persons import certain
from gmw_crawler.site.credits.roles import UNKNOWN, unknown_role
from gmw_crawler.site.credits.settling import settle
from gmw_crawler.site.credits.tables import ASIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.site.credits.tokens import Token

MOST_LABELS: Final = 24
"""A line of more, or of more brackets of a kind, is no roll of credits but a trap: the time grows with their square."""
_LONGEST_ANNOTATION: Final = 40
_DEEPEST: Final = 3
_AUTHOR_IS: Final = re.compile(r"(?:本文)?作者(?:分别|均)?(?:系|为|是)")


def items_of(tokens: Sequence[Token], *, in_block: bool = False) -> list[Item]:
    """Read the tokens of a line as labelled items; raises `NotCreditsError` where a word belongs to none."""
    return _Parser(in_block=in_block).parse(tokens, depth=0)


class _Parser:
    def __init__(self, *, in_block: bool) -> None:
        self.in_block = in_block
        self._in_roll = False  # a role we know and a name beyond doubt stand before: a word with a colon is a role then
        self._in_brackets = False  # the line's labels stand in brackets

    def parse(self, tokens: Sequence[Token], *, depth: int) -> list[Item]:
        tokens = parted(with_branches(tokens))
        items = [Item(label=None)]
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.kind == "open":
                close = _closing(tokens, index)
                if label := self._bracketed_label(tokens, index, close):
                    items.append(Item(label=label))
                else:
                    self._bracket(tokens[index + 1 : close], items, depth)
                index = close + 1
            elif token.kind == "word":
                index = self._word(tokens, index, items)
            else:
                items[-1].content.append(token)
                index += 1
        return settle(items)

    def _word(self, tokens: Sequence[Token], index: int, items: list[Item]) -> int:
        token = tokens[index]
        if items[-1].bare and dateline(token.text):
            items.append(Item(label=None, content=[token]))
            return index + 1
        if "作者" in token.text and _AUTHOR_IS.match(token.text):
            raise NotCreditsError
        given = self._is_given_name(tokens, index, items[-1])
        named = given or _names_source(tokens, index, items[-1]) or _names_house(tokens, index, items[-1])
        label = None if named else find_label(tokens, index, in_block=self._is_among_credits(items[-1]))
        if label is None:
            items[-1].content.append(token)
            return index + 1
        items.append(Item(label=label, content=[label.rest] if label.rest else []))
        if len(items) > MOST_LABELS + 1:  # the first is what stands before any label
            raise NotCreditsError
        return label.end

    def _is_among_credits(self, last: Item) -> bool:
        self._in_roll = self._in_roll or _names_surely(last)
        return self.in_block or self._in_roll

    def _is_given_name(self, tokens: Sequence[Token], index: int, item: Item) -> bool:
        """Say whether 文 in 编导：王 文 or 本报记者 柳 文 is a given name, not the role."""
        label = item.label
        if len(tokens[index].text) > 1 or label is None or item.bare:
            return False
        before = _lone_characters(item.content)
        is_behind = label.hard and [token.text for token in item.content[-2:-1]] == ["/"]  # 王小明 / 文
        if not is_behind and not (before and (label.hard or (label.reports and before == 1))):
            return False
        role = find_label(tokens, index, in_block=self.in_block)
        return role is None or not role.hard  # 统筹：汪 佩 制 作：余 跃

    def _bracketed_label(self, tokens: Sequence[Token], index: int, close: int) -> Label | None:
        """Read a role in brackets before its names (【出品人】洪波), where the line begins with one."""
        if (index and not self._in_brackets) or close + 1 >= len(tokens):
            return None
        inner = [token for token in tokens[index + 1 : close] if token.kind in {"word", "gap", "mark"}]
        if all(token.kind != "word" for token in inner) or len(inner) < close - index - 1:
            return None
        affiliation, roles = label_words(inner)
        if not roles and len(inner) == 1 and (unknown := unknown_role(inner[0].text, in_block=self.in_block)):
            roles = (unknown,)
        if not roles:
            return None
        self._in_brackets = True
        return Label(end=close + 1, roles=roles, affiliation=affiliation, hard=True, bar=True)

    def _bracket(self, inner: Sequence[Token], items: list[Item], depth: int) -> None:
        """Read a bracket as items of its own, or pass over it where it only annotates a name."""
        if depth >= _DEEPEST:
            raise NotCreditsError
        try:
            found = self.parse(inner, depth=depth + 1)
        except NotCreditsError:
            found = []
        for item in found:
            item.bracketed = True
        text = "".join([token.text for token in inner if token.kind != "gap"])
        bare = items[-1].bare
        if text in ASIDES or (bare and len(text) == 1):  # 〔英〕 before a name
            return
        if bare and items[-1].label and items[-1].label.deed and newsroom(text):  # 张三摄（人民视觉）
            return
        if any(item.label and (item.label.hard or not item.bare) for item in found):
            items[:] = [*settle(items), *found, Item(label=None)]
        elif bare or (inner and inner[-1].end - inner[0].start > _LONGEST_ANNOTATION):
            raise NotCreditsError


def _names_surely(item: Item) -> bool:
    """Say whether an item has a role we know, set off from a name beyond doubt, at times with spaces in it (李 锐)."""
    label = item.label
    if label is None or not label.hard or label.meaning != "role" or any(role.key == UNKNOWN for role in label.roles):
        return False
    words = [token.text for token in item.content if token.kind == "word"]
    return any(map(certain, words)) or certain("".join(words))


def _lone_characters(content: Sequence[Token]) -> int:
    """Return how many words of one character stand last in a row, which a gap ends."""
    count = 0
    for gap, word in zip(content[::-2], content[-2::-2], strict=False):
        if gap.kind != "gap" or word.kind != "word" or len(word.text) > 1:
            break
        count += 1
    return count


def _names_source(tokens: Sequence[Token], index: int, item: Item) -> bool:
    """Say whether the word is a source's name, though it may sound like a role (来源：光明网综合)."""
    first = item.bare and item.label is not None and item.label.meaning == "source"
    return first and not (index + 1 < len(tokens) and tokens[index + 1].text == ":")


def _names_house(tokens: Sequence[Token], index: int, item: Item) -> bool:
    """Say whether the last word is whom the label names, though it sounds like a role (作者：光明日报调研组)."""
    alone = item.bare and item.label is not None and item.label.hard and index == len(tokens) - 1
    return alone and is_organisation(tokens[index].text)


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
