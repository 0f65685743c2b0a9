"""The browser's processes: how a run is without a browser, and what it leaves of one, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gmw_crawler.pipelines.render import WARNING
from gmw_crawler.render.processes import Ledger, Process, end_all, end_leftovers
from tests.browser.test_bundled_site import CASES, url_of
from tests.crawl.process import ended, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Rendering


@pytest.fixture
def _no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "no-programs"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "no-browsers"))


@pytest.mark.usefixtures("_no_browser")
def test_without_a_browser_auto_goes_on_and_says_what_it_missed(place: Rendering) -> None:
    urls = f"urls={url_of('fetch')},{url_of('jsonp')},{url_of('plain')}"
    said = place.crawl("articles", "-a", urls)
    assert said.status == 0, said.stderr
    assert len(place.stored()) == 3
    lines = [line for line in said.stderr.splitlines() if "browser" in line and "WARNING" in line]
    assert len(lines) == 1
    assert "lists of 2 articles were not read" in lines[0]
    assert "apt-get install chromium" in lines[0]
    assert "playwright install chromium" in lines[0]


@pytest.mark.usefixtures("_no_browser")
def test_without_a_browser_always_is_refused(place: Rendering) -> None:
    said = place.crawl("economy", "-a", "render=always")
    assert said.status == 2
    (line,) = said.stderr.splitlines()
    assert line.startswith("crawl: render=always: there is no browser; ")
    assert "apt-get install chromium" in said.stderr
    assert place.requests() == []


def test_a_setting_that_names_no_browser_is_refused(place: Rendering) -> None:
    said = place.crawl("economy", settings={"GMW_BROWSER": "/usr/bin/no-such-browser"})
    assert said.status == 2
    assert said.stderr == "crawl: GMW_BROWSER='/usr/bin/no-such-browser': there is no such program\n"


def test_a_browser_that_does_not_start_costs_the_lists_and_nothing_else(place: Rendering) -> None:
    said = place.crawl("articles", "-a", f"urls={url_of('fetch')}", settings={"GMW_BROWSER": "/bin/false"})
    assert said.status == 0, said.stderr
    assert place.stored() == [CASES["fetch"]]
    (line,) = [line for line in said.stderr.splitlines() if "were not read" in line]
    assert "lists of 1 articles were not read: the browser does not start (/bin/false): " in line
    assert "(GMW_BROWSER)" in line
    assert "install" not in line
    assert place.browsers() == []


def test_a_browser_is_replaced_after_so_many_pages(place: Rendering) -> None:
    urls = ",".join(url_of(case) for case in ("fetch", "jsonp", "pop-up", "off-site", "chain-1"))
    place.crawl_to_file(
        "articles", "-a", f"urls={urls}", settings={"GMW_BROWSER_PAGES": "2", "GMW_BROWSER_CONTEXTS": "1"}
    )
    assert place.stats()["rendered"] == 5
    assert place.stats()["browsers"] == 3
    assert place.browsers() == []


def test_a_page_that_hangs_takes_no_other_with_it(place: Rendering) -> None:
    urls = ",".join(url_of(case) for case in ("hang", "fetch", "jsonp"))
    place.crawl_to_file("articles", "-a", f"urls={urls}")
    warned = {key for key, record in place.records().items() if WARNING in record["warnings"]}
    assert warned == {CASES["hang"]}
    assert place.browsers() == []


def test_a_browser_that_is_killed_is_replaced(place: Rendering) -> None:
    urls = ",".join(url_of(case) for case in ("late", "fetch", "jsonp"))
    process = place.start("crawl", "articles", "-a", f"urls={urls}", settings={"GMW_BROWSER_CONTEXTS": "1"})
    wait_for(lambda: bool(_recorded(place)), process)
    os.killpg(_recorded(place)[0].pid, signal.SIGKILL)
    said = ended(process)
    assert said.status == 0, said.stderr
    assert place.stats()["rendered"] == 3
    assert place.browsers() == []


def test_a_run_that_is_asked_to_stop_ends_in_seconds_and_leaves_no_browser(place: Rendering) -> None:
    process = place.start("crawl", "articles", "-a", f"urls={url_of('never')}")
    wait_for(lambda: bool(_recorded(place)), process)
    time.sleep(2)  # now the page waits for its list
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    said = ended(process)
    assert said.status == 0, said.stderr
    assert time.monotonic() - began < 30
    assert place.browsers() == []


def test_a_stop_amid_many_pages_is_no_error(place: Rendering) -> None:
    process = place.start("crawl", "articles", "-a", f"urls={','.join(map(url_of, CASES))}")
    wait_for(lambda: bool(_recorded(place)), process)
    time.sleep(1)  # now some pages are under way, and the others wait for a tab
    process.send_signal(signal.SIGTERM)
    said = ended(process)
    assert said.status == 0, said.stderr
    assert "Traceback" not in said.stderr
    assert place.read(lambda store: store.summary(now=datetime.now(UTC)))["frontier"]["failed"] == {}
    assert place.browsers() == []


def test_what_a_killed_run_leaves_is_ended_by_the_next_and_only_that(place: Rendering, bystander: Process) -> None:
    process = place.start("crawl", "articles", "-a", f"urls={url_of('never')}")
    wait_for(lambda: len(_recorded(place)) == 2, process)
    left = _recorded(place)
    for one in left:
        os.kill(one.pid, signal.SIGSTOP)  # so that they cannot end by themselves when the run is gone
    process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):  # not read to their end: those that it left hold them open
        assert pipe is not None
        pipe.close()
    assert all(one.is_alive() for one in left)
    (record,) = Path(place.temporary).glob("gmw_crawler-*/*.json")
    entry = json.loads(record.read_bytes())
    entry["browsers"].append({"pid": bystander.pid, "started": bystander.started - 1})  # its pid was another's once
    record.write_text(json.dumps(entry), "utf-8")
    said = place.crawl("articles", "-a", f"urls={url_of('fetch')}")
    assert said.status == 0, said.stderr
    assert "that a killed run had left" in said.stderr
    assert [one for one in left if one.is_alive()] == []
    assert bystander.is_alive()
    assert place.browsers() == []
    assert list(Path(place.temporary).glob("gmw_crawler-*/*")) == []
    assert list(Path(place.temporary).glob("playwright_*")) == []


def _recorded(place: Rendering) -> list[Process]:
    entries = [json.loads(path.read_bytes()) for path in Path(place.temporary).glob("gmw_crawler-*/*.json")]
    return sorted((Process(**one) for entry in entries for one in entry["browsers"]), key=lambda one: -one.pid)


@pytest.fixture
def bystander() -> Iterator[Process]:
    """Another program, in a session of its own."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as other:
        process = Process.of(other.pid)
        assert process is not None
        yield process
        other.kill()


def test_the_record_of_a_living_run_is_left_alone(tmp_path: Path, bystander: Process) -> None:
    ledger = Ledger(tmp_path)
    ledger.add([bystander])
    assert end_leftovers(tmp_path) == 0
    assert bystander.is_alive()
    assert ledger.end([bystander]) == 1
    assert not bystander.is_alive()
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_before_the_machine_started_ends_nothing(tmp_path: Path, bystander: Process) -> None:
    fields = {"pid": bystander.pid, "started": bystander.started}
    (tmp_path / "1-1.json").write_text(
        json.dumps({"boot": "another", "owner": {"pid": 1, "started": 1}, "browsers": [fields]}), "utf-8"
    )
    (tmp_path / "2-2.json").write_text("{torn", "utf-8")
    assert end_leftovers(tmp_path) == 0
    assert bystander.is_alive()
    assert list(tmp_path.iterdir()) == []


def test_a_process_is_told_by_its_start(bystander: Process) -> None:
    assert Process.of(bystander.pid) == bystander
    assert not Process(bystander.pid, bystander.started + 1).is_alive()
    assert end_all([Process(bystander.pid, bystander.started + 1)]) == 0
    assert bystander.is_alive()
