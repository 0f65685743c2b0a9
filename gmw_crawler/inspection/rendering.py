"""A page as a browser has it: its lists, and the requests that filled each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from gmw_crawler.errors import GmwError
from gmw_crawler.inspection.fetch import Looker, run
from gmw_crawler.render.policy import UNTRUSTED
from gmw_crawler.render.single import render_single

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from rich.console import RenderableType
    from scrapy import Request
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response

    from gmw_crawler.render.single import Rendered


class RenderingLooker(Looker):
    """Renders the page that it asked for, or one that it was given."""

    def __init__(self, rendered: list[Rendered], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._rendered = rendered

    async def start(self) -> AsyncIterator[Request]:
        """Ask, unless the page is there already."""
        if self._got:
            await self._render()
            return
        async for request in super().start():
            yield request

    async def parse(self, response: Response) -> None:
        """Keep what came, and render it."""
        await super().parse(response)
        if not self._lost:
            await self._render()

    async def _render(self) -> None:
        try:
            self._rendered.append(await render_single(self.crawler, self._url, self._got[0]))
        except GmwError as error:
            self._lost.append(str(error))


def fetch_rendered(process: AsyncCrawlerProcess, url: str, given: Iterable[bytes]) -> tuple[list[bytes], Rendered]:
    """Return the bodies of an article's pages, those given or else fetched, and what a browser makes of the first.

    FetchError: the site has none, or there is no browser, or it did not get through the page.
    """
    rendered: list[Rendered] = []
    got = run(process, RenderingLooker, url, given, rendered=rendered)
    return got, rendered[0]


def tell_rendered(rendered: Rendered) -> Group:
    """Return the lists and the requests, for a terminal."""
    return Group(*_parts(rendered))


def _parts(rendered: Rendered) -> Iterator[RenderableType]:
    yield Text("In a browser", style="bold")
    yield Text(f"lists that only scripts fill: {', '.join(sorted(rendered.needed)) or 'none'}")
    for section in sorted(rendered.after.sections | rendered.needed):
        count = sum(entry.section == section for entry in rendered.after.recommendations)
        counts = " ".join(f"{label} {number}" for label, number in (rendered.after.reactions or {}).items())
        has = (counts or "no counts") if section == "mood" else f"{count} entries"
        yield Text(f"  {section}: {has}", style="default" if section in rendered.after.sections else "bold red")
    table = Table(show_edge=False, pad_edge=False)
    for name in ("filled", "answer", "kind", "request"):
        table.add_column(name, no_wrap=name != "request", overflow="fold")
    for row in requests(rendered):
        answer = str(row["status"] or row["refused"] or row["lost"] or "none")
        style = _style(row)
        table.add_row(", ".join(row["filled"]), answer, row["kind"], row["url"], style=style)
    yield table
    if any(row["lost"] == "certificate" for row in requests(rendered)):
        yield Text(UNTRUSTED, style="bold red")


def _style(row: dict[str, Any]) -> str:
    if row["filled"]:
        return "green"
    return "dim" if row["refused"] else "red" if row["lost"] else "default"


def requests(rendered: Rendered) -> list[dict[str, Any]]:
    """Return every request of the page as plain data, with the lists that its answer filled."""
    filled = {id(seen): sections for seen, sections in rendered.filled}
    return [
        {
            "url": seen.url,
            "kind": seen.kind,
            "status": seen.status,
            "refused": seen.refused,
            "lost": seen.lost,
            "filled": list(filled.get(id(seen), ())),
        }
        for seen in rendered.seen
    ]


def as_data(rendered: Rendered) -> dict[str, Any]:
    """Return all of it as plain data."""
    return {
        "needed": sorted(rendered.needed),
        "recommendations": rendered.after.recommendations,
        "reactions": rendered.after.reactions,
        "requests": requests(rendered),
    }
