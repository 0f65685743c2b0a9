"""Kept pages: the bytes that articles and refusals were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import orjson
import zstandard
from sqlalchemy import bindparam, delete, func, select, update

from gmw_crawler.errors import ArgumentsError
from gmw_crawler.storage.sql import STREAMED, among, insert_all
from gmw_crawler.storage.tables import PAGES
from gmw_crawler.storage.writes import KeptPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection
    from sqlalchemy import Row as SqlRow

    from gmw_crawler.storage.sql import Row

Keep = Literal["latest", "all", "none"]
"""Which visits' pages stay: of each article the latest good one and the latest refusal, every one, or none."""

LARGEST: Final = 256 * 1024 * 1024
"""Bytes that a kept body may unfold to: nothing that was fetched is near it."""


def keep_setting(value: str) -> Keep:
    """Return GMW_KEEP_PAGES as one of its values; ArgumentsError for any other word.

    >>> keep_setting("all")
    'all'
    """
    for known in get_args(Keep):
        if value == known:
            return known  # type: ignore[no-any-return]
    raise ArgumentsError(f"GMW_KEEP_PAGES={value!r}: expected one of {', '.join(get_args(Keep))}")


def keep_pages(connection: Connection, article_id: str, pages: Sequence[KeptPage], *, good: bool, keep: Keep) -> None:
    """Keep the pages of one visit, in place of the last visit's if only the latest are kept."""
    keep_all(connection, [(article_id, pages)], good=good, keep=keep)


def keep_all(
    connection: Connection, visits: Sequence[tuple[str, Sequence[KeptPage]]], *, keep: Keep, good: bool = True
) -> None:
    """Keep the pages of a visit to each of several articles."""
    kept = [(article_id, pages) for article_id, pages in visits if pages]
    if keep == "none" or not kept:
        return
    batches = _batches(connection, [article_id for article_id, _ in kept])
    if keep == "latest" and batches:
        connection.execute(_FORGET, {"ids": batches, "of": good})
    compress = zstandard.ZstdCompressor().compress  # made once: to make one takes half as long as to compress a page
    rows = [
        _row(article_id, batches.get(article_id, 0) + 1, page, good=good, body=compress(page.body))
        for article_id, pages in kept
        for page in pages
    ]
    insert_all(connection, PAGES, rows)


def _batches(connection: Connection, ids: list[str]) -> dict[str, int]:
    return dict(connection.execute(_LAST, {"ids": ids}).all())


_OF_THESE: Final = among(PAGES.c.article_id, "ids")
_LAST: Final = select(PAGES.c.article_id, func.max(PAGES.c.batch)).where(_OF_THESE).group_by(PAGES.c.article_id)
_FORGET: Final = delete(PAGES).where(_OF_THESE, PAGES.c.good == bindparam("of"))


def _row(article_id: str, batch: int, page: KeptPage, *, good: bool, body: bytes) -> Row:
    return {
        "article_id": article_id,
        "batch": batch,
        "number": page.number,
        "good": good,
        "url": page.url,
        "status": page.status,
        "headers": orjson.dumps(page.headers).decode(),
        "body": body,
        "fetched": page.fetched,
    }


def pardon_pages(connection: Connection, article_id: str) -> None:
    """Count the pages of the latest refusal as good: a new template has read them."""
    latest = select(func.max(PAGES.c.batch)).where(PAGES.c.article_id == article_id).scalar_subquery()
    connection.execute(update(PAGES).where(PAGES.c.article_id == article_id, PAGES.c.batch == latest).values(good=True))


def read_pages(connection: Connection, article_id: str) -> list[KeptPage]:
    """Return the pages of the latest good visit, of the latest refusal if there was none."""
    visits = select(PAGES.c.batch).where(PAGES.c.article_id == article_id)
    batch = connection.scalar(visits.order_by(PAGES.c.good.desc(), PAGES.c.batch.desc()).limit(1))
    query = select(PAGES).where(PAGES.c.article_id == article_id, PAGES.c.batch == batch).order_by(PAGES.c.number)
    return [_page(row) for row in connection.execute(query)]


def _page(row: SqlRow[Any]) -> KeptPage:
    return KeptPage(
        number=row.number,
        url=row.url,
        status=row.status,
        headers=tuple((name, value) for name, value in orjson.loads(row.headers)),
        body=zstandard.decompress(row.body, max_output_size=LARGEST),
        fetched=row.fetched,
    )


def read_kept_ids(connection: Connection) -> Iterator[str]:
    """Yield the ids that have kept pages, in order."""
    yield from connection.scalars(
        select(PAGES.c.article_id).distinct().order_by(PAGES.c.article_id), execution_options=STREAMED
    )
