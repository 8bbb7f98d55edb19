"""Choices that a record type or a controlling field narrows: records whose values are outside from now on."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from guanxi.change.effect import Effect
from guanxi.change.holding import held_beside, held_value, held_values
from guanxi.change.kept_values import places
from guanxi.sqltree import Expr, Not, all_of, any_of

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.change.difference import Difference
    from guanxi.change.holding import Condition
    from guanxi.change.situation import Situation

__all__ = ["narrowed_choices"]

_TYPE = "record_type"
_SUBSET = 4  # ('record_types', 'large', 'values', 'stage') names the values of a field


def narrowed_choices(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield how many records hold values that go no longer with their type or with what controls them."""
    path, both = told.path, at.both(told)
    if told.action == "remove":  # what is not narrowed takes any value
        return
    if told.kind == "picklist" and path[:1] == ("values",) and path[2:] == ("goes_with",):
        yield from _of_picklist(at, told)
    elif both is not None and path[0] == "record_types" and path[2:3] == ("values",) and len(path) >= _SUBSET:
        if path[_SUBSET:] in {(), ("values",)}:
            yield from _of_type(at, *both, path[1], path[3])
    elif both is not None and path[0] == "fields" and path[2:] == ("controlled_by",):
        known, wanted = both
        member, after = known.fields.get(path[1]), wanted.fields[path[1]]
        picklist = at.new.picklists.get(after.picklist or "")
        if member is not None and picklist is not None:
            said = {value.name: value.goes_with for value in picklist.values if value.goes_with is not None}
            yield from _of_control(at, known, member, after, said)


def _of_type(at: "Situation", known: "ObjectType", wanted: "ObjectType", name: str, field: str) -> Iterator[Effect]:
    kind, member = known.fields.get(_TYPE), known.fields.get(field)
    allowed = next((one.values[field] for one in wanted.record_types if one.name == name), ())
    before = next((one.values.get(field) for one in known.record_types if one.name == name), None)
    if kind is None or member is None or (before is not None and set(before) <= set(allowed)):
        return
    of_type, outside = held_value(known, kind, name, slot="type"), held_beside(known, member, allowed)
    condition = (all_of(of_type[0], outside[0]), {**of_type[1], **outside[1]})
    rows = at.counts.where(known, condition)
    if rows:
        params = {"type": name, "field": field, "rows": rows}
        yield Effect("outside_type", params, examples=at.examples.where(known, condition, member))


def _of_picklist(at: "Situation", told: "Difference") -> Iterator[Effect]:
    wanted = frozenset(told.after)
    if told.before is not None and wanted >= frozenset(told.before):
        return
    for known, member in places(at.old, told.name):
        after = at.new.objects[known.name].fields.get(member.name) if known.name in at.new.objects else None
        if after is not None and after.picklist == told.name:
            yield from _of_control(at, known, member, after, {told.path[1]: wanted})


def _of_control(
    at: "Situation", known: "ObjectType", member: "Field", after: "Field", said: Mapping[str, frozenset[str]]
) -> Iterator[Effect]:
    """Yield how many records hold one of these values beside none of those of the controlling field that it needs."""
    control = known.fields.get(after.controlled_by or "")
    if control is None or not said or not control.columns or not (member.columns or member.link_table):
        return
    condition = _broken(known, member, control, said)
    rows = at.counts.where(known, condition)
    if rows:
        params = {"field": member.name, "control": control.name, "rows": rows}
        yield Effect("outside_control", params, examples=at.examples.where(known, condition, member))


def _broken(
    known: "ObjectType", member: "Field", control: "Field", said: Mapping[str, frozenset[str]]
) -> "Condition":  # fmt: skip
    cases: list[Expr] = []
    given: dict[str, object] = {}
    for index, (value, wanted) in enumerate(said.items()):
        holds = held_value(known, member, value, slot=f"value{index}")
        goes = held_values(known, control, wanted, slot=f"wanted{index}")
        cases.append(all_of(holds[0], Not(goes[0])))
        given |= {**holds[1], **goes[1]}
    return any_of(*cases), given
