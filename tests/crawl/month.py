"""A month of hourly runs in fast motion: `python -m tests.crawl.month --days 30 --seed 1`.

Articles appear, are edited and are taken away; for a day the site is down; now and then a run is killed. At the end the
store, the exports and the history must be what the newsroom's own book says. Each run is a process of its own, forked
from this one (which has done the imports already), with the clock of the crawler set to the hour that is played.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import scrapy.cmdline

import gmw_crawler.commands.crawl
import gmw_crawler.commands.export
import gmw_crawler.extensions.health
import gmw_crawler.extensions.progress
import gmw_crawler.extensions.run
import gmw_crawler.extensions.stop
import gmw_crawler.extensions.summary
import gmw_crawler.pipelines.split
import gmw_crawler.spiders.economy  # noqa: F401 - all of these: so that no run has to
from gmw_crawler import clock
from gmw_crawler.storage import open_store
from gmw_crawler.storage.verify import verify
from tests.crawl.newsroom import NODE, Newsroom, Story
from tests.crawl.process import HURRY, replica

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmw_crawler.replica import Replica
    from gmw_crawler.storage import Store

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
DOWN = 0.4  # of the month: when the day without a site begins
KILLED = 0.03  # of the runs


class Month:
    """The month that is played."""

    def __init__(self, folder: Path, *, days: int, seed: int) -> None:
        self.folder = folder
        self.hours = 24 * days
        self.chance = random.Random(seed)
        self.newsroom = Newsroom(folder / "site", self.chance)
        self.newsroom.backlog(BEGIN)
        self.store = f"sqlite:///{folder / 'gmw.sqlite'}"
        self.statuses: Counter[int] = Counter()
        self.whole: list[datetime] = []
        """When the runs began that ended well."""

    def play(self) -> None:
        with replica(self.folder, self.folder / "site") as site:
            for hour in range(self.hours):
                now = BEGIN + timedelta(hours=hour)
                self.newsroom.hour(now)
                self._run(now, site, down=0 <= hour - int(DOWN * self.hours) < min(24, self.hours // 4))
                if hour % 24 == 23:
                    self._fork(now, ["export", str(self.folder / "export")], {})
                    print(
                        f"day {hour // 24 + 1}: {len(self.newsroom.stories)} articles, {dict(self.statuses)}",
                        flush=True,
                    )
            end = BEGIN + timedelta(hours=self.hours)
            self._fork(end, self._crawl(), site.environment)
            self._fork(end, ["export", str(self.folder / "export")], {})

    def _crawl(self) -> list[str]:
        return ["crawl", "economy", "-a", f"nodes={NODE}", *(f"-s{name}={value}" for name, value in HURRY.items())]

    def _run(self, now: datetime, site: Replica, *, down: bool) -> None:
        environment = dict.fromkeys(site.environment, "http://127.0.0.1:1") if down else site.environment
        killed = not down and self.chance.random() < KILLED
        status = self._fork(
            now, self._crawl(), environment, kill_after=self.chance.uniform(0.1, 0.8) if killed else None
        )
        self.statuses[status] += 1
        if status == 0:
            self.whole.append(now)
        assert status in ({0, 1} if down else {0, -signal.SIGKILL}), self._log()

    def _log(self) -> str:
        return (self.folder / "log.txt").read_text("utf-8")[-4000:]

    def _fork(
        self, now: datetime, words: Sequence[str], environment: dict[str, str], kill_after: float | None = None
    ) -> int:
        """Run a command at an hour; return its exit status, or minus the signal that ended it."""
        child = os.fork()
        if child == 0:
            self._become(now, words, environment)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _become(self, now: datetime, words: Sequence[str], environment: dict[str, str]) -> None:
        began = time.monotonic()
        clock.now = lambda: now + timedelta(seconds=time.monotonic() - began)  # type: ignore[assignment]
        os.environ.update(environment)
        log = os.open(self.folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        status: object = 1
        try:
            scrapy.cmdline.execute(["scrapy", words[0], "-s", f"GMW_STORE={self.store}", *words[1:]])
        except SystemExit as end:
            status = end.code
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status if isinstance(status, int) else 1 if status else 0)


def check(month: Month) -> None:
    """Hold the store against the newsroom's book."""
    store = open_store(month.store, create=False)
    try:
        check_articles(store, month)
        check_exports(store, month.folder / "export")
        check_runs(store, month)
    finally:
        store.close()


def check_articles(store: Store, month: Month) -> None:
    stored = set(store.article_ids())
    books = {story.id: story for story in month.newsroom.stories}
    assert stored <= books.keys()
    for story in books.values():
        seen = any(story.born <= at and (story.gone is None or at < story.gone) for at in month.whole)
        assert not seen or story.id in stored, f"{story.id} was there at a whole run, and is not stored"
    for one in stored:
        check_history(store, books[one])


def check_history(store: Store, story: Story) -> None:
    """Every revision is what the page said when it was fetched, and no two that follow each other are equal."""
    history = store.history(story.id)
    texts = [orjson.loads(revision.line)["text"] for revision in history]
    for revision, text in zip(history, texts, strict=True):
        at = datetime.fromisoformat(revision.committed)
        assert text == story.text_at(at), f"{story.id} revision {revision.revision} of {at}"
    assert all(one != other for one, other in itertools.pairwise(texts))
    assert [revision.revision for revision in history] == list(range(1, len(history) + 1))


def check_exports(store: Store, folder: Path) -> None:
    verify(folder)
    lines = [line for path in sorted(folder.glob("articles-*.jsonl")) for line in path.read_bytes().splitlines()]
    assert lines == [revision.line for revision in store.revisions(after=0)], "each revision once, in commit order"


def check_runs(store: Store, month: Month) -> None:
    verdicts = Counter(run.verdict for run in store.last_runs("economy", limit=10_000))  # those that died ended not
    assert verdicts["unhealthy"] == 0, "nothing that happened in this month is a breach"
    assert verdicts["failed"] == month.statuses[1] > 0
    assert verdicts["finished"] == month.statuses[0] + 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gmw-month-") as folder:
        month = Month(Path(folder), days=arguments.days, seed=arguments.seed)
        month.play()
        check(month)
        print(f"{arguments.days} days, seed {arguments.seed}: well, in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
