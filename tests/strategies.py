"""Hypothesis strategies that several tests share, and its profiles.

`HYPOTHESIS_PROFILE=ci` or `nightly` asks for more examples than `dev`, the default.
"""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st

from tests.site.mutations import OPERATIONS, Step

PROFILES = {"dev": 1, "ci": 4, "nightly": 100}
"""How many times the examples of `dev` each profile tries."""

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "dev")


def examples(number: int) -> settings:
    """Settings of a test with so many examples in `dev`; a slow machine fails no test."""
    return settings(max_examples=number * PROFILES[PROFILE], deadline=None, derandomize=PROFILE == "ci", database=None)


def steps(longest: int = 8) -> st.SearchStrategy[list[Step]]:
    step = st.builds(Step, st.sampled_from(sorted(OPERATIONS)), st.integers(0, 2000), st.integers(0, 10_000))
    return st.lists(step, min_size=1, max_size=longest)
