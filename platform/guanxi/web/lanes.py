"""Lanes: so many requests are worked on at a time, and live connections, which mostly wait, stand beside them.

What reads SQLite works all the time, and two threads that both want Python hinder each other more than they gain. So
one request at a time has Python to itself, until it ends, comes to write, or takes long.
"""

import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from guanxi.web.front import API

__all__ = ["LIVE", "Lanes"]

LIVE = f"{API}/events"
Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Lanes:
    """Wraps an application whose server has a thread for each lane and for each live connection."""

    def __init__(self, inner: Application, lanes: int, *, patience: float | None = None) -> None:
        """Take the application, how many requests it works on at a time, and for how many seconds each lets the one
        before it work alone; None where they work side by side at once."""
        self._inner = inner
        self._free: SimpleQueue[int] = SimpleQueue()  # waits without running Python, as threading.Semaphore does not
        for lane in range(lanes):
            self._free.put(lane)
        self._patience = patience
        self._front: SimpleQueue[None] = SimpleQueue()
        self._front.put(None)
        self._thread = threading.local()

    def __call__(self, environment: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        """Answer a request when a lane is free."""
        if environment.get("PATH_INFO") == LIVE:
            return self._inner(environment, start)
        lane = self._free.get()
        try:
            if self._patience is not None:
                self._come_forward(self._patience)
            return self._inner(environment, start)
        finally:
            self.step_aside()
            self._free.put(lane)

    def step_aside(self) -> None:
        """Let the next request work beside this thread's own, which is about to wait."""
        if getattr(self._thread, "in_front", False):
            self._thread.in_front = False
            self._front.put(None)

    def _come_forward(self, patience: float) -> None:
        try:
            self._front.get(timeout=patience)
        except Empty:
            return  # another one takes long
        self._thread.in_front = True
