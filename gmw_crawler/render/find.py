"""Which browser there is: the one that GMW_BROWSER names, the system's Chromium or Chrome, or Playwright's own."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import ArgumentsError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

SYSTEM: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
"""Names under which distributions install it, in order of preference."""

OWN: Final = (
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
"""Where Playwright puts the browsers that it downloads, below its folder."""

REMEDY: Final = (
    "install one with `apt-get install chromium` (the system's) or `playwright install chromium` (Playwright's own)"
)
EXTRA: Final = "install the extra with `pip install -e '.[browser]'`"


def remedy() -> str:
    """Return how to get what is missing."""
    return REMEDY if has_driver() else f"{EXTRA}; then {REMEDY}"


def has_driver() -> bool:
    """Tell whether the packages of the extra `browser` are installed."""
    return find_spec("scrapy_playwright") is not None


def find_browser(settings: BaseSettings) -> Path | None:
    """Return the browser to use, None if there is none or nothing to drive it.

    ArgumentsError: GMW_BROWSER names a file that is not there.
    """
    named = settings["GMW_BROWSER"]
    if named and not (found := shutil.which(named)):
        raise ArgumentsError(f"GMW_BROWSER={named!r}: there is no such program")
    if not has_driver():
        return None
    if named:
        return Path(found)
    system = next(filter(None, map(shutil.which, SYSTEM)), None)
    return Path(system) if system else _playwrights_own()


def _playwrights_own() -> Path | None:
    default = "Library/Caches" if sys.platform == "darwin" else ".cache"
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / default / "ms-playwright")
    found = [path for pattern in OWN for path in sorted(folder.glob(pattern)) if os.access(path, os.X_OK)]
    return found[-1] if found else None
