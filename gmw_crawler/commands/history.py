"""`scrapy history ID`: every revision of an article, and what each changed."""

from __future__ import annotations

import difflib
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import orjson

from gmw_crawler.command import GmwCommand
from gmw_crawler.errors import AddressError, ArgumentsError
from gmw_crawler.site.urls import parse_address
from gmw_crawler.storage.articles import CONTENT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from gmw_crawler.storage.protocol import Revision

BODY: Final = "body"
"""Compared block by block; `text` repeats it and is left out."""


class Command(GmwCommand):
    """Shows how an article came to be as it is."""

    def syntax(self) -> str:
        """Show the argument."""
        return "ID [--json]"

    def short_desc(self) -> str:
        """Say what it is for."""
        return "Show every revision of an article, and what each changed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--json`."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the records instead, one a line")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the history."""
        if len(args) != 1:
            raise ArgumentsError("name one article by its id or address: scrapy history 37243123")
        article_id = named_article(args[0])
        store = self.open_store()
        try:
            revisions = store.history(article_id)
        finally:
            store.close()
        if not revisions:
            raise ArgumentsError(f"article {article_id} is not stored")
        for line in [revision.line.decode() for revision in revisions] if opts.json else tell(revisions):
            self.say(line)


def named_article(word: str) -> str:
    """Return the id of an article named by id or by address.

    >>> named_article("https://economy.gmw.cn/2024-04/03/content_37243123.htm")
    '37243123'
    """
    if "/" not in word:
        return word
    try:
        return parse_address(word).id
    except AddressError as error:
        raise ArgumentsError(str(error)) from None


def tell(revisions: list[Revision]) -> Iterator[str]:
    """Yield the lines that tell a history, oldest first."""
    records = [orjson.loads(revision.line) for revision in revisions]
    yield f"{records[-1]['id']}  {records[-1]['url']}"
    yield f"first seen {records[-1]['first_seen']}"
    yield from _head(revisions[0])
    yield f"  title: {records[0]['title']}"
    for (_earlier, later), (old, new) in zip(pairwise(revisions), pairwise(records), strict=True):
        yield from _head(later)
        yield from (f"  {line}" for line in changes(old, new))


def _head(revision: Revision) -> Iterator[str]:
    yield ""
    yield f"revision {revision.revision}  {revision.committed}  {revision.cause}"


def changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield what differs in the content of two records, field by field, as lines of a diff."""
    for field in CONTENT:
        if field == "text" or old[field] == new[field]:
            continue
        yield f"{field}:"
        for line in difflib.unified_diff(_lines(field, old[field]), _lines(field, new[field]), n=1, lineterm=""):
            if not line.startswith(("---", "+++")):
                yield f"  {line}"


def _lines(field: str, value: Any) -> list[str]:
    if field == BODY:
        return [line for block in value for line in _block_lines(block)]
    if isinstance(value, list):
        return [_words(part) for part in value]
    return [] if value is None else _words(value).splitlines()


def _block_lines(block: dict[str, Any]) -> list[str]:
    if block["kind"] == "paragraph":
        return list(block["text"].splitlines())
    rest = {key: part for key, part in block.items() if key not in {"kind", "text"} and part is not None}
    words = [block["text"]] if "text" in block else []
    words += [_words(rest)] if rest else []
    return f"[{block['kind']}] {' '.join(words)}".splitlines()


def _words(value: Any) -> str:
    match value:
        case str():
            return value
        case {"role": role, "names": names}:
            where = f" ({value['affiliation']})" if value.get("affiliation") else ""
            return f"{role}: {' '.join(names)}{where}"
        case _:
            return json.dumps(value, ensure_ascii=False)
