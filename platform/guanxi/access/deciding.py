"""Which fields of a record decide, by their own values, who sees it: what a save keeps of them tells who lost sight."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.access.facts import shared_formulas

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.formula.typed import Checked

__all__ = ["deciding_fields"]


def deciding_fields(catalog: "Catalog", item: "ObjectType") -> tuple[str, ...]:
    """Return the fields with a column beside the id that ownership, parents, rules and restrictions ask about."""
    names = {master.name for master in item.masters} | ({"owner"} if item.owned else set())
    if item.inherits is not None:
        names.update(part.name for part in item.pointer(item.inherits))
    sharing = catalog.sharing.get(item.name)
    for _, checked in shared_formulas(catalog, sharing) if sharing is not None else ():
        names.update(_named(catalog, item, checked))
    return tuple(name for name in sorted(names) if item.fields[name].column and item.fields[name].part == 1)


def _named(catalog: "Catalog", item: "ObjectType", checked: "Checked") -> Iterator[str]:
    """Yield the record's own fields that a formula reads; a field that is computed on reading stands for its own."""
    for reference in checked.references:
        head = reference.path[0].partition(":")[0]
        member = None if reference.context else item.find(head)
        if member is None:
            continue
        if member.formula is not None and not member.stored:
            yield from _named(catalog, item, catalog.formulas.field(item.name, member.name))
        elif member.kind.parts:
            yield from (part.name for _, part in item.parts_of(member))
        else:
            yield member.name
