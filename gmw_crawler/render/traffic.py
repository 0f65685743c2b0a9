"""What a rendered page asks for, and what it gets: the document that was downloaded, and what the crawler fetches."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from gmw_crawler.failures import DOWNLOAD_ERRORS, STOPPED, failure_reason
from gmw_crawler.marks import ASKED_BY_PAGE, ForbiddenError
from gmw_crawler.render.policy import AT_ONCE, MOST, refusal, shared_key
from gmw_crawler.site.urls import article_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Request as Asked
    from playwright.async_api import Route
    from scrapy.crawler import Crawler
    from scrapy.http import Response

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of one answer."""

PASSED_ON: Final = ("accept", "referer", "origin", "content-type", "x-requested-with")
"""Headers of the page's own; the rest (who asks, which encodings) are the crawler's."""

NOT_PASSED_BACK: Final = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie", "alt-svc"}
)
NEVER_CAME: Final[tuple[type[BaseException], ...]] = (*DOWNLOAD_ERRORS, *STOPPED)
"""What ends a request without an answer."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the crawler fetched for a page."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request of a page, and what became of it."""

    url: str
    kind: str
    """Playwright's resource type: `script`, `fetch`, …"""
    status: int | None
    """None: refused, or never answered."""
    refused: str | None
    """Why it was not sent: `off-site`, `kind`, `advertisement`, `robots`, `navigation`, `too-many`."""
    lost: str | None = None
    """Why no answer came to what was sent: `certificate`, `stopped`, or a code of `failures`."""
    body: bytes = field(default=b"", repr=False)


class Ticket:
    """One request's place in the crawler's queue (`render.downloads.AskedByPage`)."""

    def __init__(self, traffic: Traffic, *, is_shared: bool) -> None:
        self._traffic = traffic
        self._is_shared = is_shared
        traffic.queued.add(self)

    def sent(self) -> None:
        """Leave the queue."""
        self._traffic.queued.discard(self)

    async def unwanted(self) -> None:
        """Return when the page is closed; what other pages may wait for as well is wanted for ever."""
        await (asyncio.Event() if self._is_shared else self._traffic.over).wait()


class Shelf:
    """Scripts and styles that every page of a run asks for, fetched once. Those used least of late go."""

    ROOM: Final = 256

    def __init__(self) -> None:
        self._answers: OrderedDict[str, asyncio.Future[Answer | None]] = OrderedDict()

    async def get(self, key: str, fetch: Callable[[], Awaitable[Answer | None]]) -> Answer | None:
        """Return what lies under a key, fetched if nothing does; a failure is not kept."""
        if key in self._answers:
            self._answers.move_to_end(key)
            return await asyncio.shield(self._answers[key])
        answer: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        if len(self._answers) > self.ROOM:
            self._answers.popitem(last=False)
        result: Answer | None = None
        try:
            result = await fetch()
        finally:
            answer.set_result(result)
            if result is None or result.status >= 400:  # noqa: PLR2004 - the families of errors
                self._answers.pop(key, None)
        return result


class Traffic:
    """The requests of one page."""

    def __init__(self, crawler: Crawler, shelf: Shelf, *, url: str, html: str, patience: float) -> None:
        self._crawler = crawler
        self._shelf = shelf
        self._url = url
        self._html = html
        self._number = article_id(url)
        self._patience = patience
        self._asked = 0
        self._room = asyncio.Semaphore(AT_ONCE)
        self._has_document = False
        self.queued: Final[set[Ticket]] = set()
        """Requests that have not been sent yet."""
        self.pending = 0
        """Requests on their way."""
        self.over: Final = asyncio.Event()
        """Set when nobody waits for answers any more."""
        self.changed: Final = asyncio.Event()
        """Set whenever an answer has come."""
        self.seen: Final[list[Seen]] = []

    @property
    def waits_for_its_turn(self) -> bool:
        """All that is on its way stands in the crawler's own queue: the page cannot be blamed for the time."""
        return 0 < self.pending <= len(self.queued)

    async def answer(self, route: Route) -> None:
        """Give the page what it asked for, or refuse it."""
        with suppress(PlaywrightError):  # the page has gone in the meantime
            asked = route.request
            if asked.is_navigation_request():
                await self._navigate(route, asked)
                return
            why = refusal(asked.resource_type, asked.url) or self._has_enough()
            answer = None if why else await self._fetch_for(asked)
            if answer is None:
                if why:
                    self.refuse(asked, why)
                await route.abort("blockedbyclient" if why else "failed")
            else:
                await route.fulfill(status=answer.status, headers=answer.headers, body=answer.body)

    def refuse(self, asked: Asked, why: str) -> None:
        """Take note of a request that was not sent."""
        self._note(asked, status=None, refused=why)

    async def _navigate(self, route: Route, asked: Asked) -> None:
        if asked.url.partition("#")[0] == self._url and not self._has_document:
            self._has_document = True
            await route.fulfill(status=200, content_type="text/html; charset=utf-8", body=self._html)
            return
        self.refuse(asked, "navigation")
        await route.abort("aborted")

    def _has_enough(self) -> str | None:
        return "too-many" if self._asked >= MOST or self.over.is_set() else None

    async def _fetch_for(self, asked: Asked) -> Answer | None:
        key = shared_key(asked.resource_type, asked.url, self._number)
        ticket = Ticket(self, is_shared=key is not None)
        self._asked += 1
        self.pending += 1
        try:
            fetch = partial(self._fetch, asked, ticket)
            answer = await (fetch() if key is None else self._shelf.get(key, fetch))
        finally:
            self.queued.discard(ticket)
            self.pending -= 1
            self.changed.set()
        if answer is not None:
            self._note(asked, status=answer.status, body=answer.body)
        return answer

    async def _fetch(self, asked: Asked, ticket: Ticket) -> Answer | None:
        headers = {name: value for name, value in asked.headers.items() if name in PASSED_ON}
        meta = {
            ASKED_BY_PAGE: ticket,
            "download_timeout": self._patience,
            "download_maxsize": LARGEST,
            "max_retry_times": 1,
        }
        request = Request(
            asked.url,
            callback=NO_CALLBACK,
            method=asked.method,
            headers=headers,
            body=asked.post_data_buffer or b"",
            meta=meta,
        )
        try:
            async with self._room:
                return _answer(await self._crawler.engine.download_async(request))
        except ForbiddenError:
            self.refuse(asked, "robots")
        except NEVER_CAME as error:
            logger.debug("%s asked for %s in vain: %r", self._url, asked.url, error)
            self._note(asked, status=None, lost=_why_lost(error))
        return None

    def _note(self, asked: Asked, *, status: int | None, **more: Any) -> None:
        self.seen.append(Seen(url=asked.url, kind=asked.resource_type, status=status, **{"refused": None, **more}))


def _why_lost(error: BaseException) -> str:
    """Return the code of a request without an answer; a certificate that is not trusted is one of the user's own."""
    if isinstance(error, STOPPED):
        return "stopped"
    return "certificate" if "certificate verify failed" in str(error) else failure_reason(error)


def _answer(response: Response) -> Answer:
    headers = ((str(name).lower(), str(value)) for name, value in response.headers.to_unicode_dict().items())
    return Answer(
        status=response.status,
        headers={name: value for name, value in headers if name not in NOT_PASSED_BACK},
        body=response.body,
    )
