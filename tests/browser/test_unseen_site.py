"""A site of the same kind that nothing was fitted to: other modules, other markup around the lists, other timing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gmw_crawler.pipelines.render import WARNING
from tests.browser.conftest import Rendering, rendering
from tests.browser.scripted import FIRST, ScriptedSite, address, path, title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def unseen(tmp_path: Path) -> Iterator[tuple[Rendering, ScriptedSite]]:
    site = ScriptedSite(tmp_path / "site")
    with rendering(tmp_path, root=site.root) as place:
        yield place, site


def named(record: dict[str, Any], section: str) -> list[tuple[str | None, str | None]]:
    return [(one["title"], one["url"]) for one in record["recommendations"] if one["section"] == section]


def entries(*places: int) -> list[tuple[str, str]]:
    return [(title(place), address(place)) for place in places]


def key(place: int) -> str:
    return str(FIRST + place)


def test_every_list_is_complete_and_followed_to_the_asked_depth(unseen: tuple[Rendering, ScriptedSite]) -> None:
    place, site = unseen
    site.article(
        1, modules=("conCorrelatedNews6", "recommendRead50", "motions"), related=(3, 4), read=((1, 2), (5, 6), (7,))
    )
    site.article(2, modules=("conCorrelatedLate",), related=(5, 6), encoding="gb18030")
    site.article(3, related=(7, 1))
    for last in (4, 5, 6):
        site.article(last, modules=())
    site.article(7, related=(8,))
    site.article(8, modules=())
    site.listing(range(1, 3))
    place.crawl_to_file("economy", "-a", "nodes=8971", "-a", "related_depth=2")
    records = place.records()
    assert sorted(records) == [key(one) for one in range(1, 8)]  # 8 would be three steps away
    assert named(records[key(1)], "related") == entries(3, 4)
    assert named(records[key(1)], "recommended") == entries(1, 2, 5, 6, 7)
    assert records[key(1)]["reactions"] == {"开心": 7, "难过": 2}
    assert named(records[key(2)], "related") == entries(5, 6)  # began after 2.5 s, came in two parts
    assert named(records[key(3)], "related") == entries(7, 1)
    assert {code for record in records.values() for code in record["warnings"]} == set()
    assert (place.stats()["needed"], place.stats()["rendered"]) == (4, 4)


def test_lists_read_before_stay_with_a_page_that_changed_around_them(unseen: tuple[Rendering, ScriptedSite]) -> None:
    place, site = unseen
    url = site.article(1, related=(2, 3))
    place.crawl_to_file("articles", "-a", f"urls={url}")
    page = site.root / path(1)
    for mode in ("auto", "never"):
        page.write_text(page.read_text("utf-8").replace("</body>", f"<!-- {mode} --></body>"), "utf-8")
        said = place.crawl("articles", "-a", f"urls={url}", "-a", "refetch=1", "-a", f"render={mode}")
        assert said.status == 0, said.stderr
        assert place.stats() == {"kept": 1}
        stored = place.read(lambda store: store.lists(key(1))).lists.recommendations
        assert [(one.title, one.url) for one in stored] == entries(2, 3)


def test_a_new_revision_is_rendered_anew(unseen: tuple[Rendering, ScriptedSite]) -> None:
    place, site = unseen
    url = site.article(1, related=(2, 3))
    place.crawl_to_file("articles", "-a", f"urls={url}")
    site.article(1, related=(4,), filler="后来又添了一句话。")
    place.crawl_to_file("articles", "-a", f"urls={url}", "-a", "refetch=1")
    assert place.records()[key(1)]["revision"] == 2
    assert named(place.records()[key(1)], "related") == entries(4)


def test_lists_that_failed_are_read_when_they_work_again(unseen: tuple[Rendering, ScriptedSite]) -> None:
    place, site = unseen
    url = site.article(1, related=(2,))
    data = site.root / "economy.gmw.cn/more/related" / f"{key(1)}.json"
    whole = data.read_bytes()
    data.write_bytes(b"{")
    place.crawl_to_file("articles", "-a", f"urls={url}")
    assert place.records()[key(1)]["warnings"] == [WARNING]
    data.write_bytes(whole)
    said = place.crawl("articles", "-a", f"urls={url}", "-a", "refetch=1")
    assert said.status == 0, said.stderr
    assert place.stats()["rendered"] == 1
    stored = place.read(lambda store: store.lists(key(1))).lists.recommendations
    assert [(one.title, one.url) for one in stored] == entries(2)


def test_resplit_keeps_the_lists_that_were_read(unseen: tuple[Rendering, ScriptedSite]) -> None:
    place, site = unseen
    place.crawl_to_file("articles", "-a", f"urls={site.article(1, related=(2, 3))}")
    before = place.read(lambda store: store.lists(key(1)))
    said = place.run("resplit")
    assert said.status == 0, said.stderr
    assert "0 revised, 1 unchanged" in said.stdout
    assert place.read(lambda store: store.lists(key(1))) == before


def test_a_button_that_never_goes_is_pressed_so_often_and_no_more(unseen: tuple[Rendering, ScriptedSite]) -> None:
    place, site = unseen
    url = site.article(1, modules=("recommendRead50",), read=((2,),))
    module = site.root / "img.gmw.cn/js/require/mod/recommendRead50.mod.js"
    module.write_text(
        """
var presses = 0, groups = document.getElementById('groups'), button = document.getElementById('further');
groups.innerHTML = '<ul class="m-lists"></ul>';
button.hidden = false;
function more() {
  presses += 1;
  var url = '/2026-11/20/content_' + (39400000 + presses) + '.htm';
  rows(groups.firstChild, [{title: '第' + presses + '次', url: url}]);
}
button.onclick = more;
more();
""",
        "utf-8",
    )
    place.crawl_to_file("articles", "-a", f"urls={url}", settings={"GMW_MAX_LOAD_MORE": "4"})
    assert len(named(place.records()[key(1)], "recommended")) == 1 + 4
