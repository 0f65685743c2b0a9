"""Runs: who holds the store, who held it, and how it ended; and how far each consumer of exports has come."""

from __future__ import annotations

import os
import re
import socket
import sys
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import insert, select, update

from gmw_crawler.storage.columns import to_text
from gmw_crawler.storage.reads import Consumer, Run
from gmw_crawler.storage.sql import upsert
from gmw_crawler.storage.tables import CONSUMERS, RUNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

_SECRET: Final = re.compile(r"(://[^\s:/@]*):\S*@")
"""The password in an address, which is nobody's business who reads `status`."""

DIED = "died"
"""Verdict of a run that never gave one."""


def open_run(connection: Connection, *, spider: str, arguments: Mapping[str, str], started: datetime) -> int:
    """Write that a run began, and close those whose holders died: whoever holds the lock is the only one alive."""
    connection.execute(update(RUNS).where(RUNS.c.verdict.is_(None)).values(verdict=DIED))
    row = {
        "spider": spider,
        "arguments": orjson.dumps(dict(arguments)).decode(),
        "started": started,
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": _SECRET.sub(r"\1:***@", " ".join(sys.orig_argv)),  # of sys.argv, Scrapy takes the word `crawl`
    }
    number: int = connection.execute(insert(RUNS).values(**row).returning(RUNS.c.number)).scalar_one()
    return number


def close_run(
    connection: Connection,
    run: int,
    *,
    finished: datetime,
    verdict: str,
    reason: str | None,
    stats: Mapping[str, Any],
) -> None:
    """Write the verdict of a run; what of its stats is no JSON is written as text."""
    values = {
        "finished": finished,
        "verdict": verdict,
        "reason": reason,
        "stats": orjson.dumps(dict(stats), default=str, option=orjson.OPT_NON_STR_KEYS).decode(),
    }
    connection.execute(update(RUNS).where(RUNS.c.number == run), values)


def last_runs(connection: Connection, spider: str, *, limit: int) -> list[Run]:
    """Return the last runs of a spider that have ended, the latest first."""
    query = select(RUNS).where(RUNS.c.spider == spider, RUNS.c.finished.is_not(None)).order_by(RUNS.c.number.desc())
    return [
        Run(
            number=row.number,
            spider=row.spider,
            started=to_text(row.started),
            verdict=row.verdict,
            reason=row.reason,
            stats=orjson.loads(row.stats or "{}"),
        )
        for row in connection.execute(query.limit(limit))
    ]


def describe_holder(connection: Connection) -> str:
    """Return who holds the store, in words."""
    open_runs = select(RUNS).where(RUNS.c.verdict.is_(None)).order_by(RUNS.c.number.desc())
    row = connection.execute(open_runs.limit(1)).one_or_none()
    if row is None:  # it took the lock this moment
        return "another run"
    return f"process {row.pid} on {row.host}, since {to_text(row.started)} ({row.command})"


def read_consumer(connection: Connection, name: str) -> Consumer | None:
    """Return how far a consumer has come."""
    row = connection.execute(select(CONSUMERS).where(CONSUMERS.c.name == name)).one_or_none()
    return None if row is None else Consumer(name=name, cursor=row.cursor, folder=row.folder, at=to_text(row.at))


def save_consumer(connection: Connection, name: str, *, cursor: int, folder: str, at: datetime) -> None:
    """Keep a copy of a consumer's cursor."""
    row = {"name": name, "cursor": cursor, "folder": folder, "at": at}
    upsert(connection, CONSUMERS, [row], _carried_on)


def _carried_on(new: Any) -> Mapping[str, Any]:
    return {"cursor": new.cursor, "folder": new.folder, "at": new.at}
