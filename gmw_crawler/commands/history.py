"""`scrapy history ID`: every revision of an article, and what each changed."""

from __future__ import annotations

import difflib
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import orjson
from rich.console import Console
from rich.text import Text

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

LONGEST: Final = 2000
"""Characters of a line that is compared with its pair: the time grows with the square."""

INDENT: Final = 6
"""Columns before the words of a line."""


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
        if opts.json:
            for revision in revisions:
                self.say(revision.line.decode())
            return
        console = Console(highlight=False, soft_wrap=True)
        for line in tell(revisions):
            console.print(line)


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


def tell(revisions: list[Revision]) -> Iterator[Text]:
    """Yield the lines that tell a history, oldest first."""
    records = [orjson.loads(revision.line) for revision in revisions]
    yield Text(f"{records[-1]['id']}  {records[-1]['url']}")
    yield Text(f"first seen {records[-1]['first_seen']}")
    yield from _head(revisions[0])
    yield Text(f"  title: {records[0]['title']}")
    for (_earlier, later), (old, new) in zip(pairwise(revisions), pairwise(records), strict=True):
        yield from _head(later)
        yield from changes(old, new)


def _head(revision: Revision) -> Iterator[Text]:
    yield Text("")
    yield Text(f"revision {revision.revision}  {revision.committed}  {revision.cause}", style="bold")


def changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Text]:
    """Yield what differs in the content of two records, field by field: lines that went, came and stand beside them."""
    for field in CONTENT:
        if field == "text" or old[field] == new[field]:
            continue
        yield Text(f"  {field}:")
        before, after = _lines(field, old[field]), _lines(field, new[field])
        matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
        for number, group in enumerate(matcher.get_grouped_opcodes(n=1)):
            if number:
                yield Text("      …", style="dim")
            for kind, *span in group:
                yield from _told(kind, before[span[0] : span[1]], after[span[2] : span[3]])


def _told(kind: str, before: list[str], after: list[str]) -> Iterator[Text]:
    if kind == "equal":
        yield from (Text(f"      {line}", style="dim") for line in before)
        return
    is_paired = len(before) == len(after) and max(map(len, [*before, *after])) <= LONGEST
    pairs = list(zip(before, after, strict=True)) if is_paired else []
    yield from _marked("-", before, "red", [(old, new) for old, new in pairs])
    yield from _marked("+", after, "green", [(new, old) for old, new in pairs])


def _marked(sign: str, lines: list[str], colour: str, pairs: list[tuple[str, str]]) -> Iterator[Text]:
    """Yield lines in a colour; what a line does not share with its pair, if it has one, stands out."""
    for line, other in pairs or [(line, line) for line in lines]:
        told = Text(f"    {sign} {line}", style=colour)
        for kind, start, end, *_ in difflib.SequenceMatcher(a=line, b=other, autojunk=False).get_opcodes():
            if kind != "equal":
                told.stylize("bold reverse", start + INDENT, end + INDENT)
        yield told


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
