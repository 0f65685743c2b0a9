"""The address grammar of gmw.cn: one article id and one canonical address for every spelling.

    article = scheme "://" host path
    host    = channel ".gmw.cn" | "share.gmw.cn/" channel | "m.gmw.cn"
    path    = "/" [province "/"] YYYY-MM "/" DD "/content_" digits ["_" page] ".htm"     8, before 2014 also 5 to 7
            | "/" ["content/"] YYYY-MM ("/"|"-") DD "/content_" 5 to 7 digits ["_" page] ".htm"     (www alone)

Scheme, port, query and fragment never choose content. The digits are unique over all channels and grow with time, so
that the channels' older articles have fewer; those on www are an id space of their own (`www-12345`). Newspaper
(9 digits), mobile (10 digits), epaper and app addresses are other id spaces: links, not articles, in schema 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from gmw_crawler.errors import AddressError

SITE: Final = "gmw.cn"
"""The registered name under which every channel lives."""

NOT_ARTICLES: Final = frozenset(
    {"run", "en", "mail", "gmm", "skype", "pic", "weizhan", "epaper", "cloud", "v", "cb"},
)
"""Hosts whose pages are not article text, whatever their addresses look like."""

_ARTICLE_PATH: Final = r"""
    /(?P<prefix>(?!newspaper/)[a-z][a-z0-9]*/)?  # province (/sd/), or /content/ of the oldest www pages
    (?P<month>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?P<dash>[/-])(?P<day>0[1-9]|[12]\d|3[01])
    /content_(?P<digits>\d{5,8})(?:_(?P<page>[1-9]\d{0,3}))?\.htm"""
_PATH: Final = re.compile(_ARTICLE_PATH, re.VERBOSE | re.ASCII)
_PLAIN: Final = re.compile(
    rf"https?://(?!share\.)(?P<channel>[a-z][a-z0-9-]*)\.gmw\.cn{_ARTICLE_PATH}", re.VERBOSE | re.ASCII
)
"""An address that needs no taking apart, as nearly all are: a sixth of the time."""
_VAGUE: Final = re.compile(r"https?://(?:m|share)\.gmw\.cn/", re.IGNORECASE)
_SHARED: Final = re.compile(r"/(?P<channel>[a-z][a-z0-9-]*)(?P<path>/.+)", re.ASCII)
_CHANNEL: Final = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_CONTROLS: Final = re.compile(r"[\t\r\n]")  # browsers drop them anywhere in an address
_ID_DIGITS: Final = 8
_EIGHT_DIGITS_SINCE: Final = "2014-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAddress:
    """What an article's address says."""

    id: str
    """`37243123`; `www-12345` for the oldest addresses."""
    channel: str
    """First label of the channel's host; `m` or `share` where the address does not tell the channel."""
    day: str
    """`YYYY-MM-DD`."""
    page: int
    """From 1."""
    canonical: str
    """https, channel host, first page, no query."""


def parse_address(url: str) -> ArticleAddress:
    """Return what an absolute address says; AddressError if it names no article of schema 1."""
    address = _read(url)
    if address is None:
        raise AddressError(
            f"{url!r} names no article: expected https://<channel>.gmw.cn/YYYY-MM/DD/content_<digits>.htm"
        )
    return address


def article_id(url: str) -> str | None:
    """Return the id of the article that an absolute address names, None if it names none.

    >>> article_id("http://share.gmw.cn/economy/2024-04/03/content_37243123_2.htm?from=app#top")
    '37243123'
    """
    address = _read(url)
    return None if address is None else address.id


def is_article(url: str) -> bool:
    """Tell whether an absolute address names an article of schema 1."""
    return _read(url) is not None


def is_vague(url: str) -> bool:
    """Tell whether an address is of a host that serves the articles of every channel: it may be a lesser page.

    >>> is_vague("http://m.gmw.cn/2015-09/09/content_16969696.htm"), is_vague("https://economy.gmw.cn/")
    (True, False)
    """
    return _VAGUE.match(url) is not None


def canonical(url: str) -> str:
    """Return the one address of an article's first page; AddressError if there is no article.

    >>> canonical("http://share.gmw.cn/economy/2024-04/03/content_37243123_2.htm?from=app#top")
    'https://economy.gmw.cn/2024-04/03/content_37243123.htm'
    """
    return parse_address(url).canonical


def page_address(url: str, page: int) -> str:
    """Return the address of one page (from 1) of the article that `url` names.

    >>> page_address("https://economy.gmw.cn/2024-04/03/content_37243123.htm", 2)
    'https://economy.gmw.cn/2024-04/03/content_37243123_2.htm'
    """
    first = canonical(url)
    return first if page == 1 else f"{first.removesuffix('.htm')}_{page}.htm"


def listing_address(node: int, page: int = 1, *, host: str = f"economy.{SITE}") -> str:
    """Return the address of one page (from 1) of a channel's list.

    >>> listing_address(8971, 2)
    'https://economy.gmw.cn/node_8971_2.htm'
    """
    suffix = "" if page == 1 else f"_{page}"
    return f"https://{host}/node_{node}{suffix}.htm"


def on_site(url: str) -> bool:
    """Tell whether an address is http(s) on gmw.cn or one of its hosts."""
    parts = _split(url)
    return parts is not None and (parts.hostname == SITE or (parts.hostname or "").endswith(f".{SITE}"))


def place(url: str) -> tuple[str, str]:
    """Return host and path: two addresses of one place are the same page, whatever scheme and fragment say."""
    parts = _split(url)
    return ("", url) if parts is None else (parts.hostname or "", unquote(parts.path) or "/")


def _read(url: str) -> ArticleAddress | None:
    if plain := _PLAIN.fullmatch(url):
        return None if plain["channel"] in NOT_ARTICLES else _address(plain["channel"], plain)
    located = _channel_and_path(url)
    if located is None:
        return None
    channel, path = located
    found = _PATH.fullmatch(path)
    if found is None or channel in NOT_ARTICLES:
        return None
    return _address(channel, found)


def _address(channel: str, found: re.Match[str]) -> ArticleAddress | None:
    prefix, month, dash, day, digits, page = found.group("prefix", "month", "dash", "day", "digits", "page")
    short = len(digits) < _ID_DIGITS
    apart = short and channel == "www"
    if not apart and (dash == "-" or (short and month >= _EIGHT_DIGITS_SINCE)):
        return None
    return ArticleAddress(
        id=f"www-{digits}" if apart else digits,
        channel=channel,
        day=f"{month}-{day}",
        page=int(page or 1),
        canonical=f"https://{channel}.{SITE}/{prefix or ''}{month}{dash}{day}/content_{digits}.htm",
    )


def _channel_and_path(url: str) -> tuple[str, str] | None:
    parts = _split(url)
    if parts is None or not (parts.hostname or "").endswith(f".{SITE}"):
        return None
    channel, path = (parts.hostname or "").removesuffix(f".{SITE}"), _tidy(unquote(parts.path))
    if channel == "share" and (shared := _SHARED.fullmatch(path)):
        channel, path = shared.group("channel", "path")
    return (channel, path) if _CHANNEL.fullmatch(channel) else None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(_CONTROLS.sub("", url.strip()))
        host = parts.hostname
    except ValueError:  # an address that is none: `http://[`
        return None
    return parts if parts.scheme in {"http", "https"} and host else None


def _tidy(path: str) -> str:
    """Resolve `.`, `..` and doubled slashes, which listings of this site contain."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    return "/" + "/".join(kept)
