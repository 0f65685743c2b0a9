"""How articles are stored: several at once, so that a statement serves all of them.

Articles that are new are the many, and one statement of each kind stores them all (`first`). Articles that are there
already are few in any run, and are stored one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import select, update

from gmw_crawler.storage import first, recommendations, reprints, revisions, search
from gmw_crawler.storage.articles import content_digest, facts, record_of
from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.frontier import Found, discover, places, save_fetched
from gmw_crawler.storage.pages import keep_all, pardon_pages
from gmw_crawler.storage.sql import among
from gmw_crawler.storage.tables import ARTICLES
from gmw_crawler.storage.writes import Outcome, Saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection
    from sqlalchemy import Row as SqlRow

    from gmw_crawler.storage.pages import Keep
    from gmw_crawler.storage.writes import SaveArticle


def save_articles(connection: Connection, writes: Sequence[SaveArticle], *, keep: Keep) -> list[Saved]:
    """Store different articles, each with all that belongs to its visit; the answers come in their order."""
    ids = [write.article.id for write in writes]
    discover(connection, [_found(write) for write in writes])
    stored = {row.article_id: row for row in connection.execute(_STORED, {"ids": ids})}
    depths, seen = places(connection, ids)
    saved = {
        write.article.id: _save_again(connection, write, stored[write.article.id])
        for write in writes
        if write.article.id in stored
    }
    saved |= first.store(connection, [write for write in writes if write.article.id not in stored], seen)
    recommendations.save(connection, writes, stored, depths)
    keep_all(connection, [(one.article.id, one.pages) for one in writes if one.cause == "fetched"], keep=keep)
    for write in writes:
        if write.cause == "resplit" and write.article.id not in stored:
            pardon_pages(connection, write.article.id)
    visits = [one for one in writes if one.cause == "fetched" or one.article.id not in stored]
    save_fetched(connection, [(write, saved[write.article.id].outcome) for write in visits])
    return [saved[write.article.id] for write in writes]


def _found(write: SaveArticle) -> Found:
    return Found(article_id=write.article.id, url=write.article.url, depth=write.depth, seen=write.fetched)


_STORED: Final = select(ARTICLES).where(among(ARTICLES.c.article_id, "ids"))


def _save_again(connection: Connection, write: SaveArticle, stored: SqlRow[Any]) -> Saved:
    digest = content_digest(write.article)
    if stored.content_digest != digest:
        return _revise(connection, write, stored, digest)
    connection.execute(update(ARTICLES).where(ARTICLES.c.number == stored.number), facts(write))
    return Saved(
        outcome=Outcome.UNCHANGED,
        revision=stored.revision,
        first_seen=to_text(stored.first_seen),
        fetched=to_text(stored.fetched),
        reprint_of=stored.reprint_of,
    )


def _revise(connection: Connection, write: SaveArticle, stored: SqlRow[Any], digest: bytes) -> Saved:
    article = write.article
    text = reprints.sign(article.text)
    saved = Saved(
        outcome=Outcome.STORED,
        revision=stored.revision + 1,
        first_seen=to_text(stored.first_seen),
        fetched=to_text(write.fetched),
        reprint_of=reprints.find(connection, text, before=stored.number),
    )
    values = facts(write) | {
        "revision": saved.revision,
        "content_digest": digest,
        "text_digest": text.digest,
        "published": article.published,
        "fetched": write.fetched,
        "reprint_of": saved.reprint_of,
    }
    connection.execute(update(ARTICLES).where(ARTICLES.c.number == stored.number), values)
    reprints.store(connection, text, stored.number)
    line = orjson.dumps(record_of(article, saved))
    before = revisions.read_line(connection, article.id, stored.revision)
    search.index_article(connection, stored.number, orjson.loads(line), before=before)
    revisions.commit(connection, [(write, saved, line)])
    return saved
