"""A process that has imported Guanxi and forks whenever the tests ask for one: see `processes`, which starts it.

Run as `python -m tests.support.forking SOCKET`. It listens there and ends with its standard input, which whoever
started it holds open.
"""

import gc
import io
import json
import os
import runpy
import selectors
import signal
import socket
import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from guanxi.cli.main import MODULES

from tests.support.forked import LONGEST

__all__ = ["Forker"]

# The application itself is imported by whoever serves: it looks at its surroundings when that happens.
PRELOADED = (
    *(f"guanxi.cli.{name}" for name in MODULES), "guanxi.change.building", "guanxi.web.serve", "tests.change.changes",
    "alembic.command", "apispec", "flask", "flask_admin", "jsonschema", "marshmallow",
)  # fmt: skip


@dataclass
class Forker:
    """Forks for every request and tells the number of each process, and at its end how it ended."""

    listener: socket.socket
    running: dict[int, socket.socket] = field(default_factory=dict)

    def next_task(self) -> dict[str, Any] | None:
        """Serve until nobody is left to ask, which gives None; in a forked process return what it shall run."""
        ours, told = socket.socketpair()
        told.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        with ours, told, selectors.DefaultSelector() as selector:
            for heard in (ours, self.listener, sys.stdin):
                selector.register(heard, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if sys.stdin in ready:
                    return None
                if ours in ready:
                    ours.recv(4096)
                    self._tell_ended()
                task = self._begun() if self.listener in ready else None
                if task is not None:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    return task

    def _begun(self) -> dict[str, Any] | None:
        """Fork and tell the number; in the new process return the task, with its standard streams in place."""
        asking, _ = self.listener.accept()
        text, streams, _, _ = socket.recv_fds(asking, LONGEST, 3)
        if not text:  # who asked is gone
            asking.close()
            return None
        process = os.fork()
        if process:
            for stream in streams:
                os.close(stream)
            self.running[process] = asking
            asking.sendall(str(process).encode())
            return None
        os.setsid()
        for place, stream in enumerate(streams):
            os.dup2(stream, place)
            os.close(stream)
        for opened in (asking, self.listener, *self.running.values()):
            opened.close()
        task: dict[str, Any] = json.loads(text)
        return task

    def _tell_ended(self) -> None:
        while self.running:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            with self.running.pop(process) as asking:
                asking.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def run(task: dict[str, Any]) -> None:
    """Run a module as a program, in the surroundings that were asked for."""
    os.environ.clear()
    os.environ.update(task["environment"])
    os.chdir(task["folder"])
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(open(place, mode, closefd=False), encoding="utf-8", line_buffering=place == 2)  # noqa: SIM115
        for place, mode in enumerate(("rb", "wb", "wb"))
    )
    sys.argv[1:] = task["arguments"]
    runpy.run_module(task["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    for name in PRELOADED:
        import_module(name)
    gc.collect()
    gc.freeze()  # what is here already is not looked at again by every process, whose memory it shares
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(f"{sys.argv[1]}-unheard")
        listening.listen(32)
        Path(f"{sys.argv[1]}-unheard").rename(sys.argv[1])  # who finds it is heard
        wanted = Forker(listening).next_task()
    if wanted is not None:
        run(wanted)
