"""How far a listing is walked: newest first, until nothing older can be new.

The rule that ends a walk early asks for more than "every article on this page is stored": an article may be
stored because another listing named it, or because a run that died here had stored it, and the page after it may
hold news. It asks that a *complete* walk has seen every row of the page in this very listing, at bounds at least
as wide as this run's. Then all that is older was seen too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from gmw_crawler.site.urls import parse_address, place
from gmw_crawler.storage.protocol import ListedLink, SaveListing, SaveWalk

if TYPE_CHECKING:
    from datetime import datetime

    from gmw_crawler.site.listings import Listing, ListingRow
    from gmw_crawler.site.nodes import Node
    from gmw_crawler.storage.protocol import ListingSeen, Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far a run lets a walk go."""

    pages: int | None
    """None: to the end."""
    since: str | None
    """Day, `YYYY-MM-DD`; None: to the end."""
    full: bool = False
    """Past what was seen before, too."""

    def within(self, walk: Walk) -> bool:
        """Tell whether an earlier complete walk went at least this far."""
        if walk.completed is None:
            return False
        deep_enough = walk.pages is None or (self.pages is not None and self.pages <= walk.pages)
        old_enough = walk.since is None or (self.since is not None and self.since >= walk.since)
        return deep_enough and old_enough


class Step(StrEnum):
    """What follows a page of a listing."""

    ON = "on"  # the next page
    MET = "met"  # nothing: from here on a complete walk has seen everything
    BOUND = "bound"  # nothing: as far as the run's arguments go
    END = "end"  # nothing: the last page


@dataclass(slots=True, kw_only=True)
class ListingWalk:
    """One walk over one listing."""

    node: Node
    bounds: Bounds
    before: Walk | None
    """What earlier walks did; set when the walk begins."""
    page: int = 1
    places: set[tuple[str, str]] = field(default_factory=set)
    """Pages that were asked for: a pager that leads in a circle ends."""

    def step(self, listing: Listing, seen: ListingSeen) -> Step:
        """Tell what follows the page just read."""
        self.places.add(place(listing.url))
        if self._met(seen):
            return Step.MET
        if listing.next_url is None or place(listing.next_url) in self.places:
            return Step.END
        if self.bounds.pages is not None and self.page >= self.bounds.pages:
            return Step.BOUND
        return Step.BOUND if self._all_older(listing) else Step.ON

    def begun(self, at: datetime) -> SaveWalk:
        """Return the record that the walk began."""
        bounds = self.bounds
        return SaveWalk(listing=self.node.key, at=at, complete=False, pages=bounds.pages, since=bounds.since)

    def ended(self, step: Step, at: datetime) -> SaveWalk:
        """Return the record that the walk is complete, and how far back it is now known to be.

        At the last page it went to the end, whatever its bounds; where it met an earlier walk it goes as far as that.
        """
        bounds = Bounds(pages=None, since=None) if step is Step.END else self.bounds
        if step is Step.MET and self.before is not None:
            bounds = Bounds(pages=self.before.pages, since=self.before.since)
        return SaveWalk(listing=self.node.key, at=at, complete=True, pages=bounds.pages, since=bounds.since)

    def save(self, listing: Listing, at: datetime) -> SaveListing:
        """Return the page's rows as they are stored."""
        return SaveListing(
            listing=self.node.key, page=self.page, rows=tuple(_link(row) for row in listing.rows), seen=at
        )

    def _met(self, seen: ListingSeen) -> bool:
        trusted = self.before is not None and self.bounds.within(self.before)
        return trusted and not self.bounds.full and seen.meets_complete_walk

    def _all_older(self, listing: Listing) -> bool:
        """Tell whether every row with a day is of a day before `since`; one pinned or side-listed row is not enough."""
        days = [day for row in listing.rows if (day := _day(row))]
        return self.bounds.since is not None and bool(days) and max(days) < self.bounds.since


def _day(row: ListingRow) -> str | None:
    return row.day or (parse_address(row.url).day if row.article_id else None)


def _link(row: ListingRow) -> ListedLink:
    return ListedLink(url=row.url, article_id=row.article_id, position=row.position, title=row.title, day=row.day)
