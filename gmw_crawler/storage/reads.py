"""What a store answers when it is asked; all values are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from gmw_crawler.site.slots import Lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What is known of the walks over one listing."""

    listing: str
    completed: datetime | None
    """When the last complete walk ended; None: there was none."""
    pages: int | None
    since: str | None
    """How far that walk went, as in `SaveWalk`."""
    open: bool
    """There may be a gap: a later walk began and did not end, or ended at narrower bounds before it met that one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """Which links a run wants, from its arguments."""

    related_depth: int
    channels: frozenset[str] | None
    """None: any channel of gmw.cn."""
    since: str | None
    """Day; a link whose address is of an earlier day is not wanted."""
    listings: frozenset[str] | None
    """None: of any listing. Else an article counts when one of these names it, or when at most `related_depth` steps of
    related reading lead to it from one that they name; articles that hang on other listings only are not wanted."""
    ids: frozenset[str] | None = None
    """Only these (spider `articles`), whatever their depth and listing; None: all."""
    refetch: bool = False
    """Known articles too, whether due or not, if this run has not visited them yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An article that a run should ask for now."""

    article_id: str
    url: str
    """Canonical where the address allows it."""
    depth: int
    """The smallest known, over all listings."""
    known: bool
    """It is stored, and this is a revisit."""
    attempts: int
    """Failed attempts in a row."""
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What dedupe, conditional requests and the schedule need of a stored article."""

    article_id: str
    revision: int
    body_digest: str
    """sha256 (hex) over the bodies of its latest pages, in order; empty where they must be read again in any case."""
    template: str
    attempts: int
    complete: bool
    """False while a page of it is missing."""
    published: str | None
    """As in the record."""
    first_seen: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLists:
    """The lists of a stored article as they were last observed."""

    content_digest: bytes
    """Of the latest revision."""
    lists: Lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One committed revision, with its place in commit order."""

    cursor: int
    article_id: str
    revision: int
    committed: str
    """ISO 8601, UTC: when its visit was made."""
    cause: str
    """`fetched` or `resplit`."""
    line: bytes
    """The record as one line of JSON, keys in class order, without the newline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """How far a consumer's exports have come, as the store last heard."""

    name: str
    cursor: int
    folder: str
    at: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that a search found."""

    article_id: str
    url: str
    title: str
    published: str | None
    """As in the record."""
    snippet: str
    """The words around the first of those searched for, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run that has ended."""

    number: int
    spider: str
    started: str
    """ISO 8601, UTC."""
    verdict: str
    reason: str | None
    stats: dict[str, Any]
