"""What actions do: give fields values, make a related record, open an address, call the package's code."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from guanxi.catalog.formulas import returned_type
from guanxi.catalog.scope import ObjectScope
from guanxi.errors import GuanxiError, Invalid, Problem
from guanxi.formula import check
from guanxi.formula.evaluate import compile_python
from guanxi.formula.formula_type import ERROR, FormulaType
from guanxi.records.save import save

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from guanxi.catalog import Action, ObjectType
    from guanxi.records.batch import Outcome
    from guanxi.records.environment import RecordEnvironment
    from guanxi.workspace.context import Context

__all__ = ["Call", "act", "compiled"]

_WEB = ("http://", "https://")
_Values: TypeAlias = "Mapping[str, object]"  # within Call, `object` is its own


@dataclass(slots=True)
class Call:
    """One run of an action; see `guanxi.hooks.Call` for what plugins may do with it."""

    action: str
    object: str
    records: "Sequence[_Values]"
    parameters: _Values
    created: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    open: str | None = None

    def refuse(self, parameter: str | None, code: str, params: "_Values | None" = None) -> None:
        """Refuse the call for a reason; nothing of it stays."""
        self.problems.append(Problem(parameter, code, params or {}))

    def save(self, context: "Context", object_name: str, values: _Values, *, operation: str) -> str:
        """Save one record and return its id; what is made and what rules warn of is told to the caller."""
        outcome = save(context, object_name, [values], operation=operation)  # type: ignore[arg-type]  # checked there
        self.note(object_name, outcome)
        return str(outcome.results[0].id)

    def note(self, object_name: str, outcome: "Outcome") -> None:
        """Tell of what a save made and of what it warns."""
        made = [(object_name, str(result.id)) for result in outcome.results if result.status == "created"]
        self.created += made
        self.warnings += (replace(warning, row=None) for warning in outcome.warnings)


def act(context: "Context", item: "ObjectType", action: "Action", call: Call, around: "RecordEnvironment") -> None:
    """Do what an action stands for, on the record that `around` is."""
    _DOES[action.does](context, item, action, call, around)


def compiled(
    context: "Context", action: "Action", text: str, returns: FormulaType
) -> "Callable[[RecordEnvironment], object]":
    """Return a formula of an action, which may name its parameters, ready to run."""

    def make() -> "Callable[[RecordEnvironment], object]":
        parameters = {parameter.name: parameter for parameter in action.parameters}
        scope = ObjectScope(context.catalog, action.object, parameters=parameters)
        return compile_python(check(text, scope, blank_as=action.blank_as, returns=returns))

    return context.memo(("action", action.name, text, returns), make)


def _values(
    context: "Context", action: "Action", target: "ObjectType", around: "RecordEnvironment"
) -> dict[str, object]:
    values: dict[str, object] = {}
    problems = []
    for entry in action.values:
        values[entry.field] = entry.value
        if entry.formula is not None:
            value = compiled(context, action, entry.formula, returned_type(target.field(entry.field)))(around)
            if value is ERROR:
                problems.append(Problem(entry.field, "default_error"))
            values[entry.field] = value
    if problems:
        raise Invalid(problems=problems)
    return values


def _update(context: "Context", item: "ObjectType", action: "Action", call: Call, around: "RecordEnvironment") -> None:
    values = _values(context, action, item, around)
    row = {**values, "id": call.records[0]["id"]}
    _saved(action, call, item.name, partial(save, context, item.name, [row], operation="update"))


def _create(context: "Context", item: "ObjectType", action: "Action", call: Call, around: "RecordEnvironment") -> None:
    relation = item.relations[action.relation or ""]
    values = _values(context, action, context.catalog.object(relation.object), around)
    identity, links = call.records[0]["id"], context.catalog.object(relation.object).field(relation.field).kind.links
    row = {relation.field: [identity] if links else identity, **values}
    _saved(action, call, relation.object, partial(save, context, relation.object, [row], operation="create"))


def _saved(action: "Action", call: Call, object_name: str, run: "Callable[[], Outcome]") -> None:
    """Save, and tell problems where the caller can mend them: at the parameter that a value was taken from."""
    taken = {
        entry.field: entry.formula.removeprefix("$parameter.")
        for entry in action.values
        if entry.formula is not None and entry.formula.startswith("$parameter.")
    }
    names = {parameter.name for parameter in action.parameters}
    try:
        call.note(object_name, run())
    except Invalid as error:
        problems = []
        for problem in error.problems:
            place = taken.get(problem.field or "")
            elsewhere = None if action.does == "create" else problem.field
            problems.append(replace(problem, field=place if place in names else elsewhere, row=None))
        raise Invalid(problems=problems) from error


def _open(context: "Context", item: "ObjectType", action: "Action", call: Call, around: "RecordEnvironment") -> None:
    del item
    address = compiled(context, action, action.open or "", FormulaType.TEXT)(around)
    if not isinstance(address, str) or not address.startswith(_WEB) or not address.isprintable():
        call.refuse(None, "not_url", {"value": str(address)[:100]})
    else:
        call.open = address.replace(" ", "%20")


def _hook(context: "Context", item: "ObjectType", action: "Action", call: Call, around: "RecordEnvironment") -> None:
    """Let the package of the action do it."""
    del item, around
    callers = context.workspace.plugins.callers("run_action", frozenset({action.package}))
    if not callers:
        call.refuse(None, "plugin_failed", {"plugin": action.package, "hook": "run_action"})
    for caller in callers:
        offered = {"call": call, "context": context}
        try:
            caller.function(*(offered[argument] for argument in caller.argnames))
        except GuanxiError:
            raise
        except Exception as error:
            problem = Problem(None, "plugin_failed", {"plugin": action.package, "hook": "run_action"})
            raise Invalid(problems=[problem]) from error


_DOES = {"update": _update, "create": _create, "open": _open, "hook": _hook}
