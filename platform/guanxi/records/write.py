"""Stores the rows of a batch together with what is written about them: history, audit and events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.records.batch import Batch, Row
from guanxi.records.columns import ColumnPlan
from guanxi.records.steps import Step, run_steps
from guanxi.records.trail import trail_of

if TYPE_CHECKING:
    from guanxi.records.plan import LinkWrite, WritePlan

__all__ = ["update_steps", "write"]

_TOUCHED = frozenset({"version", "updated_at", "updated_by"})
_BIN = frozenset({"deleted_at", "delete_id"})


def write(batch: Batch, *, last: bool = False) -> None:
    """Write new rows, changed rows and their trail, in one statement where they are few; see `run_steps`."""
    created, kept = batch.created, batch.kept
    steps: list[Step] = []
    if created:
        steps += _insert_steps(batch.plan, created)
    if kept:
        names = frozenset[str]().union(*(row.delta for row in kept)) | _TOUCHED
        steps += update_steps(batch.plan, kept, names | _BIN if batch.operation in {"delete", "restore"} else names)
    run_steps(batch.context, [*steps, *trail_of(batch)], last=last)


def update_steps(plan: "WritePlan", rows: Sequence[Row], names: frozenset[str]) -> list[Step]:
    """Return the steps that store the named fields of existing rows."""
    steps = [
        Step(shape, [[*_cells(columns, row), row.id] for row in rows]) for columns, shape in plan.update_shapes(names)
    ]
    for link in plan.link_writes:
        if link.field in names:
            changed = [row for row in rows if link.field in row.delta]
            steps.append(Step(link.removing, [[row.id for row in changed]]))
            steps += _link_steps(link, changed)
    return steps


def _insert_steps(plan: "WritePlan", rows: Sequence[Row]) -> list[Step]:
    steps = [Step(shape, _LateCells(columns, rows)) for columns, shape in plan.insert_shapes]
    for link in plan.link_writes:
        steps += _link_steps(link, rows)
    return steps


def _link_steps(link: "LinkWrite", rows: Sequence[Row]) -> list[Step]:
    pairs = [(row.id, value) for row in rows for value in link.texts(row.values[link.field])]
    return [Step(link.adding, pairs)] if pairs else []


@dataclass(frozen=True, slots=True)
class _LateCells:
    """The cells of rows, made when each is written: a database that takes rows in bulk begins with the first."""

    columns: Sequence[ColumnPlan]
    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int, /) -> Sequence[object]:
        return _cells(self.columns, self.rows[place])

    def __iter__(self) -> Iterator[Sequence[object]]:
        columns = self.columns
        return (_cells(columns, row) for row in self.rows)


def _cells(columns: Sequence[ColumnPlan], row: Row) -> list[object]:
    values = row.values
    return [
        cell if (cell := values[column.field]) is None or column.encode is None else column.encode(cell)
        for column in columns
    ]
