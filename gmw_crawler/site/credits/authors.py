"""Authors whose line says besides where they work."""

from __future__ import annotations

import re
from typing import Final

from gmw_crawler.site.credits.items import Item
from gmw_crawler.site.credits.labels import Label
from gmw_crawler.site.credits.tables import ORGANISATIONS, ROLES
from gmw_crawler.site.credits.tokens import tokens_of

_AUTHOR_IS: Final = re.compile(
    r"(?P<names>\W*(?:本文|第一)?作者 ?:? ?[^系为是。:]{2,30}?)[ ,]*"
    r"(?:分别|均|现)?(?:系|为|是)(?!作者)(?P<office>[^:。;]+)$"
)
_WORKPLACE: Final = re.compile(
    r"(?P<names>\W*(?:作者|执笔人?) ?:[^:。]{2,60}?)[,;] ?(?:工作)?单位(?:分别)?[:系为是](?P<office>[^:。;]+)$"
)
_NAMED_BEFORE: Final = re.compile(
    r"\W*(?P<names>[^系为是。:()]{2,30}?)[ ,]+(?:本文)?作者(?:分别|均|现)?(?:系|为|是)(?P<office>[^:。;]+)$"
)
_BIOGRAPHY: Final = re.compile(
    r"(?P<names>\W*(?:作者简介|作者介绍|关于作者|本文作者简介) ?[:|] ?[^,。(]{1,20})[,。(](?=.*。)"
)


def without_biography(folded: str) -> str:
    """Cut what follows the authors' names (作者王小明系某大学教授; 作者简介：王小明，男，1980年生)."""
    if "作者" not in folded and "执笔" not in folded:
        return folded
    match = _WORKPLACE.match(folded) or _AUTHOR_IS.match(folded)
    if match and not _is_office(match["office"]):
        return folded
    match = match or _BIOGRAPHY.match(folded)
    return folded[: match.end("names")] if match else folded


def _is_office(words: str) -> bool:
    return words.rstrip(" )").endswith(ORGANISATIONS.offices + ORGANISATIONS.endings)


def named_before(folded: str) -> list[Item] | None:
    """Read authors named before the word (丁涛，作者系某大学教授); null where the line is something else."""
    match = _NAMED_BEFORE.match(folded) if "作者" in folded else None
    if match is None or not _is_office(match["office"]):
        return None
    label = Label(roles=(ROLES.spellings["作者"],), behind=True, end=0)
    return [Item(label=label, content=tokens_of(folded, *match.span("names")))]
