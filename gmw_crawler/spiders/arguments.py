"""The arguments of the spiders, typed and checked; a wrong one is one clear line and exit status 2."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from gmw_crawler.errors import AddressError, ArgumentsError
from gmw_crawler.site.nodes import Node, default_nodes, find_nodes
from gmw_crawler.site.urls import parse_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

_CHANNEL: Final = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


def _words(value: object) -> object:
    return [word for word in re.split(r"[,，\s]+", value) if word] if isinstance(value, str) else value


def _nodes(value: object) -> object:
    nodes = find_nodes(words) if isinstance(words := _words(value), list) else value
    if not nodes:
        raise ArgumentsError("nodes: no listing is named; leave the argument out to walk the default ones")
    return nodes


def _day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ArgumentsError(f"since={value!r} is no day; expected YYYY-MM-DD") from error


def _channels(value: object) -> object:
    words = _words(value)
    for word in words if isinstance(words, list) else ():
        if not _CHANNEL.fullmatch(word):
            raise ArgumentsError(f"channels: {word!r} is no channel; expected the first part of a host: economy")
    return words or None


class CommonArguments(BaseModel):
    """What every spider takes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    refetch: bool = Field(default=False, description="Visit known articles again at once, unconditionally")
    render: Literal["auto", "never", "always"] = Field(
        default="auto", description="Read the lists that scripts fill in a browser"
    )


class EconomyArguments(CommonArguments):
    """What `crawl economy` takes."""

    nodes: Annotated[tuple[Node, ...], BeforeValidator(_nodes)] = Field(
        default_factory=default_nodes, description="Listings to walk, by number or name, separated by commas"
    )
    since: Annotated[date | None, BeforeValidator(_day)] = Field(
        default=None, description="Oldest day wanted, YYYY-MM-DD"
    )
    max_pages: int | None = Field(default=None, ge=1, description="Pages of each listing to walk at most")
    full: bool = Field(default=False, description="Walk every listing to its end, past known articles")
    related_depth: int = Field(default=1, ge=0, le=16, description="How far 相关阅读 is followed from the listings")
    channels: Annotated[frozenset[str] | None, BeforeValidator(_channels)] = Field(
        default=None, description="Only articles of these channels, separated by commas"
    )

    @property
    def oldest_day(self) -> str | None:
        """`since` as the store and the listings write days."""
        return None if self.since is None else self.since.isoformat()


class ArticlesArguments(CommonArguments):
    """What `crawl articles` takes; one of `urls` and `file`, or both."""

    urls: Annotated[tuple[str, ...], BeforeValidator(_words)] = Field(
        default=(), description="Addresses of articles, separated by commas"
    )
    file: Path | None = Field(default=None, description="File with one address a line; # begins a comment")

    @model_validator(mode="after")
    def _addresses_are_articles(self) -> Self:
        if not self.addresses():
            raise ArgumentsError("articles needs urls=… or file=…, with at least one address in it")
        return self

    def addresses(self) -> tuple[str, ...]:
        """Return every address, each once, in its canonical spelling."""
        given = [("urls", url) for url in self.urls]
        if self.file is not None:
            given += _lines(self.file)
        return tuple(dict.fromkeys(_canonical(url, where) for where, url in given))


def _lines(path: Path) -> list[tuple[str, str]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentsError(f"file={str(path)!r} cannot be read: {error}") from error
    stripped = ((number, line.partition(" #")[0].strip()) for number, line in enumerate(lines, 1))
    return [(f"{path}:{number}", line) for number, line in stripped if line and not line.startswith("#")]


def _canonical(url: str, where: str) -> str:
    try:
        return parse_address(url).canonical
    except AddressError as error:
        raise ArgumentsError(f"{where}: {error}") from error


Arguments = TypeVar("Arguments", bound=CommonArguments)


def read_arguments(model: type[Arguments], given: Mapping[str, Any]) -> Arguments:
    """Return the arguments of a spider; ArgumentsError says in one line what is wrong with the first wrong one."""
    try:
        return model(**given)
    except ValidationError as error:
        raise ArgumentsError(_said(model, error)) from error


def _said(model: type[CommonArguments], error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][:1])
    if first["type"] == "extra_forbidden":
        return f"unknown argument {name!r}; there are: {', '.join(model.model_fields)}"
    return f"{name}={first['input']!r}: {first['msg']}"
