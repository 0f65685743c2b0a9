"""Where everything is kept: links, visits, revisions, kept pages, runs and export cursors.

`open_store` chooses the backend by address; `protocol` says what every backend promises.
"""

from __future__ import annotations

from gmw_crawler.storage.protocol import Store
from gmw_crawler.storage.store import open_store

__all__ = ["Store", "open_store"]
