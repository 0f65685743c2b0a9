"""The label of a credit: the words that say the role, with the newsroom before them.

label = [newsroom] role {("/" | "、" | " ") role} (":" | "|" | "/" | gap | nothing)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from gmw_crawler.site.credits.fold import is_han
from gmw_crawler.site.credits.label_words import label_words, word_roles
from gmw_crawler.site.credits.persons import PREPOSITIONS, Doubt, certain, has_surname, persons
from gmw_crawler.site.credits.roles import REPORTERS, ROLE_ENDS, joined, role_of, unknown_role
from gmw_crawler.site.credits.tables import LABELS, ORGANISATIONS, ROLES, SURNAMES, Role
from gmw_crawler.site.credits.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINERS: Final = "/、&+"
_LONGEST: Final = 40
_LONGEST_SPACED: Final = 6
_MOST_TOKENS: Final = 13
# Roles that are written with nothing between them and the name.
_GLUED: Final = re.compile(
    "|".join(
        sorted(
            (
                text
                for text, role in ROLES.spellings.items()
                if (role.key in REPORTERS and text.endswith(("记者", "通讯员", "评论员", "实习生", "采写")))
                or text
                in {
                    "责编",
                    "责任编辑",
                    "作者",
                    "本文作者",
                    "摄影",
                    "摄影师",
                    "校对",
                    "责任校对",
                    "编辑",
                    "审核",
                    "值班编辑",
                }
            ),
            key=len,
            reverse=True,
        ),
    ),
)
_REPORTER_WORDS: Final = ("记者", "通讯员")
_UNKNOWN_NEWSROOM: Final = re.compile(
    rf"(?P<newsroom>[\u4e00-\u9fffA-Za-z0-9]{{2,8}})(?P<role>{'|'.join(_REPORTER_WORDS)})"
)
# These are also names' characters, so a word of two or more must follow them where only a gap does.
_SINGLE: Final = frozenset("文图摄绘审校译画作编词曲")


class NotCreditsError(Exception):
    """Raised inside the grammar as soon as a line cannot be credits; never leaves the package."""


class Label(NamedTuple):
    """A recognised label."""

    end: int
    """Index of the first token after it."""
    meaning: Literal["role", "source", "time"] = "role"
    roles: tuple[Role, ...] = ()
    affiliation: str | None = None
    """Folded; the newsroom before the role."""
    guessed: bool = False
    """Whether the affiliation is no newsroom that we know."""
    behind: bool = False
    """Whether it stands behind the names."""
    hard: bool = False
    """Whether a colon, bar or slash parts it from the names."""
    bar: bool = False
    """Whether it is a bar, which prose has not."""
    wide: bool = False
    """Whether a gap of two blanks or more parts it from the names."""
    rest: Token | None = None
    """What is left of its last token (the name in 记者张三)."""

    @property
    def everyday(self) -> bool:
        """Whether the words also have an ordinary meaning."""
        for role in self.roles:  # noqa: SIM110 - asked often, and a generator costs more
            if role.everyday:
                return True
        return False

    @property
    def reports(self) -> bool:
        """Whether it is 记者 or its kin."""
        for role in self.roles:
            if role.key not in REPORTERS:
                return False
        return bool(self.roles)

    @property
    def deed(self) -> bool:
        """Whether it may follow the names."""
        if self.hard:
            return False
        for role in self.roles:
            if not role.after:
                return False
        return bool(self.roles)


def find_label(tokens: Sequence[Token], index: int, *, in_block: bool) -> Label | None:
    """Read the label that begins at `index`, null where none does; raises `NotCreditsError` for 电话： and its kin."""
    hard = _hard_label(tokens, index, in_block=in_block)
    text = tokens[index].text
    if hard or text in ORGANISATIONS.newsrooms:
        return hard
    whole = None
    if text[-1] in ROLE_ENDS or len(text) == 1:
        whole = _soft_label(tokens, index) or _guessed_label(tokens, index)
    return whole or _glued_label(tokens, index)


def _hard_label(tokens: Sequence[Token], index: int, *, in_block: bool) -> Label | None:
    stop = _separator_after(tokens, index)
    if stop is None:
        return None
    inner = tokens[index:stop]
    text = "".join([token.text for token in inner if token.kind != "gap"])
    meaning = LABELS.get(text)
    if meaning == "never":
        raise NotCreditsError
    end = _skip(tokens, stop, ":|")
    if meaning:
        return Label(meaning="source" if meaning == "source" else "time", hard=True, end=end)
    affiliation, roles = label_words(inner)
    if not roles:  # a bar stands between a column and a headline too
        roles = _unknown(inner, in_block=in_block and tokens[stop].text == ":")
    if not roles:
        return None
    label = Label(roles=roles, affiliation=affiliation, hard=True, bar=tokens[stop].text == "|", end=end)
    return _joined_by_bar(tokens, label) if label.bar else label


def _joined_by_bar(tokens: Sequence[Token], label: Label) -> Label:
    """Join the role after a bar that a colon ends: 录音｜混音：赫连城."""
    stop = _separator_after(tokens, label.end) if label.end < len(tokens) else None
    if stop is None or tokens[stop].text != ":":
        return label
    affiliation, more = label_words(tokens[label.end : stop])
    if not more or affiliation:
        return label
    return label._replace(roles=joined(label.roles, "|", more), bar=False, end=_skip(tokens, stop, ":|"))


def _separator_after(tokens: Sequence[Token], index: int) -> int | None:
    """Index of the colon or bar that ends the label beginning at `index`."""
    for place in range(index, min(len(tokens), index + _MOST_TOKENS)):
        token = tokens[place]
        if token.kind == "mark":
            if token.text in ":|":
                return place
            if token.text not in _JOINERS:
                return None
        elif token.kind == "word":
            if token.start - tokens[index].start > _LONGEST or (
                place > index and certain(token.text) and not role_of(token.text)
            ):
                return None
        elif token.kind != "gap":
            return None
    return None


def _skip(tokens: Sequence[Token], index: int, marks: str) -> int:
    while index < len(tokens) and (tokens[index].kind == "gap" or tokens[index].text in marks):
        index += 1
    return index


def _unknown(inner: Sequence[Token], *, in_block: bool) -> tuple[Role, ...]:
    words = [token.text for token in inner if token.kind == "word"]
    if any(token.kind == "mark" for token in inner) or (len(words) > 1 and any(len(word) > 1 for word in words)):
        return ()
    if any(role_of("".join(words[place:])) for place in range(1, len(words))):
        return ()  # 汪 佩 制 作：余 跃
    role = unknown_role("".join(words), in_block=in_block)
    return (role,) if role else ()


def _soft_label(tokens: Sequence[Token], index: int) -> Label | None:
    """Read a label that a gap, a slash, a bracket or the end follows."""
    found = _soft_chain(tokens, index)
    if found is None:
        return None
    affiliation, roles, end = found
    after = _skip(tokens, end, "")
    if after < len(tokens) and tokens[after].text == "/":
        return Label(roles=roles, affiliation=affiliation, hard=True, end=_skip(tokens, after, "/"))
    if after < len(tokens) and (tokens[after].kind == "mark" or (after == end and tokens[after].kind == "word")):
        return None
    if roles[-1].text in _SINGLE and not _may_be_single(tokens, after):
        return None
    wide = any(len(token.text) > 1 for token in tokens[end:after])
    return Label(roles=roles, affiliation=affiliation, wide=wide, end=after)


def _may_be_single(tokens: Sequence[Token], after: int) -> bool:
    return after >= len(tokens) or tokens[after].kind == "open" or len(tokens[after].text) > 1


def _soft_chain(tokens: Sequence[Token], index: int) -> tuple[str | None, tuple[Role, ...], int] | None:
    affiliation, roles, end = _role_at(tokens, index)
    if not roles:
        return None
    while True:
        place = _skip(tokens, end, "")
        if place >= len(tokens) or tokens[place].text not in _JOINERS:
            return affiliation, roles, end
        newsroom_, more, after = _role_at(tokens, _skip(tokens, place, _JOINERS))
        if not more or newsroom_ or (tokens[place].text == "/" and more[0].text == "记者"):
            return affiliation, roles, end
        roles, end = joined(roles, tokens[place].text, more), after


def _role_at(tokens: Sequence[Token], index: int) -> tuple[str | None, tuple[Role, ...], int]:
    """Read a role in one word, or spaced over single characters (监 制)."""
    if index >= len(tokens) or tokens[index].kind != "word":
        return None, (), index
    affiliation, roles = word_roles(tokens[index].text)
    if roles and len(tokens[index].text) > 1:
        return affiliation, roles, index + 1
    spaced = _spaced_role(tokens, index)
    return spaced or (affiliation, roles, index + 1)


def _spaced_role(tokens: Sequence[Token], index: int) -> tuple[None, tuple[Role, ...], int] | None:
    """Read the longest role spaced over single characters: 总 监 制, where 总 监 is one too."""
    text, place = tokens[index].text, index + 1
    found = None
    while (
        len(text) < _LONGEST_SPACED
        and len(text) == (place - index + 1) // 2
        and place + 1 < len(tokens)
        and tokens[place].kind == "gap"
        and len(tokens[place + 1].text) == 1
        and tokens[place + 1].kind == "word"
    ):
        text, place = text + tokens[place + 1].text, place + 2
        if role := role_of(text):
            found = None, (role,), place
    return found


def _glued_label(tokens: Sequence[Token], index: int) -> Label | None:
    """Read a role with the name directly after it: 光明日报记者张三."""
    token = tokens[index]
    match = _GLUED.search(token.text)
    if match is None or match.end() == len(token.text):
        return None
    affiliation, roles = word_roles(token.text[: match.end()])
    rest = Token("word", token.text[match.end() :], token.start + match.end())
    is_name = _begins_names(tokens, index, rest.text) or _is_office(roles, rest.text)
    if not roles or not (is_name or (affiliation in ORGANISATIONS.newsrooms and _is_foreign(rest.text))):
        return None
    return Label(roles=roles, affiliation=affiliation, end=index + 1, rest=rest)


def _is_office(roles: tuple[Role, ...], text: str) -> bool:
    """Say whether a correspondent signs with three characters of an office: 通讯员穗商宣."""
    found = persons(text) if len(text) == 3 else None  # noqa: PLR2004
    return found is not None and found.doubt is Doubt.SHORT and all(role.key == "correspondent" for role in roles)


def _is_foreign(text: str) -> bool:
    """Say whether a word has the characters of names without a surname alone: 新华社记者阿拉腾奥勒."""
    found = persons(text)
    return found is not None and found.doubt is Doubt.FOREIGN


def _guessed_label(tokens: Sequence[Token], index: int) -> Label | None:
    """记者 after words that may be a newsroom we do not know: 南城记者 张三."""
    after = index + 1
    if not tokens[index].text.endswith(_REPORTER_WORDS):
        return None
    match = _UNKNOWN_NEWSROOM.fullmatch(tokens[index].text)
    if match is None or after >= len(tokens) or tokens[after].kind != "gap" or SURNAMES.betrays(match[0]):
        return None
    role = ROLES.spellings[match["role"]]
    return Label(roles=(role,), affiliation=match["newsroom"], guessed=True, end=_skip(tokens, after, ""))


def _begins_names(tokens: Sequence[Token], index: int, rest: str) -> bool:
    if len(rest) == 1:
        following = tokens[index + 2].text if index + 2 < len(tokens) and tokens[index + 1].kind == "gap" else ""
        if len(following) == 2 and rest not in PREPOSITIONS:  # noqa: PLR2004 - 记者贾 平凡
            return (rest in SURNAMES.rank or rest in SURNAMES.telling) and certain(rest + following)
        return len(following) == 1 and is_han(following) and has_surname(rest + following)
    for deed in ("摄影报道", "摄影", "报道", "摄", "等", ""):
        if rest.endswith(deed) and _name_like(rest.removesuffix(deed)):
            return True
    return False


def _name_like(text: str) -> bool:
    """Say whether a word is a name beyond doubt, or names that could not be parted."""
    return certain(text) or (len(text) > 4 and has_surname(text) and persons(text) is not None)  # noqa: PLR2004
