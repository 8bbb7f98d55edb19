"""Values and objects pointed to that were renamed, in SQL: by their names of now, also where no build has come by yet.

What policy and filters say names a value as it is called now. Until the build has written that into the records, those
that hold the former name mean the same, and must be hidden and found as the others.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from guanxi.access.columns import equal
from guanxi.sqltree import Case, Expr, Param

if TYPE_CHECKING:
    from guanxi.catalog import Field

__all__ = ["is_behind", "names_of", "present", "present_values"]


def is_behind(member: "Field") -> bool:
    """Tell whether records may still hold former names of the field's values."""
    return bool(member.recodes)


def present(member: "Field", value: Expr) -> Expr:
    """Return a stored value of a field that is behind, by its name of now; its slots are those of `present_values`."""
    slots = [(Param(old, "text"), Param(new, "text")) for old, new in _slots(member)]
    return Case(tuple((equal(value, old), new) for old, new in slots), value)


def present_values(member: "Field") -> Mapping[str, object]:
    """Return the values of the slots of `present`."""
    pairs = zip(_slots(member), member.recodes, strict=True)
    return {slot: name for slots, names in pairs for slot, name in zip(slots, names, strict=True)}


def names_of(member: "Field", name: str) -> tuple[str, ...]:
    """Return the names under which records may hold a value that is called so now."""
    return (name, *(old for old, new in member.recodes if new == name))


def _slots(member: "Field") -> list[tuple[str, str]]:
    place = f"renamed.{member.object}.{member.name}"
    return [(f"{place}.{number}.former", f"{place}.{number}.now") for number in range(len(member.recodes))]
