"""An environment of its own for each peer that ours does not declare, made once and kept in the cache folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path


def python_with(*packages: str) -> Path:
    """Return a Python that has these packages."""
    if not packages:
        return Path(sys.executable)
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "gmw_crawler-benchmarks"
    key = hashlib.sha256(repr((sys.version, packages)).encode()).hexdigest()[:12]
    folder = cache / key
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"installing {', '.join(packages)} in {folder}", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        subprocess.run(install, check=True, stdout=sys.stderr)
        (folder / "complete").touch()
    return python
