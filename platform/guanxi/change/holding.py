"""Conditions on records by what a field of theirs holds, wherever it is stored."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from guanxi.sqltree import TRUE, Alias, Call, Column, Exists, Expr, InList, Not, Param, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType

__all__ = ["LIVING", "RECORD", "Condition", "held", "held_beside", "held_value", "held_values"]

RECORD = Column("r", "id", "uuid")
LIVING = Call("is_null", (Column("r", "deleted_at", "datetime"),), "boolean")

Condition = tuple[Expr, dict[str, object]]
"""What is asked of a record under the alias r, with the values of its slots."""


def held(found: "ObjectType", member: "Field", test: Callable[[Column], Expr] | None = None) -> Expr:
    """Return whether a record has a value in a field, one that passes a test where there is one."""
    table = member.link_table or found.parts[member.part - 1]
    alias = "r" if table == found.table else "v"
    column = Column(alias, "value" if member.link_table else member.column, "any" if test is None else "text")
    filled = Call("is_not_null", (column,), "boolean")
    asked = filled if test is None else all_of(filled, test(column))
    if alias == "r":
        return asked
    owner = Column(alias, "record_id" if member.link_table else "id", "uuid")
    same = Call("=", (owner, RECORD), "boolean")
    return Exists(Select((Alias("one", TRUE),), Table(table, alias), where=all_of(same, asked)))


def held_value(found: "ObjectType", member: "Field", value: str, *, slot: str = "value") -> Condition:
    """Return whether a record holds one value of a picklist field."""
    return held(found, member, lambda cell: Call("=", (cell, Param(slot, "text")), "boolean")), {slot: value}


def held_values(found: "ObjectType", member: "Field", values: Iterable[str], *, slot: str = "values") -> Condition:
    """Return whether a record holds one of some values of a picklist field."""
    return held(found, member, lambda cell: InList(cell, Param(slot, "list"))), {slot: sorted(values)}


def held_beside(found: "ObjectType", member: "Field", values: Iterable[str], *, slot: str = "others") -> Condition:
    """Return whether a record holds a value of a picklist field that is none of these."""
    return held(found, member, lambda cell: Not(InList(cell, Param(slot, "list")))), {slot: sorted(values)}
