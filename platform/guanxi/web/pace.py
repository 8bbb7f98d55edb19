"""How often one caller may ask: so many requests a minute, where a minute's worth may come at once."""

import math

from guanxi import clock
from guanxi.errors import TooMany
from guanxi.web.tally import Tally

__all__ = ["Pace"]

_MINUTE = 60.0


class Pace:
    """Counts the requests of each caller; what is kept of a caller is one instant (decisions B6 and 0015).

    That instant is when all that was asked would be done at an even pace. It may lie a minute ahead, no further.
    """

    def __init__(self, limit: int, tally: Tally) -> None:
        """Take how many requests a minute are answered, 0 for any number, and where they are counted."""
        self._limit = limit
        self._tally = tally

    def spend(self, caller: str) -> None:
        """Count a request; raises TooMany with the seconds after which the next one is answered."""
        if self._limit == 0:
            return
        ahead = self._tally.spend(caller, now=clock.monotonic(), cost=_MINUTE / self._limit, most=_MINUTE)
        if ahead:
            raise TooMany(retry_after=math.ceil(ahead), limit=self._limit)
