"""The values of roll-ups, counted from the children of records as they stand now."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from guanxi.formula.formula_type import ERROR
from guanxi.records.columns import HAS_IDS, ID
from guanxi.records.compilation import compile_tree
from guanxi.records.frame import Children, Frame, Reading
from guanxi.records.load import connection_of
from guanxi.sqltree import (
    TRUE,
    Alias,
    Call,
    Expr,
    Order,
    Scalar,
    Select,
    Table,
    all_of,
    integer,
)  # fmt: skip

if TYPE_CHECKING:
    from guanxi.catalog import Field, Rollup
    from guanxi.records.batch import Values
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["counted"]

_DIGITS = 18  # what a column of numbers holds (decision A12)


def counted(
    context: "Context", plan: "WritePlan", fields: "Sequence[Field]", ids: Sequence[str]
) -> "dict[str, Values]":
    """Return the values of the roll-ups of the records, counted from their children as they stand now.

    A number that no column holds is ERROR.
    """
    names = tuple(item.name for item in fields)
    select, values = context.memo(("roll-ups", plan.object.name, names), lambda: _select(context, plan, fields))
    rollups = {rollup.field: rollup for rollup in _rollups_of(context, plan.object.name)}
    fetched = connection_of(context).run_tree(select, {**values, "ids": sorted(ids)})
    return {
        str(identity): {
            item.name: _read(context, plan, rollups[item.name], cell) for item, cell in zip(fields, cells, strict=True)
        }
        for identity, *cells in fetched
    }


def _rollups_of(context: "Context", name: str) -> "list[Rollup]":
    return [rollup for rollups in context.catalog.rollups.values() for rollup in rollups if rollup.object == name]


def _select(context: "Context", plan: "WritePlan", fields: "Sequence[Field]") -> tuple[Select, Mapping[str, object]]:
    """Return the statement that counts roll-ups of records by their ids, and the values of their filters."""
    reading = Reading(context, context.now)
    frame = Frame(reading, plan.object, "t", joins=[], system=True)
    rollups = {rollup.field: rollup for rollup in _rollups_of(context, plan.object.name)}
    columns = [Alias("id", ID)]
    columns += [Alias(f"r{index}", _scalar(frame, item, rollups[item.name])) for index, item in enumerate(fields)]
    select = Select(tuple(columns), Table(plan.object.table, "t"), where=HAS_IDS)
    return select, reading.values


def _scalar(parent: Frame, item: "Field", rollup: "Rollup") -> Scalar:
    """Return the subselect that counts one roll-up of the record at hand."""
    children = Children(parent, item.over or "", system=True)
    condition = parent.reading.catalog.formulas.rollup_filter(parent.item.name, item.name)
    where: Expr = TRUE
    if condition is not None:
        compiled = compile_tree(children.frame, condition, system=True, prefix=f"{item.name}.")
        parent.reading.values.update(compiled.values)
        where = compiled.expr
    if rollup.of is None:
        return Scalar(children.select((Alias("v", Call("count_rows", (), "integer")),), where))
    column = children.frame.column(children.frame.item.fields[rollup.of])
    if rollup.function in {"first", "last"}:
        by = rollup.order_by or "created_at"
        descending = (rollup.function == "last") != by.startswith("-")
        order = (
            Order(children.frame.column(children.frame.item.field(by.lstrip("-"))), descending),
            Order(children.frame.identity, descending, blank=False),
        )
        known = all_of(where, Call("is_not_null", (column,), "boolean"))
        return Scalar(children.select((Alias("v", column),), known, order=order, limit=integer(1)))
    arguments: tuple[Expr, ...] = (column, integer(column.scale)) if rollup.function == "avg" else (column,)
    return Scalar(children.select((Alias("v", Call(rollup.function, arguments, column.kind, column.scale)),), where))


def _read(context: "Context", plan: "WritePlan", rollup: "Rollup", cell: object) -> object:
    """Return the domain value of a counted roll-up, at the scale that its field keeps."""
    item = plan.object.fields[rollup.field]
    if cell is None:
        return plan.blank[item.name]
    if rollup.function == "count":
        return _as_number(item, Decimal(str(cell)))
    of = context.catalog.object(rollup.child).fields[rollup.of or "id"]
    if rollup.function == "avg":
        return _as_number(item, Decimal(str(cell)))
    if rollup.function == "sum" and plan.dialect == "sqlite":
        cell = int(str(cell))
    decode = of.kind.from_database(of, plan.dialect)
    value = cell if decode is None else decode(cell)
    return _as_number(item, value) if isinstance(value, Decimal) else value


def _as_number(item: "Field", value: Decimal) -> object:
    column = item.columns[0]
    if column.kind == "integer":
        return int(value)
    kept = value.quantize(Decimal(1).scaleb(-column.scale), ROUND_HALF_UP)
    return ERROR if abs(kept) >= Decimal(10) ** (_DIGITS - column.scale) else kept
