"""A throw-away PostgreSQL of the system's package, on 127.0.0.1, for tests and benchmarks.

`from postgres import postgres_cluster` in a conftest gives the fixture; `running_cluster()` is for commands.
A machine without PostgreSQL gets it from its package manager, or the tests fail: they never skip.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cluster:
    """One server with its files in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = _unprivileged_user()
        if self.user is not None:
            shutil.chown(folder, self.user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def create(self) -> None:
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "gmw", "-A", "trust", "-E", "UTF8", "--no-sync", "-N")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=50"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-o", options, "-w", "start")

    def stop(self) -> None:
        """Stop at once, as a power cut would."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def new_database(self) -> str:
        """Return the address of a fresh database."""
        name = f"gmw_{uuid4().hex[:12]}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql://gmw@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(_binaries() / program), *arguments]
        if self.user is not None:
            command = ["runuser", "-u", self.user, "--", *command]
        # to a file: a server that inherits a pipe keeps it open for ever
        with tempfile.TemporaryFile() as output:
            status = subprocess.run(command, cwd="/", stdout=output, stderr=subprocess.STDOUT, check=False).returncode
            output.seek(0)
            assert status == 0, f"{' '.join(command)}: {output.read().decode(errors='replace')}"


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _binaries() -> Path:
    found = _find_binaries()
    if found is None:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "postgresql"]):
            subprocess.run(["apt-get", *words], check=True, env=environment, stdout=subprocess.DEVNULL)
        found = _find_binaries()
    assert found is not None, "these tests need PostgreSQL: install the system's package `postgresql`"
    return found


def _find_binaries() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    # not in pytest's own folder: the server's user may not enter it
    folder = Path(tempfile.mkdtemp(prefix="gmw-postgres-"))
    cluster = Cluster(folder)
    try:
        cluster.create()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    with running_cluster() as cluster:
        yield cluster
