"""One page tried: what came of it, in how much time."""

from __future__ import annotations

import signal
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import GmwError
from gmw_crawler.site import split_page
from tests.fuzz.pages import URL, make

if TYPE_CHECKING:
    from types import FrameType

LIMIT: Final = 2.0
"""Seconds of processor time that no page may take."""
_GIVEN_UP: Final = 30.0
MEMORY: Final = 1536 * 1024
"""Kibibytes that the process may need at its largest, with pages of 8 million characters among its input."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a page."""

    number: int
    size: int
    seconds: float
    outcome: str
    """`Article`, or the name of the project's error."""
    fault: str | None
    """Why it is a failure: a traceback, or the time it took."""


class _GivenUpError(Exception):
    pass


def _give_up(_: int, __: FrameType | None) -> None:
    raise _GivenUpError


def try_number(seed: int, number: int) -> Trial:
    """Try one page of a seed."""
    return try_page(make(seed, number), number)


def try_page(page: bytes, number: int = 0) -> Trial:
    """Split a page, whatever it is; anything but an article or a project error is a fault, and so is slowness."""
    signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, _GIVEN_UP)
    start = time.process_time()
    fault: str | None = None
    try:
        outcome = type(split_page(page, URL)).__name__
    except GmwError as error:
        outcome = type(error).__name__
    except _GivenUpError:
        outcome, fault = "endless", traceback.format_exc(limit=-6)
    except Exception as error:  # noqa: BLE001 - to find those is what this is for
        outcome, fault = type(error).__name__, traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    seconds = time.process_time() - start
    if fault is None and seconds > LIMIT:
        fault = f"{seconds:.1f} s of processor time; the limit is {LIMIT} s"
    return Trial(number, len(page), seconds, outcome, fault)
