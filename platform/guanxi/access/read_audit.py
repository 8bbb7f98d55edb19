"""The audit of sensitive reads: noted in memory and written together, since no read may wait for a write (B6)."""

import threading
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from guanxi.access.audit import Entry, audit_row, write_rows

if TYPE_CHECKING:
    import datetime as dt

    from guanxi.access.audit import AuditValues
    from guanxi.access.principal import Principal
    from guanxi.storage.database import Database

__all__ = ["READ_SENSITIVE", "ReadAudit"]

READ_SENSITIVE = "read_sensitive"
MOST_WAITING = 10_000  # beyond it the reader itself writes, so that memory stays bounded and nothing is lost
_AT_ONCE = 1_000


class ReadAudit:
    """The sensitive reads of this process that are not written yet; threads share it."""

    def __init__(self, database: "Database") -> None:
        """Take the database that keeps the trail."""
        self._database = database
        self._waiting: deque[AuditValues] = deque()
        self._writing = threading.Lock()

    def note(self, principal: "Principal", entries: Sequence[Entry], *, now: "dt.datetime") -> None:
        """Keep what somebody has read until it is flushed."""
        self._waiting.extend(audit_row(principal, entry, now=now) for entry in entries)
        if len(self._waiting) > MOST_WAITING:
            self.flush()

    def flush(self) -> int:
        """Write everything that was noted so far; return how many. What fails to be written is kept."""
        written = 0
        with self._writing:
            while batch := [self._waiting[index] for index in range(min(len(self._waiting), _AT_ONCE))]:
                with self._database.write() as transaction:
                    write_rows(transaction, batch)
                for _ in batch:
                    self._waiting.popleft()
                written += len(batch)
        return written
