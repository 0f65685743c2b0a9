"""Given addresses: each is fetched if it is not stored yet, or due, or `refetch=1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy_spider_metadata import Args  # type: ignore[attr-defined]  # exported without saying so

from gmw_crawler import clock
from gmw_crawler.site.urls import article_id
from gmw_crawler.spiders.arguments import ArticlesArguments
from gmw_crawler.spiders.base import GmwSpider
from gmw_crawler.storage.protocol import ListedLink, SaveListing, Wants

if TYPE_CHECKING:
    from scrapy import Request

GIVEN: Final = "given"
"""The name under which given addresses are stored as links: the operator is their listing."""


class ArticlesSpider(Args[ArticlesArguments], GmwSpider):
    """Fetches the articles at given addresses, and nothing that they lead to."""

    name = "articles"
    arguments: ClassVar = ArticlesArguments
    args: ArticlesArguments

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._links: Final = tuple(
            ListedLink(url=url, article_id=article_id(url), position=position, title=None, day=None)
            for position, url in enumerate(self.args.addresses(), 1)
        )

    def wants(self) -> Wants:
        """Return which articles the arguments ask for."""
        return Wants(
            related_depth=0,
            channels=None,
            since=None,
            listings=None,
            ids=frozenset(link.article_id for link in self._links if link.article_id),
            refetch=self.args.refetch,
        )

    async def begin(self) -> list[Request]:
        """Store the addresses as links, as a listing's are."""
        await self.run.write(SaveListing(listing=GIVEN, page=1, rows=self._links, seen=clock.now()))
        return []
