"""A run with nothing new on a store of a million articles: how long it takes to start, and what each call costs.

    python -m tests.benchmarks.store [--articles 1000000] [--postgres]

Done when: everything a run asks before its first request under 2 s, a call of `wanted` under 50 ms, under 300 MiB.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from making import DAY, NOW, listing, make_article, save, walk
from postgres import running_cluster
from sqlalchemy import insert, text

from gmw_crawler.storage import open_store
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.protocol import Wants
from gmw_crawler.storage.tables import ARTICLES, LINKS, REVISIONS, VISITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LISTINGS = [str(8000 + number) for number in range(11)]
BATCH = 20_000
RUN = Wants(related_depth=1, channels=None, since=None, listings=frozenset(LISTINGS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--measure", metavar="ADDRESS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.articles)
        return
    with ExitStack() as stack:
        if options.postgres:
            address = stack.enter_context(running_cluster()).new_database()
        else:
            address = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/store.sqlite"
        started = time.perf_counter()
        fill(address, options.articles)
        print(f"{options.articles} articles filled in {time.perf_counter() - started:.0f} s")
        # in a process of its own: the memory of filling is not the memory of a run
        command = [sys.executable, __file__, "--measure", address, "--articles", str(options.articles)]
        subprocess.run(command, check=True)


def fill(address: str, count: int) -> None:
    open_store(address).close()
    backend = backend_for(address)
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with backend.writing() as connection:
            connection.execute(insert(ARTICLES), [article_row(number) for number in numbers])
            connection.execute(insert(REVISIONS), [revision_row(number) for number in numbers])
            connection.execute(insert(VISITS), [row for number in numbers for row in visit_rows(number, count)])
            connection.execute(insert(LINKS), [row for number in numbers for row in link_rows(number, count)])
    with backend.writing() as connection:
        connection.execute(text("UPDATE counters SET value = :count"), {"count": count})
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
            connection.execute(text("SELECT setval('articles_number_seq', :count)"), {"count": count})
    backend.engine.dispose()
    store = open_store(address)
    for position, name in enumerate(LISTINGS):
        ids = [id_of(count - 1 - position - len(LISTINGS) * row) for row in range(20)]
        store.apply([walk(name, complete=False), listing(name, ids), walk(name, complete=True)])
    store.close()


def id_of(number: int) -> str:
    return str(30_000_000 + number)


def url_of(number: int) -> tuple[str, str]:
    day = (NOW - timedelta(days=(1_000_000 - number) // 150)).strftime("%Y-%m-%d")
    return f"https://economy.gmw.cn/{day[:7]}/{day[8:]}/content_{id_of(number)}.htm", day


def article_row(number: int) -> dict[str, Any]:
    return {
        "number": number + 1,
        "article_id": id_of(number),
        "revision": 1,
        "content_digest": number.to_bytes(32),
        "body_digest": f"{number:064x}",
        "text_digest": number.to_bytes(32),
        "template": "current",
        "published": "2026-09-09T09:30:00+08:00",
        "complete": True,
        "first_seen": NOW,
        "fetched": NOW,
    }


def revision_row(number: int) -> dict[str, Any]:
    return {
        "cursor": number + 1,
        "article_id": id_of(number),
        "revision": 1,
        "committed": NOW,
        "cause": "fetched",
        "line": "{}",
    }


def visit_rows(number: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield a settled article; beside every tenth a deep link that no run follows, beside every hundredth a 404."""
    yield visit_row(number, known=True)
    if number % 10 == 0:
        yield visit_row(count + number, known=False, depth=2, next_due=NOW, outcome=None)
    if number % 100 == 0:
        yield visit_row(2 * count + number, known=False, next_due=NOW + 30 * DAY, outcome="refused")


def visit_row(
    number: int, *, known: bool, depth: int = 0, next_due: Any = None, outcome: Any = "stored"
) -> dict[str, Any]:
    url, day = url_of(number)
    return {
        "article_id": id_of(number),
        "url": url,
        "channel": "economy",
        "day": day,
        "depth": depth,
        "known": known,
        "attempts": 0,
        "outcome": outcome,
        "first_seen": NOW,
        "visited": NOW if outcome else None,
        "next_due": next_due,
    }


def link_rows(number: int, count: int) -> Iterator[dict[str, Any]]:
    yield link_row(LISTINGS[number % len(LISTINGS)], "listing", number)
    for step in range(1, 7):
        yield link_row(id_of(number), "related", (number + step * 7919) % count)


def link_row(source: str, section: str, target: int) -> dict[str, Any]:
    return {
        "source": source,
        "section": section,
        "target": id_of(target),
        "article_id": id_of(target),
        "url": url_of(target)[0],
        "page": 1,
        "position": 1,
        "title": "标题",
        "day": None,
        "first_seen": NOW,
        "last_seen": NOW,
        "first_walk": 0,
    }


def measure(address: str, count: int) -> None:
    started = time.perf_counter()
    store = open_store(address)
    run = store.begin_run(spider="economy", arguments={}, started=NOW)
    show("open and begin a run", started)
    for position, name in enumerate(LISTINGS):
        ids = [id_of(count - 1 - position - len(LISTINGS) * row) for row in range(20)]
        store.walk(name)
        (seen,) = store.apply([listing(name, ids, at=NOW + DAY)])
        assert seen.all_known, seen  # type: ignore[union-attr]
    assert store.wanted(RUN, now=NOW + DAY, limit=64, exclude=frozenset()) == []
    show("… walk every listing and find nothing wanted", started)
    timed("wanted, nothing new", lambda: store.wanted(RUN, now=NOW + DAY, limit=64, exclude=frozenset()))
    one = replace(RUN, listings=frozenset(LISTINGS[:1]))
    timed("wanted, of one listing", lambda: store.wanted(one, now=NOW + DAY, limit=64, exclude=frozenset()))
    deep = replace(RUN, related_depth=2)
    timed("wanted, 64 of the deep ones", lambda: store.wanted(deep, now=NOW + DAY, limit=64, exclude=frozenset()))
    refetch = replace(RUN, refetch=True)
    store.end_run(run, finished=NOW, verdict="finished", reason=None, stats={})
    timed("wanted, 64 of all again", lambda: store.wanted(refetch, now=NOW + DAY, limit=64, exclude=frozenset()))
    timed("known", lambda: store.known(id_of(count // 2)))
    timed("store an article", lambda: store.apply([save(make_article(id_of(5 * count + time.perf_counter_ns())))]))
    timed("summary", lambda: store.summary(now=NOW + DAY), times=3)
    store.close()
    print(f"{'peak memory':<48}{peak_memory():9.1f} MiB")


def peak_memory() -> float:
    """Return the most MiB that this process held; `getrusage` would count those of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def show(words: str, started: float) -> None:
    print(f"{words:<48}{(time.perf_counter() - started) * 1000:9.1f} ms")


def timed(words: str, call: Callable[[], Any], times: int = 20) -> None:
    started = time.perf_counter()
    for _ in range(times):
        call()
    print(f"{words:<48}{(time.perf_counter() - started) * 1000 / times:9.1f} ms")


if __name__ == "__main__":
    main()
