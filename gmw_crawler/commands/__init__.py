"""What a person runs: one module a command, named by it."""

from __future__ import annotations

import gc

# Look for garbage in cycles seldom, and from the start on: imports make half a million objects that live as long as the
# program, and a page makes some thousands that end with it, by themselves. With Python's thresholds (700, 10, 10) that
# costs 0.1 s of each start and 2 ms a page; what waits to be found takes 8 MiB at most.
gc.set_threshold(50_000, 20, 20)
