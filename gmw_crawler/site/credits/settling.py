"""Which names belong to which label, where names stand before their role or labels follow each other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gmw_crawler.site.credits.items import Item
from gmw_crawler.site.credits.organisations import dateline, newsroom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.site.credits.labels import Label
    from gmw_crawler.site.credits.tokens import Token

# Deeds of persons: a newsroom before them is theirs, not one who did it too.
_BY_PERSONS: Final = frozenset({"author", "photographer", "photo_reporter", "camera", "illustrator"})

# Who belongs to the newsroom of a dateline; correspondents do not, nor interns.
_STAFF: Final = frozenset({"reporter", "photo_reporter"})


def settle(items: list[Item]) -> list[Item]:
    """Give each label its names, newsrooms and neighbours."""
    kept = [item for item in items if item.label or not item.bare]
    if len(kept) < 2:  # noqa: PLR2004
        return kept
    kept = _merge(_lead_newsrooms(kept))
    return _settle_deeds(_without_report(kept))


def _without_report(items: list[Item]) -> list[Item]:
    """Drop the verb after reporters who are named as such: 本报记者 张三 报道."""
    if len(items) < 2 or not items[-1].bare:  # noqa: PLR2004
        return items
    last, before = items[-1].label, items[-2].label
    verb = last is not None and not last.hard and all(role.text in {"报道", "综合报道"} for role in last.roles)
    return items[:-1] if verb and before and before.reports and not items[-2].bare else items


def _lead_newsrooms(items: list[Item]) -> list[Item]:
    """Give a newsroom that is the last word before a label to the label: 光明日报 记者 张三."""
    house: str | None = None
    for before, item in pairwise(items):
        label = item.label
        words = [token for token in before.content if token.kind == "word"]
        dated = bool(words and label and not label.hard and dateline(words[-1].text))
        if label is None or not (label.reports or label.deed or dated):
            continue
        if label.affiliation:
            _join_newsrooms(before, item, words)
            continue
        if house and label.reports:
            item.label = _of_house(label, house)
            continue
        if before.label and (before.label.meaning != "role" or len(words) == 1):
            continue
        if label.deed and not (before.label is None and len(words) == 1 and not item.bare):
            continue
        name = _newsroom_of(words)
        if name:
            house = name if dateline(words[-1].text) else None
            item.label = label._replace(affiliation=name)
            before.content = before.content[: before.content.index(words[-1])]
    return [item for item in items if item.label or not item.bare]


def _of_house(label: Label, house: str) -> Label:
    """Give the newsroom of a dateline to its staff: 本报讯（记者 张三 摄影记者 李四 通讯员 王五）."""
    return label._replace(affiliation=house) if all(role.key in _STAFF for role in label.roles) else label


def _newsroom_of(words: Sequence[Token]) -> str | None:
    """Return the newsroom that the last word names, as a dateline or bare."""
    if not words:
        return None
    last = words[-1].text
    return dateline(last) or (last if newsroom(last) else None)


def _join_newsrooms(before: Item, item: Item, words: Sequence[Token]) -> None:
    """Take 南方日报、南方+记者 for one affiliation."""
    if before.label is None and item.label and words and all(newsroom(word.text) for word in words):
        rooms = [word.text for word in words if not dateline(word.text)]
        names = "、".join([*rooms, item.label.affiliation or ""])
        item.label = item.label._replace(affiliation=names)
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
    """Make one label of two: 采写：南都记者, 新华社发（陈颖 摄）, 策划 统筹：; null where the first is simply empty."""
    if first.meaning != "role" or second.meaning != "role":
        return None
    if second.reports and not second.hard:
        return first._replace(affiliation=second.affiliation or first.affiliation, end=second.end)
    if first.hard and second.affiliation and not second.hard:
        return first  # the office of who follows: 监制：光明网总编辑 张三
    if all(role.key == "released" for role in first.roles):
        return second._replace(affiliation=second.affiliation or first.affiliation)
    if first.hard:
        return None
    return second._replace(roles=first.roles + second.roles, affiliation=first.affiliation or second.affiliation)


def _settle_deeds(items: list[Item]) -> list[Item]:
    """Where a deed ends the line, the names stand before their roles: 李一博 摄, 张三 文 李四 图."""
    if len(items) < 2 or not (items[-1].label and items[-1].label.deed and items[-1].bare):  # noqa: PLR2004
        return items
    settled: list[Item] = []
    waiting: list[Item] = []
    _lead_agency(items)
    for item in items:
        if item.label and item.label.deed:
            waiting = waiting or _glued_names(settled)
            for before in waiting[:-1]:  # the page parts them from the others, not from the deed
                if not before.bare and before.content[-1].kind == "gap":
                    before.content = before.content[:-1]
            settled.extend(_done(before, item.label) for before in waiting)
            waiting = [] if item.bare else [Item(label=None, content=item.content)]
        elif item.label is None or item.label.reports or not item.label.hard or _absorbs(item.label):
            waiting.append(item)
        else:
            settled.append(item)
    return settled


def _glued_names(settled: list[Item]) -> list[Item]:
    """Take from the label before a deed the word that the deed is glued to: 监制：王小明　李晓雯摄."""
    content = settled[-1].content if settled else []
    if not content or content[-1].kind != "gap" or content[-1].text:
        return []
    parted = next((place for place in range(len(content) - 2, 0, -1) if content[place].kind == "gap"), 0)
    names = content[parted + 1 :]
    if not parted or all(token.kind != "word" for token in content[:parted]):
        return []
    settled[-1].content = content[:parted]
    return [Item(label=None, content=names)]


def _lead_agency(items: list[Item]) -> None:
    """Give the agency before the names to their deed: 光明图片/张三 摄."""
    words = [token for token in items[0].content if token.kind == "word"]
    deed = items[1].label
    if items[0].label or deed is None or not all(role.key in _BY_PERSONS for role in deed.roles):
        return
    if len(words) > 1 and newsroom(words[0].text):
        items[0].content = items[0].content[items[0].content.index(words[0]) + 1 :]
        items[1].label = deed._replace(affiliation=words[0].text)


def _absorbs(label: Label) -> bool:
    return any(role.picture for role in label.roles)


def _done(before: Item, deed: Label) -> Item:
    affiliation = before.label.affiliation if before.label else None
    return Item(label=deed._replace(affiliation=deed.affiliation or affiliation, behind=True), content=before.content)
