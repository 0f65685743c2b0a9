"""The frontier: which articles are known to be there, how deep, and when each is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, case, exists, null, or_, select, text, update

from gmw_crawler.errors import AddressError
from gmw_crawler.site.urls import is_vague, parse_address
from gmw_crawler.storage.pages import keep_pages
from gmw_crawler.storage.sql import Row, among, execute_all, upsert
from gmw_crawler.storage.tables import LINKS, VISITS
from gmw_crawler.storage.writes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection

    from gmw_crawler.storage.pages import Keep
    from gmw_crawler.storage.writes import SaveArticle, SaveVisit

DEEPEST: Final = 16
"""Related reading beyond this depth is stored as links but joins the frontier only when a shorter way is found."""

VAGUE_CHANNELS: Final = ("m", "share", "")
"""Channels of addresses that do not tell the channel: a better address of the same article replaces them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that a followed link names."""

    article_id: str
    url: str
    depth: int
    seen: datetime


def discover(connection: Connection, found: Iterable[Found]) -> None:
    """Put articles on the frontier, and hand a depth that became smaller on to the related reading of those stored."""
    found = list(found)
    level = _best(found)
    while level:
        before = _before(connection, level)
        lowered = {key: one for key, one in level.items() if key not in before or _betters(one, *before[key])}
        upsert(connection, VISITS, [_new_row(one) for one in lowered.values()], _lower)
        _better_links(connection, {one.article_id for one in found if is_vague(one.url)} | _bettered(level, before))
        found = _related(connection, {key: one for key, one in lowered.items() if key in before})
        level = _best(found)


def _best(found: Iterable[Found]) -> dict[str, Found]:
    """Return each article once, with the smallest depth and the best address that are found."""
    best: dict[str, Found] = {}
    for one in found:
        if one.depth <= DEEPEST:
            other = best.setdefault(one.article_id, one)
            if other is one:
                continue
            named = one if is_vague(other.url) else other
            best[one.article_id] = replace(named, depth=min(one.depth, other.depth))
    return best


def _bettered(level: Mapping[str, Found], before: Mapping[str, tuple[int, str]]) -> set[str]:
    return {key for key, (_, channel) in before.items() if channel in VAGUE_CHANNELS and not is_vague(level[key].url)}


def _better_links(connection: Connection, ids: set[str]) -> None:
    """Put the frontier's address, where that tells the channel, in place of a vague one of a followed link."""
    if ids:
        for statement in _BETTER_LINKS:
            connection.execute(statement, {"ids": ids})


_BETTER_LINKS: Final = tuple(  # one for each partial index
    update(LINKS)
    .where(
        text(f"section = '{section}'"),
        among(LINKS.c.target, "ids"),
        or_(LINKS.c.url.like("%//m.gmw.cn/%"), LINKS.c.url.like("%//share.gmw.cn/%")),
        exists().where(VISITS.c.article_id == LINKS.c.target, VISITS.c.channel.not_in(VAGUE_CHANNELS)),
    )
    .values(url=select(VISITS.c.url).where(VISITS.c.article_id == LINKS.c.target).scalar_subquery())
    for section in ("listing", "related")
)


def _betters(one: Found, depth: int, channel: str) -> bool:
    return one.depth < depth or (channel in VAGUE_CHANNELS and place_of(one.url)[1] not in VAGUE_CHANNELS)


_BEFORE: Final = select(VISITS.c.article_id, VISITS.c.depth, VISITS.c.channel).where(among(VISITS.c.article_id, "ids"))


def _before(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    return {article_id: (depth, channel) for article_id, depth, channel in connection.execute(_BEFORE, {"ids": ids})}


def _new_row(one: Found) -> Row:
    url, channel, day = place_of(one.url)
    return {
        "article_id": one.article_id,
        "url": url,
        "channel": channel,
        "day": day,
        "depth": one.depth,
        "known": False,
        "attempts": 0,
        "first_seen": one.seen,
        "next_due": one.seen,
    }


def place_of(url: str) -> tuple[str, str, str]:
    """Return canonical address, channel and day; of an address that names no article the address alone."""
    try:
        address = parse_address(url)
    except AddressError:
        return url, "", ""
    return address.canonical, address.channel, address.day


def _lower(new: Any) -> Mapping[str, Any]:
    was_vague = or_(*(VISITS.c.channel == channel for channel in VAGUE_CHANNELS))  # IN does not go with many rows
    is_bettered = and_(was_vague, *(new.channel != channel for channel in VAGUE_CHANNELS))
    # what was not there when related reading named it may be there now that a listing does
    is_listed = and_(~VISITS.c.known, new.depth == 0, VISITS.c.depth > 0)
    named = {name: case((is_bettered, new[name]), else_=VISITS.c[name]) for name in ("url", "channel", "day")}
    return {
        "depth": case((new.depth < VISITS.c.depth, new.depth), else_=VISITS.c.depth),
        **named,
        # what was had or refused under the vague address is another page, often a lesser one
        "next_due": case((or_(is_bettered, is_listed), new.next_due), else_=VISITS.c.next_due),
        "attempts": case((is_bettered, 0), else_=VISITS.c.attempts),
        "etag": case((is_bettered, null()), else_=VISITS.c.etag),
        "last_modified": case((is_bettered, null()), else_=VISITS.c.last_modified),
    }


def places(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, datetime]]:
    """Return the depth of each article, and when it was first seen; by id."""
    rows = connection.execute(_PLACES, {"ids": ids}).all()
    return {one: depth for one, depth, _ in rows}, {one: seen for one, _, seen in rows}


_PLACES: Final = select(VISITS.c.article_id, VISITS.c.depth, VISITS.c.first_seen).where(
    among(VISITS.c.article_id, "ids")
)


_RELATED: Final = select(LINKS.c.source, LINKS.c.article_id, LINKS.c.url).where(
    LINKS.c.section == "related",
    LINKS.c.article_id.is_not(None),
    among(LINKS.c.source, "sources"),
)


def _related(connection: Connection, lowered: Mapping[str, Found]) -> list[Found]:
    if not lowered:
        return []
    return [
        Found(article_id=row.article_id, url=row.url, depth=source.depth + 1, seen=source.seen)
        for row in connection.execute(_RELATED, {"sources": lowered})
        if (source := lowered[row.source])
    ]


def save_visit(connection: Connection, write: SaveVisit, *, keep: Keep) -> None:
    """Record a visit that brought no article to split."""
    found = Found(article_id=write.article_id, url=write.url, depth=write.depth, seen=write.visited)
    discover(connection, [found])
    failed = write.outcome in {Outcome.REFUSED, Outcome.FAILED}
    connection.execute(
        update(VISITS)
        .where(VISITS.c.article_id == write.article_id)
        .values(
            attempts=VISITS.c.attempts + 1 if failed else 0,
            status=write.status,
            outcome=write.outcome,
            reason=write.reason,
            visited=write.visited,
            next_due=write.next_due,
        )
    )
    _visit_better(connection, [(write.article_id, write.url)])
    keep_pages(connection, write.article_id, write.pages, good=False, keep=keep)


def _visit_better(connection: Connection, visited: Iterable[tuple[str, str]]) -> None:
    """Make articles due that were visited at a vague address while a better one became known."""
    if vague := [article_id for article_id, url in visited if is_vague(url)]:
        connection.execute(_BETTER_KNOWN, {"ids": vague})


_BETTER_KNOWN: Final = (
    update(VISITS)
    .where(among(VISITS.c.article_id, "ids"), VISITS.c.channel.not_in(VAGUE_CHANNELS))
    .values(next_due=VISITS.c.visited, attempts=0, etag=None, last_modified=None)
)


def save_fetched(connection: Connection, visits: Sequence[tuple[SaveArticle, Outcome]]) -> None:
    """Record visits that brought articles."""
    for complete in (True, False):
        rows = [_fetched_row(write, outcome) for write, outcome in visits if write.complete is complete]
        execute_all(connection, _FETCHED[complete], rows)
    _visit_better(connection, [(write.article.id, write.article.url) for write, _ in visits])


def _fetched_row(write: SaveArticle, outcome: Outcome) -> Row:
    return {
        "visited_id": write.article.id,
        "known": True,
        "status": write.pages[0].status if write.pages else None,
        "outcome": outcome,
        "reason": None if write.complete else "page-missing",
        "etag": write.etag,
        "last_modified": write.last_modified,
        "visited": write.fetched,
        "next_due": write.next_due,
    }


_FETCHED: Final = {
    complete: update(VISITS)
    .where(VISITS.c.article_id == bindparam("visited_id"))
    # a missing page is a failure of the visit: it is tried again at growing intervals
    .values(attempts=0 if complete else VISITS.c.attempts + 1)
    for complete in (True, False)
}
