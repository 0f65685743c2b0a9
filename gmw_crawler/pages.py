"""What the spiders give the pipelines, and what passes between two of them: one frozen type a stage.

    spider  -> Page | NotModified | Refusal
    dedupe  -> the same, without what was met before
    split   -> SplitPage | NotModified | Refusal
    render  -> the same, with the lists that scripts fill
    check   -> the same, counted
    store   -> Record

These hold what a visit brought. The parsed trees travel with the page as far as `render`, so that it is parsed once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmw_crawler import clock
from gmw_crawler.failures import BUG
from gmw_crawler.site.urls import parse_address
from gmw_crawler.storage.protocol import KeptPage

if TYPE_CHECKING:
    from scrapy.http import Response

    from gmw_crawler.items import Article
    from gmw_crawler.site.page import ParsedPage


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
    trees: list[ParsedPage] = field(repr=False, compare=False)
    """The same, parsed; emptied by the last stage that reads them, for an article waits for its commit with others."""
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


def kept(response: Response, number: int) -> KeptPage:
    """Return a response as it is kept."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return KeptPage(
        number=number,
        url=response.url,
        status=response.status,
        headers=headers,
        body=response.body,
        fetched=clock.now(),
    )


def spoilt(asked: Asked, parts: tuple[KeptPage, ...]) -> Refusal:
    """Return the refusal for a visit whose page broke our own program: tried again at growing intervals, as a failure.

    What came is kept, to be looked at.
    """
    return Refusal(asked=asked, status=parts[0].status if parts else None, reason=BUG, failed=True, parts=parts)
