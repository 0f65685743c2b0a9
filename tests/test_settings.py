from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import get_args, get_type_hints

import pytest
from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from gmw_crawler import pages, settings
from gmw_crawler.items import Record
from gmw_crawler.schedule import LEAST_AFTER_REFUSAL, read_schedule

OURS = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


@pytest.mark.parametrize("name", [name for name in OURS if not name.startswith("GMW_")])
def test_every_setting_is_one_of_scrapys_and_deviates(name: str) -> None:
    assert getattr(default_settings, name) != OURS[name]


@pytest.mark.parametrize("table", ["DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS"])
def test_every_component_exists(table: str) -> None:
    for path in OURS[table]:
        assert load_object(path).__module__


@pytest.mark.parametrize("table", ["DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"])
def test_what_is_not_switched_off_stands_where_scrapy_has_it(table: str) -> None:
    assert OURS[f"{table}_BASE"].items() < getattr(default_settings, f"{table}_BASE").items()


def test_each_stage_takes_what_the_one_before_it_gives() -> None:
    stages = [load_object(path) for path, _ in sorted(OURS["ITEM_PIPELINES"].items(), key=lambda row: row[1])]
    names = vars(pages) | {"Record": Record}
    hints = [
        get_type_hints(stage.process_item, globalns={**names, **vars(sys.modules[stage.__module__])})
        for stage in stages
    ]
    for before, after in itertools.pairwise(hints):
        assert set(get_args(before["return"])) == set(get_args(after["item"]))
    assert hints[-1]["return"] is Record


def test_no_door_into_the_process_is_open_and_robots_txt_is_obeyed() -> None:
    assert OURS["ROBOTSTXT_OBEY"] is True
    assert OURS["TELNETCONSOLE_ENABLED"] is OURS["REMOTE_CONTROL_ENABLED"] is False


def test_the_schedule_of_the_settings_is_one() -> None:
    assert min(read_schedule(OURS).refusals) >= LEAST_AFTER_REFUSAL


@pytest.mark.parametrize("name", settings.GMW_NAMES)
def test_the_environment_wins_over_our_defaults(name: str) -> None:
    program = f"from gmw_crawler import settings; print(settings.{name})"
    said = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, name: "told"}, capture_output=True, text=True, check=True
    )
    assert said.stdout == "told\n"
