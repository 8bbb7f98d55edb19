"""Processes of Guanxi that start at once: forks of one that has imported everything, as what is tested is not Python.

They run as a fresh interpreter would: in a session of their own, with the arguments and the environment that are given.
"""

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.support import forked
from tests.support.forked import Forked
from tests.support.session import shared_folder

__all__ = ["executable", "start"]

_ROOT = Path(__file__).resolve().parents[2]


def start(module: str, arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]) -> Forked:
    """Start a module as a program in the present folder, with these as its standard input, output and errors."""
    return Forked(_forker(), module, arguments, environment, streams)


def executable(module: str, path: Path) -> Path:
    """Write an executable file that runs a module in a process of this kind."""
    program = f'exec "{sys.executable}" -IS "{forked.__file__}" "{_forker()}" {module} "$@"'
    path.write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@cache
def _forker() -> str:
    """Return the socket of this process's own forking process, which is started on first use and ends with it."""
    place = shared_folder() / f"forker-{os.getpid()}"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.forking", str(place)], cwd=_ROOT, stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{_ROOT / 'platform'}:{_ROOT}"},
    )  # fmt: skip
    atexit.register(process.communicate)  # which closes its input
    while not place.exists():
        if process.poll() is not None:
            raise RuntimeError("The process that forks did not start.")
        time.sleep(0.01)
    return str(place)
