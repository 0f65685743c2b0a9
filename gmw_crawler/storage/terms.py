"""Terms of a text for full-text search: characters and overlapping pairs of Chinese, whole words of the rest.

SQLite's own tokenizers take a run of Chinese for one word (`unicode61`) or find no word of two characters (`trigram`);
PostgreSQL has none for Chinese. So a text is cut here, and both databases index what comes out. Whoever changes the
cut must index every store anew, by a migration.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from operator import concat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_HAN: Final = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_NOT_HAN: Final = re.compile(f"[^{_HAN}]+")
_LETTERS: Final = r"[^\W_\u2e80-\uffff\U00010000-\U0010ffff]+"
_WORD: Final = re.compile(_LETTERS)
_RUN: Final = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>{_LETTERS})")
LONGEST_WORD: Final = 64  # characters of a word that are compared
LONGEST_TEXT: Final = 200_000  # characters that are indexed: beyond any article, but a database row has its bounds

_WIDE: Final = {mark: unicodedata.normalize("NFKC", mark) for mark in "，：；？！（）％…\u3000\u00a0"}
"""The marks of any Chinese text. Without them it is mostly normal as it is, and to see that takes no time."""


def folded(text: str) -> str:
    """Return a text as it is compared: full-width forms, case and compatibility characters are one.

    >>> folded("ＧＤＰ增长")
    'gdp增长'
    """
    for mark, narrow in _WIDE.items():
        text = text.replace(mark, narrow)
    return unicodedata.normalize("NFKC", text).casefold()


def terms(text: str) -> set[str]:
    """Return every term of a text: what is indexed.

    >>> sorted(terms("GDP增长5%"))
    ['5', 'gdp', '增', '增长', '长']
    """
    compared = folded(text)[:LONGEST_TEXT]
    found = {word[:LONGEST_WORD] for word in _WORD.findall(compared)}
    runs = _NOT_HAN.sub(" ", compared)
    found.update(runs)
    found.discard(" ")
    for run in runs.split():
        found.update(map(concat, run, run[1:]))
    return found


def query_terms(words: str) -> list[str]:
    """Return the terms that a text must have to hold these words: pairs say all that their characters would.

    >>> query_terms("税 经济发展 GDP")
    ['gdp', '发展', '济发', '税', '经济']
    """
    wanted: set[str] = set()
    for run in _RUN.finditer(folded(words)):
        if not run["han"]:
            wanted.add(run["word"][:LONGEST_WORD])
        elif len(run["han"]) == 1:
            wanted.add(run["han"])
        else:
            wanted.update(map("".join, pairwise(run["han"])))
    return sorted(wanted)


def phrases(words: str) -> list[str]:
    """Return the words as they must stand in the text: the query cut at its blanks, each part whole.

    >>> phrases(" 经济发展  GDP ")
    ['经济发展', 'gdp']
    """
    return folded(words).split()


def searchable(record: Mapping[str, Any]) -> str:
    """Return the words of a record that are searched, the title first, one part a line."""
    parts = [record["title"], record["subtitle"], record["original_title"], record["text"], *record["keywords"]]
    parts += [(record["source"] or {}).get("name")]
    parts += [f"{credit['role']} {' '.join(credit['names'])}" for credit in record["credits"]]
    parts += [f"{guest['name']} {guest['title'] or ''}" for guest in record["guests"]]
    parts += [f"{block['caption'] or ''}" for block in record["body"] if block["kind"] == "image"]
    parts += [" ".join(map(" ".join, block["rows"])) for block in record["body"] if block["kind"] == "table"]
    return "\n".join(part for part in parts if part)
