"""Words in which a name and a role, or two labels, are written as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.label_words import word_roles
from gmw_crawler.site.credits.organisations import dateline, is_organisation, newsroom, plain_house
from gmw_crawler.site.credits.persons import certain
from gmw_crawler.site.credits.roles import ROLE_ENDS, role_of
from gmw_crawler.site.credits.tables import ASIDES, ORGANISATIONS, SURNAMES
from gmw_crawler.site.credits.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEEDS: Final = (
    *(
        "摄影报道",
        "联合出品",
        "(?<!联合)(?<!共同)出品",
        "联合制作",
        "联合摄制",
        "共同出品",
        "采访整理",
        "(?:参与)?采写",
    ),
    *("供图", "制图", "绘图", "摄影", "(?<![拍航])摄", "绘", "编译", "整理"),
)
_DEED: Final = re.compile(rf"(?<=..)(?:{'|'.join(_DEEDS)})$")
# Deeds that also end a sentence (食堂用当地食材制作): only a house's name may stand before them.
_HOUSE_DEEDS: Final = ("制作", "摄制", "承制", "供稿")
_DEED_ENDS: Final = frozenset(deed[-1] for deed in _DEEDS)
# The second label of 光明日报记者张三光明日报通讯员李四.
_REPORTER_WORD: Final = re.compile("记者|通讯员|实习生")
_REPORTED: Final = re.compile("(?:记者|通讯员)..+报道")
_NEWSROOMS: Final = "|".join(sorted(map(re.escape, ORGANISATIONS.newsrooms), key=len, reverse=True))
_SECOND_LABEL: Final = re.compile(rf"(?<=..)(?:(?:{_NEWSROOMS})(?:记者|通讯员)|通讯员|实习生|见习记者)(?=.)")


def parted(tokens: Sequence[Token]) -> list[Token]:
    """Part 许丛军摄 into name and deed, 谢辉监制： into a name and the next label; drop the agency at the end."""
    return _part_words(_without_agency(tokens))


def with_branches(tokens: Sequence[Token]) -> Sequence[Token]:
    """Put together a house with its place or another name in brackets: 东岭影业（北京）有限公司, 史料馆（瑞金）."""
    for token in tokens[1:-1]:
        if token.kind == "open":
            return _with_branches(tokens)
    return tokens


def _with_branches(tokens: Sequence[Token]) -> list[Token]:
    whole: list[Token] = []
    index = 0
    while index < len(tokens):
        end = _end_of_house(tokens, index)
        whole.append(tokens[index]._replace(text="".join(token.text for token in tokens[index:end])))
        index = end
    return whole


def _end_of_house(tokens: Sequence[Token], index: int) -> int:
    """Return the place after a house that begins at `index` and has brackets; after one token where none does."""
    if tokens[index].kind != "word" or index + 1 == len(tokens) or tokens[index + 1].kind != "open":
        return index + 1
    close = next((place for place in range(index + 2, len(tokens)) if tokens[place].kind == "close"), index)
    inner = tokens[index + 2 : close]
    after = tokens[close + 1] if close + 1 < len(tokens) else None
    if after and after.kind == "word":
        is_place = len(inner) == 1 and inner[0].text in ORGANISATIONS.places
        return close + 2 if is_place and after.text.endswith(ORGANISATIONS.sure_endings) else index + 1
    house = tokens[index].text
    if inner and is_organisation(house) and not newsroom(house) and all(map(_belongs_to_house, inner)):
        return index + 1 if "".join(token.text for token in inner) in ASIDES else close + 1
    return index + 1


def _belongs_to_house(token: Token) -> bool:
    """Tell another name or a place from a person or a role: 国际手工艺理事会(World Crafts Council)."""
    if token.kind == "gap" or token.text.isascii():
        return token.kind in {"gap", "word"}
    is_person = certain(token.text) and token.text[0] in SURNAMES.rank  # 瑞金 is rather the place
    return token.kind == "word" and not is_person and not word_roles(token.text)[1]


def _part_words(tokens: Sequence[Token]) -> list[Token]:
    """Part 许丛军摄 into name and deed, and 谢辉监制： into a name and the next label."""
    parted: list[Token] = []
    for place, token in enumerate(tokens):
        whole = token.kind != "word" or (token.text[-1] in ROLE_ENDS and role_of(token.text))
        cut = 0 if whole else _cut(tokens, place)
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
    if _REPORTER_WORD.search(text):
        second = _SECOND_LABEL.search(text) if _REPORTER_WORD.search(text, 2, len(text) - 1) else None
        if second and (_REPORTER_WORD.search(text, 0, second.start()) or certain(text[: second.start()])):
            return second.start()
        if text.endswith("报道") and (_REPORTED.search(text) or not (dateline(text) or newsroom(text))):
            return len(text) - 2
    following = _following(tokens, place)
    if following is None or following.kind == "open":
        if place and len(text) == 5 and text.endswith("报道") and certain(text[:-2]):  # noqa: PLR2004
            return 3  # 记者王小明 李晓雯报道; of two characters it is rather a place
        return _deed_cut(tokens, place)
    if place and following.text == ":":
        return next((cut for cut in range(2, len(text) - 1) if role_of(text[cut:]) and certain(text[:cut])), 0)
    return 0


def _following(tokens: Sequence[Token], place: int) -> Token | None:
    """Return the token after `place` that is no gap."""
    for after in range(place + 1, len(tokens)):
        if tokens[after].kind != "gap":
            return tokens[after]
    return None


def _deed_cut(tokens: Sequence[Token], place: int) -> int:
    """Find where the deed begins: 许丛军摄, 沙 棠摄, 尉迟 砚摄."""
    text = tokens[place].text
    if text[-1] in _DEED_ENDS and (match := _DEED.search(text)):
        return match.start()
    if text.endswith(_HOUSE_DEEDS) and plain_house(text[:-2]):
        return len(text) - 2
    before = tokens[place - 2].text if place > 1 and tokens[place - 1].kind == "gap" else ""
    spaced = len(before) == 1 or before in SURNAMES.compound
    return 1 if spaced and len(text) == 2 and text[1] in "摄绘" else 0  # noqa: PLR2004


def _without_agency(tokens: Sequence[Token]) -> Sequence[Token]:
    """Drop the agency after a deed (张三摄/光明图片): it does not stand before it, so it is no affiliation."""
    if len(tokens) > 2 and tokens[-2].text == "/" and tokens[-1].text in ORGANISATIONS.newsrooms:  # noqa: PLR2004
        before = tokens[-3]
        first = role_of(tokens[0].text)
        if first and first.key == "photographer" and certain(before.text):  # 摄影：张三/人民图片
            return tokens[:-2]
        if _deed_cut(tokens, len(tokens) - 3) or (role_of(before.text) and len(tokens) > 3):  # noqa: PLR2004
            return tokens[:-2]
    return tokens
