"""The marks on requests, responses and dropped items: what layers that do not know each other say to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy import Spider
from scrapy.exceptions import DropItem, IgnoreRequest

if TYPE_CHECKING:
    from gmw_crawler.pages import Refusal

TASK: Final = "gmw_task"
"""Key in `Request.meta`: what the request is for, an article id or a listing; it is settled when the request ends."""

VALIDATORS: Final = "gmw_validators"
"""Key in `Request.meta`: the ETag and the Last-Modified (either may be None) that the store has of the page."""

SAME_PAGE: Final = "gmw_same_page"
"""Key in `Request.meta`: a redirect is followed to another spelling of this page only."""

SOFT_NOT_FOUND: Final = "soft-404"
"""In `Response.flags`: the site answered 200, and the page says that there is none. Also the reason of the refusal."""

ASKED_BY_PAGE: Final = "gmw_asked_by_page"
"""Key in `Request.meta`: the page in the browser that the request is for (`render.downloads.AskedByPage`)."""

NOT_MODIFIED: Final = 304

STOPPING: Final = object()
"""Signal: the run was asked to stop, or must, and what is under way is waited for."""

SPLIT: Final = object()
"""Signal: a page was split (`page`, `reading`), or could not be (`reading` is None)."""


class StoreSpider(Spider):
    """A spider whose run holds the store; Scrapy's own spiders (`scrapy shell`, `scrapy fetch`) do not need it."""

    given: dict[str, str]
    """The arguments as they were given, for the record of the run."""


class StoppedError(IgnoreRequest):
    """Raised by `extensions.stop` for a request that was let go because the run stops: no visit, nothing to count."""


class ForbiddenError(IgnoreRequest):
    """Raised by `middlewares.robots` for a request that the site's robots.txt forbids."""


class RulesUnknownError(IgnoreRequest):
    """Raised by `middlewares.robots` for a request to a host whose robots.txt cannot be had: it was not made."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"the robots.txt of {host} cannot be had: {reason}")
        self.reason: Final = reason


class RefusedItem(DropItem):
    """Raised by `pipelines.store` when a visit that brought no article is committed; says which and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"Refused ({refusal.reason}): {refusal.asked.url}", log_level="INFO")
        self.refusal: Final = refusal
