"""What there is to say of one page: each field and what found it, each line and what it was taken for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from gmw_crawler.errors import PageError
from gmw_crawler.site.explain import EDITOR, find, nearest
from gmw_crawler.site.listings import read_listing
from gmw_crawler.site.page import parse_page
from gmw_crawler.site.split import read_parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.items import Article
    from gmw_crawler.site.body import Place
    from gmw_crawler.site.explain import Finding
    from gmw_crawler.site.listings import Listing
    from gmw_crawler.site.page import ParsedPage
    from gmw_crawler.site.split import Reading

RULES: Final = {
    "id": "the address",
    "url": "the address",
    "channel": "the address",
    "column": "a leading 【…】 of the title",
    "original_title": "a line that 原标题 opens",
    "guests": "lines that 本期嘉宾 opens",
    "text": "body",
    "credits": "lines and bylines, by the grammar of site/credits",
    "notices": "lines of boilerplate.toml [notices]",
    "pages": "the pages given",
}
"""What finds the fields that no selector finds."""

UNSHOWN: Final = frozenset({"schema", "template", "warnings", "recommendations"})
"""Fields of an article that have a place of their own."""

ORDINARY: Final = frozenset({"title", "source", "published", "breadcrumb", "keywords", "body", "text", "credits"})
"""What nearly every article has: its absence is worth a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field of the article."""

    field: str
    value: Any
    """As in the record; None or empty where it is missing."""
    how: str | None
    """The selector or rule that found it."""
    tried: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Tell that there is nothing."""
        return self.value is None or self.value in ("", (), {}, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One article's pages, looked at."""

    url: str
    page: ParsedPage | None
    """The first page; None where it could not even be parsed."""
    template: str | None
    """The one that read it, or the one that it is most like; None: it is like none."""
    error: PageError | None
    """Why it is no article."""
    reading: Reading | None
    findings: tuple[Finding, ...]

    @property
    def article(self) -> Article | None:
        """The article, if it is one."""
        return None if self.reading is None else self.reading.article

    @property
    def places(self) -> list[Place]:
        """Each line of the body, and what it was taken for."""
        return [] if self.reading is None else self.reading.body.places

    @property
    def rows(self) -> list[Row]:
        """Every field with its value and what found it; of a page that is no article, what its template looks for."""
        found = {finding.field: finding for finding in self.findings}
        if self.article is None:
            return [_bare(finding) for finding in self.findings]
        names = [name for name in type(self.article).__dataclass_fields__ if name not in UNSHOWN]
        return [_row(name, self.article, found) for name in names] + _lists(self.article, found)

    def as_data(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "url": self.url,
            "template": self.template,
            "error": None if self.error is None else {"reason": self.error.reason, "message": str(self.error)},
            "warnings": list(self.article.warnings) if self.article else [],
            "missing": [row.field for row in self.rows if row.is_missing],
            "fields": [
                {"field": row.field, "value": row.value, "found_by": row.how, "tried": row.tried} for row in self.rows
            ],
            "lines": [place._asdict() for place in self.places],
            "article": self.article,
        }


def look(bodies: Sequence[bytes], url: str) -> Inspection:
    """Look at an article's pages in order; AddressError where the address names no article."""
    try:
        pages = [parse_page(body, url) for body in bodies]
    except PageError as error:
        return Inspection(url=url, page=None, template=None, error=error, reading=None, findings=())
    template = nearest(pages[0])
    reading, trouble = None, None
    try:
        reading = read_parsed(pages, url)
    except PageError as error:
        trouble = error
    sections = None if reading is None or reading.template is None else reading.sections
    findings = () if template is None else tuple(find(pages[0], template, sections))
    name = reading.article.template if reading else template.name if template else None
    return Inspection(url=url, page=pages[0], template=name, error=trouble, reading=reading, findings=findings)


def _bare(finding: Finding) -> Row:
    value = f"{len(finding.elements)} elements" if finding.elements else finding.how
    return Row(field=finding.field, value=value, how=finding.how, tried=finding.tried)


def _row(name: str, article: Article, found: dict[str, Finding]) -> Row:
    value = getattr(article, name)
    finding = found.get(name)
    if finding is None:
        return Row(field=name, value=value, how=RULES.get(name))
    how = finding.how
    if value and how is None:
        how = "a line of the body"  # 副题：…, （来源：…）
    return Row(field=name, value=value, how=how if value else None, tried=finding.tried)


def _lists(article: Article, found: dict[str, Finding]) -> list[Row]:
    """Return the lists beside the article, and the editor's block, which is a part of the credits."""
    rows = []
    fields = type(article).__dataclass_fields__
    for finding in found.values():
        if finding.field in fields:
            continue
        entries = tuple(one for one in article.recommendations if one.section == finding.field)
        value: Any = finding.how if finding.field == EDITOR else entries
        name = finding.field if finding.field == EDITOR else f"recommendations.{finding.field}"
        rows.append(Row(field=name, value=value, how=finding.how, tried=finding.tried))
    return rows


def look_at_listing(body: bytes, url: str) -> Listing:
    """Return what a listing page says; the PageError of `parse_page` where there is no page."""
    return read_listing(body, url)


def to_json(data: Any) -> str:
    """Return plain data and items as JSON, indented; sets become sorted lists."""
    return orjson.dumps(data, default=sorted, option=orjson.OPT_INDENT_2).decode()
