"""The split against bare parsing of the same page, in the same minute: a ratio says what no stop-watch can."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from lxml import html

from gmw_crawler.site import split_page
from tests.site import gold

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 15
DEAREST = 12.0
"""Times the parse. The aim is 4: this keeps what was won, with room for a busy machine."""


@pytest.mark.parametrize("name", ["current-programme-two-films-large", "old-large-table-hidden-groups"])
def test_split_of_a_page_of_60_kilobytes_costs_a_few_parses(name: str) -> None:
    one = gold.load(name)
    assert 60_000 < len(one.pages[0]) < 72_000
    pairs = [
        (_seconds(lambda: split_page(one.pages, one.url)), _seconds(lambda: html.document_fromstring(one.pages[0])))
        for _ in range(ROUNDS)
    ]
    split, parse = (min(times) for times in zip(*pairs, strict=True))
    assert split <= DEAREST * parse, f"{split * 1000:.2f} ms, {split / parse:.1f} × the parse"


def _seconds(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start
