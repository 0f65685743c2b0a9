"""From responses to what a visit brought: a Page with all of its pages, NotModified, or a Refusal with its reason."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import PageError
from gmw_crawler.failures import ANSWERS, BUG, DOWNLOAD_ERRORS, STOPPED, failure_reason
from gmw_crawler.marks import NOT_MODIFIED, SOFT_NOT_FOUND
from gmw_crawler.pages import Asked, NotModified, Page, Refusal, kept
from gmw_crawler.site.page import ParsedPage, parse_page
from gmw_crawler.site.pager import other_pages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.http import Response

    from gmw_crawler.storage.protocol import KeptPage

    Download = Callable[[str], Awaitable[Response]]

OK: Final = 200
NEVER_ANSWERED: Final = frozenset({408, 425, 429})
"""Besides 5xx: the site asks to come again later."""

GIVE_UP: Final = 3
"""Missing pages after which the others of the article are not asked for in this run: its page count may be nonsense."""

logger = logging.getLogger(__name__)


def unanswered(asked: Asked, error: BaseException | None) -> Refusal:
    """Return the refusal for a request that ended without a response."""
    reason = failure_reason(error)
    if reason == BUG:
        logger.error("Article %s: %s ended by %r", asked.id, asked.url, error)
    return Refusal(asked=asked, status=None, reason=reason, failed=reason not in ANSWERS)


class Fetcher:
    """Puts an article together from its pages."""

    def __init__(self, download: Download) -> None:
        self._download = download

    async def fetched(self, response: Response, asked: Asked) -> Page | NotModified | Refusal:
        """Return what the response to the request for an article's first page amounts to."""
        if response.status == NOT_MODIFIED and asked.known:
            return NotModified(asked=asked)
        if response.status != OK:
            return _refused(response, asked, _status_reason(response))
        try:
            first = parse_page(response.body, response.url)
        except PageError as error:
            return _refused(response, asked, error.reason)
        return await self._whole(response, first, asked)

    async def _whole(self, response: Response, first: ParsedPage, asked: Asked) -> Page:
        got = {1: (kept(response, 1), first)}
        wanted = other_pages(first, asked.url)
        missing: list[int] = []
        while number := min(wanted.keys() - got.keys() - set(missing), default=None):
            page = await self._other(wanted[number], number, asked)
            if page is None:
                missing.append(number)
                if len(missing) == GIVE_UP:
                    missing = sorted(wanted.keys() - got.keys())
                continue
            got[number] = page
            wanted |= other_pages(page[1], asked.url)  # a pager may show a part of the pages only
        alone = len(wanted) == 0  # the validators of one page say nothing of the others
        return Page(
            asked=asked,
            parts=tuple(got[number][0] for number in sorted(got)),
            trees=[got[number][1] for number in sorted(got)],
            missing=tuple(missing),
            etag=_header(response, "ETag") if alone else None,
            last_modified=_header(response, "Last-Modified") if alone else None,
        )

    async def _other(self, url: str, number: int, asked: Asked) -> tuple[KeptPage, ParsedPage] | None:
        """Return one further page, None where it cannot be had: the article says so by a warning, and stays due."""
        try:
            response = await self._download(url)
        except STOPPED:
            raise
        except DOWNLOAD_ERRORS as error:
            logger.warning("Article %s: page %d (%s) is missing: %s", asked.id, number, url, failure_reason(error))
            return None
        try:
            if response.status == OK:
                return kept(response, number), parse_page(response.body, response.url)
            reason = _status_reason(response)
        except PageError as error:
            reason = error.reason
        logger.warning("Article %s: page %d (%s) is missing: %s", asked.id, number, url, reason)
        return None


def _refused(response: Response, asked: Asked, reason: str) -> Refusal:
    failed = response.status >= 500 or response.status in NEVER_ANSWERED  # noqa: PLR2004 - the family of server errors
    return Refusal(asked=asked, status=response.status, reason=reason, failed=failed, parts=(kept(response, 1),))


def _status_reason(response: Response) -> str:
    if SOFT_NOT_FOUND in response.flags:
        return SOFT_NOT_FOUND
    if 300 <= response.status < 400 and response.status != NOT_MODIFIED:  # noqa: PLR2004 - the family of redirects
        return "redirected"
    return str(response.status)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")
