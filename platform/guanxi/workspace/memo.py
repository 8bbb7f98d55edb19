"""What is worked out once per catalog and kept as long as the catalog lives: write plans, printed queries, readers."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

__all__ = ["Memo"]

Made = TypeVar("Made")


class Memo:
    """A bounded, thread-safe store of derived values; the least recently used one leaves first.

    One memo belongs to one catalog, so nothing in it can outlive a revision.
    """

    def __init__(self, limit: int = 2_000) -> None:
        """Start empty; at most `limit` values are kept."""
        self._limit = limit
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, object] = OrderedDict()

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the value kept under the key, making it first where there is none.

        Two threads may make the same value at once; both results are equal, one is kept.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast("Made", self._values[key])
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._limit:
                self._values.popitem(last=False)
        return made

    def __len__(self) -> int:
        """Return how many values are kept."""
        return len(self._values)
