"""What flows through the crawler: the article and its parts, one frozen type each.

The order of the fields is the order of the keys in an exported record, and the docstring under a
field fixes its format: both are published by `scrapy schema`. These types hold data only; they import
nothing of Scrapy, so that `gmw_crawler.site` can be used in a notebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the page says that the text comes from (来源)."""

    name: str
    """As on the page, trimmed: `光明网-《光明日报》`."""
    url: str | None
    """Absolute address that the name links to, null where it is bare text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One guest of a programme (本期嘉宾)."""

    name: str
    """Without inner spaces: `毕娟`."""
    title: str | None
    """Office and affiliation as on the page, trimmed; null where the line has only a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of reading text."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    """Trimmed; the page's own characters, no width folding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside the body."""

    kind: Literal["heading"] = "heading"
    text: str
    """Trimmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An editor's note and its kin (编者按, 编者的话, 开栏的话)."""

    kind: Literal["note"] = "note"
    label: str
    """The page's own word without colon or spaces: `编者按`."""
    text: str
    """Without the label; the paragraphs of one note are joined by a newline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article; logos, trackers, QR codes and share icons are none."""

    kind: Literal["image"] = "image"
    url: str
    """Absolute."""
    alt: str | None
    """The alt attribute, trimmed; null where there is none or it is empty."""
    caption: str | None
    """The caption line (`p.pictext`, `figcaption`), trimmed; null where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A film of the article."""

    kind: Literal["video"] = "video"
    url: str
    """Absolute address of the media file or stream."""
    poster: str | None
    """Absolute address of the still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """A sound recording of the article."""

    kind: Literal["audio"] = "audio"
    url: str
    """Absolute address of the media file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of data."""

    kind: Literal["table"] = "table"
    rows: tuple[tuple[str, ...], ...]
    """Rows of cells, each trimmed; header rows included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletList:
    """A list, ordered or not."""

    kind: Literal["list"] = "list"
    items: tuple[str, ...]
    """Each trimmed, without its bullet or number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A block quotation."""

    kind: Literal["quote"] = "quote"
    text: str
    """Trimmed; its paragraphs are joined by a newline."""


Block = Paragraph | Heading | Note | Image | Video | Audio | Table | BulletList | Quote
"""One part of the body, told apart by `kind`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who did what: one role of the page with the people or the organisations it names."""

    role: str
    """The page's own words without spaces: `出品人`, `摄`, `本集编导`."""
    role_key: str
    """The normalised key of `site/roles.toml`: `producer`; `other` where the table lacks the role."""
    names: tuple[str, ...]
    """In page order; spaces inside Chinese names removed."""
    kind: Literal["person", "organisation"]
    """What the names are; a line that names both gives two credits."""
    affiliation: str | None
    """The newsroom named before the role (`光明日报` of `光明日报记者`)."""
    scope: Literal["article", "picture"]
    """What the credit is for."""
    raw: str
    """The line or lines it was read from, joined by a newline."""


Section = Literal["related", "recommended", "focus", "exclusive", "hot", "gallery"]
"""相关阅读, 推荐阅读, 视觉焦点, 独家策划, 热门, 相关图集."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One entry of a list that the page shows beside or under the article."""

    section: Section
    """Which list: 相关阅读, 推荐阅读, 视觉焦点, 独家策划, 热门, 相关图集."""
    position: int
    """From 1 in each section."""
    title: str | None
    """The words of the link; an entry with one string of words has it here, unless it is a sentence without a link."""
    url: str | None
    """Absolute, as on the page; off-site entries are kept."""
    summary: str | None
    """A second string of words, or the sentence of an entry that has no link text."""
    published: str | None
    """ISO 8601 with +08:00, or `YYYY-MM-DD` where the entry gives only a day."""
    image: str | None
    """Absolute address of the entry's picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says, in the order of the exported record.

    The store adds what it knows (`Record`): the page cannot say when it was first seen.
    """

    schema: Literal[1] = SCHEMA_VERSION
    """Version of this table."""
    id: str
    """The article id in the address: `37243123`; `www-12345` for the oldest addresses."""
    url: str
    """Canonical address: https, channel host, first page, no query."""
    channel: str
    """The first label of the host: `economy`."""
    breadcrumb: tuple[str, ...]
    """`["首页","经济频道","光明独家","重点策划"]`, without 正文."""
    title: str
    """As on the page, trimmed; keeps its 【…】 and inner spaces."""
    column: str | None
    """What a leading 【…】 of the title names, where text follows it."""
    subtitle: str | None
    """副题."""
    original_title: str | None
    """原标题, without the label."""
    source: Source | None
    """来源."""
    published: str | None
    """`2024-04-03T09:27:00+08:00`; a page that gives only a day gives `2018-12-20`."""
    keywords: tuple[str, ...]
    """In page order."""
    guests: tuple[Guest, ...]
    """本期嘉宾."""
    body: tuple[Block, ...]
    """In page order."""
    text: str
    """The reading text: paragraphs, headings, notes, lists, quotes, joined by a newline."""
    credits: tuple[Credit, ...]
    """In page order."""
    notices: tuple[str, ...]
    """Disclaimers, 转载请注明, 本文刊于."""
    recommendations: tuple[Recommendation, ...]
    """In page order, section by section."""
    reactions: dict[str, int] | None
    """Label to count (开心 难过 点赞 飘过); null where the page has no mood block."""
    pages: int
    """How many pages were joined."""
    template: str
    """Which template read it."""
    warnings: tuple[str, ...]
    """Stable codes of what could not be read: `source-missing`, `page-3-missing`, `names-glued`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Article):
    """A stored revision of an article: one line of an export."""

    revision: int
    """1, 2, …"""
    first_seen: str
    """ISO 8601, UTC, seconds: `2026-09-10T01:30:00Z`."""
    fetched: str
    """ISO 8601, UTC, seconds; of the visit that brought this revision."""
    reprint_of: str | None
    """Id of the earliest stored article that this one nearly repeats."""
