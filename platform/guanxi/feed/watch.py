"""Watching for new events, notices and catalogs: one look at the database serves all who wait in a process."""

import threading
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from guanxi import clock
from guanxi.errors import TooMany
from guanxi.feed.log import newest_position

if TYPE_CHECKING:
    from guanxi.storage.database import Database

__all__ = ["MOST_OF_ONE", "Watch"]

MOST_OF_ONE = 6  # live connections of one user to one process: a few windows
_LOOK_SECONDS = 0.5
_GIVING_UP_SECONDS = 2.0  # so long a new one waits for those whose windows have gone to notice it
_RETRY_SECONDS = 30
Newest: TypeAlias = tuple[int, int, str | None]
_READING = 2  # so many of those who wait read at a time, since one event wakes them all


class Watch:
    """Knows the newest position of the outbox, revision and notice, half a second old at most, and counts who is
    connected. A notice follows from an event, and is there a moment after it.

    Those who are connected take turns (`turn`) at reading.
    """

    def __init__(self, database: "Database", *, limit: int) -> None:
        """Take the database, and how many may be connected at a time."""
        self._database = database
        self._limit = limit
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._newest: Newest = (0, 0, None)
        self._connected: Counter[str] = Counter()
        self._left = threading.Condition(self._lock)
        self._asked = 0  # how often somebody waited for a place, upon which all that are connected say a word
        self._closing = threading.Event()
        self.turn = threading.Semaphore(_READING)

    def enter(self, user_id: str) -> None:
        """Count a connection of a user; raises TooMany where there are as many as there may be.

        A window that has gone is noticed at the next word to it, so where there is no place, one is said to all.
        """
        with self._left:
            self._asked += not self._has_place(user_id)
            if not self._left.wait_for(lambda: self._has_place(user_id), timeout=_GIVING_UP_SECONDS):
                raise TooMany(retry_after=_RETRY_SECONDS)
            self._connected[user_id] += 1

    def leave(self, user_id: str) -> None:
        """Count a connection no longer."""
        with self._left:
            self._connected[user_id] -= 1
            self._left.notify_all()

    def _has_place(self, user_id: str) -> bool:
        return self._connected[user_id] < MOST_OF_ONE and self._connected.total() < self._limit

    def close(self) -> None:
        """Let nobody wait any longer."""
        self._closing.set()

    @property
    def closed(self) -> bool:
        """Tell whether the process is about to end."""
        return self._closing.is_set()

    def newest(self) -> Newest:
        """Return the newest position, revision and notice, which were looked up just now, by whoever waits."""
        with self._lock:
            if clock.monotonic() - self._looked >= _LOOK_SECONDS:
                with self._database.read() as connection:
                    revision = connection.select("gx_workspace", ("revision",), {"id": 1})[0][0]
                    notices = connection.select("gx_notification", ("id",), {}, order=("id",), descending=True, limit=1)
                    self._newest = (newest_position(connection), revision, notices[0][0] if notices else None)
                self._looked = clock.monotonic()
            return self._newest

    def wait(self, known: Newest, *, seconds: float) -> Newest:
        """Wait until there is something newer than what is known or a word is due, at most so long, and return it."""
        until, asked = clock.monotonic() + seconds, self._asked
        while (newest := self.newest()) == known and asked == self._asked and clock.monotonic() < until:
            if self._closing.wait(_LOOK_SECONDS):
                break
        return newest
