"""A redirect is followed to another spelling of the same page, never to another page.

An article that the site redirects to its home page, to a list or to another article is not that article: the
redirect itself is the answer, and becomes a refusal. Following it would store a text under the wrong id, or
ask for a page that the run asks for anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from gmw_crawler.errors import AddressError
from gmw_crawler.marks import SAME_PAGE
from gmw_crawler.site.urls import on_site, parse_address, place

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.spiders import Spider


class SamePageRedirectMiddleware(RedirectMiddleware):
    """Scrapy's own, with a guard; counts `redirects/refused`."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Follow a redirect that stays on the page; hand on the response where it would leave it."""
        del spider  # deprecated by Scrapy, and still in its signature
        result = super().process_response(request, response)
        if isinstance(result, Request) and request.meta.get(SAME_PAGE) and not is_same_page(request.url, result.url):
            self.crawler.stats.inc_value("redirects/refused")
            return response
        return result


def is_same_page(url: str, target: str) -> bool:
    """Tell whether two addresses are spellings of one article page or of one listing page.

    >>> is_same_page("http://economy.gmw.cn/node_8971.htm", "https://economy.gmw.cn/node_8971.htm")
    True
    >>> is_same_page("https://economy.gmw.cn/2018-12/20/content_32204123.htm", "https://economy.gmw.cn/")
    False
    """
    asked, offered = _article_page(url), _article_page(target)
    if asked is not None or offered is not None:
        return asked == offered
    return on_site(target) and place(url) == place(target)


def _article_page(url: str) -> tuple[str, int] | None:
    try:
        address = parse_address(url)
    except AddressError:
        return None
    return address.id, address.page
