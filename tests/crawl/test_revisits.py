"""Articles asked for again: conditionally when they are due, unconditionally when an operator says so."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from gmw_crawler.replica.process import DEFAULT_ROOT
from gmw_crawler.site.urls import article_id
from tests.crawl.process import Place, place_of, replica

if TYPE_CHECKING:
    from pathlib import Path

SOON = {"GMW_REVISIT_SCHEDULE": "[[1000000, 0.0001]]"}
"""Everything is due again after a third of a second, however old it is."""

NODE = ("economy", "-a", "nodes=59269", "-a", "related_depth=0")


def test_what_is_due_is_asked_for_with_validators_and_a_304_is_enough(place: Place) -> None:
    assert place.crawl(*NODE, settings=SOON).status == 0
    ids = place.stored()
    first = place.requests()
    asked = [article_id(f"https://{place_of(one)}") for one in first if "content_" in one["path"]]
    assert sorted(set(asked)) == ids
    said = place.crawl(*NODE)
    assert said.status == 0, said.stderr
    again = [one for one in place.requests()[len(first) :] if "content_" in one["path"]]
    assert {article_id(f"https://{place_of(one)}") for one in again} == set(ids)
    assert {(one["conditional"], one["status"]) for one in again if "_2." not in one["path"]} >= {(True, 304)}
    assert f"0 articles stored, {len(ids)} unchanged" in said.stderr
    seen = len(place.requests())
    assert place.crawl(*NODE).status == 0
    assert not [one for one in place.requests()[seen:] if "content_" in one["path"]]


def test_refetch_asks_for_whole_pages_and_an_edit_is_a_revision(tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(DEFAULT_ROOT, root)
    with replica(tmp_path, root) as site:
        place = Place(site, f"sqlite:///{tmp_path / 'gmw.sqlite'}")
        assert place.crawl(*NODE).status == 0
        ids = place.stored()
        edited = _edit(root, ids)
        seen = len(place.requests())
        said = place.crawl(*NODE, "-a", "refetch=1")
        assert said.status == 0, said.stderr
        again = [one for one in place.requests()[seen:] if "content_" in one["path"]]
        assert {article_id(f"https://{place_of(one)}") for one in again} == set(ids)
        assert {(one["conditional"], one["status"]) for one in again} == {(False, 200)}
        assert f"1 articles stored, {len(ids) - 1} unchanged" in said.stderr
        revisions = place.read(lambda store: [(one.article_id, one.revision) for one in store.revisions(after=0)])
        assert revisions == [*((one, 1) for one in _order(place, len(ids))), (edited, 2)]


def _edit(root: Path, ids: list[str]) -> str:
    """Change a word in a stored article's page, as a newsroom does."""
    for page in sorted((root / "economy.gmw.cn").rglob("content_*.htm")):
        text = page.read_bytes()
        if page.stem.removeprefix("content_") in ids and "。</p>".encode() in text:
            page.write_bytes(text.replace("。</p>".encode(), "（更正）。</p>".encode(), 1))
            return page.stem.removeprefix("content_")
    raise AssertionError("no page to edit")


def _order(place: Place, count: int) -> list[str]:
    return list(place.read(lambda store: [one.article_id for one in store.revisions(after=0)]))[:count]
