"""Processes forked by `forking`, as seen from where they are asked for; uses the standard library alone.

Run as a program, `forked.py SOCKET MODULE WORD...` is such a process itself, for scripts that want an executable.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["LONGEST", "Forked"]

LONGEST = 1 << 18
"""The most bytes that a request may have."""


class Forked:
    """A module that runs as a program in a forked process; the names are those of `subprocess.Popen`."""

    def __init__(
        self, place: str, module: str, arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]
    ) -> None:
        """Start it in the present folder, with these as its standard input, output and errors."""
        task = {"module": module, "arguments": list(arguments), "environment": dict(environment)}
        self._told = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._told.connect(place)
        socket.send_fds(self._told, [json.dumps({**task, "folder": str(Path.cwd())}).encode()], streams)
        self.pid = int(self._told.recv(64))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how the process ended, None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return how the process ended, once it has; raises subprocess.TimeoutExpired when that takes longer."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], timeout)[0]:
            self.returncode = int(self._told.recv(64))
            self._told.close()
        return self.returncode


if __name__ == "__main__":
    raise SystemExit(Forked(sys.argv[1], sys.argv[2], sys.argv[3:], os.environ, (0, 1, 2)).wait())
