"""Lanes: so many requests are worked on at a time, and live connections, which mostly wait, stand beside them."""

from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Any, TypeAlias

from guanxi.web.front import API

__all__ = ["LIVE", "Lanes"]

LIVE = f"{API}/events"
Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Lanes:
    """Wraps an application whose server has a thread for each lane and for each live connection."""

    def __init__(self, inner: Application, lanes: int) -> None:
        """Take the application and how many requests it works on at a time."""
        self._inner = inner
        self._free: SimpleQueue[int] = SimpleQueue()  # waits without running Python, as threading.Semaphore does not
        for lane in range(lanes):
            self._free.put(lane)

    def __call__(self, environment: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        """Answer a request when a lane is free."""
        if environment.get("PATH_INFO") == LIVE:
            return self._inner(environment, start)
        lane = self._free.get()
        try:
            return self._inner(environment, start)
        finally:
            self._free.put(lane)
