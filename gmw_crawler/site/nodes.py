"""The table of lists that can be walked (`nodes.toml`), by number or by name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from gmw_crawler.errors import ArgumentsError, TableError
from gmw_crawler.site.urls import listing_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FRONT: Final = "front"
"""Key of the channel's front page, the one listing without a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One listing of a channel."""

    key: str
    """What the store, the arguments and the logs call it: `8971`, or `front`."""
    number: int | None
    """None for the front page."""
    name: str
    """As on the page; empty where it is unknown."""
    aliases: tuple[str, ...]
    """Other names that an operator may use."""
    host: str
    default: bool
    """Whether `crawl economy` walks it without being asked."""

    @property
    def url(self) -> str:
        """Address of its first page."""
        return f"https://{self.host}/" if self.number is None else listing_address(self.number, host=self.host)

    @property
    def label(self) -> str:
        """What a reader is told that it is called."""
        return next(iter(self.aliases), self.name) if self.number is None else self.name or f"node {self.key}"

    @property
    def words(self) -> tuple[str, ...]:
        """Everything it may be called by."""
        return tuple(word for word in (self.key, self.name, *self.aliases) if word)


def read_table(entries: Iterable[Mapping[str, object]]) -> tuple[Node, ...]:
    """Return the nodes of a table; TableError if two may be called by one word or an entry is incomplete."""
    nodes: list[Node] = []
    taken: dict[str, str] = {}
    for entry in entries:
        node = _node(entry)
        for word in dict.fromkeys(node.words):
            if taken.setdefault(word, node.key) != node.key:
                raise TableError(f"nodes.toml: {word!r} names both {taken[word]} and {node.key}")
        if any(node.key == other.key for other in nodes):
            raise TableError(f"nodes.toml: {node.key} stands there twice")
        nodes.append(node)
    return tuple(nodes)


@cache
def all_nodes() -> tuple[Node, ...]:
    """Return every listing of the table, in its order."""
    return read_table(tomllib.loads(files("gmw_crawler.site").joinpath("nodes.toml").read_text("utf-8"))["node"])


@cache
def labels() -> Mapping[str, str]:
    """Return the names of all listings for readers, by key.

    >>> labels()["59269"], labels()["front"]
    ('光明独家', '首页')
    """
    return {node.key: node.label for node in all_nodes()}


def default_nodes() -> tuple[Node, ...]:
    """Return the listings that a crawl walks without being asked."""
    return tuple(node for node in all_nodes() if node.default)


def find_nodes(words: Iterable[str]) -> tuple[Node, ...]:
    """Return the listings called by numbers or names, each once; ArgumentsError names what is near an unknown one."""
    return tuple(dict.fromkeys(_find(word.strip()) for word in words if word.strip()))


def _find(word: str) -> Node:
    by_word = {called: node for node in all_nodes() for called in node.words}
    if word in by_word:
        return by_word[word]
    near = get_close_matches(word, by_word, n=4, cutoff=0.5) or [node.key for node in default_nodes()]
    offered = ", ".join(dict.fromkeys(_shown(by_word[called]) for called in near))
    raise ArgumentsError(f"nodes: {word!r} is no listing that nodes.toml knows; near it: {offered}")


def _shown(node: Node) -> str:
    return f"{node.key} ({node.name})" if node.name and node.name != node.key else node.key


def _node(entry: Mapping[str, object]) -> Node:
    match entry:
        case {"host": str(host), **rest} if set(rest) <= {"number", "name", "aliases", "default"}:
            number, name, aliases = rest.get("number"), rest.get("name", ""), rest.get("aliases", [])
        case _:
            raise TableError(f"nodes.toml: an entry has host, number, name, aliases, default alone: {entry}")
    if not isinstance(name, str) or not isinstance(aliases, list) or not (number is None or isinstance(number, int)):
        raise TableError(f"nodes.toml: number, name or aliases of the wrong type: {entry}")
    if number is None and name != FRONT:
        raise TableError(f"nodes.toml: only {FRONT} has no number: {entry}")
    return Node(
        key=FRONT if number is None else str(number),
        number=number,
        name=name,
        aliases=tuple(str(alias) for alias in aliases),
        host=host,
        default=rest.get("default", False) is True,
    )
