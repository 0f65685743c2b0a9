"""`scrapy status`: the state of the store, for a person or as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import ArgumentsError
from gmw_crawler.site.nodes import labels

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


class Command(GmwCommand):
    """Shows what is stored, what waits, what was given up, and how the last runs ended."""

    def syntax(self) -> str:
        """Show the option."""
        return "[--json]"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Show what is stored, what waits, what was given up and why, and the last runs"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--json`."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the status."""
        if args:
            raise ArgumentsError("takes no arguments; `-s GMW_STORE=…` chooses the store")
        store = self.open_store()
        try:
            summary = {"store": store.address, **store.summary(now=datetime.now(UTC))}
        finally:
            store.close()
        if opts.json:
            self.say(json.dumps(summary, ensure_ascii=False, indent=2))
            return
        for line in tell(summary):
            self.say(line)


def tell(summary: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a status."""
    yield f"store      {summary['store']}"
    yield f"stored     {_listed(summary['counts'])}"
    frontier = summary["frontier"]
    waiting = {f"at depth {depth}": count for depth, count in frontier["waiting_by_depth"].items()}
    yield f"waiting    {_listed(waiting) or 'nothing'}"
    yield f"revisits   {frontier['revisits_due']} due"
    yield f"refused    {_reasons(frontier['refused'])}"
    yield f"failed     {_reasons(frontier['failed'])}"
    yield from _given_up(summary["given_up"])
    yield from _walks(summary["walks"])
    for export in summary["exports"]:
        yield f"export     {export['name']}: cursor {export['cursor']} in {export['folder']}, {export['at']}"
    for run in summary["runs"]:
        yield f"run {run['number']:<6} {_run(run)}"
        for breach in run["stats"].get("health/breaches", "").splitlines():
            yield f"           {breach}"


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())


def _reasons(counts: dict[str, int]) -> str:
    return ", ".join(f"{reason}: {count}" for reason, count in counts.items()) or "none"


def _given_up(given_up: dict[str, Any]) -> Iterator[str]:
    yield f"given up   {given_up['count']}"
    for row in given_up["latest"]:
        yield f"           {row['reason']} after {row['attempts']} attempts, {row['visited']}: {row['url']}"


def _walks(walks: list[dict[str, Any]]) -> Iterator[str]:
    for walk in walks:
        state = "broken off, to be walked past" if walk["open"] else "whole"
        key, label = walk["listing"], labels().get(walk["listing"], "")
        name = key if key in label else f"{key} {label}".rstrip()  # one without a name is called by its number
        yield f"listing    {name}: {state}, last complete walk {walk['completed'] or 'never'}"


def _run(run: dict[str, Any]) -> str:
    arguments = " ".join(f"{name}={value}" for name, value in run["arguments"].items())
    reason = f" ({run['reason']})" if run["reason"] else ""
    end = f"{run['verdict'] or 'running'}{reason}"
    return f"{run['started']} {run['spider']} {arguments}".rstrip() + f": {end}"
