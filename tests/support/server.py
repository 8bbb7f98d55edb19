"""A running server for tests: `guanxi serve` as its own process, on a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from tests.support.forked import Forked
from tests.support.processes import start

__all__ = ["UNPACED", "environment_of", "free_port", "guanxi", "served"]

COMMAND = [sys.executable, "-m", "guanxi.cli"]
UNPACED = {"GUANXI_REQUESTS_PER_MINUTE": "0"}
"""The settings of a server that is asked more often than anybody may."""


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment_of(url: str, settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a Guanxi process on this database, free of settings of the surroundings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GUANXI_")}
    return {**inherited, "GUANXI_DATABASE_URL": url, **(settings or {})}


def guanxi(url: str, *arguments: str, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a process of its own, whatever its exit code."""
    with Path(os.devnull).open("rb") as nothing, TemporaryFile() as output, TemporaryFile() as errors:
        streams = (nothing.fileno(), output.fileno(), errors.fileno())
        code = start("guanxi.cli", arguments, environment_of(url, settings), streams).wait()
        for said in (output, errors):
            said.seek(0)
        return subprocess.CompletedProcess(arguments, code, output.read().decode(), errors.read().decode())


@contextmanager
def served(url: str, log: Path, *arguments: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve the database and yield the address of the server once it is ready."""
    port = free_port()
    words = ("serve", "--host", "127.0.0.1", "--port", str(port), *arguments)
    with Path(os.devnull).open("rb") as nothing, log.open("ab") as output:
        streams = (nothing.fileno(), output.fileno(), output.fileno())
        process = start("guanxi.cli", words, environment_of(url, settings), streams)
    try:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)  # workers that do not end are killed long before
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def _wait(base: str, process: Forked, log: Path) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"guanxi serve did not become ready:\n{log.read_text(errors='replace')[-4000:]}")
