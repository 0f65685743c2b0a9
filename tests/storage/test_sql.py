from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, select, text

from gmw_crawler.storage import open_store
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.sql import among, execute_all, insert_all
from gmw_crawler.storage.tables import BANDS

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [{"band": -(2**63) + number, "number": number % 7} for number in range(2000)]
OF_THESE = select(BANDS.c.number).where(among(BANDS.c.band, "bands", BigInteger), BANDS.c.number > 3)


def test_rows_are_found_by_any_number_of_values(address: str) -> None:
    open_store(address).close()
    backend = backend_for(address)
    with backend.writing() as connection:
        insert_all(connection, BANDS, ROWS)
        insert_all(connection, BANDS, [])
        for wanted in ([], [ROWS[4]], ROWS):
            found = connection.scalars(OF_THESE, {"bands": [row["band"] for row in wanted]})
            assert sorted(found) == sorted(row["number"] for row in wanted if row["number"] > 3)
    backend.engine.dispose()


def test_what_a_statement_says_itself_is_the_same_for_each_row(address: str) -> None:
    open_store(address).close()
    backend = backend_for(address)
    moved = BANDS.update().where(BANDS.c.number == text("7")).values(number=BANDS.c.number + 1)
    with backend.writing() as connection:
        insert_all(connection, BANDS, [{"band": 1, "number": 7}, {"band": 2, "number": 8}])
        execute_all(connection, moved, [{"band": 5}])
        assert sorted(connection.execute(select(BANDS)).all()) == [(2, 8), (5, 8)]
    backend.engine.dispose()


def test_sqlite_looks_values_up_in_the_index(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    open_store(address).close()
    backend = backend_for(address)
    with backend.reading() as connection:
        statement = OF_THESE.compile(connection)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[1, 2]", 3)).all()
        assert plan[0].detail == "SEARCH bands USING PRIMARY KEY (band=? AND number>?)"
    backend.engine.dispose()
