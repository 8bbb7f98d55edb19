"""The evaluated rows of another formula engine, run through SQL on both databases."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from guanxi.formula import BlankAs, Checked, PlainEnvironment, Reference, Value, check
from guanxi.formula.sql import Folding, SqlResult, compile_sql
from guanxi.sqltree import FALSE, Alias, Column, Expr, Order, Select, Table
from guanxi.storage import Connection

from tests.formula import oracle
from tests.formula.sql_table import SCALE, TestTable, open_database

if TYPE_CHECKING:
    from collections.abc import Hashable

# Rows that have a form in SQL, and how many of them yield what the other engine yields. The numbers only rise.
PINNED = {"formula": (2057, 2057), "formulaNullAsNull": (2057, 2057)}
_ENVIRONMENT = PlainEnvironment({"origin": datetime(1900, 1, 1, tzinfo=UTC)})


class _Case:
    """A case whose formulas are compiled on a table of its inputs."""

    def __init__(self, connection: Connection, case: oracle.Case, *, blank_as: BlankAs, name: str) -> None:
        types = {leaf.name: leaf.type for leaf in case.leaves}
        scope = oracle._Fields(types | {name: kind for name, kind, _ in case.nested})
        self.nested: dict[Hashable, Checked] = {
            name: check(text, scope, blank_as=blank_as) for name, _, text in case.nested
        }
        self.checked = check(case.formula, scope, blank_as=blank_as)
        self.case = case
        self.table = TestTable(connection, types, name)

    @property
    def filterable(self) -> bool:
        return self.checked.filterable and all(inner.filterable for inner in self.nested.values())

    def resolve(self, reference: Reference) -> Expr | SqlResult:
        inner = self.nested.get(reference.key)
        if inner is None:
            return self.table.resolve(reference)
        return compile_sql(inner, self.resolve, folding=Folding(_ENVIRONMENT), prefix=f"{reference.key}.", scale=12)

    def run(self, rows: list[dict[str, Value]]) -> list[object]:
        self.table.create().fill(rows)
        result = compile_sql(self.checked, self.resolve, folding=Folding(_ENVIRONMENT), scale=12)
        number = Column(self.table.name, "n", "integer")
        columns = (Alias("n", number), Alias("v", result.expr), Alias("e", result.error or FALSE))
        found = self.table.connection.run_tree(
            Select(columns, Table(self.table.name, self.table.name), order=(Order(number),)), result.values
        )
        return [self.table.read(value, bool(error), result) for _, value, error in found]


def _inputs(case: oracle.Case, text: str | None) -> dict[str, Value] | None:
    """Return the input columns, None where a number has more digits than a column can hold."""
    columns = (text or "").split(",", len(case.leaves) - 1) if case.leaves else []
    columns += [""] * (len(case.leaves) - len(columns))
    values = {leaf.name: oracle._read(column, leaf.type) for leaf, column in zip(case.leaves, columns, strict=True)}
    numbers = [value for value in values.values() if isinstance(value, Decimal)]
    fits = all(value == round(value, SCALE) and abs(value) < 10 ** (18 - SCALE) for value in numbers)
    return values if fits else None


def agreements(
    connection: Connection, path: Path, mode: str
) -> tuple[int, int, list[tuple[str, str | None, object, str | None]]]:
    """Return how many rows were run, how many agree, and those that do not."""
    run = agreed = 0
    differing: list[tuple[str, str | None, object, str | None]] = []
    for index, case in enumerate(oracle.read_cases(path)):
        compiled = _Case(
            connection, case, blank_as="zero" if mode == "formula" else "blank", name=f"case_{mode.lower()}_{index}"
        )
        if not compiled.filterable:
            continue
        kept = [
            (text, expected.get(mode), values)
            for text, expected in case.rows
            if (values := _inputs(case, text)) is not None
        ]
        found = compiled.run([values for _, _, values in kept])
        for (text, wanted, _), value in zip(kept, found, strict=True):
            shown = value * 100 if case.returns == "Percent" and isinstance(value, Decimal) else value
            run += 1
            if oracle._agree(shown, wanted):  # type: ignore[arg-type]  # a value of a formula
                agreed += 1
            else:
                differing.append((case.formula, text, shown, wanted))
    return run, agreed, differing


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["formula", "formulaNullAsNull"])
def test_filterable_cases_yield_in_sql_what_they_are_known_to_yield(
    database_url: str, shared_data: Path, mode: str
) -> None:
    database = open_database(database_url)
    with database.read() as connection:
        run, agreed, _ = agreements(connection, shared_data / "salesforce_formula_engine" / "cases_A.jsonl", mode)
    database.close()
    assert (run, agreed) == PINNED[mode]
