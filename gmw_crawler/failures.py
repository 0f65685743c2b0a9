"""What ends a request without a response, and the stable code of each: kept with the visit, and counted."""

from __future__ import annotations

from typing import Final

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from gmw_crawler.errors import PageError
from gmw_crawler.marks import ForbiddenError, RulesUnknownError, StoppedError

BUG: Final = "error"
"""Code of a visit that a bug of ours spoilt: the log has its traceback."""

FAILURES: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ForbiddenError, "robots"),
    (RulesUnknownError, "robots-unknown"),
    (IgnoreRequest, "redirect-loop"),
    (PageError, "hostile"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "truncated"),
    (DownloadCancelledError, "too-large"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadFailedError, "connection"),
    (ConnectionDone, "connection"),
    (ConnectionLost, "connection"),
    (ConnectError, "connection"),
    (OSError, "connection"),
)
"""What ends a request without a response, and the stable code of each; the first that fits."""

STOPPED: Final = (StoppedError, StopDownload)
"""What ends a request that we let go because the run stops: it was no visit."""

DOWNLOAD_ERRORS: Final = tuple(error for error, _ in FAILURES)
ANSWERS: Final = frozenset({"robots", "redirect-loop", "hostile", "too-large"})
"""Codes that are the site's answer (REFUSED) rather than its silence (FAILED)."""

NETWORK: Final = frozenset({"dns", "connection", "timeout"})
"""Codes that speak of the way to the site rather than of one address."""


def failure_reason(error: BaseException | None) -> str:
    """Return the stable code of what ended a request without a response; `error` for one that we do not know.

    >>> failure_reason(ForbiddenError("robots.txt forbids it"))
    'robots'
    """
    return next((reason for kind, reason in FAILURES if isinstance(error, kind)), BUG)


def deeper_reason(error: BaseException | None) -> str:
    """Return the code of what ended a request; where robots.txt could not be had for want of a network, that.

    >>> deeper_reason(RulesUnknownError("economy.gmw.cn", "dns"))
    'dns'
    """
    if isinstance(error, RulesUnknownError) and error.reason in NETWORK:
        return error.reason
    return failure_reason(error)
