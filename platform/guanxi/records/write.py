"""Stores the rows of a batch together with what is written about them: history, audit and events."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from guanxi.records.batch import Batch, Row
from guanxi.records.columns import ColumnPlan
from guanxi.records.load import connection_of
from guanxi.records.steps import Step, insert_step, link_delete, run_steps, update_step
from guanxi.records.trail import trail_of
from guanxi.sqltree import RowColumn

if TYPE_CHECKING:
    from guanxi.records.plan import WritePlan

__all__ = ["update_steps", "write"]

_TOUCHED = frozenset({"version", "updated_at", "updated_by"})
_ID = RowColumn("id", "uuid")
_RECORD, _VALUE = RowColumn("record_id", "uuid"), RowColumn("value", "text")


def write(batch: Batch) -> None:
    """Write new rows, changed rows and their trail, in one round trip where they are few."""
    created, kept = batch.created, batch.kept
    steps: list[Step] = []
    if created:
        steps += _insert_steps(batch.plan, created)
    if kept:
        names = frozenset[str]().union(*(row.delta for row in kept)) | _TOUCHED
        if batch.operation in {"delete", "restore"}:
            names |= {"deleted_at", "delete_id"}
        steps += update_steps(batch.plan, kept, names)
    run_steps(connection_of(batch.context), [*steps, *trail_of(batch)])


def update_steps(plan: "WritePlan", rows: Sequence[Row], names: frozenset[str]) -> list[Step]:
    """Return the steps that store the named fields of existing rows."""
    steps = []
    for part, table in enumerate(plan.object.parts, start=1):
        columns = plan.columns_for(names, part)
        if columns:
            cells = [[row.id, *_cells(columns, row)] for row in rows]
            steps.append(update_step(table, (_ID, *(column.row_column for column in columns)), cells))
    for field in plan.linked:
        if field.name in names:
            steps += _link_steps(plan, field.link_table, field.name, rows)
    return steps


def _insert_steps(plan: "WritePlan", rows: Sequence[Row]) -> list[Step]:
    sqlite = plan.dialect == "sqlite"
    steps = []
    for part, table in enumerate(plan.object.parts, start=1):
        columns, shape = plan.inserted[part]
        if part == 1:
            cells = [_cells(columns, row) for row in rows]
        else:
            cells = [[row.id, *_cells(columns, row)] for row in rows]
        steps.append(insert_step(table, shape, cells, sqlite=sqlite))
    for field in plan.linked:
        pairs = [(row.id, name) for row in rows for name in row.values[field.name] or ()]  # type: ignore[attr-defined]
        if pairs:
            steps.append(insert_step(field.link_table, (_RECORD, _VALUE), pairs, sqlite=sqlite))
    return steps


def _link_steps(plan: "WritePlan", table: str, name: str, rows: Sequence[Row]) -> list[Step]:
    changed = [row for row in rows if name in row.delta]
    pairs = [(row.id, value) for row in changed for value in row.values[name] or ()]  # type: ignore[attr-defined]
    steps = [link_delete(table, [row.id for row in changed])]
    if pairs:
        steps.append(insert_step(table, (_RECORD, _VALUE), pairs, sqlite=plan.dialect == "sqlite"))
    return steps


def _cells(columns: Sequence[ColumnPlan], row: Row) -> list[object]:
    values = row.values
    return [
        cell if (cell := values[column.field]) is None or column.encode is None else column.encode(cell)
        for column in columns
    ]
