"""A real browser for tests that look at pages: no network, and every error of the page is kept."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from scrapy.settings import Settings

from gmw_crawler.render.find import find_browser, remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PHONE = 390
DESK = 1200


@dataclass
class Seen:
    """A page in the browser, and what it did."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def too_wide(self) -> bool:
        """Tell whether the page has to be moved sideways to be read."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@contextmanager
def browser(*, width: int = DESK) -> Iterator[Seen]:
    """Give a page in a fresh Chromium."""
    program = find_browser(Settings({"GMW_BROWSER": ""}))
    if program is None:
        pytest.fail(f"no browser: {remedy()}")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(program), args=arguments)
        page = chromium.new_page(viewport={"width": width, "height": 900})
        seen = Seen(page)
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
        yield seen
        chromium.close()
