"""Time and randomness: the only module of the platform that reads a clock or draws a random number."""

import datetime as dt
import os
import secrets
import threading
import time

__all__ = ["IdSource", "monotonic", "new_id", "new_secret", "now", "random_fraction", "truncate"]


def now() -> dt.datetime:
    """Return the present instant in UTC, cut to milliseconds."""
    return truncate(dt.datetime.now(dt.UTC))


def truncate(instant: dt.datetime) -> dt.datetime:
    """Return the instant cut to whole milliseconds, the precision that Guanxi stores."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def monotonic() -> float:
    """Return seconds of a clock that never goes backwards, for measuring durations."""
    return time.monotonic()


def new_secret(octets: int = 32) -> str:
    """Return a URL-safe random text that carries the given number of random octets."""
    return secrets.token_urlsafe(octets)


def random_fraction() -> float:
    """Return a random number from 0 up to 1, for jitter."""
    return secrets.randbelow(1_000_000) / 1_000_000


class IdSource:
    """A source of UUIDv7 texts (RFC 9562) that ascend within one process, even inside one millisecond."""

    def __init__(self) -> None:
        """Start with no identifier given out."""
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self) -> str:
        """Return the next identifier: 36 characters, lower case."""
        return self.many(1)[0]

    def many(self, count: int) -> list[str]:
        """Return that many identifiers in ascending order."""
        millis = time.time_ns() // 1_000_000
        noise = os.urandom(8 * count)
        texts = []
        with self._lock:
            # 48 bits of milliseconds and 12 bits of a counter that carries over into the milliseconds when it is full.
            head = max(millis << 12, self._last + 1)
            self._last = head + count - 1
        for index in range(count):
            high = f"{head + index:015x}"
            low = f"{int.from_bytes(noise[8 * index : 8 * index + 8], 'big') & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63:016x}"
            texts.append(f"{high[:8]}-{high[8:12]}-7{high[12:]}-{low[:4]}-{low[4:]}")
        return texts


new_id = IdSource()
