"""Which fields records fill: asked of the tables, many fields with one statement."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.sqltree import TRUE, Alias, Call, Column, Exists, Select, Table

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.storage.connection import Connection

__all__ = ["own_fields", "present_objects", "unfilled_fields"]

_AT_ONCE = 50  # columns that one statement asks about


def present_objects(catalog: "Catalog") -> "list[ObjectType]":
    """Return the objects that people see, by name."""
    return [item for _, item in sorted(catalog.objects.items()) if item.state != "hidden"]


def own_fields(item: "ObjectType") -> "list[Field]":
    """Return the fields that people see as such, but for those that the platform's own packages bring."""
    return [
        member for member in item.declared
        if not member.internal and member.whole is None and member.state != "hidden" and member.package != "core"
    ]  # fmt: skip


def unfilled_fields(catalog: "Catalog", connection: "Connection") -> dict[str, frozenset[str]]:
    """Return the fields that no living record fills, of objects that have records."""
    return {item.name: frozenset(_unfilled(item, connection)) for item in present_objects(catalog)}


def _unfilled(item: "ObjectType", connection: "Connection") -> Iterator[str]:
    members = [member for member in own_fields(item) if not member.computed and (member.column or member.link_table)]
    for start in range(0, len(members), _AT_ONCE):
        some = members[start : start + _AT_ONCE]
        asked = [Alias("c0", Exists(_living(item)))]
        asked += [Alias(f"c{at}", _filled(item, member)) for at, member in enumerate(some, start=1)]
        (row,) = connection.run_tree(Select(tuple(asked), Table("gx_workspace", "w"), (), TRUE))
        yield from (member.name for member, filled in zip(some, row[1:], strict=True) if row[0] and not filled)


def _living(item: "ObjectType") -> Select:
    alive = Call("is_null", (Column("r", "deleted_at", "datetime"),), "boolean")
    return Select((Alias("one", TRUE),), Table(item.table, "r"), (), alive)


def _filled(item: "ObjectType", member: "Field") -> Exists:
    """Return whether any record has a value; it is looked for until the first one is found."""
    table = member.link_table or item.parts[member.part - 1]
    column = Column("r", "value" if member.link_table else member.column)
    held = Call("is_not_null", (column,), "boolean")
    return Exists(Select((Alias("one", TRUE),), Table(table, "r"), (), held))
