"""The channel: its listings are walked, and what they name is fetched, with the related reading of it."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy import Request
from scrapy_spider_metadata import Args  # type: ignore[attr-defined]  # exported without saying so

from gmw_crawler import clock
from gmw_crawler.errors import PageError
from gmw_crawler.failures import BUG, STOPPED, deeper_reason
from gmw_crawler.marks import SAME_PAGE, TASK, ForbiddenError
from gmw_crawler.site.listings import Listing, read_listing
from gmw_crawler.spiders.arguments import EconomyArguments
from gmw_crawler.spiders.base import GmwSpider
from gmw_crawler.spiders.fetch import OK
from gmw_crawler.spiders.walk import Bounds, ListingWalk, Step
from gmw_crawler.storage.protocol import ListingSeen, Wants
from gmw_crawler.verdict import NO_ROW, WHY_NO_LISTING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from gmw_crawler.site.nodes import Node

NOT_THERE: Final = frozenset({404, 410})


class EconomySpider(Args[EconomyArguments], GmwSpider):
    """Walks the listings of the economy channel, newest first."""

    name = "economy"
    arguments: ClassVar = EconomyArguments
    args: EconomyArguments

    def wants(self) -> Wants:
        """Return which articles the arguments ask for."""
        args = self.args
        return Wants(
            related_depth=args.related_depth,
            channels=args.channels,
            since=args.oldest_day,
            listings=frozenset(node.key for node in args.nodes),
            refetch=args.refetch,
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listed: set[str] = set()

    async def begin(self) -> list[Request]:
        """Begin a walk over each listing."""
        return [await self._first_page(node) for node in self.args.nodes]

    async def parse_listing(self, response: Response, walk: ListingWalk) -> AsyncIterator[Request]:
        """Store the rows of a listing page, and go on to the next page if there may be news on it."""
        if response.status != OK:
            await self._not_there(response, walk)
        elif (listing := self._read(response, walk)) is not None:
            step = await self._stored(listing, walk)
            if step is Step.ON and listing.next_url is not None:
                walk.page += 1
                yield self._page_request(listing.next_url, walk, named_by=response.url)
                return
            await self.run.write(walk.ended(step, clock.now()))
        self.feeder.settle(walk.node)

    def listing_failed(self, failure: Failure, *, walk: ListingWalk) -> None:
        """Count a listing page that could not be had; the walk stays open, so the next run goes past what is known."""
        if isinstance(failure.value, STOPPED):
            return
        word = "forbidden" if isinstance(failure.value, ForbiddenError) else "failed"
        reason = deeper_reason(failure.value)
        if reason == BUG:
            self.logger.error("Listing %s, page %d: ended by %r", walk.node.key, walk.page, failure.value)
        self._lost(walk, word, reason)
        self.feeder.settle(walk.node)

    async def _first_page(self, node: Node) -> Request:
        self.crawler.stats.inc_value("listings/asked")
        self.feeder.begin(node)
        args = self.args
        bounds = Bounds(pages=args.max_pages, since=args.oldest_day, full=args.full)
        before = await self.run.read(self.run.store.walk, node.key)
        return self._page_request(node.url, ListingWalk(node=node, bounds=bounds, before=before))

    async def _not_there(self, response: Response, walk: ListingWalk) -> None:
        """Count a page that the site answers with something else; past the first, the listing ends before a 404."""
        if response.status in NOT_THERE and walk.page > 1:
            await self.run.write(walk.ended(Step.END, clock.now()))
        word = "failed" if response.status >= 500 else "missing"  # noqa: PLR2004 - the family of server errors
        self._lost(walk, word, str(response.status))

    def _read(self, response: Response, walk: ListingWalk) -> Listing | None:
        try:
            listing = read_listing(response.body, response.url)
        except PageError as error:
            self._lost(walk, "empty", error.reason)
            return None
        if not listing.rows:
            self._lost(walk, "empty", NO_ROW)
            return None
        return listing

    async def _stored(self, listing: Listing, walk: ListingWalk) -> Step:
        now = clock.now()
        stats = self.crawler.stats
        if walk.page == 1:
            await self.run.write(walk.begun(now))
            stats.inc_value("listings/read")
            stats.inc_value(f"listings/of/{walk.node.key}/read")
        stats.inc_value("listings/pages")
        stats.inc_value("listings/rows", len(listing.rows))
        stats.inc_value("listings/again", self._met_before(listing))
        seen = await self.run.write(walk.save(listing, now))
        if not isinstance(seen, ListingSeen):
            raise TypeError(f"the store answered SaveListing with {seen!r}")
        self.feeder.notice()
        return walk.step(listing, seen)

    def _met_before(self, listing: Listing) -> int:
        """Return how many rows name an article that an earlier row of this run named."""
        ids = {row.article_id for row in listing.rows if row.article_id}
        before = len(ids & self._listed)
        self._listed |= ids
        return before

    def _lost(self, walk: ListingWalk, word: str, code: str) -> None:
        self.crawler.stats.inc_value(f"listings/{word}")
        if walk.page == 1:
            self.crawler.stats.inc_value(f"listings/of/{walk.node.key}/{word}")
            self.crawler.stats.inc_value(f"{WHY_NO_LISTING}{code}")
        level = logging.INFO if word == "missing" else logging.WARNING
        self.logger.log(level, "Listing %s, page %d: %s (%s)", walk.node.key, walk.page, word, code)

    def _page_request(self, url: str, walk: ListingWalk, named_by: str | None = None) -> Request:
        return Request(
            url,
            headers={} if named_by is None else {"Referer": named_by},
            callback=self.parse_listing,
            errback=partial(self.listing_failed, walk=walk),
            cb_kwargs={"walk": walk},
            meta={TASK: walk.node, SAME_PAGE: True},
            dont_filter=True,
        )
