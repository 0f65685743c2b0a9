"""The project about itself: style, types, architecture, and what the README promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECKS = {
    "style": ["ruff", "check", "--no-cache", "."],
    "format": ["ruff", "format", "--no-cache", "--check", "."],
    "types": ["mypy", "--cache-dir", os.devnull],
    "import contracts": ["lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_check_is_clean(check: str) -> None:
    tool, *arguments = CHECKS[check]
    program = Path(sys.executable).parent / tool
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ci_runs_the_command_of_the_readme() -> None:
    command = (ROOT / ".ci/run").read_text().splitlines()[-1]
    assert command in (ROOT / "README.md").read_text()


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("dependencies = [")
    end = lines.index("[tool.hatch.build.targets.wheel]")
    requirement = re.compile(r'^    "')
    commented = False
    for line in lines[start + 1 : end]:
        if requirement.match(line):
            assert commented or "gmw_crawler[" in line, f"{line.strip()} has no reason above it"
        elif not line.startswith("    #"):
            commented = False
        if line.startswith("    #"):
            commented = True


def test_top_level_holds_what_belongs_there() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    tops = {name.split("/")[0] for name in tracked if not name.startswith(".")}
    assert tops <= {"scrapy.cfg", "pyproject.toml", "README.md", "CHANGELOG.md", "gmw_crawler", "tests", "fixtures"}
