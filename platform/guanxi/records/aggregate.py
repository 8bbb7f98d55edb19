"""Numbers over records: grouped, measured, narrowed and ordered in one statement, as the reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from guanxi.errors import Malformed, Problem
from guanxi.records.compile import connected, rooted
from guanxi.records.filtering import condition, result_condition
from guanxi.records.measures import Shown, group_of, measure_of
from guanxi.records.selection import unknown
from guanxi.records.shapes import ROOT, visible
from guanxi.sqltree import Alias, Call, Case, Column, Expr, Order, Select, Subselect, Table, all_of, integer

if TYPE_CHECKING:
    from guanxi.records.frame import Reading
    from guanxi.records.question import Aggregate
    from guanxi.storage import Statement
    from guanxi.workspace.context import Context

__all__ = ["aggregate", "aggregate_rows"]

_RESULT = "a"


@dataclass(frozen=True, slots=True)
class _AggregatePlan:
    """A compiled aggregate: statement, values and the keys of its rows."""

    statement: "Statement"
    values: Mapping[str, object]
    shown: tuple[Shown, ...]
    now: dt.datetime
    volatile: bool

    def read(self, row: Sequence[Any]) -> dict[str, Any]:
        """Return one group as JSON values."""
        record: dict[str, Any] = {}
        at = 0
        for item in self.shown:
            if item.owner:
                record[item.key] = None if row[at] is None else {"id": row[at], "name": row[at + 1]}
            else:
                record[item.key] = item.to_json(row[at])
            at += len(item.exprs)
        return record


def aggregate(context: "Context", question: "Aggregate") -> bytes:
    """Return the groups as one JSON array of objects, such as [{"stage": "won", "count": 2, "amount_sum": 30}]."""
    return orjson.dumps(aggregate_rows(context, question))


def aggregate_rows(context: "Context", question: "Aggregate") -> list[dict[str, Any]]:
    """Return the groups as JSON values."""
    plan = context.memo(("aggregate", context.principal, question), lambda: _compile(context, question))
    if plan.volatile and plan.now != context.now:
        plan = _compile(context, question)
    with connected(context) as connection:
        return [plan.read(row) for row in connection.run(plan.statement, plan.values)]


def _compile(context: "Context", question: "Aggregate") -> _AggregatePlan:
    start = rooted(context, question.object, now=context.now)
    asked = start.source(all_of(start.frame.living(), condition(start, question.filter)))
    where = visible(asked, start.access, breadth=context.principal.breadth)
    groups = tuple(group_of(start, text) for text in question.group_by)
    shown = (*groups, *(measure_of(start, measure) for measure in question.measures))
    columns = tuple(Alias(f"v{index}", expr) for index, expr in enumerate(expr for item in shown for expr in item.exprs))
    grouped = Select(
        columns, Table(start.item.table, ROOT), tuple(start.joins), where,
        group=tuple(expr for item in groups for expr in item.exprs),
    )
    results = _results(shown)
    select = Select(
        tuple(Alias(alias.name, Column(_RESULT, alias.name)) for alias in columns), Subselect(grouped, _RESULT),
        where=result_condition(start, question.having, results) if question.having is not None else None,
        order=_orders(start.reading, question.sort, groups, results), limit=integer(question.limit),
    )
    return _AggregatePlan(
        context.database.printer.print(select), start.reading.values, shown, context.now, start.reading.volatile
    )


def _results(shown: Sequence[Shown]) -> dict[str, tuple[Shown, Column]]:
    """Return each key of the answer with its column in the grouped result."""
    found: dict[str, tuple[Shown, Column]] = {}
    at = 0
    for item in shown:
        found[item.key] = (item, Column(_RESULT, f"v{at}", item.kind, item.scale))
        at += len(item.exprs)
    return found


def _orders(
    reading: "Reading", names: Sequence[str], groups: Sequence[Shown], results: Mapping[str, tuple[Shown, Column]]
) -> tuple[Order, ...]:
    """Return the order asked for, then the groups themselves, so that the order is total."""
    orders: list[Order] = []
    problems: list[Problem] = []
    for name in (*names, *(group.key for group in groups)):
        bare = name if name in results else name.removeprefix("-")
        if bare in results:
            orders.append(Order(_rank(reading, *results[bare]), descending=bare != name))
        else:
            problems.append(unknown(bare, results))
    if problems:
        raise Malformed(problems=problems)
    return tuple(orders)


def _rank(reading: "Reading", item: Shown, column: Column) -> Expr:
    """Return what a key is ordered by: a picklist by its declared order."""
    if not item.values:
        return column
    return Case(tuple(
        (Call("=", (column, reading.constant(name)), "boolean"), integer(index)) for index, name in enumerate(item.values)
    ))
