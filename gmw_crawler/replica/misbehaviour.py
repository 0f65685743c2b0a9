"""What misbehaves, as data: `misbehaviour.toml` maps an address to a rule.

    ["economy.gmw.cn/2024-05/08/content_37310001.htm"]
    status = 500
    times = 2

An address is host and path, with a query where only that query is meant. http and https are the same.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from gmw_crawler.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one address misbehaves; a key that is not given changes nothing."""

    times: int | None = None
    """For so many requests only, counted since the server's start; then the address is well. None: for ever."""
    delay: float = 0.0
    """Seconds before the answer."""
    status: int | None = None
    """Status of the answer; from 400 with a small page instead of the file."""
    redirect: str | None = None
    """Answer with a redirect (`status`, else 302) to this Location."""
    file: str | None = None
    """Serve this file (path under the root) instead; the way to give a query its own answer."""
    empty: bool = False
    """Send no body."""
    gzip: bool = False
    """Send the body compressed, with no header that says so."""
    pad: int = 0
    """Bytes of filler paragraphs after the body."""
    truncate: int | None = None
    """Promise the whole body, send so many bytes, close."""
    endless: bool = False
    """Send filler paragraphs after the body until the client goes."""
    reset: bool = False
    """Close the connection without an answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers to add or replace; an empty value takes one away."""


class Misbehaviour:
    """The rules of a site and how often each was met."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self.rules = rules
        self._met: Counter[str] = Counter()

    @classmethod
    def read(cls, path: Path) -> Misbehaviour:
        """Read the table; a site without one behaves. TableError for a key or a value that no rule knows."""
        if not path.exists():
            return cls({})
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise TableError(f"{path}: {error}") from error
        return cls({address: _rule(f"{path}: {address}", values) for address, values in table.items()})

    def meet(self, host: str, path: str, query: str) -> Rule | None:
        """Return the rule that holds for this request, and count it."""
        for address in (f"{host}{path}?{query}", f"{host}{path}"):
            rule = self.rules.get(address)
            if rule is not None:
                self._met[address] += 1
                return rule if rule.times is None or self._met[address] <= rule.times else None
        return None


def _rule(where: str, values: Any) -> Rule:
    if not isinstance(values, dict):
        raise TableError(f"{where}: expected a table of keys, got {values!r}")
    known = {part.name: _kinds(part.type) for part in fields(Rule)}
    for key, value in values.items():
        if key not in known:
            raise TableError(f"{where}: {key!r} is no key of a rule; these are: {', '.join(known)}")
        if not isinstance(value, known[key]) or (isinstance(value, bool) and bool not in known[key]):
            raise TableError(f"{where}: {key} = {value!r} is of the wrong type")
    return Rule(**values)


def _kinds(annotation: object) -> tuple[type, ...]:
    """Return the types of TOML values that a field of a rule takes."""
    kinds: dict[str, tuple[type, ...]] = {
        "int": (int,),
        "int | None": (int,),
        "float": (int, float),
        "str | None": (str,),
        "bool": (bool,),
        "Mapping[str, str]": (dict,),
    }
    return kinds[str(annotation)]
