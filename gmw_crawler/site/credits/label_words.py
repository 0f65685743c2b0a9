"""The words of a label: a newsroom and the roles of its people."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.organisations import is_organisation, newsroom
from gmw_crawler.site.credits.roles import REPORTERS, ROLE_ENDS, joined, role_of, roles_of
from gmw_crawler.site.credits.tables import ORGANISATIONS, ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.site.credits.tokens import Token

# Roles of houses: a newsroom before them holds the role itself (视觉中国供图).
_BY_HOUSES: Final = frozenset({"co_producer", "picture_source", "thanks", "promotion", "support"})
# Newsrooms of all media have these words at their end, before a reporter of theirs (湖北日报全媒记者); 全媒体记者 is
# what the reporter is.
_ALL_MEDIA: Final = ("全媒", "融媒体", "融媒")
# A newsroom that begins like a modifier.
_NUMBERED: Final = "第一财经"


def label_words(inner: Sequence[Token]) -> tuple[str | None, tuple[Role, ...]]:
    """Read the tokens of a label as a newsroom and roles; no roles where they are no label."""
    if len(inner) == 1:
        return word_roles(inner[0].text)
    text = "".join([token.text for token in inner if token.kind != "gap"])
    parts = _joined_parts(inner)
    if len(parts) == 1 or text in ROLES.spellings:
        return word_roles(text)
    affiliation, roles = word_roles(parts[0][1])
    for mark, part in parts[1:]:
        more = roles_of(part)
        if not roles or not more:
            return None, ()
        roles = joined(roles, mark, more)
    return affiliation, roles


def _joined_parts(inner: Sequence[Token]) -> list[tuple[str, str]]:
    """Split at joiners and gaps, each part with its joiner; runs of single characters are one word (监 制)."""
    parts: list[tuple[str, str]] = []
    mark = ""
    fresh = True
    for token in inner:
        if token.kind == "mark":
            mark, fresh = token.text, True
        elif token.kind == "word":
            if parts and ((not fresh and len(token.text) == 1) or (not mark and parts[-1][1].isascii())):  # AI 配音
                parts[-1] = (parts[-1][0], parts[-1][1] + token.text)
            else:
                parts.append((mark, token.text))
            mark, fresh = "", len(token.text) > 1
    return parts


@lru_cache(maxsize=4096)
def word_roles(text: str) -> tuple[str | None, tuple[Role, ...]]:
    """Read one word as `[newsroom] role`: 光明日报记者; no roles where it is not.

    >>> word_roles("光明日报记者")[0], word_roles("光明日报记者")[1][0].text
    ('光明日报', '记者')
    """
    if text[-1:] not in ROLE_ENDS:
        return None, ()
    roles = roles_of(text)
    if roles and (text in ROLES.spellings or not text.startswith(_NUMBERED)):
        return None, roles
    for cut in _cuts(text):
        role = role_of(text[cut:])
        if role and _may_lead(text[:cut], role):
            return _with_all_media(text, cut, role)
    return None, roles


def _with_all_media(text: str, cut: int, role: Role) -> tuple[str, tuple[Role, ...]]:
    """Give 全媒 to the newsroom before it, not to its reporter."""
    for media in _ALL_MEDIA:
        if text.startswith(media, cut) and role.key in REPORTERS and (rest := role_of(text[cut + len(media) :])):
            return text[: cut + len(media)], (rest,)
    return text[:cut], (role,)


def _cuts(text: str) -> list[int]:
    """Where the newsroom may end: where a known one does, the longest first, else where the longest role begins."""
    cuts = range(2, min(len(text), 26))
    known = [cut for cut in reversed(cuts) if text[:cut] in ORGANISATIONS.newsrooms]
    return known + [cut for cut in cuts if cut not in known]


def _may_lead(name: str, role: Role) -> bool:
    if newsroom(name):
        return role.kind is None and role.key not in _BY_HOUSES and role.text != "出品"
    return role.key == "correspondent" and is_organisation(name)
