"""The tables of the grammar, read once and checked: roles, other labels, organisations, surnames."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from gmw_crawler.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["person", "organisation"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Role:
    """A role as one page spells it; compared by identity, so that it is a cheap key of a cache."""

    text: str
    """The page's own words without spaces."""
    key: str
    """Key of `roles.toml`, or `other`."""
    kind: Kind | None = None
    """`organisation` where only organisations hold the role."""
    picture: bool = False
    """Whether the words speak of a picture."""
    filmed: bool = False
    """Whether the words speak of a picture unless the page names the crew of a film."""
    after: bool = False
    """Whether the words may follow the names."""
    everyday: bool = False
    """Whether the words also have an ordinary meaning, so that only names beyond doubt make a credit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTable:
    """`roles.toml`."""

    spellings: Mapping[str, Role]
    english: Mapping[str, str]
    """Key to what it means, in English."""
    words: Mapping[str, str]
    """Key to its canonical Chinese word."""
    modifiers: tuple[str, ...]
    endings: tuple[str, ...]
    crew: frozenset[str]
    """Keys of those who make a film."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surnames:
    """`surnames.toml`."""

    rank: Mapping[str, int]
    """Surname to its place in the order of frequency, compound ones included; rare ones are not ranked."""
    known: frozenset[str]
    """All of one character."""
    telling: frozenset[str]
    """Rare ones that begin hardly a word else."""
    given: frozenset[str]
    """Given names that hold a character of `unlikely`."""
    scarce: frozenset[str]
    """Those that prove nothing: they begin more words than names."""
    compound: frozenset[str]
    syllables: re.Pattern[str]
    """A whole name that is written without a surname."""
    innocent: re.Pattern[str]
    """Parts of names that hold a character of `never`."""
    verbs: re.Pattern[str]
    unlikely: frozenset[str]
    never: frozenset[str]
    seldom: frozenset[str]
    """Those of `never` that a pen name may hold."""
    words: Mapping[str, tuple[str, ...]]
    """Words that no name begins with, by their first character."""
    openings: tuple[str, ...]
    """Words that open a sentence."""

    def betrays(self, text: str) -> bool:
        """Say whether a character of the text is one that no name holds."""
        return not self.never.isdisjoint(text) and not self.never.isdisjoint(self.innocent.sub("", text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisations:
    """`organisations.toml`."""

    newsrooms: frozenset[str]
    bodies: frozenset[str]
    newsroom_endings: tuple[str, ...]
    endings: tuple[str, ...]
    sure_endings: tuple[str, ...]
    """Those that no sentence has, so that the name may begin as a sentence does (对外经贸大学)."""
    harmless: re.Pattern[str]
    """Words of a name with a character that gives a sentence away elsewhere (过程)."""
    verbs: re.Pattern[str]
    """What a sentence has and a name has not."""
    openings: re.Pattern[str]
    """How a sentence begins."""
    never_persons: frozenset[str]
    offices: tuple[str, ...]
    places: frozenset[str]


def read_table(name: str) -> dict[str, Any]:
    """Read a TOML file of this package; raises `TableError` where it is not TOML."""
    try:
        return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"{name}: {error}") from error


def role_table(data: Mapping[str, Any]) -> RoleTable:
    """Make the table of roles; raises `TableError` for a word in two places or a hint about an unknown spelling."""
    keys = {key: entry for key, entry in data.items() if isinstance(entry, dict)}
    spellings: dict[str, Role] = {}
    for key, entry in keys.items():
        _check_entry(key, entry)
        for text in entry["spellings"]:
            if text in spellings:
                raise TableError(f"roles.toml: {text!r} stands under {spellings[text].key!r} and under {key!r}")
            spellings[text] = _role(text, key, entry)
    stray = set(data["crew"]) - keys.keys()
    if stray:
        raise TableError(f"roles.toml: crew names {', '.join(sorted(stray))}, which are no keys")
    return RoleTable(
        spellings=spellings,
        english={key: entry["english"] for key, entry in keys.items()},
        words={key: entry["word"] for key, entry in keys.items()},
        modifiers=_longest_first(data["modifiers"]),
        endings=tuple(data["endings"]),
        crew=frozenset(data["crew"]),
    )


def _check_entry(key: str, entry: Mapping[str, Any]) -> None:
    missing = {"english", "word", "spellings"} - entry.keys()
    if missing:
        raise TableError(f"roles.toml: [{key}] lacks {', '.join(sorted(missing))}")
    for hint in ("picture", "filmed", "after", "everyday"):
        stray = set(entry.get(hint, ())) - set(entry["spellings"])
        if stray:
            raise TableError(
                f"roles.toml: [{key}] {hint} names {', '.join(sorted(stray))}, which are no spellings of it"
            )
    if entry["word"] not in entry["spellings"]:
        raise TableError(f"roles.toml: [{key}] word {entry['word']!r} is no spelling of it")


def _role(text: str, key: str, entry: Mapping[str, Any]) -> Role:
    return Role(
        text=text,
        key=key,
        kind=entry.get("kind"),
        picture=text in entry.get("picture", ()),
        filmed=text in entry.get("filmed", ()),
        after=text in entry.get("after", ()),
        everyday=text in entry.get("everyday", ()),
    )


def surname_table(data: Mapping[str, Any]) -> Surnames:
    """Make the table of surnames; raises `TableError` for a surname that is listed twice."""
    common, rare = "".join(data["common"].split()), "".join(data["rare"].split())
    _check_once("surnames.toml", [*common, *rare, *data["scarce"], *data["compound"]])
    compound_rank = 150  # together they are about as frequent as the surname of this rank
    syllables = "|".join(_longest_first(data["syllables"]))
    return Surnames(
        rank={char: rank for rank, char in enumerate(common)} | dict.fromkeys(data["compound"], compound_rank),
        known=frozenset(common + rare),
        telling=_known("telling", "".join(data["telling"].split()), rare),
        given=frozenset(data["given"]),
        scarce=frozenset(data["scarce"]),
        compound=frozenset(data["compound"]),
        syllables=re.compile(rf"(?:{syllables})\w{{1,4}}|\w{{1,2}}(?:{syllables})|(?:{syllables})+"),
        innocent=re.compile("|".join(_longest_first([*data["syllables"], *data["innocent"]]))),
        verbs=re.compile("|".join(data["verbs"])),
        unlikely=frozenset(data["unlikely"]),
        never=frozenset(data["never"]),
        seldom=frozenset(data["seldom"]),
        words=_by_first(data["words"]),
        openings=tuple(data["openings"]),
    )


def organisation_table(data: Mapping[str, Any]) -> Organisations:
    """Make the table of newsrooms and other organisations; raises `TableError` for a newsroom listed twice."""
    _check_once("organisations.toml", data["newsrooms"])
    return Organisations(
        newsrooms=frozenset(data["newsrooms"]),
        bodies=frozenset(data["bodies"]),
        newsroom_endings=tuple(data["newsroom_endings"]),
        endings=tuple(data["endings"]),
        sure_endings=tuple(data["sure_endings"]),
        harmless=re.compile("|".join(data["harmless"])),
        verbs=re.compile("|".join(data["verbs"])),
        openings=re.compile("|".join(data["openings"])),
        never_persons=frozenset(data["never_persons"]),
        offices=tuple(data["offices"]),
        places=frozenset(data["places"]),
    )


def label_table(data: Mapping[str, Any], roles: RoleTable) -> Mapping[str, str]:
    """Map each word of `labels.toml` to its list; raises `TableError` where one is also a role."""
    labels = {word: name for name in ("source", "time", "never") for word in data[name]}
    clash = labels.keys() & roles.spellings.keys()
    if clash:
        raise TableError(f"labels.toml: {', '.join(sorted(clash))} are roles in roles.toml")
    return labels


def _check_once(name: str, words: Iterable[str]) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise TableError(f"{name}: {word!r} is listed twice")
        seen.add(word)


def _known(name: str, chars: str, surnames: str) -> frozenset[str]:
    stray = set(chars) - set(surnames)
    if stray:
        raise TableError(f"surnames.toml: {name} has {', '.join(sorted(stray))}, which rare lacks")
    return frozenset(chars)


def _by_first(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for word in words:
        groups[word[0]] = (*groups.get(word[0], ()), word)
    return groups


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


ROLES: Final = role_table(read_table("roles.toml"))
LABELS: Final = label_table(read_table("labels.toml"), ROLES)
NOBODY: Final = frozenset(read_table("labels.toml")["nobody"])
ASIDES: Final = frozenset(read_table("labels.toml")["asides"])
STRANGERS: Final = frozenset(read_table("labels.toml")["strangers"])
SURNAMES: Final = surname_table(read_table("surnames.toml"))
ORGANISATIONS: Final = organisation_table(read_table("organisations.toml"))
