"""What every command of ours shares: options checked, one clear line for an error, and an exit status.

It stands beside `commands/` and not in it, because Scrapy takes every command class of a module there for a command.
"""

from __future__ import annotations

import io
import sys
from abc import abstractmethod
from difflib import get_close_matches
from traceback import format_exception
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.settings import SETTINGS_PRIORITIES, default_settings

from gmw_crawler.errors import ArgumentsError, GmwError, StoreAddressError, StoreBusyError
from gmw_crawler.settings import GMW_NAMES
from gmw_crawler.storage import open_store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from scrapy.settings import BaseSettings, Settings

    from gmw_crawler.storage import Store

STATUSES: Final[tuple[tuple[type[GmwError], int], ...]] = (
    (StoreBusyError, 75),  # EX_TEMPFAIL of sysexits.h: try again later
    (StoreAddressError, 2),
    (ArgumentsError, 2),
    (GmwError, 1),
)
"""Exit status by kind of error; the first that fits counts."""

_FRACTIONS: Final = frozenset(("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "DNS_TIMEOUT"))
"""Scrapy's settings whose default is a whole number, and whose value need not be one."""


def exit_status(error: GmwError) -> int:
    """Return the exit status that an error ends a command with.

    >>> exit_status(StoreBusyError("held"))
    75
    """
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def add_traceback(parser: argparse.ArgumentParser) -> None:
    """Add the option that shows where an error came from."""
    parser.add_argument("--traceback", action="store_true", help="show where an error came from")


def tell_error(command: str, error: GmwError, opts: argparse.Namespace) -> int:
    """Say on stderr what went wrong, in one line or with where it came from, and return the exit status."""
    if opts.traceback:
        sys.stderr.write("".join(format_exception(error)))
    else:
        sys.stderr.write(f"{command}: {error}\n")
    return exit_status(error)


class GmwCommand(ScrapyCommand):
    """A command that works on the store; subclasses write `work`."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's global options and `--traceback`."""
        super().add_options(parser)
        add_traceback(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the work; an error of ours becomes one line on stderr and the exit status."""
        speak_every_language()
        try:
            refuse_unknown_options(args)
            refuse_unknown_settings(self.known_settings)
            self.work(args, opts)
        except GmwError as error:
            self.exitcode = tell_error(self.name, error, opts)
        except BrokenPipeError:
            # The reader (`| head`) has seen enough. Python would complain again when it flushes stdout at exit.
            sys.stdout = None
            self.exitcode = 1

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for; raises GmwError."""

    @property
    def name(self) -> str:
        """The word after `scrapy` on the command line."""
        return type(self).__module__.rpartition(".")[2]

    @property
    def known_settings(self) -> Settings:
        """The settings, which Scrapy gives a command before it calls it."""
        if self.settings is None:
            raise ArgumentsError("the command was not started by Scrapy")
        return self.settings

    def open_store(self, *, create: bool = False) -> Store:
        """Open the store that GMW_STORE names; without `create` a missing one is an error."""
        settings = self.known_settings
        return open_store(settings["GMW_STORE"], keep_pages=settings["GMW_KEEP_PAGES"], create=create)

    def say(self, line: str = "") -> None:
        """Write one line to stdout."""
        sys.stdout.write(f"{line}\n")


def speak_every_language() -> None:
    """Let stdout take every character, whatever the locale: to a program or a file as UTF-8, else as an escape."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="backslashreplace")


def refuse_unknown_options(args: list[str]) -> None:
    """Raise ArgumentsError for an option that no one knows: Scrapy hands it on as an argument."""
    for argument in args:
        if argument.startswith("-") and argument != "-":
            raise ArgumentsError(f"unknown option {argument}; `-h` lists the known ones")


def refuse_unknown_settings(settings: BaseSettings) -> None:
    """Raise ArgumentsError for a setting of ours, given with `-s`, that there is not; it would be without effect."""
    for name in _given(settings):
        if name.startswith("GMW_") and name not in GMW_NAMES:
            near = get_close_matches(name, GMW_NAMES, n=3) or sorted(GMW_NAMES)
            raise ArgumentsError(f"unknown setting {name}; near it: {', '.join(near)}")


def refuse_values_of_another_kind(settings: BaseSettings) -> None:
    """Raise ArgumentsError for a setting of Scrapy's, given with `-s`, that is no number or switch where it must be."""
    readers: dict[type, tuple[Callable[[str], object], str]] = {
        bool: (settings.getbool, "True or False"),
        int: (settings.getint, "a whole number"),
        float: (settings.getfloat, "a number"),
    }
    for name in _given(settings):
        default = getattr(default_settings, name, None)
        kind = float if name in _FRACTIONS else type(default)
        if kind in readers:
            read, expected = readers[kind]
            try:
                read(name)
            except ValueError as error:
                raise ArgumentsError(f"{name}={settings[name]!r}: expected {expected}") from error


def _given(settings: BaseSettings) -> list[str]:
    return [name for name in settings if settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]]
