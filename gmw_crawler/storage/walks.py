"""Walks over listings: which rows a complete walk has been past, and whether there may be a gap above them.

Walks of a listing are numbered, and a row keeps the number of the walk that met it first. A row is *covered* when
that walk, or a later one, is a complete one. Numbers and not times: clocks go back, and a second holds two walks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func, select, update

from gmw_crawler.storage.frontier import Found, discover
from gmw_crawler.storage.reads import Walk
from gmw_crawler.storage.sql import Row, among, upsert
from gmw_crawler.storage.tables import LINKS, VISITS, WALKS
from gmw_crawler.storage.writes import ListingSeen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Connection
    from sqlalchemy import Row as SqlRow

    from gmw_crawler.storage.writes import ListedLink, SaveListing, SaveWalk

SECTION: Final = "listing"
"""What stands in place of a recommendation's section in a link from a listing."""


def read_walk(connection: Connection, listing: str) -> Walk | None:
    """Return what is known of the walks over a listing."""
    row = _row(connection, listing)
    if row is None:
        return None
    return Walk(listing=listing, completed=row.completed, pages=row.pages, since=row.since, open=row.open)


def _row(connection: Connection, listing: str) -> SqlRow[Any] | None:
    return connection.execute(select(WALKS).where(WALKS.c.listing == listing)).one_or_none()


def save_walk(connection: Connection, write: SaveWalk) -> None:
    """Record that a walk began or ended."""
    if write.complete:
        _end_walk(connection, write)
    else:
        _begin_walk(connection, write.listing)


def _begin_walk(connection: Connection, listing: str) -> None:
    row = {"listing": listing, "number": 1, "open": True, "met": False, "complete_number": 0}
    upsert(connection, WALKS, [row], _begun_again)


def _begun_again(_new: Any) -> Mapping[str, Any]:
    return {"number": WALKS.c.number + 1, "open": True, "met": False}


def _end_walk(connection: Connection, write: SaveWalk) -> None:
    row = _row(connection, write.listing)
    if row is None:
        _begin_walk(connection, write.listing)
        return _end_walk(connection, write)
    reaches = row.completed is None or _reaches(write, row)
    if not (reaches or row.met):
        return None  # narrower than the last complete walk, and not connected with it: the gap stays open
    values: Row = {"open": False, "complete_number": row.number, "completed": write.at}
    if reaches:
        values |= {"pages": write.pages, "since": write.since}
    connection.execute(update(WALKS).where(WALKS.c.listing == write.listing), values)
    return None


def _reaches(write: SaveWalk, before: SqlRow[Any]) -> bool:
    deep_enough = write.pages is None or (before.pages is not None and write.pages >= before.pages)
    old_enough = write.since is None or (before.since is not None and write.since <= before.since)
    return deep_enough and old_enough


def save_listing(connection: Connection, write: SaveListing) -> ListingSeen:
    """Store the rows of one listing page, and tell how they stand to what was seen before."""
    walk = _row(connection, write.listing)
    rows = {row.article_id or row.url: row for row in reversed(write.rows)}  # of equal rows the first stays
    seen = _seen(connection, write, rows, walk)
    if seen.meets_complete_walk:
        connection.execute(update(WALKS).where(WALKS.c.listing == write.listing), {"met": True})
    number = 1 if walk is None else walk.number + (0 if walk.open else 1)
    upsert(connection, LINKS, [_link(write, target, row, number) for target, row in rows.items()], _seen_again)
    named = [(row.article_id, row.url) for row in rows.values() if row.article_id]
    discover(connection, [Found(article_id=one, url=url, depth=0, seen=write.seen) for one, url in named])
    return seen


def _seen(
    connection: Connection, write: SaveListing, rows: Mapping[str, ListedLink], walk: SqlRow[Any] | None
) -> ListingSeen:
    articles = {target for target, row in rows.items() if row.article_id}
    covered = _covered(connection, write.listing, articles, 0 if walk is None else walk.complete_number)
    return ListingSeen(
        all_known=articles <= covered or articles <= covered | _stored(connection, articles - covered),
        meets_complete_walk=bool(articles) and articles <= covered,
    )


def _covered(connection: Connection, listing: str, targets: set[str], complete_number: int) -> set[str]:
    return set(connection.scalars(_COVERED, {"listing": listing, "last": complete_number, "targets": targets}))


_COVERED: Final = select(LINKS.c.target).where(
    LINKS.c.source == bindparam("listing"),
    LINKS.c.section == SECTION,
    LINKS.c.first_walk <= bindparam("last"),
    among(LINKS.c.target, "targets"),
)


def _stored(connection: Connection, ids: set[str]) -> set[str]:
    return set(connection.scalars(_KNOWN, {"ids": ids}))


_KNOWN: Final = select(VISITS.c.article_id).where(VISITS.c.known, among(VISITS.c.article_id, "ids"))


def _link(write: SaveListing, target: str, row: ListedLink, number: int) -> Row:
    return {
        "source": write.listing,
        "section": SECTION,
        "target": target,
        "article_id": row.article_id,
        "url": row.url,
        "page": write.page,
        "position": row.position,
        "title": row.title,
        "day": row.day,
        "first_seen": write.seen,
        "last_seen": write.seen,
        "first_walk": number,
    }


def _seen_again(new: Any) -> Mapping[str, Any]:
    return {
        "url": new.url,
        "page": new.page,
        "position": new.position,
        "title": func.coalesce(new.title, LINKS.c.title),
        "day": func.coalesce(new.day, LINKS.c.day),
        "last_seen": new.last_seen,
    }
