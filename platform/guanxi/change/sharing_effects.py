"""What new rules of sharing cost those who read, and whether the unit that a rule names is there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guanxi.access.columns import CoreTable, alive, rows_of
from guanxi.access.facts import shared_formulas
from guanxi.access.principal import UNIT_KINDS
from guanxi.catalog import SharingRule
from guanxi.change.effect import Effect
from guanxi.sqltree import InList, Param

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Index, ObjectType, Sharing, UniqueKey
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation
    from guanxi.storage.connection import Connection

__all__ = ["rules_without_index", "sharing_effects"]


def sharing_effects(at: "Situation", difference: "Difference") -> Iterator[Effect]:
    """Yield an effect for each rule that a difference brings or rewrites, where no index or no unit answers to it."""
    if difference.kind != "sharing" or difference.action == "remove":
        return
    named = sorted(set(_units(difference.path, difference.after)))
    for code in sorted(set(named) - _known_units(at.old, at.connection, named)) if named else ():
        yield Effect("unit_not_there", {"code": code})
    path = difference.path
    if path and (path[0] != "rules" or path[2:] not in {(), ("where",)}):
        return
    for sharing, rule in rules_without_index(at.new):
        if rule.name == path[1] if path else sharing.object == (difference.after or {}).get("object"):
            yield Effect("rule_without_index", {"rule": rule.name, "object": sharing.object})


def rules_without_index(catalog: "Catalog") -> "Iterator[tuple[Sharing, SharingRule]]":
    """Yield the rules of sharing whose formula begins at no index: their readers' lists read the whole table."""
    for sharing in catalog.sharing.values():
        indexed = _indexed(catalog.object(sharing.object))
        for rule, checked in shared_formulas(catalog, sharing):
            fields = {reference.path[0] for reference in checked.references if not reference.context}
            if isinstance(rule, SharingRule) and not fields & indexed:
                yield sharing, rule


def _units(path: tuple[str, ...], said: Any) -> Iterator[str]:
    """Yield the codes of units that a part of a sharing document names."""
    if path and path[-1] in UNIT_KINDS and isinstance(said, str):
        yield said
    for key, below in said.items() if isinstance(said, dict) else ():
        yield from _units((*path, key), below)
    for below in said if isinstance(said, list) else ():
        yield from _units(path, below)


def _known_units(former: "Catalog", connection: "Connection", codes: list[str]) -> set[str]:
    if former.find("org_unit") is None:
        return set()
    unit = CoreTable(former, "org_unit", "o")
    code = unit.column("code", "text")
    select = rows_of(unit.table, code, where=(InList(code, Param("codes", "list")), alive("o")))
    return {row[0] for row in connection.run_tree(select, {"codes": codes})}


def _indexed(item: "ObjectType") -> frozenset[str]:
    """Return the fields that an index begins with."""
    keys: tuple[Index | UniqueKey, ...] = (*item.indexes, *item.unique_keys)
    return frozenset({"id", "owner", *(key.fields[0].lstrip("-") for key in keys)})
