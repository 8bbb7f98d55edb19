"""Running an action on a record: what is asked for is read and checked whole; what it does is one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from guanxi.access.audit import Entry, write_audit
from guanxi.access.pressing import may_press
from guanxi.errors import Invalid, Missing, Problem, Stale
from guanxi.fields import FIELD_TYPES, DefaultFormula, FieldProblem
from guanxi.formula.evaluate import compile_python
from guanxi.formula.formula_type import ERROR, FormulaType
from guanxi.records.acting import Call, act, compiled
from guanxi.records.environment import BatchEnvironment
from guanxi.records.load import connection_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.prepared import readable_object
from guanxi.records.query import get, record
from guanxi.records.transaction import in_transaction, tried

if TYPE_CHECKING:
    from guanxi.catalog import Action, ObjectType
    from guanxi.fields import FieldSpec
    from guanxi.formula.environment import Environment
    from guanxi.workspace.context import Context

__all__ = ["Done", "Order", "actions_for", "is_available", "run_action"]


@dataclass(frozen=True, slots=True)
class Order:
    """What a caller asks of an action: the parameters, the version it has seen, and whether nothing shall stay."""

    parameters: Mapping[str, object] = field(default_factory=dict)
    version: int | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did; `version` is the record's afterwards, None where it left the caller's sight."""

    version: int | None
    created: "tuple[tuple[str, str], ...]" = ()  # object and id
    open: str | None = None
    warnings: tuple[Problem, ...] = ()


def actions_for(context: "Context", item: "ObjectType") -> "tuple[Action, ...]":
    """Return the actions of an object that the principal may run: what they write and point to is within its rights."""
    actions = context.catalog.actions.get(item.name, ())
    return tuple(action for action in actions if may_press(context.rights, context.catalog, action))


def is_available(context: "Context", action: "Action", around: "Environment") -> bool:
    """Tell whether the record that surrounds the action is one on which it may be run now."""
    if action.available_when is None:
        return True
    condition = context.catalog.formulas.condition(action.object, action.available_when, blank_as=action.blank_as)
    return compile_python(condition)(around) is True


def run_action(context: "Context", object_name: str, record_id: str, name: str, order: Order) -> Done:
    """Run an action on a record; raises Missing for an action or record that is not there for the caller."""
    item = readable_object(context, object_name)
    action = next((one for one in actions_for(context, item) if one.name == name), None)
    if action is None:
        raise Missing(kind="action", object=item.name, name=name)

    run = partial(_carry_out, item=item, record_id=record_id, action=action, order=order)
    return tried(context, run) if order.dry_run else in_transaction(context, run)


def _carry_out(context: "Context", *, item: "ObjectType", record_id: str, action: "Action", order: Order) -> Done:
    identity = str(record(context, item.name, record_id=record_id, fields=("id",))["id"])
    plan = plan_of(context, item.name)
    stored = read_rows(connection_of(context), plan, [identity], lock="no key update")[identity]
    if order.version is not None and order.version != stored["version"]:
        raise Stale(object=item.name, id=identity, expected=order.version, stored=stored["version"])
    parameters, problems = _parameters(context, action, order.parameters, stored)
    known = {("$parameter", name): value for name, value in parameters.items()}
    around = BatchEnvironment(context, plan, [], known=known).of_values(stored)  # type: ignore[arg-type]  # domain values
    if not is_available(context, action, around):
        problems.append(Problem(None, "action_unavailable", {"action": action.label.text(context.language)}))
    if problems:
        raise Invalid(problems=problems)
    call = Call(action.name, item.name, (MappingProxyType(stored),), MappingProxyType(parameters))
    act(context, item, action, call, around)
    if call.problems:
        raise Invalid(problems=call.problems)
    told = {"action": action.name, "request_id": context.request_id, "dry_run": order.dry_run}
    entry = Entry("action", item.name, identity, {**told, "created": [list(made) for made in call.created]})
    write_audit(connection_of(context), context.principal, [entry], now=context.now)
    return Done(_version(context, item, identity), tuple(call.created), call.open, tuple(call.warnings))


def _version(context: "Context", item: "ObjectType", identity: str) -> int | None:
    try:
        return get(context, item.name, record_id=identity, fields=("id",))[1]
    except Missing:
        return None


def _parameters(
    context: "Context", action: "Action", given: Mapping[str, object], stored: Mapping[str, object]
) -> tuple[dict[str, object], list[Problem]]:
    """Return the values of all parameters, and everything that is wrong with what was sent."""
    known = {parameter.name for parameter in action.parameters}
    problems = [Problem(name[:100], "unknown_argument") for name in given if name not in known]
    values: dict[str, object] = {}
    for parameter in action.parameters:
        said = given[parameter.name] if parameter.name in given else _default(context, action, parameter, stored)
        try:
            value = FIELD_TYPES[parameter.type].parser(parameter)(said)
        except FieldProblem as problem:
            problems.append(Problem(parameter.name, problem.code, problem.params))
            continue
        if value is None and parameter.required:
            problems.append(Problem(parameter.name, "required"))
        elif value is not None and FIELD_TYPES[parameter.type].reference and not _is_seen(context, parameter, value):
            problems.append(Problem(parameter.name, "reference_not_found"))
        values[parameter.name] = FIELD_TYPES[parameter.type].blank if value is None else value
    return values, problems


def _default(context: "Context", action: "Action", parameter: "FieldSpec", stored: Mapping[str, object]) -> object:
    if not isinstance(parameter.default, DefaultFormula):
        return parameter.default
    plan = plan_of(context, action.object)
    returns = FormulaType(FIELD_TYPES[parameter.type].formula_type(parameter))
    run = compiled(context, action, parameter.default.text, returns)
    value = run(BatchEnvironment(context, plan, []).of_values(dict(stored)))
    return None if value is ERROR else value


def _is_seen(context: "Context", parameter: "FieldSpec", value: object) -> bool:
    try:
        record(context, parameter.to or "user", record_id=str(value), fields=("id",))
    except Missing:
        return False
    return True
