"""The browser's processes, by pid and start time, so that what a killed run leaves can be ended, and only that.

A pid alone may be another program's by then. Pid, start time (both of /proc) and boot name one process for ever.
Where there is no /proc nothing is recorded; Playwright ends its browsers itself in all but the worst cases.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

PATIENCE: Final = 3.0
"""Seconds that a killed process has to be gone."""

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_OPTION: Final = "--user-data-dir="
_PROFILE: Final = "playwright_"
"""How the names of the folders begin that Playwright makes for browsers, and removes when they end well."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process, for ever: no later one has its pid and its start time."""

    pid: int
    started: int
    """Clock ticks after boot."""

    @classmethod
    def of(cls, pid: int) -> Process | None:
        """Return the process that has a pid now, None if there is none, or only its remains."""
        found = _stat(pid)
        return None if found is None or found[0] == "Z" else cls(pid, int(found[19]))

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return Process.of(self.pid) == self

    def parent(self) -> Process | None:
        """Return its parent."""
        found = _stat(self.pid)
        return None if found is None else Process.of(int(found[1]))

    def profile(self) -> Path | None:
        """Return the folder that Playwright made for it to keep its things in, if it is a browser with one."""
        try:
            words = Path(f"/proc/{self.pid}/cmdline").read_text("utf-8", errors="surrogateescape").split("\0")
        except OSError:
            return None
        named = (Path(word.removeprefix(_OPTION)) for word in words if word.startswith(_OPTION))
        return next((path for path in named if path.name.startswith(_PROFILE)), None)

    def kill(self) -> None:
        """End it and, where it leads a group of processes, the group."""
        if not self.is_alive():
            return
        try:
            if os.getpgid(self.pid) == self.pid:
                os.killpg(self.pid, signal.SIGKILL)
            else:
                os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:  # it ended by itself in between
            return


def _stat(pid: int) -> list[str] | None:
    """Return the fields of /proc/PID/stat after the name, from the state on."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()


class Ledger:
    """The browsers of this process, written down where the next run finds them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._owner = Process.of(os.getpid())
        self._processes: set[Process] = set()
        self._profiles: dict[Process, Path] = {}

    def add(self, processes: Iterable[Process]) -> None:
        """Write down processes that must not outlive this one."""
        added = set(processes)
        self._processes |= added
        self._profiles |= {process: path for process in added if (path := process.profile())}
        self._save()

    def end(self, processes: Iterable[Process]) -> int:
        """Kill those that still run, remove what they kept, strike all, and return how many had to be killed."""
        ended = set(processes)
        killed = end_all(ended)
        remove(self._profiles.pop(process) for process in ended & set(self._profiles))
        self._processes -= ended
        self._save()
        return killed

    def _save(self) -> None:
        if self._owner is None:
            return
        path = self._folder / f"{self._owner.pid}-{self._owner.started}.json"
        if not self._processes:
            path.unlink(missing_ok=True)
            return
        aside = path.with_suffix(".part")
        aside.write_bytes(orjson.dumps(self._entry(self._owner)))
        aside.rename(path)

    def _entry(self, owner: Process) -> dict[str, Any]:
        return {
            "boot": _boot(),
            "owner": asdict(owner),
            "browsers": [asdict(process) for process in self._processes],
            "profiles": [str(path) for path in self._profiles.values()],
        }


def _boot() -> str:
    return _BOOT.read_text("ascii").strip() if _BOOT.exists() else ""


def default_folder() -> Path | None:
    """Return the folder of this user's records, made if need be; None if another user has taken its name."""
    folder = Path(tempfile.gettempdir()) / f"gmw_crawler-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    is_ours = folder.is_dir() and not folder.is_symlink() and facts.st_uid == os.getuid() and not facts.st_mode & 0o022
    return folder if is_ours else None


def end_leftovers(folder: Path) -> int:
    """End what dead runs of this user have left running, remove what it kept, and return how many processes it was."""
    killed = 0
    for path in folder.glob("*.json"):
        try:
            entry = orjson.loads(path.read_bytes())
            owner = Process(**entry["owner"])
            left = [Process(**fields) for fields in entry["browsers"]]
        except FileNotFoundError:  # its owner has just ended well
            continue
        except (orjson.JSONDecodeError, KeyError, TypeError):  # a machine that lost its power in mid-write
            path.unlink(missing_ok=True)
            continue
        if entry.get("boot") == _boot():
            if owner.is_alive():
                continue
            killed += end_all(left)
        remove(map(Path, entry.get("profiles", ())))
        path.unlink(missing_ok=True)
    return killed


def remove(profiles: Iterable[Path]) -> None:
    """Remove what ended browsers kept; what is gone already, or cannot be removed, is left."""
    for path in profiles:
        shutil.rmtree(path, ignore_errors=True)


def end_all(processes: Iterable[Process]) -> int:
    """Kill the processes that still run, wait for their end, and return how many they were."""
    alive = [process for process in processes if process.is_alive()]
    for process in alive:
        process.kill()
    until = time.monotonic() + PATIENCE
    while any(process.is_alive() for process in alive) and time.monotonic() < until:
        time.sleep(0.02)
    return len(alive)
