# ruff: noqa: E501 - markup, a line as the site writes it
"""A site of N articles as files, hosts as folders: `write_site(folder, articles)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.benchmarks.generated.articles import Articles
from tests.benchmarks.generated.eras import write_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.generated.articles import Place

NODES: Final = (8971, 59269, 21787, 12466, 8992, 9141, 12468, 12470, 144788, 144789)
"""The lists that `crawl economy` walks by default, besides the front page."""
ROWS: Final = 50
HOST: Final = "economy.gmw.cn"


def write_site(folder: Path, count: int) -> Articles:
    """Write the pages and lists of a site of so many articles; every article stands in one list."""
    articles = Articles(count)
    for number in range(count):
        write_article(folder, articles, articles.place(number))
    write_listings(folder, articles, range(count))
    for host in ("economy", "finance", "politics", "tech"):
        (folder / f"{host}.gmw.cn" / "robots.txt").write_text("User-agent: *\nDisallow: /2003-\n")
    return articles


def write_article(folder: Path, articles: Articles, place: Place, edition: int = 1) -> None:
    path = folder / place.url.removeprefix("https://")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_page(articles, place, edition))


def write_listings(folder: Path, articles: Articles, numbers: Sequence[int], rows: int = ROWS) -> None:
    """Write every list and the front page, newest first."""
    (folder / HOST).mkdir(parents=True, exist_ok=True)
    newest = sorted(numbers, reverse=True)
    for position, node in enumerate(NODES):
        listed = newest[position :: len(NODES)]
        pages = [listed[start : start + rows] for start in range(0, len(listed), rows)] or [[]]
        for page, on_page in enumerate(pages, start=1):
            later = page_name(node, page + 1) if page < len(pages) else None
            text = _listing(articles, node, on_page, later)
            (folder / HOST / page_name(node, page)).write_text(text)
    front = "\n".join(f'<li><a href="{articles.place(one).url}">{articles.title(one)}</a></li>' for one in newest[:30])
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div class="part1"><ul>{front}</ul></div></body></html>'
    (folder / HOST / "index.html").write_text(page)


def page_name(node: int, page: int) -> str:
    """Return the file name of a list's page, as on the site.

    >>> page_name(8971, 1), page_name(8971, 2)
    ('node_8971.htm', 'node_8971_2.htm')
    """
    return f"node_{node}.htm" if page == 1 else f"node_{node}_{page}.htm"


def _listing(articles: Articles, node: int, numbers: Sequence[int], later: str | None) -> str:
    rows = "\n".join(_row(articles.place(number), articles.title(number)) for number in numbers)
    pager = f'<a href="{later}">下一页</a>' if later else ""
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{node}_经济频道_光明网</title></head><body>\n'
        f"<ul class=channel-newsGroup>\n{rows}\n</ul>\n"
        f'<div id="displaypagenum"><center>{pager}</center></div>\n</body></html>\n'
    )


def _row(place: Place, title: str) -> str:
    address = place.url.removeprefix(f"https://{HOST}/")
    return (
        f"<li><a href={address} target=_blank>{title}</a><span class=channel-newsTime>{place.day:%Y-%m-%d}</span></li>"
    )
