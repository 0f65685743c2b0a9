"""gmw_crawler, from this checkout."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from gmw_crawler.site import split_page

VERSION = ""


def extract(pages: list[str], url: str) -> dict[str, Any]:
    article = asdict(split_page([page.encode() for page in pages], url))
    return json.loads(json.dumps(article))
