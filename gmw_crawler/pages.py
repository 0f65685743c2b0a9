"""What the spiders give the pipelines, and what passes between two of them: one frozen type a stage.

    spider  -> Page | NotModified | Refusal
    dedupe  -> the same, without what was met before
    split   -> SplitPage | NotModified | Refusal
    render  -> the same, with the lists that scripts fill
    check   -> the same, counted
    store   -> Record

These hold what a visit brought. The parsed trees travel with the page, so that it is parsed once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmw_crawler.site.urls import parse_address

if TYPE_CHECKING:
    from gmw_crawler.items import Article
    from gmw_crawler.site.page import ParsedPage
    from gmw_crawler.storage.protocol import KeptPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was known of an article when it was asked for."""

    id: str
    """Article id."""
    url: str
    """The address asked for, canonical where the channel is known."""
    depth: int
    """0 named by a listing (or given), n+1 by the related reading of an article at depth n."""
    attempts: int
    """Failed or refused visits in a row before this one."""
    known: bool
    """It is stored already: this is a revisit."""

    @property
    def day(self) -> str:
        """The day in the address, `YYYY-MM-DD`: when an article was published, where its page does not say."""
        return parse_address(self.url).day


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article as it came: all of its pages."""

    asked: Asked
    parts: tuple[KeptPage, ...]
    """The responses, in page order; at least the first page."""
    trees: tuple[ParsedPage, ...] = field(repr=False, compare=False)
    """The same, parsed."""
    missing: tuple[int, ...]
    """Numbers of the pages that could not be had."""
    etag: str | None
    last_modified: str | None

    @property
    def id(self) -> str:
        """Article id."""
        return self.asked.id


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304: the stored article is what the site still has."""

    asked: Asked

    @property
    def id(self) -> str:
        """Article id."""
        return self.asked.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A visit that brought no article, and why."""

    asked: Asked
    status: int | None
    """HTTP status; None where no response came."""
    reason: str
    """Stable code: `404`, `soft-404`, `unknown`, `robots`, `redirected`, `timeout`, …"""
    failed: bool
    """The site did not answer, or not wholly (FAILED), rather than answered with something else (REFUSED)."""
    parts: tuple[KeptPage, ...] = ()
    """What came instead."""

    @property
    def id(self) -> str:
        """Article id."""
        return self.asked.id


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPage:
    """A page and the article that it says."""

    page: Page
    article: Article
    has_lists: bool = True
    """False where lists that scripts fill could not be read: the next visit tries again."""

    @property
    def id(self) -> str:
        """Article id."""
        return self.page.id


Fetched = Page | NotModified | Refusal
"""What a visit to an article's address may bring."""
