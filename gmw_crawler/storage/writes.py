"""What can be written to a store, as data, and what it answers.

`Store.apply` carries out several of these in one transaction. All times are aware; the store keeps them in UTC, to
the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from gmw_crawler.items import Article


class Outcome(StrEnum):
    """How a visit to an article's address ended."""

    STORED = "stored"  # a new revision
    UNCHANGED = "unchanged"  # read, and the content is the stored one
    NOT_MODIFIED = "not-modified"  # 304: not even read
    REFUSED = "refused"  # answered, but not with an article (404, soft 404, unknown page, robots)
    FAILED = "failed"  # not answered, or broken on the way (5xx, time-out, cut off)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLink:
    """One row of a listing page."""

    url: str
    """Absolute, as in the listing."""
    article_id: str | None
    """None where the address names no article."""
    position: int
    """From 1 on its page."""
    title: str | None
    day: str | None
    """`YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveListing:
    """The rows of one listing page, stored as links before their articles are asked for."""

    listing: str
    """The name of the walk: `8971`, or `front` for the channel's front page."""
    page: int
    """From 1."""
    rows: tuple[ListedLink, ...]
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSeen:
    """What `SaveListing` answers; rows that name no article do not count."""

    all_known: bool
    """Every article row is stored, or was seen here by a complete walk before."""
    meets_complete_walk: bool
    """There are article rows, and a complete walk saw every one of them before: nothing older can have been missed.

    Every one, because a row pinned to the top or a side list of old articles stands on pages that no walk was past.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveWalk:
    """A walk over a listing began (`complete=False`) or came to its end (`complete=True`)."""

    listing: str
    at: datetime
    complete: bool
    pages: int | None
    """How many pages deep it was allowed to go; None: to the end."""
    since: str | None
    """Back to which day (`YYYY-MM-DD`) it was asked to go; None: to the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """One response, kept as it came, so that a new template can read it again without the network."""

    number: int
    """From 1."""
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """As Scrapy gives it (transfer coding undone); the store compresses."""
    fetched: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveArticle:
    """An article as split: revision, links, observations, kept pages and visit in one transaction."""

    article: Article
    depth: int
    """0 named by a listing or given, n+1 by the related reading of one at depth n; counts unless a link says less."""
    fetched: datetime
    pages: tuple[KeptPage, ...]
    etag: str | None
    last_modified: str | None
    complete: bool
    """False when a page is missing: the article stays due."""
    next_due: datetime | None
    """When to visit it again; None: never."""
    has_lists: bool = True
    """False when lists that scripts fill could not be read: the next visit reads the page again, the same or not."""
    cause: Literal["fetched", "resplit"] = "fetched"
    """`resplit` reads kept pages again: it is no visit, so the kept pages and the due time of a stored article stay."""
    committed: datetime | None = None
    """When the revision is made, where that is not `fetched`: a resplit reads what was fetched long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What `SaveArticle` answers."""

    outcome: Outcome
    """STORED or UNCHANGED."""
    revision: int
    first_seen: str
    """ISO 8601, UTC: when the first link to it, or the article itself, was met."""
    fetched: str
    """Of the visit that brought this revision."""
    reprint_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveVisit:
    """A visit that brought no article to split: 304, an equal body, a refusal, a failure."""

    article_id: str
    url: str
    outcome: Outcome
    status: int | None
    """HTTP status; None where none came."""
    reason: str | None
    """Stable code of a refusal or failure: `404`, `soft-404`, `unknown`, `robots`, `timeout`."""
    visited: datetime
    next_due: datetime | None
    """None: never again (given up, or settled)."""
    depth: int
    pages: tuple[KeptPage, ...] = ()
    """Of a refused page, kept to be looked at."""


Write = SaveListing | SaveWalk | SaveArticle | SaveVisit
Result = ListingSeen | Saved | None
"""`ListingSeen` for `SaveListing`, `Saved` for `SaveArticle`, None for the rest."""
