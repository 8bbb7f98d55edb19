"""Every function that promises SQL keeps it: a form in both databases, and the same value as in Python."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from guanxi.formula import CORE_FUNCTIONS, Checked, FormulaType, FunctionRow, PlainEnvironment, Value, check, parse
from guanxi.formula.sql.aggregates import MAKERS
from guanxi.formula.sql.choices import CHOICES
from guanxi.formula.sql.forms import spells
from guanxi.formula.sql.membership import MEMBERSHIP
from guanxi.formula.sql.special import SPECIAL
from guanxi.formula.tree import Call, Literal, Name, Node, Operation
from guanxi.storage import Connection

from tests.formula.sql_table import Fields, TestTable, open_database, python_outcomes

# What never reaches SQL, because it is a constant of the statement.
FOLDED = {"TODAY", "NOW", "TIMENOW", "PI", "BR"}
NO_SQL = [row for row in CORE_FUNCTIONS if not row.sql]


def examples() -> Iterator[tuple[FunctionRow, str]]:
    for row in CORE_FUNCTIONS:
        if row.sql:
            for example in row.examples:
                yield row, example.formula


def lifted(node: Node, values: dict[str, Value]) -> Node:
    """Return the formula with its literals replaced by fields, so that nothing of it is a constant."""
    if isinstance(node, Literal) and node.value is not None:
        name = f"c{len(values)}"
        values[name] = node.value
        return Name((name,))
    if isinstance(node, Call):
        row = CORE_FUNCTIONS.get(node.name)
        fixed = row.fixed if row is not None else ()
        kept = [part if index in fixed else lifted(part, values) for index, part in enumerate(node.arguments)]
        return replace(node, arguments=tuple(kept))
    if isinstance(node, Operation):
        return replace(node, operands=tuple(lifted(part, values) for part in node.operands))
    return node


def type_of(value: Value) -> FormulaType:
    if isinstance(value, bool):
        return FormulaType.BOOLEAN
    return FormulaType.NUMBER if isinstance(value, Decimal) else FormulaType.TEXT


@pytest.mark.parametrize("row", [row for row in CORE_FUNCTIONS if row.sql], ids=lambda row: row.name)
def test_a_function_with_sql_has_a_form(row: FunctionRow) -> None:
    kept = FOLDED | set(CHOICES) | set(MEMBERSHIP) | set(SPECIAL) | set(MAKERS) | {"EXISTS"}
    assert row.name in kept or spells(row.name)


@pytest.mark.parametrize("row", NO_SQL, ids=lambda row: row.name)
def test_a_function_without_sql_has_no_form(row: FunctionRow) -> None:
    assert not spells(row.name)


def _checked(formula: str) -> tuple[Checked, dict[str, Value]] | None:
    values: dict[str, Value] = {}
    node = lifted(parse(formula), values)
    checked = check(node, Fields({name: type_of(value) for name, value in values.items()}))
    return (checked, values) if checked.filterable else None


def _disagreement(connection: Connection, formula: str, table: str) -> tuple[str, object, object] | None:
    found = _checked(formula)
    if found is None:
        return None
    checked, values = found
    types = {name: type_of(value) for name, value in values.items()}
    rows = TestTable(connection, types, table).create().fill([values])
    (expected,), (yielded,) = (
        python_outcomes(checked, [values], PlainEnvironment()),
        rows.values(checked, PlainEnvironment(), scale=12),
    )
    return None if expected == yielded else (formula, expected, yielded)


def test_the_examples_of_functions_yield_in_sql_what_they_yield_in_python(database_url: str) -> None:
    database = open_database(database_url)
    with database.read() as connection:
        differing = [
            found
            for index, (_, formula) in enumerate(examples())
            if (found := _disagreement(connection, formula, f"example_{index}")) is not None
        ]
    database.close()
    assert differing == []
