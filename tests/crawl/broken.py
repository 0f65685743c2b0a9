"""A stage and a spider with a bug."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmw_crawler.spiders.articles import ArticlesSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class BrokenPipeline:
    def process_item(self, item: Any) -> Any:
        raise LookupError(f"nothing known of {item.id}")


class BrokenSpider(ArticlesSpider):
    name = "broken"

    async def parse_article(self, response: Any, asked: Any) -> AsyncIterator[Any]:
        if asked.id:
            raise KeyError(f"nothing known of {response.url}")
        yield
