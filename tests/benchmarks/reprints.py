"""The reprint search on a store of 200 000 articles: time a new article, recall, precision, memory.

    python -m tests.benchmarks.reprints [--articles 200000] [--probes 1000] [--seed N] [--postgres]

Done when: ≤ 5 ms a new article, recall and precision ≥ 0.99 at up to 5 % of characters edited, start under 2 s.
A quarter of the probes each has 0, 1, 3 and 5 % of its characters edited; as many probes are of nothing stored. One in
twenty stored articles is a daily report in its words: alike, but no reprint.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import orjson
from making import NOW, make_article, url_of
from postgres import running_cluster
from prose import Prose
from rapidfuzz import fuzz
from sqlalchemy import insert, text

from gmw_crawler.storage import open_store, reprints
from gmw_crawler.storage.backend import backend_for
from gmw_crawler.storage.tables import ARTICLES, BANDS, REVISIONS, SIGNATURES

BATCH = 2_000
EDITS = (0.0, 0.01, 0.03, 0.05)
REPORT_SHARE = 20
"""One stored article in so many is a daily report."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--probes", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--measure", metavar="ADDRESS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.articles, options.probes, options.seed)
        return
    print(f"seed {options.seed}", flush=True)
    with ExitStack() as stack:
        if options.postgres:
            address = stack.enter_context(running_cluster()).new_database()
        else:
            address = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/store.sqlite"
        started = time.perf_counter()
        fill(address, Texts(options.seed), options.articles)
        print(f"{options.articles} articles filled in {time.perf_counter() - started:.0f} s", flush=True)
        arguments = ["--measure", address, "--seed", str(options.seed)]
        arguments += ["--articles", str(options.articles), "--probes", str(options.probes)]
        # in a process of its own: the memory of filling is not the memory of a run
        subprocess.run([sys.executable, __file__, *arguments], check=True)


class Texts:
    """The same text for the same number, in any process."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.prose = Prose(random.Random(seed))
        self.report = self.prose.text(600)

    def of(self, number: int) -> str:
        chance = self.prose._chance = random.Random(f"{self.seed} {number}")
        if number % REPORT_SHARE:
            return self.prose.text(chance.randint(170, 1500))
        return self.prose.edited(self.report, 0.25)


def fill(address: str, texts: Texts, count: int) -> None:
    open_store(address).close()
    backend = backend_for(address)
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        signed = [(number + 1, reprints.sign(texts.of(number))) for number in numbers]
        with backend.writing() as connection:
            connection.execute(insert(ARTICLES), [article_row(number, text) for number, text in signed])
            connection.execute(insert(REVISIONS), [revision_row(number, text) for number, text in signed])
            connection.execute(insert(SIGNATURES), [signature_row(number, text) for number, text in signed])
            connection.execute(insert(BANDS), [row for number, text in signed for row in band_rows(number, text)])
    with backend.writing() as connection:
        connection.execute(text("UPDATE counters SET value = :count"), {"count": count})
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
            connection.execute(text("SELECT setval('articles_number_seq', :count)"), {"count": count})
    backend.engine.dispose()


def id_of(number: int) -> str:
    return str(30_000_000 + number)


def article_row(number: int, signed: reprints.SignedText) -> dict[str, Any]:
    return {
        "number": number,
        "article_id": id_of(number),
        "revision": 1,
        "content_digest": signed.digest,
        "body_digest": "",
        "text_digest": signed.digest,
        "template": "current",
        "complete": True,
        "first_seen": NOW,
        "fetched": NOW,
    }


def revision_row(number: int, signed: reprints.SignedText) -> dict[str, Any]:
    line = orjson.dumps(make_article(id_of(number), signed.text, url=url_of(id_of(number)))).decode()
    return {
        "cursor": number,
        "article_id": id_of(number),
        "revision": 1,
        "committed": NOW,
        "cause": "fetched",
        "line": line,
    }


def signature_row(number: int, signed: reprints.SignedText) -> dict[str, Any]:
    assert signed.signature is not None
    return {"number": number, "digest": reprints._DIGEST.pack(*signed.signature)}


def band_rows(number: int, signed: reprints.SignedText) -> list[dict[str, Any]]:
    assert signed.signature is not None
    return [{"band": band, "number": number} for band in set(reprints.bands(signed.signature))]


def measure(address: str, count: int, probes: int, seed: int) -> None:
    started = time.perf_counter()
    store = open_store(address)
    print(f"{'open':<44}{(time.perf_counter() - started) * 1000:9.1f} ms")
    store.close()
    backend = backend_for(address)
    texts, chance = Texts(seed), random.Random(seed)
    for share in (*EDITS, None):
        probe(backend, texts, chance, [count, probes // len(EDITS) if share is not None else probes], share)
    report(backend, texts)
    backend.engine.dispose()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(f"{'peak memory':<44}{int(status.partition('VmHWM:')[2].split()[0]) / 1024:9.1f} MiB")


def probe(backend: Any, texts: Texts, chance: random.Random, sizes: list[int], share: float | None) -> None:
    count, probes = sizes
    right = found = 0
    seconds = cpu = 0.0
    for step in range(probes):
        number = count + step if share is None else chance.randrange(count // REPORT_SHARE) * REPORT_SHARE + 1
        given = texts.of(number + (number % REPORT_SHARE == 0))
        given = given if share is None else texts.prose.edited(given, share)
        started, worked = time.perf_counter(), time.process_time()
        answer = search(backend, given, count + 2, number)
        seconds += time.perf_counter() - started
        cpu += time.process_time() - worked
        found += answer is not None
        right += answer == (None if share is None else id_of(number + 1))
    words = "of nothing stored" if share is None else f"{share:.0%} edited"
    kept = f"{found} found" if share is None else f"recall {right / probes:.4f}, precision {right / max(1, found):.4f}"
    # a machine that does other things makes the clock slow, not the processor
    print(f"{words:<44}{seconds * 1000 / probes:9.2f} ms ({cpu * 1000 / probes:.2f} of CPU)   {kept}", flush=True)


def search(backend: Any, given: str, free: int, step: int) -> str | None:
    """Do all that storing a new article does for reprints, and undo it."""
    with backend.reading() as connection:
        signed = reprints.sign(given)
        answer = reprints.find(connection, signed, before=None)
        connection.execute(insert(ARTICLES), article_row(free + step, signed))
        reprints.store(connection, signed, free + step)
        connection.rollback()
    return answer


def report(backend: Any, texts: Texts) -> None:
    """One more daily report: hundreds of candidates, none of them a reprint."""
    given = texts.prose.edited(texts.report, 0.25)
    started = time.perf_counter()
    answer = search(backend, given, 10**7, 1)
    seconds = time.perf_counter() - started
    likeness = "none" if answer is None else f"{fuzz.ratio(given, texts.of(int(answer) - 30_000_001)):.0f} % alike"
    print(f"{'one more daily report':<44}{seconds * 1000:9.2f} ms   {likeness}")


if __name__ == "__main__":
    main()
