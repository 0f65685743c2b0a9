"""`scrapy …` as an operator types it, by Scrapy's command line, but in this process: to start one takes seconds."""

from __future__ import annotations

import io
import os
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from scrapy.cmdline import execute

CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass
class Ended:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def scrapy(store: str, command: str, *words: str) -> Ended:
    stdout, stderr = io.StringIO(), io.StringIO()
    status: int | str | None = None
    with redirect_stdout(stdout), redirect_stderr(stderr), chdir(CHECKOUT), mock.patch.dict(os.environ):
        try:
            execute(["scrapy", command, "-s", f"GMW_STORE={store}", *words])
        except SystemExit as ending:
            status = ending.code
    assert isinstance(status, int)
    return Ended(returncode=status, stdout=stdout.getvalue(), stderr=stderr.getvalue())
