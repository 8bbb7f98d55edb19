"""A bounded pool of connections: the one used last is lent first, as its statements are prepared."""

import threading
from collections.abc import Callable
from contextlib import suppress

from guanxi import clock
from guanxi.errors import Busy
from guanxi.storage.connection import Connection

__all__ = ["Pool"]


class Pool:
    """Opens at most `size` connections; a thread that finds none waits up to `seconds`."""

    def __init__(self, open_one: Callable[[], Connection], size: int, *, seconds: float) -> None:
        """Take how a connection is opened; none is yet."""
        self._open_one = open_one
        self._size = size
        self._seconds = seconds
        self.idle: list[Connection] = []
        self._changed = threading.Condition()
        self._opened = 0
        self._waiting = 0
        self._closed = False

    def take(self) -> Connection:
        """Lend a connection, which `give` must bring back."""
        while True:
            try:
                connection = self.idle.pop()  # atomic, so the common case needs no lock
            except IndexError:
                return self._wait_or_open()
            if connection.usable():
                return connection
            self._drop(connection)

    def give(self, connection: Connection) -> None:
        """Bring a connection back."""
        if connection.broken or self._closed:
            self._drop(connection)
            return
        self.idle.append(connection)
        if self._waiting:
            with self._changed:
                self._changed.notify()

    def close(self) -> None:
        """Close what is idle; what is lent is closed when it comes back."""
        self._closed = True
        while self.idle:
            self._drop(self.idle.pop())

    def _wait_or_open(self) -> Connection:
        with self._changed:
            found = self._wait_for_one()
            if found is not None:
                return found
            self._opened += 1
        try:
            return self._open_one()
        except BaseException:
            self._forget_one()
            raise

    def _wait_for_one(self) -> Connection | None:
        """Return a connection that came back, or None when one more may be opened."""
        patience_ends = clock.monotonic() + self._seconds
        self._waiting += 1  # before looking: whoever gives one back from now on will notify
        try:
            while True:
                if self._closed:
                    raise Busy(reason="shutting_down")
                with suppress(IndexError):  # a thread that needs no lock may be faster
                    return self.idle.pop()
                if self._opened < self._size:
                    return None
                if not self._changed.wait(patience_ends - clock.monotonic()):
                    raise Busy(reason="no_free_connection")
        finally:
            self._waiting -= 1

    def _drop(self, connection: Connection) -> None:
        connection.close()
        self._forget_one()

    def _forget_one(self) -> None:
        with self._changed:
            self._opened -= 1
            self._changed.notify()
