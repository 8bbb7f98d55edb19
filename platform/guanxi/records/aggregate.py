"""Numbers over records: grouped, measured, narrowed and ordered in one statement, as the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
from guanxi.errors import Malformed, Problem, TooExpensive
from guanxi.records.ceilings import naming_of_numbers
from guanxi.records.filtering import condition, result_condition
from guanxi.records.measures import Shown, Value, group_of, measure_of
from guanxi.records.prepared import Reading, connected, prepared
from guanxi.records.rare_words import find_rare
from guanxi.records.searching import Searched, search_condition, searched
from guanxi.records.selection import unknown
from guanxi.records.shapes import steps_of, visible_rows
from guanxi.records.statements import each_owner, rooted
from guanxi.sqltree import Alias, Column, Expr, Order, Select, Subselect, all_of, integer

if TYPE_CHECKING:
    from guanxi.records.question import Aggregate
    from guanxi.workspace.context import Context

__all__ = ["aggregate", "aggregate_rows"]

_RESULT = "a"
_ROWS = "r"


def aggregate(context: "Context", question: "Aggregate") -> bytes:
    """Return the groups as one JSON array of objects, such as [{"stage": "won", "count": 2, "amount_sum": 30}]."""
    return orjson.dumps(aggregate_rows(context, question))


def aggregate_rows(context: "Context", question: "Aggregate") -> list[dict[str, Any]]:
    """Return the groups as JSON values; what is too dear is refused with the arguments that make it so."""
    try:
        return _rows(context, question)
    except TooExpensive as error:
        raise naming_of_numbers(context, question, error) from error


def _rows(context: "Context", question: "Aggregate") -> list[dict[str, Any]]:
    search, sought = find_rare(context, question.object, searched(question.search), now=context.now)
    asked = replace(question, search=None)  # one statement serves all words of its shape
    found, values = prepared(
        context, question.object, ("aggregate", asked, search.shape), now=context.now,
        make=lambda reading: _compile(reading, asked, search),
    )  # fmt: skip
    with connected(context) as connection:
        return [_read(found.answer, row) for row in connection.run(found.statements[0], {**values, **sought})]


def _read(shown: Sequence[Shown], row: Sequence[Any]) -> dict[str, Any]:
    """Return one group as JSON values."""
    record: dict[str, Any] = {}
    at = 0
    for item in shown:
        if item.is_owner:
            record[item.key] = None if row[at] is None else {"id": row[at], "name": row[at + 1]}
        else:
            record[item.key] = item.to_json(row[at])
        at += 2 if item.is_owner else 1
    return record


def _compile(
    reading: Reading, question: "Aggregate", search: Searched
) -> tuple[list[Select], tuple[Shown, ...]]:  # fmt: skip
    start = rooted(reading, question.object)
    where = all_of(start.frame.living(), condition(start, question.filter), search_condition(start, search))
    groups = tuple(group_of(start, text) for text in question.group_by)
    shown = (*groups, *(measure_of(start, measure) for measure in question.measures))
    taken = tuple(Alias(_name(*at), value.expr) for at, value in _inputs(shown)) or (Alias("one", integer(1)),)
    tested = steps_of(reading.context.principal.breadth)[1]
    rows = visible_rows(start.source(where), start.access, taken, tested=tested, owners=each_owner(start))
    columns = {at: Column(_ROWS, _name(*at), value.kind, value.scale) for at, value in _inputs(shown)}
    made = [
        (item, item.results([columns[index, part] for part in range(len(item.inputs))]))
        for index, item in enumerate(shown)
    ]
    answer = [Alias(f"v{at}", expr) for at, expr in enumerate(expr for _, exprs in made for expr in exprs)]
    keys = tuple(expr for _, exprs in made[: len(groups)] for expr in exprs)
    results = _results(made)
    select = Select(
        tuple(Alias(alias.name, Column(_RESULT, alias.name)) for alias in answer),
        Subselect(Select(tuple(answer), Subselect(rows, _ROWS), group=keys), _RESULT),
        where=result_condition(start, question.having, results) if question.having is not None else None,
        order=_orders(reading, question.sort, groups, results), limit=integer(question.limit),
    )  # fmt: skip
    return [select], shown


def _inputs(shown: Sequence[Shown]) -> list[tuple[tuple[int, int], Value]]:
    """Return everything that is needed of a row, with its place."""
    return [((index, part), value) for index, item in enumerate(shown) for part, value in enumerate(item.inputs)]


def _name(index: int, part: int) -> str:
    return f"r{index}_{part}"


def _results(made: Sequence[tuple[Shown, tuple[Expr, ...]]]) -> dict[str, tuple[Shown, Column]]:
    """Return each key of the answer with its first column in the grouped result."""
    found: dict[str, tuple[Shown, Column]] = {}
    at = 0
    for item, exprs in made:
        found[item.key] = (item, Column(_RESULT, f"v{at}", item.kind, item.scale))
        at += len(exprs)
    return found


def _orders(
    reading: Reading, names: Sequence[str], groups: Sequence[Shown], results: Mapping[str, tuple[Shown, Column]]
) -> tuple[Order, ...]:
    """Return the order asked for, then the groups themselves, so that the order is total."""
    orders: list[Order] = []
    problems: list[Problem] = []
    for name in (*names, *(group.key for group in groups)):
        bare = name if name in results else name.removeprefix("-")
        if bare in results:
            item, column = results[bare]
            orders.append(Order(reading.rank(column, item.values) if item.values else column, descending=bare != name))
        else:
            problems.append(unknown(bare, results))
    if problems:
        raise Malformed(problems=problems)
    return tuple(orders)
