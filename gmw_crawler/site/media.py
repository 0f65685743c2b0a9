"""Pictures, films and recordings.

What the site's own player loads stands as text of `#MultiAttachPh` (EVIDENCE, "Current").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.items import Audio, Image, Video
from gmw_crawler.site.page import words_of
from gmw_crawler.site.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.site.page import Element, ParsedPage

PLAYER_SLOT: Final = "#MultiAttachPh"
_LAZY: Final = ("data-src", "data-original", "data-url", "src")  # the address that a script would put into src wins
_SMALLEST_PICTURE: Final = 3  # pixels; trackers are 1 × 1
_AUDIO: Final = re.compile(r"\.(?:mp3|m4a|wav|aac|ogg)(?:$|[?#])", re.IGNORECASE)
_ADDRESSES: Final = re.compile(r"[\s,，;；|]+")


def read_media(page: ParsedPage) -> list[Video | Audio]:
    """Return the films and recordings of the page's player, in order; a slot without an address gives none."""
    slot = page.first(PLAYER_SLOT)
    if slot is None:
        return []
    still = page.first("#PicUrlPh img")
    poster = None if still is None else page.absolute(still.get("src"))
    addresses = (page.absolute(words) for words in _ADDRESSES.split(words_of(slot)))
    return [
        Audio(url=address) if _AUDIO.search(address) else Video(url=address, poster=poster)
        for address in addresses
        if address
    ]


def read_image(image: Element, page: ParsedPage, *, noise: re.Pattern[str], links: Sequence[str]) -> Image | None:
    """Return a picture of the article; None for logos, trackers and what else `noise` finds in its words.

    `links` are the addresses and titles of the links that it stands in.
    """
    address = picture_address(image, page)
    words = " ".join((address or "", image.get("title", ""), image.get("class", ""), *links))
    if address is None or noise.search(words.lower()) or _is_tracker(image):
        return None
    return Image(url=address, alt=clean(image.get("alt", "")) or None, caption=None)


def read_player(player: Element, page: ParsedPage) -> Video | Audio | None:
    """Return what a `<video>` or `<audio>` plays; None, with a warning on the page, where it names nothing."""
    sources = [player.get("src"), *(source.get("src") for source in player.iter("source"))]
    address = next((a for source in sources if (a := page.absolute(source))), None)
    if address is None:
        page.warnings.append("media-address-missing")
        return None
    if player.tag == "audio":
        return Audio(url=address)
    return Video(url=address, poster=page.absolute(player.get("poster")))


def picture_address(image: Element, page: ParsedPage) -> str | None:
    """Return the absolute address of a picture, of the lazily loaded one where `src` holds a placeholder."""
    given = image.keys()
    for name in _LAZY:
        if name in given and (value := image.get(name)) and (address := page.absolute(value)):
            return address
    return None


def _is_tracker(image: Element) -> bool:
    sizes = [image.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdecimal() and int(size[:6]) < _SMALLEST_PICTURE for size in sizes)
