"""A label with what follows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.names import Expectation
from gmw_crawler.site.credits.persons import Doubt
from gmw_crawler.site.credits.roles import REPORTERS, UNKNOWN

if TYPE_CHECKING:
    from gmw_crawler.site.credits.labels import Label
    from gmw_crawler.site.credits.tables import Role
    from gmw_crawler.site.credits.tokens import Token

# Roles that organisations hold as often as persons do.
_OFTEN_ORGANISATIONS: Final = frozenset({"co_producer", "picture_source", "thanks", "support", "technical_support"})

_TWO: Final = 2
_OFFICE: Final = 3  # characters, of a place and of what it does: 粤税宣
_AUTHORS: Final = frozenset({"author", "author_biography"})
_EDITORS: Final = frozenset({"editor", "editor_in_charge", "chief_editor"})
_EDITOR_WORDS: Final = ("编辑", "责编", "主编", "总编")


@dataclass(slots=True, kw_only=True)
class Item:
    """A label with the tokens that are its names."""

    label: Label | None
    content: list[Token] = field(default_factory=list)
    bracketed: bool = False
    """It stands in brackets."""

    @property
    def bare(self) -> bool:
        """Whether no word follows the label."""
        for token in self.content:  # noqa: SIM110 - asked often, and a generator costs more
            if token.kind == "word":
                return False
        return True

    def expectation(self, *, in_block: bool, company: int = 0) -> Expectation:
        """Which names the label promises.

        Args:
            in_block: whether the line stands among other credits.
            company: how many other labels of the line have names beyond doubt.
        """
        label = self.label
        if label is None:
            return Expectation()
        alone = self._doubt(label, in_block=in_block)
        if company:
            alone = max(alone, self._doubt_in_company(label, company))
        beside = Doubt.SHORT if label.behind else Doubt.GLUED if in_block and label.hard else Doubt.FOUR
        proven = in_block if label.hard else self._is_in_company(label, company)
        return _expectation(
            label.roles, alone, beside, hard=label.hard, bar=label.bar, proven=proven, bracketed=self.bracketed
        )

    @staticmethod
    def _is_in_company(label: Label, company: int) -> bool:
        """Say whether the other labels prove that this one names people: 记者 温暖 通讯员 章志强."""
        return company > 1 or (bool(company) and label.reports)  # 责编 余跃 审核 汪佩 终审 向前

    def _doubt(self, label: Label, *, in_block: bool) -> Doubt:
        """How doubtful a name may be on its own beside this label."""
        for role in label.roles:
            if role.key == UNKNOWN:
                return Doubt.NONE if in_block else Doubt.SHORT
        return _hard_doubt(label, in_block=in_block) if label.hard else self._soft_doubt(label)

    def _soft_doubt(self, label: Label) -> Doubt:
        if label.affiliation and not label.guessed:
            if label.reports:
                return Doubt.GLUED
            return Doubt.ODD if label.behind else Doubt.SHORT  # 新华社记者 归有闲 摄
        if label.reports and not label.behind and (self.bracketed or not label.everyday):
            if self.bracketed or self._spaced() or all(role.key == "correspondent" for role in label.roles):
                return Doubt.SHORT  # （记者 玛丽亚）; 喇 昕; 粤税宣
            return Doubt.NONE
        if label.behind:
            return Doubt.FOUR if self._parted_by_the_page() else Doubt.SHORT
        return Doubt.FOREIGN if label.wide and not label.everyday else Doubt.NONE

    def _doubt_in_company(self, label: Label, company: int) -> Doubt:
        """How doubtful a name may be where other labels of the line have names beyond doubt."""
        if any(role.key == UNKNOWN for role in label.roles):
            return Doubt.NONE
        if label.hard:
            return Doubt.FOUR  # 本集手绘：小满哥哥
        if label.reports and not label.everyday:
            return Doubt.FOUR  # 特约通讯员 王小浪子
        if not label.everyday or (label.reports and self._spaced()):
            return Doubt.SHORT
        return Doubt.SHORT if company > 1 else Doubt.NONE  # 编辑 谷雨 校对 练达 审核 祭舟

    def _spaced(self) -> bool:
        """Say whether all names are written with spaces inside, as no other words are: 喇 昕."""
        return not self.bare and all(token.kind != "word" or len(token.text) == 1 for token in self.content)

    def _parted_by_the_page(self) -> bool:
        """Say whether a gap stands between the name and the deed behind it: 帖木格兰 摄."""
        return bool(self.content) and self.content[-1].kind == "gap" and bool(self.content[-1].text)


@lru_cache(maxsize=1024)
def _expectation(
    roles: tuple[Role, ...], alone: Doubt, beside: Doubt, *, hard: bool, bar: bool, proven: bool, bracketed: bool
) -> Expectation:
    keys = {role.key for role in roles}
    reports = bool(roles) and keys <= REPORTERS
    return Expectation(
        alone=alone,
        mutual=hard,
        in_company=beside,
        organisation=any(role.kind == "organisation" for role in roles),
        houses=keys <= _OFTEN_ORGANISATIONS,
        everyday=not bar and any(role.everyday for role in roles),
        words=proven,
        author=not keys.isdisjoint(_AUTHORS),
        editor=hard and all(role.key in _EDITORS and role.text.endswith(_EDITOR_WORDS) for role in roles),
        places=reports,
        odd=(*((_TWO,) if bracketed and reports else ()), *((_OFFICE,) if keys == {"correspondent"} else ())),
        note="author_biography" in keys,
    )


def _hard_doubt(label: Label, *, in_block: bool) -> Doubt:
    if not label.everyday:
        return Doubt.ODD
    if in_block:
        return Doubt.GLUED
    return Doubt.FOUR if label.bar else Doubt.SHORT
