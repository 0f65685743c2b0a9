"""Versions of the store: every store is brought to the program's version when it is opened."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from gmw_crawler.errors import StoreError, StoreVersionError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gmw_crawler.storage.backend import Backend

MIGRATIONS: Final = Path(__file__).with_name("migrations")
VERSION: Final = "0003"
"""The newest migration. It stands here so that a store of today opens without loading the migrations."""

logger = logging.getLogger(__name__)


def bring_up_to_date(backend: Backend) -> None:
    """Migrate the store to the program's version, in one transaction; StoreError if it cannot be one of ours."""
    with backend.reading() as connection:
        if _version(connection) == VERSION:
            return
    with backend.writing() as connection:
        if connection.dialect.name == "postgresql":  # SQLite's writers wait for each other as it is
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(VERSION)})
        _migrate(connection, backend.name)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _migrate(connection: Connection, name: str) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it logs much from its import on; ours says the same
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    version = _version(connection)
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreVersionError(
            f"{name}: is of version {version}, this program knows up to {VERSION}; use the program that wrote it"
        )
    if version is None and connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise StoreError(f"{name}: is the database of another program; name a file of its own for the store")
    environment = EnvironmentContext(
        config,
        scripts,
        fn=lambda current, _context: scripts._upgrade_revs(VERSION, current),  # noqa: SLF001 (as Alembic's own command does)
    )
    with environment:
        environment.configure(connection=connection)
        environment.run_migrations()
    logger.info("Store %s: %s, version %s", name, f"brought up from version {version}" if version else "made", VERSION)
