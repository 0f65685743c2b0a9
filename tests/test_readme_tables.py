"""The tables of the README are what the program has: settings with their defaults, and commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_of_ours_is_in_the_table_with_its_default() -> None:
    told = {
        name: json.loads(value) for name, value in re.findall(r"^\| `(GMW_\w+)` \| `(.+?)` \|", README, re.MULTILINE)
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GMW_")}
    program = (
        "import json; from gmw_crawler import settings as s; print(json.dumps({n: getattr(s, n) for n in s.GMW_NAMES}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=clean, capture_output=True, text=True, check=True
    )
    assert told == json.loads(said.stdout)


def test_every_command_of_ours_is_in_the_table() -> None:
    told = set(re.findall(r"^\| `scrapy (\w+)", README, re.MULTILINE))
    ours = {path.stem for path in (ROOT / "gmw_crawler" / "commands").glob("*.py")} - {"__init__"}
    assert told == ours
