"""Which writes are carried out together: articles that follow each other, as long as all are different ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmw_crawler.storage.writes import SaveArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmw_crawler.storage.writes import SaveListing, SaveVisit, SaveWalk, Write

    Group = list[SaveArticle] | SaveListing | SaveVisit | SaveWalk


def grouped(writes: Iterable[Write]) -> Iterator[Group]:
    """Yield the writes in their order: different articles in one list, any other write alone."""
    together: dict[str, SaveArticle] = {}
    for write in writes:
        if isinstance(write, SaveArticle) and write.article.id not in together:
            together[write.article.id] = write
            continue
        if together:
            yield list(together.values())
        together = {write.article.id: write} if isinstance(write, SaveArticle) else {}
        if not isinstance(write, SaveArticle):
            yield write
    if together:
        yield list(together.values())
