"""Reprints: which stored article an article nearly repeats.

Candidates come from stored MinHash signatures, cut into bands: two texts meet when one band is equal. Each candidate is
then verified against the texts themselves. Nothing is held in memory.

The numbers: 5 % of the characters edited at random leave two texts a Jaccard similarity of at least 0.75 on 3-shingles
(measured on texts of 150 to 1 500 characters), so one band of 4 rows is equal with 0.75⁴ = 0.32, and none of 20 with
0.68²⁰ = 0.0005. Unrelated news texts share up to 0.04: 5·10⁻⁵ to meet at all, ten candidates among 200 000.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Final

import orjson
from rapidfuzz import fuzz
from rensa import RMinHash
from sqlalchemy import BigInteger, and_, delete, insert, select, update

from gmw_crawler.storage.sql import among, chunks, insert_all
from gmw_crawler.storage.tables import ARTICLES, BANDS, REVISIONS, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection

SHINGLE: Final = 3
"""Characters in a shingle."""
ROWS: Final = 4
"""Hashes in a band."""
BAND_COUNT: Final = 20
HASHES: Final = ROWS * BAND_COUNT
SEED: Final = 42
"""Signatures are stored: neither the seed nor the numbers above may change without a migration that signs again."""

SHORTEST: Final = 150
"""Characters; shorter texts are reprints only when they are equal."""
ALIKE: Final = 85
"""Per cent of `rapidfuzz.fuzz.ratio` that make a reprint."""
PLAUSIBLE: Final = 0.5
"""Estimated Jaccard similarity below which a candidate is not looked at: 5 % of edits are five deviations above it."""
MEETINGS: Final = 256
"""Most candidates whose signatures are compared, and …"""
READINGS: Final = 32
"""… whose texts are read, the likeliest: a daily report meets every other day's."""

_DIGEST: Final = struct.Struct(f"<{HASHES}I")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedText:
    """A reading text with what finds its like."""

    text: str
    digest: bytes
    """sha256 of the text."""
    signature: tuple[int, ...] | None
    """None for a text too short to be nearly like another."""
    bands: tuple[int, ...]
    """Of the signature."""


def sign(text: str) -> SignedText:
    """Return a text with its signature."""
    signature = _minhash("".join(text.split())) if len(text) >= SHORTEST else None
    cut = () if signature is None else tuple(dict.fromkeys(bands(signature)))
    return SignedText(text=text, digest=sha256(text.encode()).digest(), signature=signature, bands=cut)


def _minhash(text: str) -> tuple[int, ...]:
    hashes = RMinHash(HASHES, SEED)
    hashes.update([text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))])
    return tuple(hashes.digest())


def bands(signature: tuple[int, ...]) -> list[int]:
    """Return one signed 64-bit number for each band of a signature."""
    packed = _DIGEST.pack(*signature)
    width = len(packed) // BAND_COUNT
    return [
        int.from_bytes(
            blake2b(bytes([band]) + packed[band * width : (band + 1) * width], digest_size=8).digest(), signed=True
        )
        for band in range(BAND_COUNT)
    ]


def find(connection: Connection, text: SignedText, *, before: int | None) -> str | None:
    """Return the id of the earliest stored article (`before`: of a smaller number) that a text nearly repeats."""
    if text.signature is None:
        return _equal(connection, text, before) if text.text else None
    candidates = _likely(text, _meetings(connection, [text], before).get(text.bands, {}))
    return next((article_id for article_id, other in _texts(connection, candidates) if alike(text.text, other)), None)


def find_all(connection: Connection, texts: Mapping[str, SignedText]) -> dict[str, str | None]:
    """Return for each article to be stored, in this order, the earliest one that it nearly repeats; ids to ids.

    The earliest may be one of them.
    """
    short = [text.digest for text in texts.values() if text.signature is None and text.text]
    equal = _equals(connection, short)
    met = _meetings(connection, texts.values())
    originals: dict[str, str | None] = {}
    companions = _Companions()
    for article_id, text in texts.items():
        if text.signature is None:
            stored = equal.get(text.digest) if text.text else None
        else:
            candidates = _likely(text, met.get(text.bands, {}))
            stored = next((one for one, other in _texts(connection, candidates) if alike(text.text, other)), None)
        originals[article_id] = stored or companions.original(text)
        companions.add(article_id, text)
    return originals


class _Companions:
    """Articles that are stored together: the later ones may repeat the earlier ones."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, SignedText]] = []
        self._bands: dict[int, list[int]] = {}
        self._digests: dict[bytes, str] = {}

    def original(self, text: SignedText) -> str | None:
        if text.signature is None:
            return self._digests.get(text.digest) if text.text else None
        met = sorted({place for band in text.bands for place in self._bands.get(band, ())})
        likes = (self._texts[place] for place in met)
        return next((article_id for article_id, other in likes if alike(text.text, other.text)), None)

    def add(self, article_id: str, text: SignedText) -> None:
        if text.signature is None:
            self._digests.setdefault(text.digest, article_id)
            return
        for band in text.bands:
            self._bands.setdefault(band, []).append(len(self._texts))
        self._texts.append((article_id, text))


def alike(one: str, other: str) -> bool:
    """Tell whether two long texts are reprints of each other."""
    return fuzz.ratio(one, other, score_cutoff=ALIKE) >= ALIKE


def _earlier(column: ColumnElement[int], before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [column < before]


def _equal(connection: Connection, text: SignedText, before: int | None) -> str | None:
    query = select(ARTICLES.c.article_id).where(
        ARTICLES.c.text_digest == text.digest, *_earlier(ARTICLES.c.number, before)
    )
    return connection.scalar(query.order_by(ARTICLES.c.number).limit(1))


def _equals(connection: Connection, digests: list[bytes]) -> dict[bytes, str]:
    query = select(ARTICLES.c.text_digest, ARTICLES.c.article_id).order_by(ARTICLES.c.number.desc())
    return {
        digest: article_id  # of equal ones the smallest number, for it comes last
        for chunk in chunks(set(digests))
        for digest, article_id in connection.execute(query.where(ARTICLES.c.text_digest.in_(chunk)))
    }


def _meetings(
    connection: Connection, texts: Iterable[SignedText], before: int | None = None
) -> dict[tuple[int, ...], dict[int, bytes]]:
    """Return for each text, named by its bands, the stored signatures that it meets the most, by number."""
    owners: dict[int, list[tuple[int, ...]]] = {}
    for text in texts:
        for band in text.bands:
            owners.setdefault(band, []).append(text.bands)
    met: dict[tuple[int, ...], Counter[int]] = {}
    query = _MEETINGS if before is None else _MEETINGS.where(BANDS.c.number < before)
    for band, number in connection.execute(query, {"bands": owners}):
        for owner in owners[band]:
            met.setdefault(owner, Counter())[number] += 1
    most = {
        owner: sorted(counts, key=lambda number: (-counts[number], number))[:MEETINGS] for owner, counts in met.items()
    }
    stored = _signatures(connection, {number for numbers in most.values() for number in numbers})
    return {owner: {number: stored[number] for number in numbers} for owner, numbers in most.items()}


_MEETINGS: Final = select(BANDS.c.band, BANDS.c.number).where(among(BANDS.c.band, "bands", BigInteger))


def _signatures(connection: Connection, numbers: set[int]) -> dict[int, bytes]:
    if not numbers:
        return {}
    return dict(connection.execute(_SIGNATURES, {"numbers": numbers}).all())


_SIGNATURES: Final = select(SIGNATURES.c.number, SIGNATURES.c.digest).where(
    among(SIGNATURES.c.number, "numbers", BigInteger)
)


def _likely(text: SignedText, met: Mapping[int, bytes]) -> list[int]:
    """Return the numbers whose texts are worth reading, the likeliest first."""
    likeness = {number: _similarity(text.signature or (), digest) for number, digest in met.items()}
    return sorted((one for one in met if likeness[one] >= PLAUSIBLE), key=lambda one: -likeness[one])[:READINGS]


def _similarity(signature: tuple[int, ...], stored: bytes) -> float:
    return sum(map(int.__eq__, signature, _DIGEST.unpack(stored))) / HASHES


def _texts(connection: Connection, numbers: list[int]) -> Iterable[tuple[str, str]]:
    if not numbers:
        return
    for article_id, line in connection.execute(_TEXTS, {"numbers": numbers}):
        yield article_id, orjson.loads(line)["text"]


_TEXTS: Final = (
    select(ARTICLES.c.article_id, REVISIONS.c.line)
    .join(
        REVISIONS,
        and_(REVISIONS.c.article_id == ARTICLES.c.article_id, REVISIONS.c.revision == ARTICLES.c.revision),
    )
    .where(among(ARTICLES.c.number, "numbers", BigInteger))
    .order_by(ARTICLES.c.number)
)


def store(connection: Connection, text: SignedText, number: int) -> None:
    """Keep the signature of an article's text, in place of an earlier revision's."""
    old = connection.scalar(select(SIGNATURES.c.digest).where(SIGNATURES.c.number == number))
    new = None if text.signature is None else _DIGEST.pack(*text.signature)
    if old == new:
        return
    if old is not None:
        gone = bands(_DIGEST.unpack(old))
        connection.execute(delete(BANDS).where(BANDS.c.band.in_(gone), BANDS.c.number == number))
    if text.signature is None or new is None:
        connection.execute(delete(SIGNATURES).where(SIGNATURES.c.number == number))
        return
    if old is None:
        connection.execute(insert(SIGNATURES), {"number": number, "digest": new})
    else:
        connection.execute(update(SIGNATURES).where(SIGNATURES.c.number == number), {"digest": new})
    insert_all(connection, BANDS, [{"band": band, "number": number} for band in text.bands])


def store_new(connection: Connection, texts: Mapping[int, SignedText]) -> None:
    """Keep the signatures of articles that had none, by their numbers."""
    signed = [(number, text.signature) for number, text in texts.items() if text.signature is not None]
    if not signed:
        return
    digests = [{"number": number, "digest": _DIGEST.pack(*signature)} for number, signature in signed]
    insert_all(connection, SIGNATURES, digests)
    rows = [{"band": band, "number": number} for number, text in texts.items() for band in text.bands]
    insert_all(connection, BANDS, rows)
