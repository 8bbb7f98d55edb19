"""What actions name and give, held against the catalog that they would act in."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from guanxi.catalog import EVERY
from guanxi.catalog.formulas import returned_type
from guanxi.catalog.scope import ObjectScope
from guanxi.fields import FIELD_TYPES, DefaultFormula, FieldProblem
from guanxi.formula import check
from guanxi.formula.formula_type import FormulaType
from guanxi.metadata.compile_actions import DOES
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.load import WORKSPACE
from guanxi.text.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.catalog import Action, Catalog, Field, ObjectType
    from guanxi.formula.typed import Checked
    from guanxi.metadata.layers import Item, Merged

__all__ = ["Place", "check_action", "check_rights_to_act", "formulas_of_action", "target_of"]

Place = tuple[str, ...]


def check_action(item: "Item", found: "ObjectType", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what is wrong with an action, its formulas apart."""
    does = [key for key in DOES if key in item.body]
    if len(does) != 1:
        yield item.finding("action_does_one", tuple(does[1:2]), does=", ".join(DOES))
    if "hook" in does and item.package == WORKSPACE:
        yield item.finding("hook_needs_code", ("hook",))
    action = _row_of(item, catalog)
    if action.relation is not None and action.relation not in found.relations:
        fix = nearest(action.relation, found.relations)
        yield item.finding("unknown_relation", ("create", "relation"), fix=fix, name=action.relation)
    target = target_of(action, catalog)
    if target is not None:
        for entry in action.values:
            yield from _assignment(item, _place(action, entry.field), target, entry.field, entry.value)


def check_rights_to_act(merged: "Merged") -> Iterator[Finding]:
    """Yield the actions that roles name and that are not there."""
    known = [item.name for item in merged.of_kind("action")]
    for item in merged.of_kind("role"):
        for name in item.body.get("actions", ()):
            if name != EVERY and name not in known:
                yield item.finding("unknown_action", ("actions",), fix=nearest(name, known), name=name)


def target_of(action: "Action", catalog: "Catalog") -> "ObjectType | None":
    """Return the object whose fields an action gives values, None where there is none."""
    found = catalog.objects.get(action.object)
    if found is None or action.does not in {"update", "create"}:
        return None
    relation = found.relation(action.relation or "")
    return found if action.does == "update" else catalog.objects.get(relation.object) if relation else None


def formulas_of_action(item: "Item", catalog: "Catalog") -> "Iterator[tuple[Place, Callable[[], Checked]]]":
    """Yield the formulas of an action but for its condition: where each stands and what checks it."""
    action = _row_of(item, catalog)
    parameters = {parameter.name: parameter for parameter in action.parameters}
    target = target_of(action, catalog)
    wanted: list[tuple[Place, str, FormulaType]] = [
        (("parameters", name, "default"), spec.default.text, FormulaType(FIELD_TYPES[spec.type].formula_type(spec)))
        for name, spec in parameters.items()
        if isinstance(spec.default, DefaultFormula)
    ]
    for entry in action.values:
        member = target.find(entry.field) if target is not None else None
        if entry.formula is not None and member is not None:
            wanted.append((_place(action, entry.field), entry.formula, returned_type(member)))
    if action.open is not None:
        wanted.append((("open",), action.open, FormulaType.TEXT))
    for place, text, returns in wanted:
        known = {} if place[0] == "parameters" else parameters
        scope = ObjectScope(catalog, action.object, parameters=known)
        yield place, partial(check, text, scope, blank_as=action.blank_as, returns=returns)


def _row_of(item: "Item", catalog: "Catalog") -> "Action":
    return next(row for row in catalog.actions[item.body["object"]] if row.name == item.name)


def _place(action: "Action", field: str) -> Place:
    lists = ("update",) if action.does == "update" else ("create", "values")
    return (*lists, field, "value")


def _assignment(item: "Item", place: Place, target: "ObjectType", name: str, value: object) -> Iterator[Finding]:
    member = target.find(name)
    if member is None or member.internal:
        yield item.finding("unknown_field", (*place[:-1], "field"), fix=nearest(name, target.fields), name=name)
    elif not member.writable or member.kind.parts or member.kind.sealed:
        yield item.finding("field_takes_nothing", (*place[:-1], "field"), name=name)
    elif value is not None:
        yield from _constant(item, place, member, value)


def _constant(item: "Item", place: Place, member: "Field", value: object) -> Iterator[Finding]:
    try:
        member.kind.parser(member)(value)
    except FieldProblem as problem:
        yield item.finding("bad_value", place, detail=message(problem.code, problem.params, language="en"))
