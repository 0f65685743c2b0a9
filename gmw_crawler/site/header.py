"""What stands around the body: title, crumbs, source, time, keywords."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from gmw_crawler.errors import BrokenPageError
from gmw_crawler.items import Source
from gmw_crawler.site import credits as grammar
from gmw_crawler.site.boilerplate import read_label
from gmw_crawler.site.dates import read_time
from gmw_crawler.site.page import strings_of, words_of
from gmw_crawler.site.text import BLANKS, clean, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmw_crawler.items import Credit
    from gmw_crawler.site.dates import Time
    from gmw_crawler.site.page import Element, ParsedPage
    from gmw_crawler.site.templates.base import Template

_NAVIGATION: Final = "全部导航"  # the first h1 of every page of 2026, and no title
_SITE: Final = re.compile(r"\s*(?:[(（]\d{1,3}[)）])?\s*[_\-|—]{1,2}\s*(?:光明网|光明日报|[^_\-|—]{0,10}频道)\s*$")
_COLUMN: Final = re.compile(r"【(?P<name>[^【】]+)】\s*\S")
_FRONT: Final = frozenset(("首页", "光明网", "光明网首页", "Home"))
_ARROWS: Final = frozenset(">＞›»→≫")
_LONGEST_CRUMBS: Final = 120  # characters
_MOST_CANDIDATES: Final = 20  # of what may be the crumbs, or source and time; each is read whole
_CRUMB_ARROWS: Final = re.compile(rf"[{''.join(_ARROWS)}]+|&gt;|--|/")
_CRUMB_DASHES: Final = "-–—|｜·/\\┊:：" + BLANKS
_CRUMB_ENDS: Final = ("正文", "Content", "Text")
_CRUMB_HEADS: Final = re.compile(r"^(?:您?当前的?位置|您?现?在?所?在的?位置|位置|您的位置)[:：]?")
_ORIGIN: Final = re.compile(rf"(?:来源|稿源|文章来源|信息来源|Source)[{BLANKS}]*[:：丨|｜][{BLANKS}]*")
_SOURCE_END: Final = re.compile(
    rf"[{BLANKS}]*(?:[|｜丨][{BLANKS}]*)?(?:(?:发布)?(?:时间|日期|Time|Date)|(?<=[{BLANKS}])发布|发布(?=[:：]))?"
    rf"[{BLANKS}]*[:：]?[{BLANKS}]*$"
)
_TIME_LABEL: Final = re.compile(rf"(?:发布|更新)?(?:时间|日期)[{BLANKS}]*[:：]?|发布于|发布[:：]?$")
_NEXT_LABEL: Final = re.compile(
    rf"[{BLANKS}|｜丨]*(?:Author|Editor|Time|作者|记者|编辑|责任编辑|责编|发布时间|时间|日期|通讯员|摄影|点击|浏览|我要评论)[{BLANKS}]*[:：].*$|[{BLANKS}]{{2,}}(?:字号|分享|打印).*$",
    re.DOTALL,
)
_TOOLS: Final = re.compile(r"(?:字号|字体|分享|打印|收藏|纠错|点击|浏览|我要评论).*$", re.DOTALL)
_KEYWORD_BREAKS: Final = re.compile(
    rf"[{BLANKS}]*[,，;；、|]+[{BLANKS}]*|(?<![A-Za-z])[{BLANKS}]+|[{BLANKS}]+(?![A-Za-z])"
)
"""Blanks between two words of Latin letters part nothing: Yellow River."""


_LONGEST_INFO: Final = 300  # characters
_OFTEN: Final = 40  # characters; what is longer is hardly met twice


@dataclass(slots=True)
class Header:
    """The parts of a page that stand outside the body element."""

    title: str
    breadcrumb: tuple[str, ...] = ()
    subtitle: str | None = None
    source: Source | None = None
    published: str | None = None
    keywords: tuple[str, ...] = ()
    credits: list[Credit] = field(default_factory=list)
    """What the line of source and time names besides."""
    warnings: list[str] = field(default_factory=list)

    @property
    def column(self) -> str | None:
        """Return what a leading 【…】 of the title names, where text follows it."""
        found = _COLUMN.match(self.title)
        return clean(found["name"]) if found else None


def read_header(page: ParsedPage, template: type[Template]) -> Header:
    """Return the header of an article's first page; BrokenPageError when it has no title at all."""
    header = Header(title=_read_title(page, template))
    if template.title(page) is None:
        header.warnings.append("title-from-head")
    header.breadcrumb = _read_crumbs(_crumbs(page, template))
    header.subtitle = _read_subtitle(page, template)
    header.keywords = read_keywords(page)
    info = _info(page, template)
    _read_source(page, template, header, info)
    _read_published(page, template, header, info)
    _read_rest(header, info)
    return header


def _read_title(page: ParsedPage, template: type[Template]) -> str:
    title = words_of(template.title(page))
    if title and title != _NAVIGATION:
        return title
    for candidate in (*(words_of(h1) for h1 in page.tagged("h1")), head_title(page)):
        if candidate and candidate != _NAVIGATION:
            return candidate
    raise BrokenPageError(f"{page.url}: template {template.name} finds no title at any of {', '.join(template.titles)}")


def _read_subtitle(page: ParsedPage, template: type[Template]) -> str | None:
    """Return the subtitle on the page, without a label (副题：), else that of the CMS comment."""
    words = words_of(page.first(*template.subtitles)) or page.cms.get("subtitle", "")
    label = read_label(words)
    return (label[2] if label and label[0] == "subtitles" else words) or None


def head_title(page: ParsedPage) -> str:
    """Return the headline that `<title>`, else the CMS comment, gives: without page number and `_光明网`."""
    for element in page.tagged("title"):
        return _SITE.sub("", words_of(element))
    return _SITE.sub("", page.cms.get("title", ""))


def _crumbs(page: ParsedPage, template: type[Template]) -> Element | None:
    """Return the element of the crumbs: the template's, else the first with a link to the front page and an arrow."""
    if (known := page.first(*template.crumbs)) is not None:
        return known
    homes = (link for link in page.tagged("a") if (link.text or "").strip(BLANKS) in _FRONT)
    around = (parent for link in islice(homes, _MOST_CANDIDATES) if (parent := link.getparent()) is not None)
    return next((parent for parent in around if not _ARROWS.isdisjoint(words_of(parent)[:_LONGEST_CRUMBS])), None)


def crumbs_by_link(page: ParsedPage, template: type[Template]) -> Element | None:
    """Return the element of the crumbs where the template's selectors do not find it."""
    return None if page.first(*template.crumbs) is not None else _crumbs(page, template)


def _read_crumbs(container: Element | None) -> tuple[str, ...]:
    """Return the crumbs, linked or not, without 正文.

    An arrow inside a link belongs to its name no more than one outside: `<a>经济频道></a>` occurs.
    """
    if container is None:
        return ()
    crumbs: list[str] = []
    for text in strings_of(container):
        crumbs += (_crumbs_often if len(text) <= _OFTEN else _crumbs_in)(text)
    return tuple(crumbs)


def _crumbs_in(text: str) -> tuple[str, ...]:
    crumbs = (clean(_CRUMB_HEADS.sub("", clean(piece))).strip(_CRUMB_DASHES) for piece in _CRUMB_ARROWS.split(text))
    return tuple(crumb for crumb in crumbs if crumb and without_blanks(crumb) not in _CRUMB_ENDS)


_crumbs_often: Final = lru_cache(4096)(_crumbs_in)  # a channel's pages stand under the same few


def read_keywords(page: ParsedPage) -> tuple[str, ...]:
    """Return the keywords of the meta, else of the CMS comment, without repetitions."""
    listed = page.meta("keywords") or page.cms.get("keyword", "")
    return tuple(dict.fromkeys(word for word in _KEYWORD_BREAKS.split(listed) if word))


class _Info(NamedTuple):
    """The line of source and time."""

    element: Element | None
    text: str
    """Its words; of an element that holds more, its beginning."""

    @property
    def is_told(self) -> bool:
        return _ORIGIN.search(self.text) is not None or read_time(self.text) is not None


def _info(page: ParsedPage, template: type[Template]) -> _Info:
    """Return what the template finds, else the first element before the body whose words go on from 来源：."""
    info = _info_of(page.first(*template.infos))
    if info.is_told:
        return info
    body = template.body(page)
    before = takewhile(lambda element: element is not body, page.elements)
    named = (
        element for element in before if "源" in (element.text or "") and element.tag in ("div", "p", "span", "td")
    )
    found = map(_info_of, islice(named, _MOST_CANDIDATES))
    return next((one for one in found if one.is_told), info)


def info_by_label(page: ParsedPage, template: type[Template]) -> Element | None:
    """Return the element of source and time where the template's selectors do not find it."""
    element = _info(page, template).element
    return None if element is page.first(*template.infos) else element


def _info_of(element: Element | None) -> _Info:
    return _Info(element, "" if element is None else "".join(strings_of(element))[:_LONGEST_INFO])


def _read_source(page: ParsedPage, template: type[Template], header: Header, info: _Info) -> None:
    element = page.first(*template.sources)
    name = _source_name(words_of(element))
    if not name and (label := _ORIGIN.search(info.text)):
        name = _source_name(info.text[label.start() :])
        element = info.element
    name = name or page.cms.get("sourcename", "")
    if not name:
        header.warnings.append("source-missing")
        return
    header.source = Source(name=name, url=_source_link(element, name, page))


def _source_link(element: Element | None, name: str, page: ParsedPage) -> str | None:
    """Return the address that the name links to: a link in the element, or the element itself."""
    if element is None:
        return None
    for link in element.iter("a"):
        if (words := words_of(link)) and (words in name or name in words):
            return page.absolute(link.get("href"))
    return None


def _source_name(text: str) -> str:
    """Return the name in `来源：新华网2026-09-10 09:30`, also without label or time."""
    text = _ORIGIN.sub("", clean(text), count=1)
    if (time := read_time(text)) is not None:
        text = text[: time.start]
    text = _NEXT_LABEL.sub("", text)
    return clean(_SOURCE_END.sub("", text)).strip("[]【】()（）" + BLANKS)


def _read_published(page: ParsedPage, template: type[Template], header: Header, info: _Info) -> None:
    """Set the time: the visible line wins, then the CMS comment, then the meta's day; a disagreement is a warning."""
    texts = [words_of(element) for selector in template.times for element in page.select(selector)[:1]]
    visible = next((time for text in (*texts, info.text) if (time := read_time(text))), None)
    comment, meta = _unseen_times(page)
    known = [time for time in (visible, comment, meta) if time is not None]
    if not known:
        header.warnings.append("published-missing")
        return
    header.published = known[0].iso
    minutes = {time.minute for time in known if time.minute}
    if len({time.day for time in known}) > 1 or len(minutes) > 1:
        header.warnings.append("published-disagrees")
    if visible is None:
        header.warnings.append("published-from-comment" if comment else "published-from-meta")


def read_meta_time(page: ParsedPage) -> str | None:
    """Return the time that the CMS comment, else the meta's day, gives."""
    comment, meta = _unseen_times(page)
    time = comment or meta
    return None if time is None else time.iso


def _unseen_times(page: ParsedPage) -> tuple[Time | None, Time | None]:
    """Return what the CMS comment and the meta say, which no reader sees."""
    return read_time(page.cms.get("date", "")), read_time(page.meta("publishdate") or "")


def _read_rest(header: Header, info: _Info) -> None:
    """Read what the line of source and time says besides: `作者：张三`."""
    for line in _rest_lines(info.text):
        reading = grammar.read_line(line)
        header.credits += reading.credits
        header.warnings += reading.warnings


def _rest_lines(info: str) -> Iterator[str]:
    info = clean(info)
    label = _NEXT_LABEL.search(info)
    if label is not None and (rest := clean(_TOOLS.sub("", label[0])).strip("|｜丨" + BLANKS)):
        time = read_time(rest)
        yield clean(_TIME_LABEL.sub("", rest if time is None else rest[: time.start] + " " + rest[time.end :]))
