"""Statements that write rows of tables: one shape for one row, one for many, and bulk copy beyond that."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from guanxi.records.columns import equal
from guanxi.records.load import connection_of
from guanxi.sqltree import (
    Alias,
    Column,
    Delete,
    Expr,
    InList,
    Insert,
    Param,
    RowColumn,
    Rows,
    Select,
    Table,
    Together,
    Update,
)
from guanxi.storage.tables import SYSTEM_KINDS

if TYPE_CHECKING:
    from guanxi.storage.printer import Statement
    from guanxi.workspace.context import Context

__all__ = ["BULK", "Cells", "Shape", "Step", "run_steps", "system_shape"]

BULK = 500  # from so many rows on, PostgreSQL takes them by COPY
Verb: TypeAlias = Literal["insert", "update", "unlink"]


class Cells(Protocol):
    """The values of rows in the order of their columns."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> Sequence[object]: ...
    def __iter__(self) -> Iterator[Sequence[object]]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a step does to which columns of a table; made once per catalog, so it is compared by identity.

    An update finds its rows by the id, which stands last. `unlink` removes the rows of a link table by record id.
    `copied`: cells hold plain values, so that bulk copy takes them.
    """

    verb: Verb
    table: str
    columns: tuple[RowColumn, ...]
    copied: bool = False

    def one(self, prefix: str) -> Insert | Update:
        """Return the statement of one row; slots bear the prefix."""
        values = tuple(Param(f"{prefix}{item.name}", item.kind) for item in self.columns)
        return self._change(values, None)

    def many(self, prefix: str) -> Insert | Update:
        """Return the statement of many rows, all in one parameter."""
        rows = Rows(f"{prefix}rows", self.columns, "r")
        return self._change(tuple(Column("r", item.name, item.kind) for item in self.columns), rows)

    def unlink(self, prefix: str) -> Delete:
        """Return the statement that removes link rows by record id."""
        ids = Param(f"{prefix}ids", "list")
        return Delete(Table(self.table, "l"), InList(Column("l", "record_id", "uuid"), ids))

    def _change(self, values: tuple[Expr, ...], rows: Rows | None) -> Insert | Update:
        names = tuple(item.name for item in self.columns)
        if self.verb == "insert":
            if rows is None:
                return Insert(self.table, names, values)
            return Insert(self.table, names, Select(tuple(map(Alias, names, values)), rows))
        assignments = tuple(zip(names[:-1], values[:-1], strict=True))
        return Update(Table(self.table, "t"), assignments, equal(Column("t", "id", "uuid"), values[-1]), source=rows)


@dataclass(frozen=True, slots=True)
class Step:
    """Rows to be written in one shape; for `unlink` one row of record ids."""

    shape: Shape
    rows: Cells

    @property
    def form(self) -> Literal["one", "many", "unlink"]:
        """Tell which statement of the shape serves the rows."""
        return "unlink" if self.shape.verb == "unlink" else "one" if len(self.rows) == 1 else "many"

    @property
    def values(self) -> Sequence[object]:
        """Return the values of the statement's slots in their order."""
        return [self.rows] if self.form == "many" else self.rows[0] if self.form == "one" else [self.rows[0]]


def system_shape(table: str, *names: str) -> Shape:
    """Return the shape of an insert into a system table."""
    return Shape("insert", table, tuple(RowColumn(name, SYSTEM_KINDS[table][name]) for name in names))


def run_steps(context: "Context", steps: Sequence[Step], *, last: bool = False) -> None:
    """Write all rows: on PostgreSQL by one statement where they are few, by COPY where they are many.

    `last`: nothing else happens in the transaction, so its last statement carries the commit along.
    """
    connection = connection_of(context)
    together: list[Step] = []
    for step in steps:
        count = len(step.rows)
        if step.shape.copied and (count >= BULK or (count > 1 and not _is_server(context))):
            _flush(context, together)
            connection.copy_rows(step.shape.table, [item.name for item in step.shape.columns], step.rows)
        elif step.shape.verb == "unlink" or not _is_server(context):
            # What is removed and added anew may be equal, and within one statement neither sees the other.
            _flush(context, together)
            _flush(context, [step])
        else:
            together.append(step)
    _flush(context, together, last=last)


def _is_server(context: "Context") -> bool:
    return context.database.dialect == "postgresql"


def _flush(context: "Context", steps: list[Step], *, last: bool = False) -> None:
    if not steps:
        return
    key = ("steps", *((step.shape, step.form) for step in steps))
    statement = context.memo(key, lambda: _print(context, steps))
    values = [value for step in steps for value in step.values]
    slots = dict(zip(statement.slots, values, strict=True))
    if last:
        connection_of(context).finish([(statement, slots)])
    else:
        connection_of(context).run(statement, slots)
    steps.clear()


def _print(context: "Context", steps: Sequence[Step]) -> "Statement":
    forms: list[Insert | Update | Delete] = [_FORMS[step.form](step.shape, f"{i}.") for i, step in enumerate(steps)]
    return context.database.printer.print(forms[0] if len(forms) == 1 else Together(tuple(forms)))


_FORMS: Mapping[str, Callable[[Shape, str], Insert | Update | Delete]] = {
    "one": Shape.one,
    "many": Shape.many,
    "unlink": Shape.unlink,
}
