"""Reprints: which stored article an article nearly repeats.

Candidates come from stored MinHash signatures, cut into bands: two texts meet when one band is equal. Each candidate is
then verified against the texts themselves. Nothing is held in memory.

The numbers: 5 % of the characters edited at random leave two texts a Jaccard similarity of at least 0.75 on 3-shingles
(measured on texts of 150 to 1 500 characters), so one band of 4 rows is equal with 0.75⁴ = 0.32, and none of 20 with
0.68²⁰ = 0.0005. Unrelated news texts share up to 0.04: 5·10⁻⁵ to meet at all, ten candidates among 200 000.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Final

import orjson
from rapidfuzz import fuzz
from rensa import RMinHash
from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from gmw_crawler.storage.tables import ARTICLES, BANDS, REVISIONS, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

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

LAST_NUMBER: Final = 2**63 - 1
"""No article has it: `before` it are all."""

_DIGEST: Final = struct.Struct(f"<{HASHES}I")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedText:
    """A reading text with what finds its like."""

    text: str
    digest: bytes
    """sha256 of the text."""
    signature: tuple[int, ...] | None
    """None for a text too short to be nearly like another."""


def sign(text: str) -> SignedText:
    """Return a text with its signature."""
    signature = _minhash("".join(text.split())) if len(text) >= SHORTEST else None
    return SignedText(text=text, digest=sha256(text.encode()).digest(), signature=signature)


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
    before = LAST_NUMBER if before is None else before
    if text.signature is None:
        return _equal(connection, text, before) if text.text else None
    candidates = _candidates(connection, text.signature, before)
    return next((article_id for article_id, other in _texts(connection, candidates) if alike(text.text, other)), None)


def alike(one: str, other: str) -> bool:
    """Tell whether two long texts are reprints of each other."""
    return fuzz.ratio(one, other, score_cutoff=ALIKE) >= ALIKE


_EQUAL: Final = (
    select(ARTICLES.c.article_id)
    .where(ARTICLES.c.text_digest == bindparam("digest"), ARTICLES.c.number < bindparam("before"))
    .order_by(ARTICLES.c.number)
    .limit(1)
)


def _equal(connection: Connection, text: SignedText, before: int) -> str | None:
    return connection.scalar(_EQUAL, {"digest": text.digest, "before": before})


_MET: Final = (
    select(BANDS.c.number)
    .where(BANDS.c.band.in_(bindparam("bands", expanding=True)), BANDS.c.number < bindparam("before"))
    .group_by(BANDS.c.number)
    .order_by(func.count().desc(), BANDS.c.number)
    .limit(MEETINGS)
)


def _candidates(connection: Connection, signature: tuple[int, ...], before: int) -> list[int]:
    met = list(connection.scalars(_MET, {"bands": bands(signature), "before": before}))
    if not met:
        return []
    stored = select(SIGNATURES.c.number, SIGNATURES.c.digest).where(SIGNATURES.c.number.in_(met))
    likeness = {row.number: _similarity(signature, row.digest) for row in connection.execute(stored)}
    likely = sorted((number for number in met if likeness[number] >= PLAUSIBLE), key=lambda number: -likeness[number])
    return likely[:READINGS]


def _similarity(signature: tuple[int, ...], stored: bytes) -> float:
    return sum(map(int.__eq__, signature, _DIGEST.unpack(stored))) / HASHES


def _texts(connection: Connection, numbers: list[int]) -> Iterable[tuple[str, str]]:
    if not numbers:
        return
    latest = and_(REVISIONS.c.article_id == ARTICLES.c.article_id, REVISIONS.c.revision == ARTICLES.c.revision)
    query = select(ARTICLES.c.article_id, REVISIONS.c.line).join(REVISIONS, latest)
    for row in connection.execute(query.where(ARTICLES.c.number.in_(numbers)).order_by(ARTICLES.c.number)):
        yield row.article_id, orjson.loads(row.line)["text"]


_OLD: Final = select(SIGNATURES.c.digest).where(SIGNATURES.c.number == bindparam("number"))
_SIGN: Final = insert(SIGNATURES)
_BAND: Final = insert(BANDS)


def store(connection: Connection, text: SignedText, number: int) -> None:
    """Keep the signature of an article's text, in place of an earlier revision's."""
    old = connection.scalar(_OLD, {"number": number})
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
        connection.execute(_SIGN, {"number": number, "digest": new})
    else:
        connection.execute(update(SIGNATURES).where(SIGNATURES.c.number == number), {"digest": new})
    connection.execute(_BAND, [{"band": band, "number": number} for band in set(bands(text.signature))])
