"""Who is a newsroom, and what is an organisation rather than a person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gmw_crawler.site.credits.fold import is_han
from gmw_crawler.site.credits.tables import ORGANISATIONS, SURNAMES

_QUOTES: Final = re.compile(r"[“”\"'‘’《》<>·\-—+.\w]+")
_QUOTED: Final = re.compile(r"[^“”\"《》]*[“\"《]?[^“”\"《》]+[”\"》]")
_SHORTEST: Final = 2
_LONGEST_AFFILIATION: Final = 24
_LONGEST_ORGANISATION: Final = 40
_HEAD_SIZES: Final = {
    first: sorted({len(name) for name in ORGANISATIONS.newsrooms if name[0] == first}, reverse=True)
    for first in {name[0] for name in ORGANISATIONS.newsrooms}
}
"""Lengths of the newsrooms that begin with a character, the longest first."""
_AFTER_NEWSROOM: Final = re.compile(r"[^\s\d]{0,8}?(?:\d{1,4}[年月日\d]{1,9})?(?:专?电|讯|消息|综合报道|报道)")
_SENT: Final = ("电", "讯", "消息", "报道")
# What makes another newsroom of the one before it (证券时报网).
_LONGER: Final = re.compile("时刻新闻|新闻客户端|客户端|新闻|网|在线")
# Characters by which a sentence says who made it, where and from what.
_MANNER: Final = frozenset("由在用为给把被将是请让带于")
_NAMED: Final = re.compile("(?:记者|通讯员|评论员)(?=..)")  # 本报记者张三报道 says more than where from
_DATELINE: Final = re.compile(
    rf"(?P<newsroom>[^\s\d]{{0,10}}?(?:{'|'.join(sorted(ORGANISATIONS.newsroom_endings, key=len, reverse=True))}))"
    r"(?P<place>[^\s\d]{0,8}?)(?:\d{1,4}[年月日\d]{1,9})?(?:专?电|讯|消息|综合报道|报道)",
)
# A newsroom that no table has, before 讯 or 报道: 城市观察讯. 通讯, 喜讯 and the like are words of their own.
_UNKNOWN_NEWSROOM: Final = re.compile(
    r"(?!据|综合|本期|记者|通讯员|以上|相关|专题|深度|系列|独家|现场|连续|跟踪)"
    r"(?P<newsroom>[\u4e00-\u9fff]{3,8}(?<![通短喜简资快音电视闻会者员合题度列家场续踪体]))(?:讯|(?<=[\u4e00-\u9fff]{4})报道)"
)


@lru_cache(maxsize=4096)
def newsroom(text: str) -> bool:
    """Say whether `text`, the words before 记者 and its kin, name a newsroom.

    >>> newsroom("光明日报"), newsroom("新华社“新华视点”"), newsroom("北方某市日报"), newsroom("随后")
    (True, True, True, False)
    """
    if text.strip("《》“”") in ORGANISATIONS.newsrooms:
        return True
    if not _SHORTEST <= len(text) <= _LONGEST_AFFILIATION or not _sounds_like_newsroom(text):
        return False
    return _QUOTES.fullmatch(text) is not None and not SURNAMES.betrays(text)


def _sounds_like_newsroom(text: str) -> bool:
    if len(text) > _SHORTEST and text.endswith(ORGANISATIONS.newsroom_endings):
        return True
    return _known_head(text) > 0 or (text[0] == "《" and text[-1] == "》")


def _known_head(text: str) -> int:
    """Length of the longest known newsroom that the text begins with; 0 where it begins with none."""
    for size in _HEAD_SIZES.get(text[:1], ()):
        if text[:size] in ORGANISATIONS.newsrooms:
            return size
    return 0


def _is_sentence(text: str) -> bool:
    if SURNAMES.betrays(ORGANISATIONS.harmless.sub("", text)) or ORGANISATIONS.verbs.search(text):
        return True
    return bool(ORGANISATIONS.openings.search(text)) and not text.endswith(ORGANISATIONS.sure_endings)


def dateline(text: str) -> str | None:
    """Return the newsroom of a word like 新华社北京12月29日电 or 新京报讯, null where it is no dateline.

    >>> dateline("新华社北京12月29日电"), dateline("环球网报道"), dateline("北京报道"), dateline("据报道")
    ('新华社', '环球网', None, None)
    """
    return _dateline(text) if text.endswith(_SENT) and not _NAMED.search(text) else None


@lru_cache(maxsize=1024)
def _dateline(text: str) -> str | None:
    body = text.removeprefix("据")
    known = _known_head(body)
    longer = _LONGER.match(body, known) if known else None
    if longer and _AFTER_NEWSROOM.fullmatch(body, longer.end()):
        return body[: longer.end()]
    if known and _AFTER_NEWSROOM.fullmatch(body, known):
        return body[:known]
    match = _DATELINE.fullmatch(body)
    if match and len(match["newsroom"]) > 1:
        return match["newsroom"]
    unknown = _UNKNOWN_NEWSROOM.fullmatch(text)
    return unknown["newsroom"] if unknown else None


@lru_cache(maxsize=4096)
def is_organisation(text: str, *, expected: bool = False) -> bool:
    """Say whether a folded word names an organisation; `expected` where the role is one that organisations hold.

    >>> is_organisation("北京市社会科学院"), is_organisation("新华社"), is_organisation("王会")
    (True, True, False)
    """
    bare = text.strip('“”"《》')
    if bare.endswith(")"):  # its place or another name of it
        bare = bare.partition("(")[0]
    if bare in ORGANISATIONS.newsrooms or bare in ORGANISATIONS.bodies:
        return True
    if not _SHORTEST <= len(bare) <= _LONGEST_ORGANISATION:
        return False
    if bare.endswith(ORGANISATIONS.sure_endings) and _QUOTED.match(bare):
        return True
    if _could_be_person(bare) and not (expected and len(bare) > _SHORTEST):
        return False
    if _is_sentence(bare):
        return False
    return (expected and len(bare) > _SHORTEST) or (len(bare) > _SHORTEST and bare.endswith(ORGANISATIONS.endings))


@lru_cache(maxsize=1024)
def plain_house(text: str) -> bool:
    """Say whether a word is an organisation's name and no more, so that a deed may be glued to it.

    >>> plain_house("新华社音视频部"), plain_house("节目由中央电视台"), plain_house("学生走进工厂")
    (True, False, False)
    """
    if not is_organisation(text) or not _MANNER.isdisjoint(text):
        return False
    return text in ORGANISATIONS.bodies or text.endswith(ORGANISATIONS.sure_endings) or _known_head(text) > 0


def _could_be_person(text: str) -> bool:
    if not is_han(text) or len(text) > 4:  # noqa: PLR2004 - the longest usual name
        return False
    if len(text) == 4:  # noqa: PLR2004
        return text[:2] in SURNAMES.compound
    return text[0] in SURNAMES.known and not (len(text) > 2 and text[-1] in ORGANISATIONS.never_persons)  # noqa: PLR2004


@lru_cache(maxsize=1024)
def is_office(text: str) -> bool:
    """Say whether a word is an office or a workplace that stands beside a name (某大学教授).

    >>> is_office("系某大学教授"), is_office("教授"), is_office("张三")
    (True, True, False)
    """
    return text.startswith(("系", "现为", "现任", "分别", "均为", "均系", "就职于", "供职于")) or text.endswith(
        ORGANISATIONS.offices
    )
