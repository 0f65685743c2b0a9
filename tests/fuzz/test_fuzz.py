"""A small part of `python -m tests.fuzz`, and each of its traps at full size."""

from __future__ import annotations

import random
import resource

import pytest

from tests.fuzz.pages import LARGEST, TRAPS, make, trap
from tests.fuzz.trial import LIMIT, MEMORY, try_number, try_page

PARTS = 8
PAGES = 2000 // PARTS


@pytest.mark.parametrize("part", range(PARTS))
def test_any_page_is_an_article_or_a_named_error_within_bounds(part: int) -> None:
    faults = [
        trial for trial in (try_number(0, number) for number in range(part * PAGES, (part + 1) * PAGES)) if trial.fault
    ]
    assert not faults
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MEMORY


@pytest.mark.parametrize("size", [20_000, 600_000, LARGEST])
@pytest.mark.parametrize("name", sorted(TRAPS))
def test_trap_ends_soon(name: str, size: int) -> None:
    for seed in range(3):
        trial = try_page(trap(name, size, random.Random(seed)))
        assert trial.fault is None, f"{name}, seed {seed}"
        assert trial.seconds < LIMIT


@pytest.mark.parametrize(
    "part",
    [
        "<div>" * 100_000,
        "<font><p>" * 100_000,
        "<table><tr><td>" * 30_000,
        "<p " + "a " * 1_000_000 + ">",
        "<p " + " ".join(f"a{number}" for number in range(1_000_000)) + ">",
        "<p class='" + "pictext " * 1_000_000 + "'>词</p>",
        "\x00" * 1_000_000,
        "<p>" + "1" * 79 + "</p>" + "<p>" + "上一页" * 26 + "x</p>",
        "<!--enpproperty " * 100_000,
        "<!--enpproperty <title>" + "<title>" * 50_000,
    ],
    ids=["divs", "fonts", "tables", "equal", "attributes", "classes", "nul", "pager", "comments", "fields"],
)
def test_known_trap_ends_soon(part: str) -> None:
    page = f'<html><body><h1 class="u-title">题</h1><div class="u-mainText"><p>词</p>{part}</div></body></html>'
    assert try_page(page.encode()).fault is None


def test_page_of_a_number_is_always_the_same() -> None:
    assert [make(3, number) for number in range(30)] == [make(3, number) for number in range(30)]
