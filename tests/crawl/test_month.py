"""A month of hourly runs ends as the newsroom's book says: `-m slow`, some 20 minutes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.crawl.process import CHECKOUT


@pytest.mark.slow
def test_a_month_of_hourly_runs_ends_right() -> None:
    command = [sys.executable, "-m", "tests.crawl.month", "--days", "30", "--seed", "1"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-4000:]
