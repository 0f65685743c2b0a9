"""The site changes its markup, and the next crawl says what, where, and how to look at it."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.settings import GMW_HEALTH
from tests.crawl.process import Ended, Place, replica

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the site and a store that a well crawl has filled."""
    folder = tmp_path_factory.mktemp("well")
    shutil.copytree(DEFAULT_ROOT, folder / "site")
    with replica(folder, folder / "site") as site:
        ended = Place(site, f"sqlite:///{folder}/gmw.sqlite").crawl("economy")
    assert ended.status == 0, ended.stderr
    assert "health:" not in ended.stderr, "the bundled site is well"
    return folder


@pytest.fixture
def place(crawled: Path, tmp_path: Path) -> Iterator[Place]:
    """The same again, to be changed."""
    shutil.copytree(crawled, tmp_path / "now")
    with replica(tmp_path, tmp_path / "now" / "site") as site:
        yield Place(site, f"sqlite:///{tmp_path}/now/gmw.sqlite")


def change(place: Place, pattern: str, replacement: str, *, day: int = 1) -> None:
    """Change the markup of every page of the site."""
    changed = 0
    for path in (place.file.parent / "site").rglob("*.htm*"):
        old = path.read_bytes()
        new = re.sub(pattern.encode(), replacement.encode(), old)
        changed += new != old
        path.write_bytes(new + f"<!-- {day} -->".encode())  # what is equal byte for byte is not split
    assert changed > 1, pattern


def breach(ended: Ended, field: str) -> str:
    lines = [line for line in ended.stderr.splitlines() if line.startswith(f"health: {field}")]
    assert len(lines) == 1, ended.stderr[-3000:]
    return lines[0]


def test_a_renamed_class_ends_the_next_crawl_with_3_and_its_name(place: Place) -> None:
    change(place, "m-con-time", "m-con-clock")
    ended = place.crawl("economy", "-a", "refetch=1")
    assert ended.status == 3
    line = breach(ended, "published")
    assert "template current: .m-con-time found nothing on 54 of 54 pages, on 0 of 54 in earlier runs" in line
    assert "time in .m-con-info gives it instead" in line
    assert re.search(r"last well in run 1 of \d{4}-\d\d-\d\dT", line)
    (url,) = re.findall(r"look: scrapy inspect (\S+)", line)
    assert "m-con-time" not in place.run("inspect", url).stdout.replace("nothing at .m-con-time", "")
    assert "economy: unhealthy (one expectation was not met):" in ended.stderr
    status = place.read(lambda store: store.last_runs("economy", limit=1))[0]
    assert (status.verdict, status.reason) == ("unhealthy", "one expectation was not met")

    again = place.crawl("economy")
    assert again.status == 0, "a quiet run has nothing to say"
    change(place, "m-con-clock", "m-con-clock ", day=2)
    still = place.crawl("economy", "-a", "refetch=1")
    assert still.status == 3, "and the alarm stays while the change does"
    change(place, "m-con-clock ", "m-con-clock", day=3)
    accepted = json.dumps({**GMW_HEALTH, "accepted": ["current/published"]})
    assert place.crawl("economy", "-a", "refetch=1", settings={"GMW_HEALTH": accepted}).status == 0


CHANGES = {
    "title": ("u-title", "u-headline", "title, template current: h1.u-title found nothing on"),
    "source": ("m-con-source", "m-con-from", "source, template current: .m-con-source found nothing on 5"),
    "crumbs": (
        "g-crumbs",
        "g-path",
        "breadcrumb, template current: everything that is tried found nothing on 54 of 54",
    ),
    "body": ("u-mainText", "u-words", "body, template current: .u-mainText found nothing on 54 of 54"),
    "editor": ("liability", "duty", "editor, template current: everything that is tried found nothing on"),
    "focus slot": (
        "m-eyecatcher",
        "m-eyes",
        "focus, template current: #m-eyecatcher ul li found nothing on 54 of 54",
    ),
    "recommended": (
        "g-readscon",
        "g-more",
        "recommended, template current: .g-readscon .m-lists found nothing on 54 of 54",
    ),
    "heading": (
        "相关阅读",
        "还可以读",
        "related, template current: everything that is tried found nothing on 54 of 54",
    ),
    "old time": ("pubTime", "timePub", "published, template old: #pubTime found nothing on 9 of 9"),
    "old body": ("contentMain", "mainContent", "body, template old: everything that is tried found nothing on 9 of 9"),
    "old source": ('id="?source"?', 'id="from"', "source, template old: #source found nothing on 9 of 9"),
    "listing": ("channel-newsGroup", "channel-rows", "listing 8971 gave no row"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_other_changes_are_named_too(place: Place, name: str) -> None:
    pattern, replacement, said = CHANGES[name]
    change(place, pattern, replacement)
    ended = place.crawl("economy", "-a", "refetch=1")
    assert ended.status == 3, ended.stderr[-2000:]
    line = breach(ended, said)
    assert "look: scrapy inspect https://" in line
    assert "last well in run 1 of" in line
