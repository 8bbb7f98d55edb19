"""The shape of compiled formulas: indexes stay usable, polarity, errors, and values that never stand in the tree."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from guanxi.errors import TooExpensive
from guanxi.formula import ERROR, FormulaType, PlainEnvironment, Value, check
from guanxi.formula.sql import Folding, NotFilterable, SqlResult, compile_sql
from guanxi.sqltree import Alias, Call, Column, Or, Order, Select, Table
from guanxi.storage import Connection
from pytest import param

from tests.formula.sql_table import Fields, TestTable, checked_on, open_database

T = FormulaType
TYPES = {
    "stage": T.PICKLIST, "name": T.TEXT, "amount": T.MONEY, "discount": T.PERCENT, "closed": T.DATE, "made": T.DATETIME,
    "owner": T.REFERENCE, "open": T.BOOLEAN, "size": T.NUMBER, "tags": T.MULTI_PICKLIST,
}  # fmt: skip
STORED = {name: kind for name, kind in TYPES.items() if kind is not T.MULTI_PICKLIST}
OWNER = "0190a5e2-0000-7000-8000-000000000001"
ENVIRONMENT = PlainEnvironment(now=datetime(2026, 3, 15, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    database = open_database(database_url)
    with database.read() as connection:
        yield connection
    database.close()


def table(connection: Connection, rows: list[dict[str, Value]]) -> TestTable:
    return TestTable(connection, STORED).create().fill(rows)


def compiled(formula: str) -> SqlResult:
    columns = TestTable(None, STORED)  # type: ignore[arg-type]  # only names are asked for
    return compile_sql(check(formula, Fields(TYPES)), columns.resolve, folding=Folding(ENVIRONMENT), condition=True)


def plan(connection: Connection, formula: str) -> str:
    """Return how the database would search for the rows that a filter finds."""
    result = compiled(formula)
    tree = Select((Alias("n", Column("t", "n", "integer")),), Table("t", "t"), where=result.expr)
    statement = connection.print(tree)
    sqlite = connection.dialect == "sqlite"
    explained = type(statement)(
        ("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + statement.text, statement.slots, statement.encoders,
        (b"" if sqlite else b"EXPLAIN ") + statement.raw,
    )  # fmt: skip
    return "\n".join(str(row[-1]) for row in connection.run(explained, result.values))


INDEXED = [
    param("stage = 'won'", "stage", id="picklist"),
    param("'won' = stage", "stage", id="mirrored"),
    param("amount > 1000.5", "amount", id="number"),
    param("amount < 0.12345678901", "amount", id="finer-than-the-column"),
    param("amount BETWEEN 10 AND 20", "amount", id="between"),
    param("discount = 0.2", "discount", id="percent"),
    param("closed >= '2026-01-01'", "closed", id="date"),
    param("closed = TODAY()", "closed", id="today"),
    param("made > NOW() - 7", "made", id="instant"),
    param("made = '2026-03-01'", "made", id="day-of-an-instant"),
    param(f"owner = '{OWNER}'", "owner", id="reference"),
    param("BEGINS(name, 'Acme')", "name", id="prefix"),
    param("name IN ('a', 'b', 'c')", "name", id="among-texts"),
    param("stage = 'won' AND size > 3", "stage", id="one-of-two"),
    param("NOT stage <> 'won'", "stage", id="twice-negated"),
    param("ISBLANK(closed)", "closed", id="blank"),
]


@pytest.mark.parametrize(("formula", "column"), INDEXED)
def test_a_plain_condition_uses_the_index_of_its_column(connection: Connection, formula: str, column: str) -> None:
    table(connection, [])
    connection.script(f'CREATE INDEX "by_{column}" ON "t" ("{column}")')
    if connection.dialect == "postgresql":
        connection.script("SET enable_seqscan = off")
    assert f"by_{column}" in plan(connection, formula)


def test_formulas_of_one_shape_are_one_tree_whatever_their_values() -> None:
    one, other = compiled("amount > 10 AND name = 'a'"), compiled("amount > 99.5 AND name = 'b'")
    assert one.expr == other.expr
    assert list(one.values.values()) == [Decimal(10), "a"]


def test_slots_of_two_formulas_in_one_statement_are_kept_apart_by_their_prefix() -> None:
    columns = TestTable(None, STORED)  # type: ignore[arg-type]  # only names are asked for
    made = [
        compile_sql(checked_on("size = 1", STORED), columns.resolve, folding=Folding(ENVIRONMENT), prefix=prefix)
        for prefix in ("a", "b")
    ]
    assert not set(made[0].values) & set(made[1].values)


MATCHES: list[object] = [
    param("size = 1", [0], id="equal"),
    param("size <> 1", [1, 2], id="unequal-matches-blank"),
    param("NOT size = 1", [1, 2], id="not-equal-matches-blank"),
    param("size > 0", [0, 1], id="greater"),
    param("NOT size > 1", [0, 2], id="not-greater-matches-blank"),
    param("size > 0.9999999", [0, 1], id="finer-above"),
    param("size >= 1.0000001", [1], id="finer-at-least"),
    param("size <= 1.0000001", [0], id="finer-at-most"),
    param("size = 1.0000001", [], id="finer-equal"),
    param("size < 99999999999999999999", [0, 1], id="beyond-64-bits"),
    param("size > 99999999999999999999", [], id="above-64-bits"),
    param("name = ''", [2], id="blank-text-equals-empty"),
    param("name <> ''", [0, 1], id="text-is-not-empty"),
    param("name <> 'a'", [1, 2], id="unequal-text-matches-blank"),
    param("name < 'b'", [0], id="order-never-matches-a-blank-text"),
    param("NOT name < 'b'", [1, 2], id="negated-order-matches-a-blank-text"),
    param("open", [0], id="boolean"),
    param("NOT open", [1, 2], id="blank-boolean-is-false"),
    param("open = FALSE", [1, 2], id="boolean-compared"),
    param("discount = 0.2", [0], id="percent-is-a-fraction"),
    param("discount * 100 > 19", [0, 1], id="percent-in-arithmetic"),
    param("1 / size > 0", [0, 1], id="error-is-no-match"),
    param("NOT 1 / (size - 1) > 5", [1, 2], id="error-is-no-match-when-negated"),
    param("1 / (size - 1) > 5 OR name = 'a'", [], id="error-decides-before-what-follows"),
    param("name = 'a' OR 1 / (size - 1) > 5", [0], id="what-comes-first-decides-before-an-error"),
    param("IFERROR(1 / (size - 1), 9) = 9", [0], id="error-is-caught"),
    param("closed = made", [0], id="the-day-of-an-instant-in-the-zone"),
    param("made < '2026-01-02'", [0], id="an-instant-before-a-day"),
]


@pytest.mark.parametrize(("formula", "expected"), MATCHES)
def test_a_filter_finds_exactly_the_rows_where_it_is_true(
    connection: Connection, formula: str, expected: list[int]
) -> None:
    rows = table(connection, [
        {"size": Decimal(1), "name": "a", "open": True, "discount": Decimal(20), "closed": date(2026, 1, 1),
         "made": datetime(2025, 12, 31, 16, tzinfo=UTC)},
        {"size": Decimal(2), "name": "b", "open": False, "discount": Decimal("19.5"), "closed": date(2026, 1, 1),
         "made": datetime(2026, 1, 1, 16, tzinfo=UTC)},
        {},
    ])  # fmt: skip
    assert rows.matches(checked_on(formula, STORED), ENVIRONMENT) == expected


def test_sums_of_columns_do_not_overflow(connection: Connection) -> None:
    largest = Decimal("999999999999.999999")
    rows = table(connection, [{"size": largest, "amount": largest}])
    many = " + ".join(["size"] * 12)
    assert rows.values(checked_on(many, STORED), ENVIRONMENT)[0] == pytest.approx(largest * 12)
    assert rows.values(checked_on("size + amount", STORED), ENVIRONMENT) == [largest * 2]
    assert rows.values(checked_on("size * amount > 0", STORED), ENVIRONMENT) == [True]


def test_a_magnitude_of_thirty_digits_is_an_error(connection: Connection) -> None:
    rows = table(connection, [{"size": Decimal("999999999999"), "amount": Decimal(3)}])
    assert rows.values(checked_on("size * size * size", STORED), ENVIRONMENT) == [ERROR]
    assert rows.values(checked_on("amount * amount * amount", STORED), ENVIRONMENT) == [Decimal(27)]
    assert rows.matches(checked_on("NOT size * size * size > 0", STORED), ENVIRONMENT) == []


def test_an_error_is_blank_and_flagged(connection: Connection) -> None:
    rows = table(connection, [{"size": Decimal(0)}, {"size": Decimal(4)}, {}])
    assert rows.values(checked_on("1 / size", STORED), ENVIRONMENT) == [ERROR, Decimal("0.25"), None]


def test_a_formula_without_errors_has_no_flag() -> None:
    columns = TestTable(None, STORED)  # type: ignore[arg-type]  # only names are asked for
    result = compile_sql(checked_on("size + 1", STORED), columns.resolve, folding=Folding(ENVIRONMENT))
    assert result.error is None


def test_a_formula_as_reference_brings_its_error_and_its_values(connection: Connection) -> None:
    rows = table(connection, [{"size": Decimal(0)}, {"size": Decimal(4)}])
    inner = compile_sql(
        checked_on("1 / size", STORED), rows.resolve, folding=Folding(ENVIRONMENT), prefix="inner.", scale=6
    )
    outer = compile_sql(
        check("NOT half > 5", Fields({"half": T.NUMBER})), lambda _: inner, folding=Folding(ENVIRONMENT), condition=True
    )
    tree = Select((Alias("n", Column("t", "n", "integer")),), Table("t", "t"), where=outer.expr)
    assert [row[0] for row in connection.run_tree(tree, outer.values)] == [1]


def test_what_does_not_depend_on_the_record_is_computed_once() -> None:
    result = compiled("closed >= STARTOF(TODAY(), 'month')")
    assert list(result.values.values()) == [date(2026, 3, 1)]


def test_a_condition_on_constants_leaves_no_trace() -> None:
    assert compiled("TODAY() < '2020-01-01' OR size = 1").expr == compiled("size = 1").expr


def test_comparing_fields_of_many_values_is_refused() -> None:
    with pytest.raises(NotFilterable):
        compiled("tags = tags")


def test_a_formula_that_would_grow_without_bounds_is_refused() -> None:
    formula = "size"
    for _ in range(20):
        formula = f"IFERROR(1 / ({formula}), 2)"
    with pytest.raises(TooExpensive):
        compiled(f"{formula} > 1")


def test_many_alternatives_are_one_flat_list() -> None:
    result = compiled(" OR ".join(f"size = {number}" for number in range(40)))
    assert isinstance(result.expr, Or)
    assert len(result.expr.items) == 40


LONG = [
    param(" + ".join(["size", *["1"] * 700]) + " > 700", id="sum"),
    param("size * 1.5" + " + size * 1.5" * 300 + " > 450", id="sum-of-products"),
    param(" & ".join(["name"] * 300) + f" = '{'a' * 300}'", id="text"),
    param("MAX(" + ", ".join(["size"] * 300) + ") = 1", id="greatest"),
    param(" AND ".join(f"(size = 1 OR NOT name = 'x{number}')" for number in range(300)), id="condition"),
    param("IF(size < 2, " * 25 + "1" + ", 2)" * 25 + " = 1", id="nested-in-its-first-branch"),
    param("IF(size > 2, 3, " * 60 + "1" + ")" * 60 + " = 1", id="nested-in-its-last-branch"),
    param("UPPER(TRIM(" * 25 + "name" + "))" * 25 + " = 'A'", id="functions-within-functions"),
    param("NOT (name = 'b' OR NOT (size = 1 AND " * 12 + "TRUE" + "))" * 12, id="conditions-within-conditions"),
    param("CASE(size, " + ", ".join(f"{number}, {number} / size" for number in range(150)) + ", 0) = 1", id="case"),
]


@pytest.mark.parametrize("formula", LONG)
def test_a_long_formula_stays_within_what_databases_take(connection: Connection, formula: str) -> None:
    rows = table(connection, [{"size": Decimal(1), "name": "a"}])
    assert rows.matches(checked_on(formula, STORED), ENVIRONMENT) == [0]


GROUPED = [
    param("STARTOF(closed, 'quarter')", [(date(2026, 1, 1), 2), (date(2026, 4, 1), 1)], id="date"),
    param("STARTOF(made, 'month')", [(datetime(2025, 12, 31, 16, tzinfo=UTC), 3)], id="instant"),
    param("UPPER(LEFT(name, 1))", [("A", 2), ("B", 1)], id="text"),
    param("ROUND(size / 2, 0)", [(Decimal(1), 2), (Decimal(4), 1)], id="number"),
    param("IF(size > 2, 'large', 'small')", [("large", 1), ("small", 2)], id="choice"),
]


@pytest.mark.parametrize(("formula", "expected"), GROUPED)
def test_rows_are_grouped_by_a_formula(
    connection: Connection, formula: str, expected: list[tuple[object, int]]
) -> None:
    noon = datetime(2026, 1, 15, 12, tzinfo=UTC)
    rows = table(connection, [
        {"closed": date(2026, 2, 3), "made": noon, "name": "ab", "size": Decimal(1)},
        {"closed": date(2026, 3, 31), "made": noon, "name": "Ac", "size": Decimal(2)},
        {"closed": date(2026, 4, 1), "made": noon, "name": "b", "size": Decimal(8)},
    ])  # fmt: skip
    result = rows.compile(checked_on(formula, STORED), ENVIRONMENT)
    columns = (Alias("v", result.expr), Alias("c", Call("count_rows", (), "integer")))
    tree = Select(columns, Table("t", "t"), group=(result.expr,), order=(Order(result.expr),))
    found = [(rows.read(value, False, result), count) for value, count in connection.run_tree(tree, result.values)]
    assert found == expected
