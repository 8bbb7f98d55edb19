"""Writes an export: the records are read step by step, each with the rights its reader has at that time.

A step begins where the one before ended, by the values of its last row, so that no statement is long and no transaction
stays open. The file takes its name when it is whole: whatever dies before leaves none, and begins anew.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import orjson

from guanxi import clock
from guanxi.errors import Conflict, Malformed, TooExpensive
from guanxi.exporting.columns import columns_of
from guanxi.exporting.order import exportable
from guanxi.exporting.writing import row_file
from guanxi.records.query import count, page

if TYPE_CHECKING:
    from guanxi.exporting.columns import Column
    from guanxi.exporting.order import ExportOrder
    from guanxi.exporting.writing import RowFile
    from guanxi.workspace.context import Context

__all__ = ["STEP", "Exported", "Progress", "run_export"]

STEP = 5_000
Progress: TypeAlias = Callable[[int, int | None], None]
"""Takes rows done and rows in all, None where they are too many to count; what it raises ends the export."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export."""

    rows: int
    bytes: int


def run_export(
    order: "ExportOrder", make_context: "Callable[[], Context]", path: Path, *, progress: Progress
) -> Exported:
    """Write the file, replacing one that is there; every step asks for a context, to know the newest rights."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{clock.new_id()}")
    try:
        rows = _written(order, make_context, draft, progress)
        with draft.open("rb") as whole:
            os.fsync(whole.fileno())
        size = draft.stat().st_size
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return Exported(rows, size)


def _written(
    order: "ExportOrder", make_context: "Callable[[], Context]", draft: Path, progress: Progress
) -> int:  # fmt: skip
    context = make_context()
    exportable(context, order.object)
    columns = columns_of(context, order)
    titles = tuple(column.title for column in columns)
    total, done, cursor = _total(context, order), 0, None
    with row_file(order.format, draft, titles) as target:
        while True:
            found, cursor = _step(context, order, columns, target, cursor)
            done += found
            progress(done, total)
            if cursor is None:
                return done
            context = make_context()
            exportable(context, order.object)
            columns = _same_columns(context, order, titles)


def _step(
    context: "Context", order: "ExportOrder", columns: "tuple[Column, ...]", target: "RowFile", cursor: str | None
) -> tuple[int, str | None]:
    """Write one step and return how many rows it had and where the next begins."""
    query = order.query(tuple(column.asked for column in columns), limit=STEP)
    found = page(context, replace(query, cursor=cursor))
    records = orjson.loads(found.rows_json)
    if records:
        target.write(columns, records)
    return len(records), found.next


def _same_columns(context: "Context", order: "ExportOrder", titles: tuple[str, ...]) -> "tuple[Column, ...]":
    """Return the columns in the catalog and with the rights of now, which must still be those of the titles."""
    try:
        columns = columns_of(context, order)
    except Malformed as error:
        raise Conflict(reason="export_outdated", problems=error.problems) from error
    if tuple(column.title for column in columns) != titles:
        raise Conflict(reason="export_outdated")
    return columns


def _total(context: "Context", order: "ExportOrder") -> int | None:
    try:
        return count(context, replace(order.query((), limit=1), count="exact"))[0]
    except TooExpensive:
        return None
