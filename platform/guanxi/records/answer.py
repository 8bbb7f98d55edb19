"""The JSON of a record that was just saved, from the values at hand: what the caller may read of what is stored."""

from typing import TYPE_CHECKING

import orjson
from guanxi.errors import Missing
from guanxi.records.plan import plan_of
from guanxi.records.query import get

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.records.batch import Result
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["is_told_by_save", "saved_record", "stored_record"]


def saved_record(context: "Context", object_name: str, result: "Result") -> dict[str, object]:
    """Return a saved record as the caller may read it.

    It is read anew where the save does not know all of it: a portal user may not see every reference, some formula
    fields are computed at reading, and sensitive values are not shown without a note.
    """
    if result.id is None or (context.principal.audience != "portal" and is_told_by_save(context, object_name)):
        return stored_record(context, object_name, result)
    try:
        body, _ = get(context, object_name, record_id=result.id, fields=("*",))
    except Missing:
        return {"id": result.id, "version": result.version}  # what it wrote left its sight
    found: dict[str, object] = orjson.loads(body)
    return found


def stored_record(context: "Context", object_name: str, result: "Result") -> dict[str, object]:
    """Return id, version and the readable stored fields of a saved record as JSON values, masks applied."""
    plan = plan_of(context, object_name)
    rights = context.rights
    key = ("answer", plan.object.name, rights.readable(plan.object.name), rights.masked(plan.object.name))
    writers = context.memo(key, lambda: _writers(context, plan))
    values = result.values or {}
    record = {name: write(values[name]) for name, write in writers}
    if record.get("owner") is not None:
        record["owner"] = {"id": record["owner"], "name": _owner_name(context, record["owner"])}
    return record


def is_told_by_save(context: "Context", object_name: str) -> bool:
    """Tell whether a save knows all that a read would tell: nothing is computed at reading, and nothing sensitive."""
    plan = plan_of(context, object_name)
    name, rights = plan.object.name, context.rights
    shown = (plan.object.fields[field] for field in rights.readable(name))
    masked, stored = rights.masked(name), frozenset(plan.stored)

    def told() -> bool:
        return all(
            field.name in stored and (field.classification != "sensitive" or field.name in masked) for field in shown
        )

    return context.memo(("told by save", name, rights.readable(name), masked), told)


def _writers(context: "Context", plan: "WritePlan") -> "list[tuple[str, Callable[[object], object]]]":
    readable, masked = context.rights.readable(plan.object.name), context.rights.masked(plan.object.name)
    return [(name, _writer(plan, name, masked=name in masked)) for name in plan.stored if name in readable]


def _writer(plan: "WritePlan", name: str, *, masked: bool) -> "Callable[[object], object]":
    field = plan.object.fields[name]
    convert, blank = field.kind.noted(field), field.kind.blank_json

    def write(value: object) -> object:
        if value is None:
            return blank
        shown = value if convert is None else convert(value)
        return field.kind.mask(shown) if masked else shown

    return write


def _owner_name(context: "Context", owner: object) -> object:
    if owner == context.principal.user_id:
        return context.principal.name
    with context.database.read() as connection:
        found = connection.select("gx_grantee", ("name",), {"id": owner})
    return found[0][0] if found else None
