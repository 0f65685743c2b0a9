"""Addresses, versions, and what is said when a store cannot be opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from making import NOW, listing, make_article, save

from gmw_crawler.errors import ArgumentsError, StoreAddressError, StoreBusyError, StoreError, StoreVersionError
from gmw_crawler.storage import open_store
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.schema import MIGRATIONS, VERSION
from gmw_crawler.storage.tables import METADATA

if TYPE_CHECKING:
    from pathlib import Path

    from postgres import Cluster


@pytest.mark.parametrize(
    "address", ["gmw.sqlite", "", "mysql://host/x", "redis://x", "postgresql+asyncpg://x/y", "postgresql://x:y/z"]
)
def test_an_address_of_no_known_kind_names_the_known_ones(address: str) -> None:
    with pytest.raises(StoreAddressError, match=r"expected sqlite:///.* or postgresql://"):
        open_store(address)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_store_must_outlive_the_run(address: str) -> None:
    with pytest.raises(StoreAddressError, match="names no file"):
        open_store(address)


def test_address_that_is_none_is_shown_without_its_password() -> None:
    with pytest.raises(StoreAddressError, match=r"me:\*\*\*@host:port") as error:
        open_store("postgresql://me:secret@host:port/db")
    assert "secret" not in str(error.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"the folder {tmp_path}/missing does not exist"):
        open_store(f"sqlite:///{tmp_path}/missing/store.sqlite")


def test_a_store_to_be_read_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store yet"):
        open_store(f"sqlite:///{tmp_path}/store.sqlite", create=False)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_way_to_keep_pages_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ArgumentsError, match="latest, all, none"):
        open_store(f"sqlite:///{tmp_path}/store.sqlite", keep_pages="some")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"not a database, but somebody's letters" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not a SQLite database"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [True, False])
def test_the_database_of_another_program_is_left_alone(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "accounts.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE accounts (sum INTEGER)")
        connection.commit()
    with pytest.raises(StoreError, match="is the database of another program"):
        open_store(f"sqlite:///{path}", create=create)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("accounts",)]


def test_a_server_that_is_not_there_is_an_error_without_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://gmw:secret@127.0.0.1:1/gmw")
    assert "secret" not in str(caught.value)
    assert "refused" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_store_of_a_newer_program_is_refused(address: str) -> None:
    open_store(address).close()
    backend = backend_for(address)
    with backend.writing() as connection:
        connection.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '9999'"))
    backend.engine.dispose()
    with pytest.raises(StoreVersionError, match=f"of version 9999, this program knows up to {VERSION}"):
        open_store(address)


def _is_plain(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the index of the full-text search, which each database has in a shape of its own."""
    return kind != "table" or not (name or "").startswith("search")


def test_migrations_end_where_the_tables_are(address: str) -> None:
    """The migrations make what `tables` says, and `schema.VERSION` is the newest of them."""
    open_store(address).close()
    backend = backend_for(address)
    with backend.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_plain})
        assert compare_metadata(context, METADATA) == []
    backend.engine.dispose()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == VERSION


def test_a_store_half_made_is_made_whole(tmp_path: Path) -> None:
    """Migrations are one transaction: a death in the middle leaves the store as it was."""
    path = tmp_path / "store.sqlite"
    sqlite3.connect(path).close()
    store = open_store(f"sqlite:///{path}")
    store.apply([save(make_article("30000001"))])
    store.close()


def test_the_lock_is_freed_with_the_store(address: str) -> None:
    first, second = open_store(address), open_store(address)
    first.begin_run(spider="economy", arguments={}, started=NOW)
    with pytest.raises(StoreBusyError):
        first.begin_run(spider="economy", arguments={}, started=NOW)
    first.close()
    second.begin_run(spider="economy", arguments={}, started=NOW)
    second.close()


def test_a_locked_store_is_an_error_and_heals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmw_crawler.storage.backend.PATIENCE", 0.1)
    path = tmp_path / "store.sqlite"
    store = open_store(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="is locked: another program"):
        store.apply([save(make_article("30000001"))])
    other.execute("ROLLBACK")
    other.close()
    store.apply([save(make_article("30000001"))])
    store.close()


def test_a_database_that_dies_is_an_error_and_keeps_what_was_committed(postgres_cluster: Cluster) -> None:
    address = postgres_cluster.new_database()
    store = open_store(address)
    store.begin_run(spider="economy", arguments={}, started=NOW)
    store.apply([listing("8971", ["30000001", "30000002"]), save(make_article("30000001"))])
    postgres_cluster.stop()
    try:
        with pytest.raises(StoreError) as caught:
            store.apply([save(make_article("30000002"))])
        assert "\n" not in str(caught.value)
        with pytest.raises(StoreError):
            store.known("30000001")
        store.close()
    finally:
        postgres_cluster.start()
    again = open_store(address)
    again.begin_run(spider="economy", arguments={}, started=NOW)
    assert again.known("30000001") is not None
    assert again.known("30000002") is None
    again.close()


def test_a_holder_that_lost_its_session_does_not_write(postgres_cluster: Cluster) -> None:
    """Another run may have begun since."""
    address = postgres_cluster.new_database()
    store = open_store(address)
    store.begin_run(spider="economy", arguments={}, started=NOW)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
    with pytest.raises(StoreError):
        store.apply([save(make_article("30000001"))])
    with pytest.raises(StoreError, match="another run may hold the store"):
        store.apply([save(make_article("30000001"))])
    store.close()
    again = open_store(address)
    again.begin_run(spider="economy", arguments={}, started=NOW)
    again.close()


def test_a_migration_is_one_line_of_the_log_and_opening_is_none(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    open_store(address).close()
    (line,) = caplog.messages
    assert line.endswith(f": made, version {VERSION}")
    assert "postgresql://" in line or "sqlite:///" in line
    caplog.clear()
    open_store(address).close()
    assert caplog.messages == []
