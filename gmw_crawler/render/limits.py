"""The settings of the rendering, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmw_crawler.errors import ArgumentsError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far rendering goes."""

    seconds: float
    """Time limit of a page, without the time that its requests stand in the crawler's own queue."""
    presses: int
    """How often 加载更多 is pressed on a page at most."""
    tabs: int
    """Pages open at once."""
    pages_each: int
    """Pages after which a browser is replaced."""


def read_limits(settings: BaseSettings) -> Limits:
    """Return the limits; ArgumentsError names one that is no number, too small, or neither yes nor no."""
    _check_flag(settings, "GMW_BROWSER_IGNORE_CERTIFICATES")
    return Limits(
        seconds=_number(settings, "GMW_RENDER_TIMEOUT", least=1),
        presses=int(_number(settings, "GMW_MAX_LOAD_MORE", least=0)),
        tabs=int(_number(settings, "GMW_BROWSER_CONTEXTS", least=1)),
        pages_each=int(_number(settings, "GMW_BROWSER_PAGES", least=1)),
    )


def _check_flag(settings: BaseSettings, name: str) -> None:
    try:
        settings.getbool(name)
    except ValueError as error:
        raise ArgumentsError(f"{name}={settings[name]!r}: expected 0 or 1") from error


def _number(settings: BaseSettings, name: str, *, least: int) -> float:
    try:
        number = float(settings[name])
    except (TypeError, ValueError) as error:
        raise ArgumentsError(f"{name}={settings[name]!r}: expected a number, {least} or more") from error
    if not least <= number < float("inf"):
        raise ArgumentsError(f"{name}={settings[name]!r}: expected a number, {least} or more")
    return number
