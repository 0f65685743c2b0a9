"""Guests of a programme: `毕    娟 北京市社会科学院管理研究所副所长`, one a line, or several after the label."""

from __future__ import annotations

import re
from typing import Final

from gmw_crawler.items import Guest
from gmw_crawler.site.credits.fold import ALPHABETS
from gmw_crawler.site.credits.persons import certain
from gmw_crawler.site.credits.tables import ROLES, SURNAMES
from gmw_crawler.site.text import BLANKS, clean, single_spaced, without_blanks

_LONGEST: Final = 90  # characters; a longer line is prose
_HAN: Final = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_DOTS: Final = "·•．‧・"
_LATIN: Final = rf"[A-ZА-Я][{ALPHABETS}.’'-]*(?: [A-ZА-Я][{ALPHABETS}.’'-]*){{0,3}}"
_LATIN_NAME: Final = re.compile(_LATIN)
_COMPOUND: Final = "|".join(SURNAMES.compound)
_NAME: Final = re.compile(
    rf"(?P<name>{_HAN} {_HAN}(?: {_HAN})?(?=[ ,，:：、(（|｜—\-]|$)"  # 毕 娟: single characters set apart
    rf"|{_HAN} {_HAN}{{2}}(?=[ ,，:：、(（|｜—\-]|$)"  # 孙 大勇
    rf"|(?:{_COMPOUND}) {_HAN}{{1,2}}(?=[ ,，:：、(（|｜—\-]|$)"  # 慕容 樱
    rf"|{_HAN}+(?:[{_DOTS}]{_HAN}+)+"  # 迪丽热巴·迪力木拉提
    rf"|{_HAN}{{2,6}}(?=[ ,，:：、(（|｜/／—\-]|$)"  # four characters and more are minority names
    rf"|{_LATIN}(?=[ ,，:：(（|｜—\-]|$))"
)
_SEPARATORS: Final = BLANKS + ",，:：|｜—-/／"
_LAST_NAME: Final = re.compile(
    rf"(?P<title>.{{4,}}?)[ ,，:：|｜—-]+(?P<name>{_HAN} {_HAN}|{_HAN}{{2,4}}|{_HAN}+(?:[{_DOTS}]{_HAN}+)+|{_LATIN})$"
)
_OFFICE: Final = re.compile(
    r"(?:长|任|授|师|员|记|席|人|裁|理|家|者|士|导|官|监|问|编|管|表|干|手|主|后|生|星|模|匠|农|医"
    r"|事|秘书|创始人|专家|大户|模范|青年|村民|居民|市民|店主|老板)(?:[、,，(（ ]|$)"
)
_ORGANISATION: Final = re.compile(
    r"公司|大学|学院|学校|医院|研究院|中心|集团|协会|学会|委员会|[院所局委部厂店村镇乡县市社站网报台馆会]$"
)
_PROSE: Final = re.compile(r"[。！？!?；;]")


def read_guests(line: str, *, labelled: bool = False) -> tuple[Guest, ...]:
    r"""Return the guests that a line names when it does nothing else, else none.

    `labelled`: the words stand behind 本期嘉宾 on the same line, so whatever follows a name is its title.

    >>> read_guests("毕\u00a0  \u00a0娟 北京市社会科学院管理研究所副所长")
    (Guest(name='毕娟', title='北京市社会科学院管理研究所副所长'),)
    """
    if len(line) > _LONGEST:
        return ()
    line = line.strip(BLANKS + "；;。")
    pieces = [piece for piece in re.split(r"[；;]", line) if clean(piece)]
    if len(pieces) == 1 and not re.search(r"[:：（(]", line):
        names = [without_blanks(piece) for piece in re.split(r"[、]", line)]
        if len(names) > 1 and all(re.fullmatch(rf"{_HAN}{{2,4}}", name) for name in names):
            return tuple(Guest(name=name, title=None) for name in names)
    guests = [_read_guest(single_spaced(piece), labelled=labelled) for piece in pieces]
    return tuple(guest for guest in guests if guest) if all(guests) else ()


def _read_guest(piece: str, *, labelled: bool) -> Guest | None:
    if _PROSE.search(piece):
        return None
    found = _NAME.match(piece)
    name = _name(found["name"]) if found else ""
    if name in ROLES.spellings:  # 主持人：光明日报记者 张三
        return None
    if found and not (_OFFICE.search(name) and not _is_whole_name(name)):
        title = piece[found.end() :].strip(_SEPARATORS)
        if not title:  # 老 猫: only a name is set with a space in it
            return Guest(name=name, title=None) if certain(name) or (found["name"] != name and len(name) < 4) else None  # noqa: PLR2004
        title = title[1:-1] if title[:1] in ("（", "(") and title[-1:] in ("）", ")") else title
        if labelled or _OFFICE.search(title) or _ORGANISATION.search(title):
            return Guest(name=name, title=clean(title) or None)
    last = _LAST_NAME.match(piece)
    if last and (_OFFICE.search(last["title"]) or _ORGANISATION.search(last["title"])):
        return Guest(name=_name(last["name"]), title=clean(last["title"]))
    return None


def _is_whole_name(name: str) -> bool:
    """Tell a name that ends like an office (欧阳明理) from an office."""
    longest = 4 if name[:2] in SURNAMES.compound else 3
    return len(name) <= longest and certain(name)


def _name(words: str) -> str:
    return words if _LATIN_NAME.fullmatch(words) else without_blanks(words)
