"""What is written about a save: old and new values (history), who did it (audit), what may follow from it (outbox)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.records.batch import Batch, Row
from guanxi.records.steps import BULK, Step, system_shape
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["PAST", "SHARED", "derived_steps", "history_steps", "principal_note", "shared_step", "trail_of"]

SHARED = "shared"
PAST = {"create": "created", "update": "updated", "delete": "deleted", "restore": "restored"}
_OUTBOX = system_shape("gx_outbox", "id", "at", "revision", "object", "kind", "payload", "principal")
_AUDIT = system_shape("gx_audit", "id", "at", "principal", "action", "object", "record_id", "detail")
_HISTORY = system_shape("gx_history", "id", "object", "record_id", "at", "by", "changes")


def trail_of(batch: Batch) -> list[Step]:
    """Return the steps that write history, audit and events of the batch's rows."""
    steps = []
    for action, rows in (("create", batch.created), (_action(batch), batch.kept)):
        if rows:
            steps += _events(batch, action, rows)
    if batch.kept and batch.plan.tracked:
        changed = [(row.id, row.before or {}, row.values) for row in batch.kept]
        steps += history_steps(batch.context, batch.plan, changed)
    return steps


def history_steps(
    context: "Context", plan: "WritePlan", rows: Sequence[tuple[str, Mapping[str, object], Mapping[str, object]]]
) -> list[Step]:
    """Return the step that keeps the old and new values of tracked fields, one row for each record that changed."""
    at, by = instant_text(context.now), context.principal.user_id
    cells = [
        [clock.new_id(), plan.object.id, identity, at, by, changes]
        for identity, before, values in rows
        if (changes := _changes(plan, before, values))
    ]
    return [Step(_HISTORY, cells)] if cells else []


def derived_steps(
    context: "Context",
    plan: "WritePlan",
    rows: Sequence[tuple[str, Mapping[str, object], Mapping[str, object]]],
    *,
    names: Sequence[str] | None = None,
) -> list[Step]:
    """Return the steps that tell of records whose roll-ups and stored formulas, or the named fields, have changed."""
    told = plan.derived if names is None else names
    records = [
        {
            **_note(identity, values["version"], [name for name in told if before[name] != values[name]]),
            **_sight(plan, before, values),
        }
        for identity, before, values in rows
    ]
    history = history_steps(context, plan, rows) if names is None else []
    return [_outbox(context, plan, "derived", records), *history]


def shared_step(
    context: "Context", plan: "WritePlan", identity: str, version: object, *, changed: list[str], given: list[str]
) -> Step:
    """Return the step that tells of a record which is shared otherwise now: with whom, and to whom it is new."""
    record = {**_note(identity, version, []), "grantees": changed, "given": given}
    return _outbox(context, plan, SHARED, [record])


def principal_note(context: "Context") -> dict[str, object]:
    """Return how the principal stands in audit and outbox rows."""
    who = context.principal
    note: dict[str, object] = {"kind": who.kind, "user_id": who.user_id, "name": who.name}
    if who.reason is not None:
        note["reason"] = who.reason
    if who.token_id is not None:
        note["token_id"] = who.token_id
    return note


def _action(batch: Batch) -> str:
    return batch.operation if batch.operation in {"delete", "restore"} else "update"


def _events(batch: Batch, action: str, rows: Sequence[Row]) -> list[Step]:
    context, plan = batch.context, batch.plan
    records = [
        {
            **_note(row.id, row.values["version"], sorted(row.delta)),
            **(_owners(context, row) if batch.tells else {}),
            **_sight(plan, row.before, row.values),
        }
        for row in rows
    ]
    return [_outbox(context, plan, PAST[action], records), _audit(batch, action, records)]


def _note(identity: str, version: object, fields: list[str]) -> dict[str, object]:
    return {"id": identity, "version": version, "fields": fields}


def _owners(context: "Context", row: Row) -> dict[str, object]:
    """Return the owner before and after where a save gave the record to somebody else."""
    before = None if row.before is None else row.before.get("owner")
    after, silent = row.values.get("owner"), context.principal.user_id if row.before is None else before
    return {} if after == silent or after is None else {"owner": [before, after]}


def _sight(plan: "WritePlan", before: Mapping[str, object] | None, values: Mapping[str, object]) -> dict[str, object]:
    """Return the columns that decide who sees the record, before and after, where a save changed one (0014)."""
    if before is None or all(before.get(item.field) == values.get(item.field) for item in plan.deciding):
        return {}
    return {"sight": [{item.name: item.value(side) for item in plan.deciding} for side in (before, values)]}


def _outbox(context: "Context", plan: "WritePlan", kind: str, records: Sequence[Mapping[str, object]]) -> Step:
    """Return the step of the events: one for each record, in bulk one for all."""
    at, who, revision = instant_text(context.now), principal_note(context), context.catalog.revision
    groups = [[record] for record in records] if len(records) < BULK else [list(records)]
    cells = [
        [identity, at, revision, plan.object.name, kind, {"records": group, "request_id": context.request_id}, who]
        for identity, group in zip(clock.new_id.many(len(groups)), groups, strict=True)
    ]
    return Step(_OUTBOX, cells)


def _audit(batch: Batch, action: str, records: Sequence[Mapping[str, object]]) -> Step:
    context, plan = batch.context, batch.plan
    at, who = instant_text(context.now), principal_note(context)
    shared: dict[str, object] = {"request_id": context.request_id}
    if batch.any_state:
        shared["any_state"] = True
    if len(records) < BULK:
        groups = [(record["id"], {**shared, "fields": record["fields"]}) for record in records]
    else:
        groups = [(None, {**shared, "ids": [record["id"] for record in records]})]
    cells = [
        [identity, at, who, action, plan.object.name, record_id, detail]
        for identity, (record_id, detail) in zip(clock.new_id.many(len(groups)), groups, strict=True)
    ]
    return Step(_AUDIT, cells)


def _changes(plan: "WritePlan", before: Mapping[str, object], values: Mapping[str, object]) -> dict[str, list[object]]:
    changes = {}
    for name, identity, to_json in plan.tracked:
        old, new = before.get(name), values.get(name)
        if old != new:
            changes[identity] = [value if value is None or to_json is None else to_json(value) for value in (old, new)]
    return changes
