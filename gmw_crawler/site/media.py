"""Films and recordings that a player loads: their address stands as text of `#MultiAttachPh` (EVIDENCE, "Current")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmw_crawler.items import Audio, Video
from gmw_crawler.site.page import words_of

if TYPE_CHECKING:
    from gmw_crawler.site.page import ParsedPage

PLAYER_SLOT: Final = "#MultiAttachPh"
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
