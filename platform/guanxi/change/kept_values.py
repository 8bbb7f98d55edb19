"""Values that records keep although their picklist offers them no longer, as values never change (decision B3)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.change.effect import Effect
from guanxi.change.holding import held_beside

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation

__all__ = ["holders", "kept_values", "places"]

_ENTRY = 2  # a path such as ('values', 'low') names an entry
_TYPE = "record_type"


def kept_values(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield how many records hold what a difference takes from the choices of a field."""
    path, both = told.path, at.both(told)
    if told.kind == "picklist" and path[:1] == ("values",):
        yield from _of_picklist(at, told)
    elif both is not None and path[0] == "record_types":
        yield from _of_record_type(at, told, both[0])
    elif both is not None and path[0] == "fields" and path[2:] == ("values",):
        yield from _of_field(at, *both, path[1])


def places(catalog: "Catalog", picklist: str) -> "Iterator[tuple[ObjectType, Field]]":
    """Yield the fields that hold values of a picklist."""
    for found in catalog.objects.values():
        for member in found.declared:
            if member.picklist == picklist and (member.columns or member.link_table):
                yield found, member


def holders(at: "Situation", picklist: str, value: str) -> int:
    """Return how many records hold a value of a picklist, counted per field."""
    return sum(at.counts.of(found, member, value) for found, member in _filled(at, picklist))


def _filled(at: "Situation", picklist: str) -> "Iterator[tuple[ObjectType, Field]]":
    return ((found, member) for found, member in places(at.old, picklist) if at.counts.of(found))


def _of_picklist(at: "Situation", told: "Difference") -> Iterator[Effect]:
    gone = told.action == "remove" and len(told.path) == _ENTRY
    rests = told.path[2:] == ("active",) and told.after is False
    if not (gone or rests):
        return
    value = told.path[1]
    rows = holders(at, told.name, value)
    holding = [place for place in _filled(at, told.name) if at.counts.of(*place, value)]
    shown = at.examples.holding(holding[0][0], [holding[0][1]], value) if holding else ()
    params = {"value": value, "rows": rows}
    if gone:
        yield Effect("keeps_value", params, destructive=rows > 0, examples=shown)
    elif rows:
        yield Effect("value_rests", params, examples=shown)


def _of_record_type(at: "Situation", told: "Difference", known: "ObjectType") -> Iterator[Effect]:
    gone = told.action == "remove" and len(told.path) == _ENTRY
    rests = told.path[2:] == ("active",) and told.after is False
    member, name = known.fields.get(_TYPE), told.path[1]
    if member is None or not (gone or rests) or not at.counts.of(known):
        return
    rows = at.counts.of(known, member, name)
    if rows:
        params, shown = {"type": name, "rows": rows}, at.examples.holding(known, [member], name)
        yield Effect("keeps_type" if gone else "type_rests", params, destructive=gone, examples=shown)


def _of_field(at: "Situation", known: "ObjectType", wanted: "ObjectType", name: str) -> Iterator[Effect]:
    """Yield how many records hold values of a field that the list which it gets instead does not have."""
    before, after = known.fields.get(name), wanted.fields.get(name)
    if before is None or after is None or after.picklist is None or before.picklist is None:
        return
    if not (before.columns or before.link_table) or set(before.values) <= set(after.values):
        return
    condition = held_beside(known, before, after.values)
    rows = at.counts.where(known, condition)
    if rows:
        params = {"field": name, "picklist": after.picklist, "rows": rows}
        shown = at.examples.where(known, condition, before)
        yield Effect("keeps_values_beside", params, destructive=True, examples=shown)
