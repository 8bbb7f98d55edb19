"""What callers have spent, in memory that all processes of one server share (decision 0015)."""

import fcntl
import hashlib
import mmap
import os
import struct
import tempfile
import threading
import weakref
from pathlib import Path

__all__ = ["Tally"]

_SLOTS = 8  # callers of one bucket
_BUCKET = struct.Struct("Qd" * _SLOTS)  # of each caller the key, and the instant when all it asked for is done
_BUCKETS = 8_192


class Tally:
    """Keeps one instant of each caller; made before the processes are forked, which then share it.

    The bucket of a caller is locked while it is changed. The lock belongs to the process: one that is killed gives it
    back. Where more callers than a bucket has places ask at the same time, the one who has spent least is forgotten.
    """

    def __init__(self, buckets: int = _BUCKETS) -> None:
        """Take how many buckets there are; the memory of those that nobody uses is never given out."""
        self._buckets, size = buckets, buckets * _BUCKET.size
        self._file = _nameless()
        weakref.finalize(self, os.close, self._file)
        os.truncate(self._file, size)
        self._memory = mmap.mmap(self._file, size)
        self._lock = threading.Lock()  # the lock of the file parts processes, not threads

    def spend(self, caller: str, *, now: float, cost: float, most: float) -> float:
        """Add a cost in seconds to what a caller has to wait for, unless that would be more than `most` seconds.

        Returns by how much it would be more, 0 where the cost was added.
        """
        key = int.from_bytes(hashlib.blake2b(caller.encode(), digest_size=8).digest(), "little") or 1
        start = key % self._buckets * _BUCKET.size
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _BUCKET.size, start)
            try:
                return self._spend(start, key, now=now, cost=cost, most=most)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _BUCKET.size, start)

    def _spend(self, start: int, key: int, *, now: float, cost: float, most: float) -> float:
        cells = _BUCKET.unpack_from(self._memory, start)
        keys, instants = cells[::2], cells[1::2]
        slot = keys.index(key) if key in keys else instants.index(min(instants))
        done = (max(instants[slot], now) if keys[slot] == key else now) + cost
        ahead = done - now - most
        if ahead > 1e-6:  # what adding up sixtieths leaves is no request
            return ahead
        struct.pack_into("Qd", self._memory, start + 16 * slot, key, done)
        return 0.0


def _nameless() -> int:
    """Open a file that no other program finds: in memory where the system has such."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("guanxi-tally")
    file, name = tempfile.mkstemp()
    Path(name).unlink()
    return file
