"""Statements that write many rows at once: one shape for one row, one for many, and bulk copy beyond that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from guanxi.records.columns import equal
from guanxi.sqltree import Alias, Change, Column, Delete, Expr, InList, Insert, Param, RowColumn, Rows, Select, Table, Update
from guanxi.storage.tables import SYSTEM_KINDS

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = ["BULK", "Cells", "Step", "insert_step", "link_delete", "run_steps", "system_insert", "update_step"]

BULK = 500  # from so many rows on, PostgreSQL takes them by COPY
Cells: TypeAlias = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement to run, or rows to copy in bulk."""

    change: Change | None
    values: Mapping[str, object]
    copied: tuple[str, tuple[str, ...], Cells] | None = None


def run_steps(connection: "Connection", steps: Sequence[Step]) -> None:
    """Run the steps in order; statements that follow each other share one round trip."""
    waiting: list[Step] = []
    for step in steps:
        if step.copied is None:
            waiting.append(step)
            continue
        _flush(connection, waiting)
        connection.copy_rows(*step.copied)
    _flush(connection, waiting)


def insert_step(table: str, columns: tuple[RowColumn, ...], rows: Cells, *, sqlite: bool) -> Step:
    """Return the step that adds the rows, whose cells stand in the order of the columns and in database form."""
    if len(rows) == 1:
        names = [column.name for column in columns]
        return Step(_insert_one(table, columns), dict(zip(names, rows[0], strict=True)))
    # SQLite binds row by row faster than it reads JSON.
    if len(rows) >= BULK or sqlite:
        return Step(None, {}, (table, tuple(column.name for column in columns), rows))
    return Step(_insert_many(table, columns), {"rows": rows})


def update_step(table: str, columns: tuple[RowColumn, ...], rows: Cells) -> Step:
    """Return the step that gives the rows new values; the first column is the id by which they are found."""
    if len(rows) == 1:
        return Step(_update_one(table, columns), dict(zip([column.name for column in columns], rows[0], strict=True)))
    return Step(_update_many(table, columns), {"rows": rows})


def system_insert(table: str, names: tuple[str, ...], rows: Cells, *, sqlite: bool) -> Step:
    """Return the step that adds rows to a system table."""
    # JSON cells are Python values, which only statements encode: no copying.
    del sqlite
    columns = _system_columns(table, names)
    if len(rows) == 1:
        return Step(_insert_one(table, columns), dict(zip(names, rows[0], strict=True)))
    return Step(_insert_many(table, columns), {"rows": rows})


def link_delete(table: str, ids: Sequence[str]) -> Step:
    """Return the step that empties the records' rows of a link table."""
    return Step(Delete(Table(table, "l"), InList(Column("l", "record_id", "uuid"), Param("ids", "list"))), {"ids": ids})


def _flush(connection: "Connection", waiting: list[Step]) -> None:
    if len(waiting) == 1:
        connection.run_tree(waiting[0].change, waiting[0].values)  # type: ignore[arg-type]  # copied steps never wait
    elif waiting:
        printed = [(connection.printer.print(step.change), step.values) for step in waiting]  # type: ignore[arg-type]
        connection.run_all(printed)
    waiting.clear()


@lru_cache(4096)
def _system_columns(table: str, names: tuple[str, ...]) -> tuple[RowColumn, ...]:
    return tuple(RowColumn(name, SYSTEM_KINDS[table][name]) for name in names)


@lru_cache(4096)
def _insert_one(table: str, columns: tuple[RowColumn, ...]) -> Insert:
    return Insert(table, tuple(column.name for column in columns), tuple(Param(item.name, item.kind) for item in columns))


@lru_cache(4096)
def _insert_many(table: str, columns: tuple[RowColumn, ...]) -> Insert:
    names = tuple(column.name for column in columns)
    select = Select(tuple(Alias(item.name, Column("r", item.name, item.kind)) for item in columns), Rows("rows", columns, "r"))
    return Insert(table, names, select)


@lru_cache(4096)
def _update_one(table: str, columns: tuple[RowColumn, ...]) -> Update:
    assignments: tuple[tuple[str, Expr], ...] = tuple((item.name, Param(item.name, item.kind)) for item in columns[1:])
    return Update(Table(table, "t"), assignments, equal(Column("t", columns[0].name, "uuid"), Param(columns[0].name, "uuid")))


@lru_cache(4096)
def _update_many(table: str, columns: tuple[RowColumn, ...]) -> Update:
    assignments: tuple[tuple[str, Expr], ...] = tuple((item.name, Column("r", item.name, item.kind)) for item in columns[1:])
    return Update(
        Table(table, "t"), assignments, equal(Column("t", columns[0].name, "uuid"), Column("r", columns[0].name, "uuid")),
        source=Rows("rows", columns, "r"),
    )
