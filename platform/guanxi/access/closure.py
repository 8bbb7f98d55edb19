"""The tree of units, kept flat: every unit with all its ancestors, itself included at depth 0 (decision A8)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from guanxi.access.columns import CoreTable, alive, number, rows_of, uuid
from guanxi.sqltree import Alias, Delete, InList, Insert, Param, RowColumn, Rows, Select, Table

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.storage.connection import Connection

__all__ = ["ancestors", "refresh_closure"]

_CLOSURE = Table("gx_unit_closure", "c")
_ROWS = Rows(
    "rows",
    (RowColumn("ancestor", "uuid"), RowColumn("descendant", "uuid"), RowColumn("depth", "integer")),
    "r",
)
_STORED = rows_of(
    _CLOSURE,
    uuid("c", "ancestor"),
    uuid("c", "descendant"),
    number("c", "depth"),
    where=(InList(uuid("c", "descendant"), Param("units", "uuid")),),
)
_REMOVE = Delete(_CLOSURE, InList(uuid("c", "descendant"), Param("units", "uuid")))
_ADD = Insert(
    "gx_unit_closure",
    ("ancestor", "descendant", "depth"),
    Select(
        (
            Alias("ancestor", uuid("r", "ancestor")),
            Alias("descendant", uuid("r", "descendant")),
            Alias("depth", number("r", "depth")),
        ),
        _ROWS,
    ),
)


def refresh_closure(transaction: "Connection", catalog: "Catalog", units: Collection[str]) -> set[str]:
    """Bring the closure of the changed units and of all below them up to date; return the units whose ancestors moved.

    The field `parent` is acyclic: what is written here has no circles.
    """
    table = CoreTable(catalog, "org_unit", "o")
    read = rows_of(table.table, table.id, table.column("parent", "uuid"), where=(alive("o"),))
    parents: dict[str, str | None] = dict(transaction.run_tree(read))
    touched = _below(parents, units)
    wanted = {unit: tuple(ancestors(unit, parents)) for unit in touched if unit in parents}
    stored: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for ancestor, descendant, depth in transaction.run_tree(_STORED, {"units": sorted(touched)}):
        stored[descendant].add((ancestor, depth))
    moved = {
        unit
        for unit in touched
        if stored.get(unit, set()) != {(name, i) for i, name in enumerate(wanted.get(unit, ()))}
    }
    if moved:
        rows = [[name, unit, i] for unit in sorted(moved) for i, name in enumerate(wanted.get(unit, ()))]
        transaction.change_tree(_REMOVE, {"units": sorted(moved)})
        transaction.change_tree(_ADD, {"rows": rows})
    return moved


def ancestors(unit: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the unit and its ancestors, nearest first; a parent that is absent counts as none."""
    chain: list[str] = []
    current: str | None = unit
    while current is not None and current in parents and current not in chain:
        chain.append(current)
        current = parents[current]
    return chain


def _below(parents: Mapping[str, str | None], units: Collection[str]) -> set[str]:
    children: dict[str, list[str]] = defaultdict(list)
    for unit, parent in parents.items():
        if parent is not None:
            children[parent].append(unit)
    found, waiting = set(units), list(units)
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found
