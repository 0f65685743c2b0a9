"""Contenders, and the one table of what they cost."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.benchmarks.crawl.measure import Cost

CONTENDERS: Final = Path(__file__).parent / "contenders"
CHECKOUT: Final = Path(__file__).parents[3]
CONCURRENCY: Final = 16
SCRAPY: Final = f"scrapy=={version('scrapy')}"
POLITE: Final = (f"CONCURRENT_REQUESTS={CONCURRENCY}", f"CONCURRENT_REQUESTS_PER_DOMAIN={CONCURRENCY}")
"""All contenders alike; ours has its delay taken off besides."""

LIMIT: Final = "limit"
OURS: Final = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """How to start one, and what it is called in the table."""

    name: str
    title: str
    script: str
    arguments: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    def command(self, python: Path, folder: Path) -> list[str]:
        return [str(python), str(CONTENDERS / self.script), *self.arguments, str(folder), *self.after]


def _scrapy(name: str, title: str, *packages: str) -> Contender:
    return Contender(
        name=name, title=title, script="scrapy_spiders.py", arguments=(name,), after=POLITE, packages=packages
    )


def _ours() -> Contender:
    settings = (*POLITE, "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0")
    options = tuple(part for setting in settings for part in ("-s", setting))
    return Contender(name=OURS, title="**ours, whole**", script="ours.py", after=("-a", "render=never", *options))


ALL: Final = (
    _scrapy("fetch", "Scrapy, fetching alone"),
    _scrapy(LIMIT, "Scrapy, fetching and `lxml.html` parse (**the limit**)"),
    _ours(),
    _scrapy("plain", "Scrapy, 13 selectors, JSONL feed"),
    _scrapy("plain_sqlite", "Scrapy, 13 selectors, JSONL feed and SQLite"),
    Contender(name="crawlee", title="Crawlee, Parsel crawler, JSONL", script="crawlee_parsel.py",
              packages=("crawlee[parsel]",)),
    Contender(name="aiohttp", title="aiohttp and lxml by hand, JSONL", script="aiohttp_loop.py"),
    _scrapy("trafilatura", "Scrapy, trafilatura in the callback, JSONL feed", SCRAPY, "trafilatura", "lxml_html_clean"),
)  # fmt: skip


def markdown(costs: Iterable[tuple[Contender, Cost]]) -> str:
    """Return the table."""
    rows = list(costs)
    limit = next((cost.pages_a_second for contender, cost in rows if contender.name == LIMIT), None)
    lines = [
        "| crawler | pages/s | of the limit | CPU ms a page | start-up s | peak MiB | requests | articles |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for contender, cost in rows:
        share = f"{cost.pages_a_second / limit:.0%}" if limit else ""
        lines.append(
            f"| {contender.title} | {cost.pages_a_second:.0f} | {share} | {cost.milliseconds_a_page:.2f} | "
            f"{cost.start:.1f} | {cost.memory / 1024:.0f} | {cost.requests} | {cost.pages} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """Return what it ran on, in a line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    model = next(models, platform.machine())
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} cores; Python {platform.python_version()}, Scrapy {version('scrapy')}, "
        f"lxml {version('lxml')}; load before: {load:.1f}; {sys.platform}"
    )
