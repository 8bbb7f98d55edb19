"""Functions over children as correlated subselects, against the Python back end."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from guanxi.formula import FormulaType, PlainEnvironment, Reference, Scope, Value, check, compile_python
from guanxi.formula.sql import Folding, compile_sql
from guanxi.formula.sql.result import ChildRows
from guanxi.sqltree import (
    FALSE,
    Alias,
    Call,
    Column,
    Constant,
    Expr,
    Order,
    Select,
    Table,
    all_of,
)  # fmt: skip

from tests.formula.sql_table import SCALE, Fields, TestTable, open_database

T = FormulaType
PARENT = {"id": T.REFERENCE, "size": T.NUMBER, "name": T.TEXT, "tags": T.MULTI_PICKLIST}
LINE = {
    "parent": T.REFERENCE, "price": T.MONEY, "rate": T.PERCENT, "code": T.TEXT, "day": T.DATE, "rank": T.NUMBER,
    "done": T.BOOLEAN,
}  # fmt: skip
ENVIRONMENT = PlainEnvironment(now=datetime(2026, 3, 15, tzinfo=UTC))
IDS = [f"0190a5e2-0000-7000-8000-00000000000{number}" for number in range(4)]


class ParentScope(Fields):
    """A parent whose children are `lines`."""

    def children(self, name: str) -> Scope | None:
        return LineScope(LINE) if name == "lines" else None


class LineScope(Fields):
    """The children."""

    key: Hashable = "lines"

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        return self.types


class Lines(ChildRows):
    """The children of the row `t` in the table `line`."""

    def __init__(self, table: TestTable) -> None:
        self._table = table

    def resolve(self, reference: Reference) -> Expr:
        return self._table.resolve(reference)

    def values(self, reference: Reference) -> Select:
        raise NotImplementedError

    def children(self, key: Hashable) -> ChildRows:
        raise NotImplementedError

    def select(
        self, columns: tuple[Alias, ...], where: Expr, *, order: tuple[Order, ...] = (), limit: Constant | None = None
    ) -> Select:
        same = Call("=", (Column("line", "parent", "uuid"), Column("t", "id", "uuid")), "boolean")
        return Select(columns, Table("line", "line"), where=all_of(same, where), order=order, limit=limit)


def line(parent: int, rank: int, **values: Value) -> dict[str, Value]:
    return {"parent": IDS[parent], "rank": Decimal(rank), "done": False, **values}


PARENTS: list[dict[str, Any]] = [
    {"id": IDS[0], "size": Decimal(10), "name": "A", "tags": ("red", "blue")},
    {"id": IDS[1], "size": Decimal(0), "name": "B", "tags": ()},
    {"id": IDS[2], "size": None, "name": None, "tags": ("red",)},
]
LINES = [
    line(0, 1, price=Decimal("10.5"), rate=Decimal(20), code="A", day=date(2026, 1, 2), done=True),
    line(0, 2, price=Decimal("-3.25"), rate=Decimal(5), code="b", day=date(2025, 12, 31)),
    line(0, 3, price=None, rate=None, code=None, day=None),
    line(0, 4, price=Decimal("10.5"), rate=Decimal(20), code="Z", day=date(2026, 2, 1), done=True),
    line(1, 1, price=Decimal("7"), rate=Decimal(0), code="B", day=date(2026, 1, 1)),
    line(1, 2, price=Decimal("999999999999.999999"), rate=Decimal(1), code="a", day=date(2026, 3, 1)),
]

FORMULAS = [
    "COUNT(lines)",
    "COUNT(lines, done)",
    "COUNT(lines, price > $parent.size)",
    "COUNT(lines, code = $parent.name)",
    "COUNT(lines, NOT done AND price <> 7)",
    "EXISTS(lines, price < 0)",
    "NOT EXISTS(lines)",
    "EXISTS(lines, day = TODAY() - 14)",
    "SUM(lines.price)",
    "SUM(lines.price, done)",
    "SUM(lines.rate)",
    "AVG(lines.price)",
    "MIN(lines.price)",
    "MAX(lines.rate)",
    "MIN(lines.day)",
    "MAX(lines.code)",
    "MIN(lines.code, NOT ISBLANK(code))",
    "COUNTDISTINCT(lines.price)",
    "COUNTDISTINCT(lines.code)",
    "FIRST(lines.code, rank)",
    "LAST(lines.price, rank)",
    "FIRST(lines.day, price, done OR price < 0)",
    "LAST(lines.rate, rank, price > 0)",
    "FIRST(lines.code, code)",
    "COUNT(lines, 1 / (rank - 3) > 0)",
    "IFERROR(COUNT(lines, 1 / (rank - 3) > 0), -1)",
    "NOT COUNT(lines, 1 / (rank - 3) > 0) > 99",
    "SUM(lines.price) / COUNT(lines)",
    "SUM(lines.price) > 5 AND size < 20",
    "IF(EXISTS(lines, done), 'yes', 'no') & name",
]


@pytest.fixture
def tables(database_url: str) -> Iterator[TestTable]:
    database = open_database(database_url)
    with database.read() as connection:
        parents = TestTable(connection, {name: kind for name, kind in PARENT.items() if kind is not T.MULTI_PICKLIST})
        parents.create().fill(PARENTS)
        TestTable(connection, LINE, "line").create().fill(LINES)
        kind = "TEXT" if connection.dialect == "sqlite" else "uuid"
        connection.script(
            f'CREATE TABLE "tag" ("record_id" {kind}, "value" TEXT)',
            *(
                f"INSERT INTO \"tag\" VALUES ('{row['id']}', '{tag}')" for row in PARENTS for tag in row["tags"]
            ),
        )  # fmt: skip
        yield parents
    database.close()


def expected(formula: str) -> list[object]:
    run = compile_python(check(formula, ParentScope(PARENT)))
    return [
        run(PlainEnvironment(
            dict(row), now=ENVIRONMENT.now,
            children={"lines": tuple(PlainEnvironment(dict(child)) for child in LINES if child["parent"] == row["id"])},
        ))
        for row in PARENTS
    ]  # fmt: skip


def tags(reference: Reference) -> Select:
    assert reference.key == "tags"
    same = Call("=", (Column("tag", "record_id", "uuid"), Column("t", "id", "uuid")), "boolean")
    return Select((Alias("value", Column("tag", "value", "text")),), Table("tag", "tag"), where=same)


def in_sql(tables: TestTable, formula: str) -> tuple[list[object], list[int] | None]:
    checked = check(formula, ParentScope(PARENT))
    assert checked.filterable
    lines = Lines(TestTable(tables.connection, LINE, "line"))
    number = Column("t", "n", "integer")
    folding = Folding(ENVIRONMENT)
    result = compile_sql(checked, tables.resolve, folding=folding, children=lambda key: lines, values=tags, scale=SCALE)
    columns = (Alias("n", number), Alias("v", result.expr), Alias("e", result.error or FALSE))
    found = tables.connection.run_tree(Select(columns, Table("t", "t"), order=(Order(number),)), result.values)
    values = [tables.read(value, bool(error), result) for _, value, error in found]
    if checked.type is not T.BOOLEAN:
        return values, None
    condition = compile_sql(
        checked, tables.resolve, folding=folding, children=lambda key: lines, values=tags, condition=True
    )
    tree = Select((Alias("n", number),), Table("t", "t"), where=condition.expr, order=(Order(number),))
    return values, [row[0] for row in tables.connection.run_tree(tree, condition.values)]


def rounded(value: object) -> object:
    return round(value, SCALE) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_function_over_children_yields_what_python_yields(tables: TestTable, formula: str) -> None:
    wanted = expected(formula)
    values, matches = in_sql(tables, formula)
    assert [rounded(value) for value in values] == [rounded(value) for value in wanted]
    assert matches is None or matches == [number for number, value in enumerate(wanted) if value is True]


@pytest.mark.parametrize(
    "formula",
    ["INCLUDES(tags, 'red')", "NOT INCLUDES(tags, 'blue')", "ISBLANK(tags)", "NOT ISBLANK(tags)", "INCLUDES(tags, '')"],
)
def test_a_field_of_many_values_is_asked_through_its_link_table(tables: TestTable, formula: str) -> None:
    assert in_sql(tables, formula)[0] == expected(formula)
