"""Which words are roles."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from gmw_crawler.site.credits.tables import ROLES, SURNAMES, Role

UNKNOWN: Final = "other"
_LONGEST: Final = 14
_POSTED: Final = re.compile(r"驻[\u4e00-\u9fff]{1,6}记者")
_UNKNOWN: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,10}")
# What joins the words of one role: 编导/撰稿, 录音·后期. A 、 parts two, as does 兼.
_JOINED: Final = re.compile("([·兼])")
_ONE_ROLE: Final = frozenset("/&·|")
# Who does it: 执笔人, 剪辑师, 摄影组.
_DOERS: Final = ("人", "师", "者", "组")
# Labels of a programme of events or of prizes end so.
_NO_ROLES: Final = ("奖", "嘉宾", "时间", "地点", "地址", "日期", "电话", "方式", "名称", "类型", "地区", "主办地")
REPORTERS: Final = frozenset({"reporter", "photo_reporter", "correspondent", "intern", "commentator"})
"""Keys of the roles before which a newsroom is named."""


ROLE_ENDS: Final = frozenset(text[-1] for text in ROLES.spellings) | frozenset(_DOERS)
"""Last characters of roles: most words are known at a glance to be none."""
_MODIFIERS: Final = {
    first: tuple(word for word in ROLES.modifiers if word[0] == first)
    for first in {word[0] for word in ROLES.modifiers}
}


@lru_cache(maxsize=4096)
def role_of(text: str) -> Role | None:
    """Look up a role, in the table or made of its words; null where the words are no role we know.

    >>> role_of("本集编导").key, role_of("见习责编").key, role_of("拍摄剪辑").key, role_of("获悉")
    ('programme_editor', 'editor_in_charge', 'video_editor', None)
    """
    known = ROLES.spellings.get(text)
    if known or len(text) > _LONGEST or text[-1:] not in ROLE_ENDS:
        return known
    if text[0] == "驻" and _POSTED.fullmatch(text):
        return replace(ROLES.spellings["记者"], text=text)
    for modifier in _MODIFIERS.get(text[0], ()):
        if text.startswith(modifier) and (role := role_of(text[len(modifier) :])):
            return replace(role, text=text)
    return _doer(text) or _compound(text)


def _doer(text: str) -> Role | None:
    role = ROLES.spellings.get(text[:-1]) if text.endswith(_DOERS) and len(text) > 2 else None  # noqa: PLR2004 - 文人
    return replace(role, text=text, after=False, everyday=True) if role else None


def _compound(text: str) -> Role | None:
    """Two known roles in one word (拍摄剪辑) are one role of the page; the latter gives the key."""
    for cut in range(2, len(text) - 1):
        first, second = ROLES.spellings.get(text[:cut]), ROLES.spellings.get(text[cut:])
        if first and second:
            return replace(second, text=text, everyday=first.everyday and second.everyday)
    return None


def roles_of(text: str) -> tuple[Role, ...]:
    """Look up a word that may stand for two roles (编导兼撰稿, 录音·后期); empty where it is none."""
    roles: tuple[Role, ...] = ()
    mark = ""
    for piece in _JOINED.split(text):
        if piece in {"·", "兼"}:
            mark = piece
            continue
        role = role_of(piece)
        if role is None:
            return ()
        roles = joined(roles, mark, (role,))
    return roles


def joined(roles: tuple[Role, ...], mark: str, more: tuple[Role, ...]) -> tuple[Role, ...]:
    """Add roles to those of a label: behind a slash they are one role with the last, in the page's own words.

    >>> [role.text for role in joined(roles_of("编导"), "/", roles_of("撰稿"))]
    ['编导/撰稿']
    >>> [role.text for role in joined(roles_of("编导"), "、", roles_of("撰稿"))]
    ['编导', '撰稿']
    """
    if not roles or not more or mark not in _ONE_ROLE:
        return roles + more
    return (*roles[:-1], _slashed(roles[-1], mark, more[0]), *more[1:])


@lru_cache(maxsize=1024)
def _slashed(first: Role, mark: str, second: Role) -> Role:
    return Role(
        text=f"{first.text}{mark}{second.text}",
        key=second.key if first.key == UNKNOWN else first.key,
        kind=first.kind if first.kind == second.kind else None,
        picture=first.picture and second.picture,
        filmed=first.filmed and second.filmed,
        after=first.after and second.after,
        everyday=first.everyday and second.everyday,
    )


def unknown_role(text: str, *, in_block: bool) -> Role | None:
    """Take a label that the table lacks as a role if it ends like one, or stands in a block of credits (`in_block`).

    >>> unknown_role("字幕组统筹", in_block=False).key, unknown_role("他说", in_block=False)
    ('other', None)
    """
    if not _UNKNOWN.fullmatch(text) or SURNAMES.betrays(text) or text.endswith(_NO_ROLES):
        return None
    if in_block or text.endswith(ROLES.endings):
        return Role(text=text, key=UNKNOWN, everyday=True, kind="organisation" if text.endswith("单位") else None)
    return None
