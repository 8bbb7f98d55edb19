"""What a difference does to data: rows touched, values that would not fit, what is hidden, what is built afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guanxi.sqltree import Alias, Call, Column, Param, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.change.difference import Difference
    from guanxi.metadata.catalog import Catalog, Field, ObjectType
    from guanxi.storage.connection import Connection

__all__ = ["Effect", "effects_of"]

_DECLARED = 2  # a path such as ('fields', 'amount') names an entry


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence for data: a stable code with the values of its words; destructive when something goes out of sight."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    destructive: bool = False


def effects_of(
    difference: "Difference", old: "Catalog", new: "Catalog", connection: "Connection"
) -> tuple[Effect, ...]:
    """Return the consequences of one difference, counted in the database as it is now."""
    if difference.kind != "object":
        return _picklist_effects(difference, old, connection) if difference.kind == "picklist" else ()
    known, wanted = old.objects.get(difference.name), new.objects.get(difference.name)
    if not difference.path:
        return _object_effects(difference, known, connection)
    if difference.path[0] == "fields" and len(difference.path) >= _DECLARED:
        name = difference.path[1]
        if len(difference.path) == _DECLARED and difference.action == "add" and wanted is not None:
            return _field_added(known, wanted.fields[name], connection)
        if len(difference.path) == _DECLARED and difference.action == "remove" and known is not None:
            return _field_removed(known, known.fields[name], connection)
        if wanted is not None and known is not None and name in wanted.fields:
            return _property_changed(difference, known, wanted.fields[name], connection)
    if difference.path[0] in {"unique_keys", "indexes"} and difference.action == "add" and known is not None:
        return (Effect("builds", {"object": known.name, "rows": _count(known, connection)}),)
    return ()


def _object_effects(
    difference: "Difference", known: "ObjectType | None", connection: "Connection"
) -> tuple[Effect, ...]:
    if difference.action == "add":
        return (Effect("makes_table", {"object": difference.name}),)
    rows = 0 if known is None else _count(known, connection)
    return (Effect("hides_object", {"object": difference.name, "rows": rows}, destructive=rows > 0),)


def _field_added(known: "ObjectType | None", member: "Field", connection: "Connection") -> tuple[Effect, ...]:
    if known is None:
        return ()
    rows = _count(known, connection)
    effects = [] if member.kind.virtual else [Effect("adds_column", {"object": known.name, "field": member.name})]
    if rows and (member.over is not None or member.stored):
        effects.append(Effect("computes_rows", {"field": member.name, "rows": rows}))
    if rows and member.required:
        effects.append(Effect("leaves_blank", {"field": member.name, "rows": rows}))
    if rows and (member.unique or member.indexed or member.kind.reference):
        effects.append(Effect("builds", {"object": known.name, "rows": rows}))
    return tuple(effects)


def _field_removed(known: "ObjectType", member: "Field", connection: "Connection") -> tuple[Effect, ...]:
    filled = _count(known, connection, member) if member.columns else 0
    return (Effect("hides_field", {"field": member.name, "rows": filled}, destructive=filled > 0),)


def _property_changed(
    difference: "Difference", known: "ObjectType", member: "Field", connection: "Connection"
) -> tuple[Effect, ...]:
    key = difference.path[2]
    if key == "required" and member.required and member.columns:
        blank = _count(known, connection) - _count(known, connection, member)
        return (Effect("leaves_blank", {"field": member.name, "rows": blank}),) if blank else ()
    if key in {"unique", "indexed", "searchable", "sort"} and difference.action != "remove":
        return (Effect("builds", {"object": known.name, "rows": _count(known, connection)}),)
    if member.over is not None and key in {"function", "of", "filter", "over", "order_by"}:
        return (Effect("computes_rows", {"field": member.name, "rows": _count(known, connection)}),)
    if member.stored and key == "formula":
        return (Effect("computes_rows", {"field": member.name, "rows": _count(known, connection)}),)
    return ()


def _picklist_effects(difference: "Difference", old: "Catalog", connection: "Connection") -> tuple[Effect, ...]:
    """Count the records that hold a value which is taken away; they keep it, as values never change (decision B3)."""
    if difference.action != "remove" or difference.path[:1] != ("values",):
        return ()
    value, rows = difference.path[1], 0
    for found in old.objects.values():
        for member in found.declared:
            if member.picklist == difference.name and member.column:
                rows += _count(found, connection, member, value)
    return (Effect("keeps_value", {"value": value, "rows": rows}, destructive=rows > 0),)


def _count(
    found: "ObjectType", connection: "Connection", member: "Field | None" = None, value: str | None = None
) -> int:
    """Return how many living records there are, with a field that is filled, or filled with that value."""
    part = found.table if member is None else found.parts[member.part - 1]
    filled = Call("is_not_null", (Column("r", member.column),)) if member is not None and value is None else None
    equal = None
    if member is not None and value is not None:
        equal = Call("=", (Column("r", member.column, "text"), Param("value", "text")))
    living = Call("is_null", (Column("r", "deleted_at", "datetime"),)) if part == found.table else None
    where = all_of(*(condition for condition in (filled, equal, living) if condition is not None))
    tree = Select((Alias("rows", Call("count_rows", ())),), Table(part, "r"), where=where)
    return int(connection.run_tree(tree, {"value": value} if value is not None else {})[0][0])
