"""Who waits for a change, told by the class of its strongest lock (decision A3)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from guanxi.change.effect import Effect
    from guanxi.fields.spec import Dialect

__all__ = ["LOCKS", "Lock", "lock_of"]

Lock: TypeAlias = Literal["none", "rows", "moment", "writers"]

LOCKS: tuple[Lock, ...] = ("none", "rows", "moment", "writers")
"""Nobody waits; a thousand records at a time; the table for a moment; writers until it is done."""
_BY_EFFECT: Mapping[str, Mapping[str, Lock]] = MappingProxyType(
    {
        "adds_column": {"sqlite": "moment", "postgresql": "moment"},
        "retype_copies": {"sqlite": "moment", "postgresql": "moment"},
        "purges": {"sqlite": "writers", "postgresql": "moment"},
        "blocks_writers": {"sqlite": "writers", "postgresql": "writers"},
        "computes_rows": {"sqlite": "rows", "postgresql": "rows"},
        "recodes_rows": {"sqlite": "rows", "postgresql": "rows"},
    }
)


def lock_of(effects: "Iterable[Effect]", dialect: "Dialect") -> Lock:
    """Return the strongest lock that the consequences of a change take."""
    taken = (_BY_EFFECT[effect.code][dialect] for effect in effects if effect.code in _BY_EFFECT)
    return max(taken, key=LOCKS.index, default="none")
