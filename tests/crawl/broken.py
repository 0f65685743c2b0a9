"""A stage with a bug."""

from __future__ import annotations

from typing import Any


class BrokenPipeline:
    def process_item(self, item: Any) -> Any:
        raise LookupError(f"nothing known of {item.id}")
