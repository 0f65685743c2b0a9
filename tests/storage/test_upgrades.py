"""Stores that earlier programs wrote open in this one, and keep all.

`fixtures/stores/schema-N.sqlite` was written by the program of store version N, before the next migration was: a
crawl with a reprint, a second revision, a refusal, a failure given up, a walk broken off, kept pages and an export.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import sqlalchemy
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from making import DAY, EVERYTHING, HOUR, NOW, make_article, save

from gmw_crawler.storage import Store, open_store
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.protocol import Consumer
from gmw_crawler.storage.schema import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

STORES = sorted(Path("fixtures/stores").glob("schema-*.sqlite"))


def test_there_are_old_stores() -> None:
    assert [path.name for path in STORES] == ["schema-1.sqlite"]


@pytest.fixture(params=STORES, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> Iterator[Store]:
    """Every old store, on both backends."""
    if address.startswith("sqlite"):
        shutil.copy(request.param, tmp_path / "store.sqlite")
    else:
        copy_store(request.param, address)
    store = open_store(address)
    yield store
    store.close()


def copy_store(path: Path, address: str) -> None:
    """Bring a database to the version of a SQLite store by the migrations, and fill it with the store's rows."""
    backend = backend_for(address)
    source = sqlite3.connect(path)
    ((version,),) = source.execute("SELECT version_num FROM alembic_version")
    with backend.writing() as connection:
        migrate(connection, version)
        tables = sqlalchemy.MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            connection.execute(table.delete())
            cursor = source.execute(f"SELECT * FROM {table.name}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
            for row in rows:
                row |= {name: bool(row[name]) for name in row if isinstance(table.c[name].type, sqlalchemy.Boolean)}
            if rows:
                connection.execute(table.insert(), rows)
        for table, column in (("articles", "number"), ("runs", "number")):
            query = f"SELECT setval('{table}_{column}_seq', (SELECT max({column}) FROM {table}))"
            connection.execute(sqlalchemy.text(query))
    source.close()
    backend.engine.dispose()


def migrate(connection: Any, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    with EnvironmentContext(config, scripts, fn=lambda now, _: scripts._upgrade_revs(version, now)) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()


def test_every_revision_is_there(old: Store) -> None:
    records = [orjson.loads(one.line) for one in old.revisions(after=0)]
    assert [(one["id"], one["revision"], one["title"], one["reprint_of"]) for one in records] == [
        ("30000001", 1, "【秋收】颗粒归仓", None),
        ("30000002", 1, "标题 30000002", "30000001"),
        ("30000001", 2, "【秋收】颗粒归仓（更正）", None),
    ]
    assert [one.committed for one in old.history("30000001")] == ["2026-09-10T02:30:00Z", "2026-09-11T01:30:00Z"]
    assert list(old.article_ids()) == ["30000001", "30000002"]


def test_the_frontier_goes_on(old: Store) -> None:
    found = old.wanted(EVERYTHING, now=NOW + 2 * DAY, limit=9, exclude=frozenset())
    assert [(one.article_id, one.depth, one.known, one.attempts) for one in found] == [
        ("30000003", 0, False, 1),
        ("30000005", 1, False, 0),
        ("30000002", 0, True, 0),
        ("30000001", 0, True, 0),
    ]
    assert old.summary(now=NOW)["given_up"]["latest"][0]["url"].endswith("content_30000004.htm")


def test_walks_and_runs_are_remembered(old: Store) -> None:
    whole, broken = old.walk("8971"), old.walk("front")
    assert whole is not None
    assert broken is not None
    assert (whole.completed, whole.open, broken.completed, broken.open) == (NOW + HOUR, False, None, True)
    assert [one["verdict"] for one in old.summary(now=NOW)["runs"]] == ["stopped", "finished"]


def test_kept_pages_and_exports_are_there(old: Store) -> None:
    assert [page.body for page in old.pages("30000001")] == [b"<p>30000001"]
    assert [page.status for page in old.pages("30000003")] == [404]
    assert old.summary(now=NOW)["counts"]["kept_pages"] == 4
    expected = Consumer(name="default", cursor=2, folder="/srv/articles", at="2026-09-10T02:30:00Z")
    assert old.export_state("default") == expected
    assert old.identity == "0123456789abcdef0123456789abcdef"


def test_it_is_written_to_like_a_new_one(old: Store) -> None:
    text = orjson.loads(old.history("30000002")[0].line)["text"]
    (saved,) = old.apply([save(make_article("30000009", text), at=NOW + DAY)])
    assert saved is not None
    assert saved.reprint_of == "30000001"  # type: ignore[union-attr]
    assert old.last_cursor() == 4
    run = old.begin_run(spider="economy", arguments={}, started=NOW)
    old.end_run(run, finished=NOW, verdict="finished", reason=None, stats={})
