"""What a rendered page may ask for, and how an address is shown without its numbers."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from gmw_crawler.site.urls import on_site

WANTED: Final = frozenset({"script", "stylesheet", "xhr", "fetch"})
"""What can take part in filling a list; pictures, fonts, films, frames, beacons and pre-loads cannot."""

SHARED: Final = frozenset({"script", "stylesheet"})
"""What is the same for every page that asks for it, and is asked for once in a run."""

MOST: Final = 120
"""Addresses that one page may ask for: a ticker that never rests is not let loose on the site."""

AT_ONCE: Final = 8
"""Of these, how many may stand in the crawler's queue at once; the others wait before it."""

UNTRUSTED: Final = (
    "Scripts did not come, because the certificates of their hosts are not trusted: add the authority that signed them "
    "to the system's, or trust any (GMW_BROWSER_IGNORE_CERTIFICATES=1; for the replica only)"
)
"""What to say where that kept lists empty."""

_ADVERTISEMENT: Final = re.compile(
    r"aliad|(?:^|[/_.-])(?:ads?|advert\w*|tongji|analytics|track(?:er|ing)?|beacon|pixel)(?=[/_.-]|\d|$)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+")
_BUCKET: Final = re.compile(r"(?<=[?&])_=\d*&?|[?&]_=\d*$")


def refusal(kind: str, url: str) -> str | None:
    """Return why a page may not have what it asks for, None if it may; `kind` is Playwright's resource type.

    >>> refusal("image", "https://img.gmw.cn/pic/logo.png")
    'kind'
    >>> refusal("script", "https://economy.gmw.cn/require/mod/aliad.mod.js")
    'advertisement'
    >>> refusal("script", "https://hm.baidu.com/hm.js")
    'off-site'
    >>> refusal("script", "https://img.gmw.cn/js/require/mod/conVisualFocus2.mod.js")
    """
    if not on_site(url):
        return "off-site"
    if kind not in WANTED:
        return "kind"
    if _ADVERTISEMENT.search(urlsplit(url).path):
        return "advertisement"
    return None


def shared_key(kind: str, url: str, number: str | None = None) -> str | None:
    """Return under which name an answer is kept for the other pages of a run, None if it is for this page alone.

    `number` is the article's: what is asked for with it (JSONP) is this page's own.

    RequireJS adds `_=<bucket of two minutes>` to its modules' addresses: within a run that is the same module.

    >>> shared_key("script", "https://img.gmw.cn/js/require/mod/motions.mod.js?_=14817")
    'https://img.gmw.cn/js/require/mod/motions.mod.js'
    >>> shared_key("fetch", "https://economy.gmw.cn/api/hot.json")
    >>> shared_key("script", "https://motions.gmw.cn/show/39175658", "39175658")
    """
    return _BUCKET.sub("", url) if kind in SHARED and not (number and number in url) else None


def pattern(url: str) -> str:
    """Return an address with `{n}` for its numbers and without the values of its query.

    >>> pattern("https://img.gmw.cn/jsonp/focus/39175658_2.js?callback=jQuery18_17&_=1763")
    'https://img.gmw.cn/jsonp/focus/{n}_{n}.js?callback&_'
    """
    parts = urlsplit(url)
    names = "&".join(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return f"{parts.scheme}://{parts.netloc}{_NUMBER.sub('{n}', parts.path)}" + (f"?{names}" if names else "")
