from __future__ import annotations

import pytest
from scrapy.settings import Settings

from gmw_crawler import settings
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.render.limits import read_limits

DEFAULTS = {name: getattr(settings, name) for name in settings.GMW_NAMES}


def test_the_defaults_are_limits() -> None:
    assert read_limits(Settings(DEFAULTS)).tabs == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GMW_RENDER_TIMEOUT", "soon"),
        ("GMW_RENDER_TIMEOUT", "0"),
        ("GMW_RENDER_TIMEOUT", "inf"),
        ("GMW_RENDER_TIMEOUT", "nan"),
        ("GMW_MAX_LOAD_MORE", -1),
        ("GMW_BROWSER_CONTEXTS", 0),
        ("GMW_BROWSER_PAGES", None),
        ("GMW_BROWSER_IGNORE_CERTIFICATES", "perhaps"),
    ],
)
def test_a_wrong_limit_is_named(name: str, value: object) -> None:
    with pytest.raises(ArgumentsError, match=f"^{name}="):
        read_limits(Settings({**DEFAULTS, name: value}))
