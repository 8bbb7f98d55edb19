"""Completes the values of the rows: what the caller left out, what the platform counts, and who wrote it when."""

from typing import TYPE_CHECKING

from guanxi.errors import Problem
from guanxi.fields.base import FieldProblem
from guanxi.fields.computed import AutoNumberField
from guanxi.formula.formula_type import ERROR
from guanxi.records.batch import Batch, Row
from guanxi.records.choices import default_record_type
from guanxi.records.numbering import draw

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.records.environment import BatchEnvironment

__all__ = ["apply_defaults", "note_changes"]


def apply_defaults(batch: Batch, environment: "BatchEnvironment") -> None:
    """Give every row its full values: stored ones under the given ones, defaults where a new row says nothing."""
    plan, context = batch.plan, batch.context
    created: list[Row] = []
    start = {
        **plan.blank,
        **dict(plan.defaults),
        "created_at": context.now,
        "created_by": context.principal.user_id,
        "updated_at": context.now,
        "updated_by": context.principal.user_id,
        "version": 1,
        "deleted_at": None,
    }
    if plan.object.owned:
        start["owner"] = context.principal.user_id
    own = default_record_type(context, plan.object)
    starts = _starts(plan.object)
    for row in batch.rows:
        if row.before is None:
            created.append(row)
            row.values = {**start, **starts.get(str(row.given.get("record_type", own)), {}), **row.given, "id": row.id}
        else:
            row.values.update(row.given)
    for field in plan.default_formulas:
        for row in created:
            if field.name not in row.given:
                _default_of(batch, row, field, plan.default_values[field.name](environment.of(row)))
    if created:
        _number(batch, created)


def _starts(item: "ObjectType") -> dict[str, dict[str, object]]:
    """Return what new records of each type have, by its name and the names that it had before."""
    starts: dict[str, dict[str, object]] = {
        one.name: {**one.defaults, "record_type": one.name} for one in item.record_types
    }
    former = item.fields["record_type"].former_values if item.record_types and "record_type" in item.fields else ()
    return {**{old: starts[new] for old, new in former if new in starts}, **starts}


def note_changes(batch: Batch, environment: "BatchEnvironment") -> None:
    """Compute stored formulas, note what differs from the stored rows, and let rows that change nothing leave."""
    plan, context = batch.plan, batch.context
    for row in batch.rows:
        environment.of(row).store_formulas()
        before = row.before
        if before is None:
            row.status = "created"
            continue
        values = row.values
        row.delta = frozenset(name for name in plan.stored_own if values[name] != before[name])
        if row.delta or batch.operation == "restore":
            row.status = "updated"
            values["version"] = before["version"] + 1  # type: ignore[operator]  # a stored version is a number
            values["updated_at"], values["updated_by"] = context.now, context.principal.user_id
        else:
            row.status = "unchanged"
    batch.rows = [row for row in batch.rows if row.status != "unchanged" or row.problems is not None]


def _default_of(batch: Batch, row: Row, field: "Field", value: object) -> None:
    if value is ERROR:
        batch.report(row, Problem(field.name, "default_error", row=row.index))
        return
    try:
        row.values[field.name] = batch.plan.parser(field.name)(value)
    except FieldProblem as problem:
        batch.refuse(row, field.name, problem.code, problem.params)


def _number(batch: Batch, rows: list[Row]) -> None:
    for field in batch.plan.auto_numbers:
        kind = field.kind
        if isinstance(kind, AutoNumberField):
            first = draw(batch.context, field.id, len(rows))
            for offset, row in enumerate(rows):
                row.values[field.name] = kind.number(field, first + offset)
