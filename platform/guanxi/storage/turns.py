"""SQLite has one writer: the threads of a process take turns, and brief writes that wait share one commit.

A commit waits for the disk. A brief write that is done while another one waits leaves its transaction open and hands it
on; the other stands in a savepoint of it, and whoever is last commits for all. Nobody answers before that commit.
"""

import threading
from collections import deque
from contextlib import suppress

from guanxi import clock
from guanxi.errors import Busy
from guanxi.storage.sqlite import SqliteConnection

__all__ = ["Shared", "Turns"]

_MOST = 16  # writes of one commit, so that the first does not wait for long
_ON_ITS_WAY = -1  # whose turn it is while nobody's thread has taken up what was handed on


class Shared:
    """An open transaction that is handed on, and the writes that wait for its commit."""

    __slots__ = ("_waiting", "connection", "error", "writes")

    def __init__(self, connection: SqliteConnection) -> None:
        """Begin with the transaction of the first write."""
        self.connection = connection
        self.error: BaseException | None = None
        self.writes = 0
        self._waiting: list[threading.Lock] = []

    def add(self) -> threading.Lock:
        """Count a finished write; the lock that it waits for is free once all is decided."""
        ended = threading.Lock()
        ended.acquire()
        self._waiting.append(ended)
        self.writes += 1
        return ended

    def end(self, error: BaseException | None) -> None:
        """Tell all writes that they are kept, or why they are not."""
        self.error = error
        for ended in self._waiting:
            ended.release()


class _Waiter:
    """A thread that waits for its turn."""

    __slots__ = ("brief", "shared", "woken")

    def __init__(self, *, brief: bool) -> None:
        self.brief = brief
        self.shared: Shared | None = None
        self.woken = threading.Lock()
        self.woken.acquire()


class Turns:
    """Lets one thread of the process write at a time; threads queue here instead of polling the file."""

    def __init__(self, seconds: float) -> None:
        """Take how long a thread waits at most."""
        self._seconds = seconds
        self._changing = threading.Lock()
        self._waiting: deque[_Waiter] = deque()
        self._thread = 0  # whose turn it is

    def enter(self, *, brief: bool) -> Shared | None:
        """Wait for the turn; return the transaction that was handed on, None when there is none to join.

        Raises Busy when it does not come in time, and RuntimeError inside a turn of the same thread.
        """
        me = threading.get_ident()
        with self._changing:
            if self._thread == me:
                raise RuntimeError("a write transaction inside another one of the same thread would wait for itself")
            if not self._thread:
                self._thread = me
                return None
            waiter = _Waiter(brief=brief)
            self._waiting.append(waiter)
        patience_ends = clock.monotonic() + self._seconds
        while True:
            came = waiter.woken.acquire(timeout=max(0.0, patience_ends - clock.monotonic()))
            with self._changing:
                if waiter.shared is not None or not self._thread:
                    self._thread = me
                    self._forget(waiter)
                    return waiter.shared
                if not came:
                    self._forget(waiter)
                    raise Busy(reason="write_lock")
                self._waiting.appendleft(waiter)  # somebody was faster

    def leave(self) -> None:
        """End the turn; whoever waits longest is woken."""
        with self._changing:
            self._thread = 0
            if self._waiting:
                self._waiting.popleft().woken.release()

    def hand_on(self, shared: Shared) -> bool:
        """Give the turn and the open transaction to the next brief write; False when none waits."""
        if shared.writes >= _MOST:
            return False
        with self._changing:
            following = next((one for one in self._waiting if one.brief), None)
            if following is None:
                return False
            self._waiting.remove(following)
            following.shared = shared
            # No longer the giver's: one whose write failed does not wait for the commit, and may write again at once.
            self._thread = _ON_ITS_WAY
            following.woken.release()
        return True

    def _forget(self, waiter: _Waiter) -> None:
        with suppress(ValueError):
            self._waiting.remove(waiter)
