"""What the database remembers of an item whatever its documents become: ids, physical names, former names."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = [
    "COPY",
    "LEFT",
    "Alias",
    "ItemRow",
    "ItemState",
]

COPY = "copy"
"""The kind of the columns that a field of the same name will have once its values stand in them as another type."""
LEFT = "{}"
"""The entry of hidden columns that a field has left for another type: it may come back to them."""

ItemState = Literal["ready", "building", "failed", "hidden"]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What the database remembers of an item for ever: its id and physical name (decision A1); read from gx_item.

    Kinds: object, field (object = id of its object), unique_key, index, copy; further kinds have an id for history
    alone.
    """

    id: str
    kind: str
    package: str
    object: str | None  # name of the object a field, unique key or index belongs to
    name: str
    physical: str | None
    part: int = 1  # storage part of the object's tables, counted from 1 (decision A14)
    state: ItemState = "ready"
    shape: str | None = None  # of a field: what its columns hold, which says whether a later field may take them over
    entry: str | None = None  # of columns that a change of type fills: the field they are for, as JSON; see COPY
    recodes: tuple[tuple[str, str], ...] = ()  # of a field: names that records may still hold, each with that of now

    def stored(self) -> dict[str, Any]:
        """Return the row of gx_item; which names records may still hold follows from the builds that wait."""
        return {key: value for key, value in asdict(self).items() if key != "recodes"}


@dataclass(frozen=True, slots=True)
class Alias:
    """An old name that still answers after a rename (decision A6)."""

    kind: str
    object: str | None
    old: str
    new: str
