"""Lanes: requests that read SQLite go one by one.

They work all the time, and two threads that both want Python hinder each other more than they gain. So one request at a
time has Python to itself, until it ends, comes to write, or takes long: then it is SQLite that works, and the others go
on beside it on further processors. How many there are at a time at all is how many threads the server has.
"""

import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from guanxi.web.live import LIVE
from guanxi.web.processor import Processor

__all__ = ["Lanes"]

Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Lanes:
    """Wraps an application."""

    def __init__(self, inner: Application, *, patience: float, processor: Processor) -> None:
        """Take the application, for how many seconds each request lets the one before it work alone, and where."""
        self._inner = inner
        self._processor = processor
        self._patience = patience
        self._front: SimpleQueue[None] = SimpleQueue()  # waits without running Python, as a Semaphore does not
        self._front.put(None)
        self._thread = threading.local()

    def __call__(self, environment: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        """Answer a request when it is its turn; a live one, which mostly waits, has none."""
        if environment.get("PATH_INFO") == LIVE:
            return self._inner(environment, start)
        try:
            self._come_forward()
            return self._inner(environment, start)
        finally:
            self.step_aside()

    def step_aside(self) -> None:
        """Let the next request work beside this thread's own, which is about to wait."""
        if getattr(self._thread, "in_front", False):
            self._thread.in_front = False
            self._front.put(None)

    def _come_forward(self) -> None:
        try:
            self._front.get(timeout=self._patience)
        except Empty:  # another one takes long
            self._processor.roam()
            return
        self._processor.stay()
        self._thread.in_front = True
