"""The marks that spiders put on requests and middlewares on responses: what the two layers say to each other."""

from __future__ import annotations

from typing import Final

from scrapy.exceptions import IgnoreRequest

TASK: Final = "gmw_task"
"""Key in `Request.meta`: what the request is for, an article id or a listing; it is settled when the request ends."""

VALIDATORS: Final = "gmw_validators"
"""Key in `Request.meta`: the ETag and the Last-Modified (either may be None) that the store has of the page."""

SAME_PAGE: Final = "gmw_same_page"
"""Key in `Request.meta`: a redirect is followed to another spelling of this page only."""

SOFT_NOT_FOUND: Final = "soft-404"
"""In `Response.flags`: the site answered 200, and the page says that there is none. Also the reason of the refusal."""

NOT_MODIFIED: Final = 304


class ForbiddenError(IgnoreRequest):
    """Raised by `middlewares.robots` for a request that the site's robots.txt forbids."""
