"""How often one caller may ask: so many requests a minute, where a minute's worth may come at once."""

import math
import threading

from guanxi import clock
from guanxi.errors import TooMany

__all__ = ["Pace"]

_MINUTE = 60.0


class Pace:
    """Counts the requests of each caller to one process; what is kept of a caller is one instant (decision B6).

    That instant is when all that was asked would be done at an even pace. It may lie a minute ahead, no further.
    """

    def __init__(self, limit: int) -> None:
        """Take how many requests a minute are answered; 0 for any number."""
        self._limit = limit
        self._done: dict[str, float] = {}
        self._lock = threading.Lock()
        self._swept = clock.monotonic()

    def spend(self, caller: str) -> None:
        """Count a request; raises TooMany with the seconds after which the next one is answered."""
        if self._limit == 0:
            return
        now = clock.monotonic()
        with self._lock:
            done = max(self._done.get(caller, now), now) + _MINUTE / self._limit
            ahead = done - now - _MINUTE
            if ahead > 1e-6:  # what adding up sixtieths leaves is no request
                raise TooMany(retry_after=math.ceil(ahead), limit=self._limit)
            self._done[caller] = done
            if now - self._swept > _MINUTE:
                self._sweep(now)

    def _sweep(self, now: float) -> None:
        """Forget who has its whole minute again."""
        self._done = {caller: done for caller, done in self._done.items() if done > now}
        self._swept = now
