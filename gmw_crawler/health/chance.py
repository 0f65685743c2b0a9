"""How likely a count is by chance alone: what keeps a quiet Sunday of three articles from being an alarm."""

from __future__ import annotations

from math import exp, lgamma, log
from typing import Final

UNLIKELY: Final = 1e-4
"""Below this, a change against earlier runs is no chance. Hourly runs with 30 parts each ask 250 000 times a
year, but most shares are far from the edge: a part that nearly every page has is missing on three pages in a row, or it
is not."""

SUSPECT: Final = 0.01
"""The same for a bound that the settings name: the bound is generous already."""


def at_most(hits: int, of: int, share: float) -> float:
    """Return the chance of so few hits or fewer, where each has the given chance.

    >>> round(at_most(0, 3, 0.95), 6)
    0.000125
    """
    if share in (0, 1):
        return float(share == 0 or hits >= of)
    return min(1.0, sum(exp(_log_chance(count, of, share)) for count in range(hits + 1)))


def _log_chance(count: int, of: int, share: float) -> float:
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return ways + count * log(share) + (of - count) * log(1 - share)


def at_least(hits: int, of: int, share: float) -> float:
    """Return the chance of so many hits or more.

    >>> at_least(0, 5, 0.1)
    1.0
    """
    return at_most(of - hits, of, 1 - share)


def expected(hits: int, of: int) -> float:
    """Return the share that so many hits speak for (Laplace's rule): a few hits never speak for certainty.

    >>> expected(8, 8)
    0.9
    """
    return (hits + 1) / (of + 2)
