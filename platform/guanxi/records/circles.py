"""Trees of records: in a field with `acyclic` no record stands below itself, however long the way round is.

Rows are judged once they are written, so that all moves of a batch are seen together. From then until they are
committed no other save may judge the same tree: two moves could else close a circle between them.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from guanxi.records.batch import Batch, Row
from guanxi.records.columns import HAS_IDS, ID, KINDS, equal
from guanxi.records.load import connection_of
from guanxi.sqltree import Alias, Column, Join, Param, Recursive, Select, Table

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType

__all__ = ["closes_circle", "moves_in_trees"]

_ITEM = Table("gx_item", "i")
_TURN = Select(
    (Alias("id", Column("i", "id", "uuid")),),
    _ITEM,
    where=equal(Column("i", "id", "uuid"), Param("field", "uuid")),
    lock="no key update",
)


def moves_in_trees(batch: Batch) -> bool:
    """Tell whether a row of the batch gets another place in a tree."""
    return any(_moved(batch, field) for field in batch.plan.trees)


def closes_circle(batch: Batch) -> bool:
    """Refuse the written rows that stand below themselves, and tell whether there are any."""
    found = False
    for field in batch.plan.trees:
        moved = _moved(batch, field)
        if not moved:
            continue
        connection = connection_of(batch.context)
        connection.run_tree(_TURN, {"field": field.id})
        above: dict[str, str] = dict(connection.run_tree(_ways_up(batch.plan.object, field), {"ids": sorted(moved)}))
        for identity in below_themselves(moved, above):
            found = True
            batch.refuse(moved[identity], field.name, "below_itself")
    return found


def below_themselves(records: Iterable[str], above: Mapping[str, str]) -> list[str]:
    """Return those of the records to which the way up comes back; each record is passed once."""
    done: set[str] = set()
    circling: set[str] = set()
    for record in records:
        way: dict[str, None] = {}
        current: str | None = record
        while current is not None and current not in done and current not in way:
            way[current] = None
            current = above.get(current)
        if current in way:
            passed = list(way)
            circling.update(passed[passed.index(str(current)) :])
        done.update(way)
    return [record for record in records if record in circling]


def _moved(batch: Batch, field: "Field") -> dict[str, Row]:
    """Return the rows that get another record above them; nothing stands below one that is new."""
    return {row.id: row for row in batch.kept if field.name in row.delta and row.values[field.name] is not None}


def _ways_up(item: "ObjectType", field: "Field") -> Select:
    """Return all ways up from some records, each step once, those in the bin included: they may come back."""
    table, above = item.parts[field.part - 1], Column("t", field.column, KINDS[field.columns[0].kind])
    step = (Alias("id", ID), Alias("above", above))
    first = Select(step, Table(table, "t"), where=HAS_IDS)
    reached = equal(ID, Column("w", "above", "uuid"))
    following = Select(step, Table("ways", "w"), (Join(Table(table, "t"), reached, inner=True),))
    shown = (Alias("id", Column("s", "id", "uuid")), Alias("above", Column("s", "above", "uuid")))
    return Select(shown, Recursive("ways", first, following, "s"))
