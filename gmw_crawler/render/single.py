"""One page, rendered on its own and kept nowhere: for a person who wants to see what the browser makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmw_crawler.errors import BrowserMissingError
from gmw_crawler.render.evidence import fillers
from gmw_crawler.render.find import find_browser, remedy
from gmw_crawler.site.page import parse_page
from gmw_crawler.site.slots import Lists, empty_lists, read_lists

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from gmw_crawler.render.traffic import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What the browser made of one page."""

    before: Lists
    """The lists of the page as it was downloaded."""
    needed: frozenset[str]
    """Sections that it has a place or a script for, and no entry in."""
    after: Lists
    """As a reader has them in the end."""
    seen: tuple[Seen, ...]
    """All that the page asked for, refused requests included."""
    filled: tuple[tuple[Seen, tuple[str, ...]], ...]
    """The requests whose answers filled a list, with its sections."""


async def render_single(crawler: Crawler, url: str, body: bytes) -> Rendered:
    """Render a page that was downloaded, with a browser of its own; the spider must be open, for it fetches for it.

    BrowserMissingError says how to get a browser; RenderError, PageError: what is wrong with the page.
    """
    executable = find_browser(crawler.settings)
    if executable is None:
        raise BrowserMissingError(f"no browser is found; {remedy()}")
    from gmw_crawler.render.renderer import Renderer  # of the extra `browser`

    page = parse_page(body, url)
    before = read_lists(page)
    needed = empty_lists(page, before)
    renderer = Renderer(crawler, executable)
    try:
        rendering = await renderer.render(page, needed)
    finally:
        await renderer.close()
    return Rendered(
        before=before,
        needed=needed,
        after=before.completed_by(rendering.lists, rendering.lists.sections),
        seen=rendering.seen,
        filled=tuple(fillers(rendering)),
    )
