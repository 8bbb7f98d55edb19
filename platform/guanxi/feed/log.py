"""What was committed, record by record: events that have their place in the order, and those that wait for one."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.sqltree import Alias, Call, Expr, Order, Param, Select, Table, integer
from guanxi.storage.tables import system_column

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = ["SCANNED", "UNPLACED", "Change", "changes_after", "is_kept", "newest_position", "unplaced_changes"]

SCANNED = 2_000  # records looked at for one answer, seen or not
UNPLACED = 2**62
"""The position of events that have none yet: behind all others."""
_STEP = 200
_COLUMNS = ("id", "position", "at", "revision", "object", "kind", "payload")


@dataclass(frozen=True, slots=True)
class Change:
    """One record of one event; `index` is its place in the event."""

    event: str
    position: int
    index: int
    at: dt.datetime
    revision: int
    object: str
    kind: str
    record: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Return the record's id."""
        return str(self.record["id"])

    @property
    def place(self) -> tuple[int, int]:
        """Return where the change stands among all."""
        return self.position, self.index


def changes_after(connection: "Connection", place: tuple[int, int]) -> list[Change]:
    """Return the changes after a place, which may be within a large event: one more than one answer looks at."""
    found: list[Change] = []
    position, index = place
    last = position - (index >= 0)
    while len(found) <= SCANNED:
        ids = [str(row[0]) for row in connection.run_tree(_AFTER, {"after": last})]
        for change in _records(connection, ids):
            last = change.position
            if change.place > place:
                found.append(change)
        if len(ids) < _STEP:
            break
    return found[: SCANNED + 1]


def is_kept(connection: "Connection", place: tuple[int, int]) -> bool:
    """Tell whether all events after a place are still there; those of long ago are removed."""
    position, index = place
    rows = connection.run_tree(_OLDEST)
    return not rows or int(rows[0][0]) <= position + (index < 0)


def unplaced_changes(connection: "Connection", *, most: int) -> list[Change]:
    """Return the changes of events that are committed and have no place yet, at most those of so many events."""
    ids = [str(row[0]) for row in connection.run_tree(_UNPLACED, {"most": most})]
    return list(_records(connection, ids))


def newest_position(connection: "Connection") -> int:
    """Return the position of the newest event that has one, 0 where there is none."""
    rows = connection.run_tree(_NEWEST)
    return int(rows[0][0]) if rows else 0


def _records(connection: "Connection", ids: Sequence[str]) -> Iterator[Change]:
    rows = connection.select("gx_outbox", _COLUMNS, {"id": list(ids)}, order=("position", "id")) if ids else []
    for event, position, at, revision, name, kind, payload in rows:
        place = UNPLACED if position is None else int(position)
        for index, record in enumerate(payload["records"]):
            yield Change(str(event), place, index, at, int(revision), name, kind, record)


_POSITION = system_column("gx_outbox", "position", "o")
_ID = system_column("gx_outbox", "id", "o")


def _select(chosen: Alias, where: Expr, order: Order, limit: "Param | int") -> Select:
    most = integer(limit) if isinstance(limit, int) else limit
    return Select((chosen,), Table("gx_outbox", "o"), where=where, order=(order,), limit=most)


_PLACED = Call("is_not_null", (_POSITION,), "boolean")
_AFTER = _select(
    Alias("id", _ID), Call(">", (_POSITION, Param("after", "integer")), "boolean"), Order(_POSITION, blank=False), _STEP
)
_UNPLACED = _select(
    Alias("id", _ID), Call("is_null", (_POSITION,), "boolean"), Order(_ID, blank=False), Param("most", "integer")
)
_OLDEST = _select(Alias("position", _POSITION), _PLACED, Order(_POSITION, blank=False), 1)
_NEWEST = _select(Alias("position", _POSITION), _PLACED, Order(_POSITION, True, blank=False), 1)
