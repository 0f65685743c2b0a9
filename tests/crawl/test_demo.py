"""`scrapy demo`: the whole job, with no network, twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from gmw_crawler.replica.process import DEFAULT_ROOT
from tests.crawl.process import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

STORED = len(json.loads((DEFAULT_ROOT / "EXPECTED.json").read_text("utf-8"))["stored"]["1"])


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "gmw_crawler.settings", "PYTHONPATH": str(CHECKOUT)}
    environment |= {"HTTP_PROXY": "http://127.0.0.1:9", "no_proxy": "*"}  # of a network that does not matter here
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "bin" / "scrapy").write_text("from scrapy.cmdline import execute\n\nexecute()\n")  # as in a venv
    command = [sys.executable, "bin/scrapy", "demo"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_the_demo_says_what_happened_and_can_be_run_again(tmp_path: Path) -> None:
    for number in ("1", "2"):
        said = demo(tmp_path)
        assert (said.returncode, said.stderr.count("\n")) == (0, 1), said.stderr
        lines = said.stdout.splitlines()
        export = next(line.split()[1] for line in lines if line.startswith("Export"))
        assert export == f"demo/{number}/export/articles-000001.jsonl"
        assert f"Articles stored     {STORED}" in lines
        assert any(line.startswith("Listings walked     10 of 11: ") and line.endswith("2 missing") for line in lines)
        assert any(line.split() == ["404", "https://economy.gmw.cn/2026-11/04/content_39144244.htm"] for line in lines)
        assert lines[-1] == f"Look closer:        bin/scrapy status -s GMW_STORE=sqlite:///demo/{number}/gmw.sqlite"
        assert len((tmp_path / export).read_text("utf-8").strip().split("\n")) == STORED


def test_where_nothing_can_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("not a folder")
    said = demo(tmp_path)
    assert said.returncode == 1
    assert said.stderr == "demo: demo/1: cannot be made (Not a directory); run the demo where you may write\n"
