"""Random formulas mean the same in Python, SQLite and PostgreSQL, as values and as filters."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from guanxi.errors import TooExpensive
from guanxi.formula import BlankAs, FormulaInvalid, FormulaType, PlainEnvironment, check
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.formula.sql_random import ROWS, TYPES, formulas
from tests.formula.sql_table import SCALE, Fields, TestTable, open_database, python_outcomes

_KINDS = ("number", "text", "boolean", "boolean", "boolean", "date", "datetime")
_NAMES = count()


@pytest.fixture
def table(database_url: str) -> Iterator[TestTable]:
    database = open_database(database_url)
    with database.read() as connection:
        yield TestTable(connection, TYPES, f"random_{next(_NAMES)}").create().fill(ROWS)
    database.close()


def same(one: object, other: object) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        if abs(one) >= 10**12:  # beyond what a scaled integer holds the order is kept, not every digit
            return abs(one - other) <= abs(one) * Decimal("1e-9")
        place = Decimal(1).scaleb(-SCALE)
        return one.quantize(place, ROUND_HALF_UP) == other.quantize(place, ROUND_HALF_UP)
    if isinstance(one, (date, bool)):
        return type(one) is type(other) and one == other
    return one == other


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    formula=st.one_of(*(formulas(kind, 2) for kind in _KINDS)),
    blank_as=st.sampled_from(["blank", "zero"]),
    zone=st.sampled_from(["America/New_York", "Asia/Shanghai", "UTC"]),
)
def test_a_random_formula_means_the_same_everywhere(
    table: TestTable, formula: str, blank_as: BlankAs, zone: str
) -> None:
    try:
        checked = check(formula, Fields(TYPES), blank_as=blank_as)
    except FormulaInvalid:
        assume(False)
    assert checked.filterable
    environment = PlainEnvironment(now=datetime(2026, 3, 15, 12, tzinfo=UTC), zone=ZoneInfo(zone))
    expected = python_outcomes(checked, ROWS, environment)
    try:
        found = table.values(checked, environment)
        matches = table.matches(checked, environment) if checked.type is FormulaType.BOOLEAN else None
    except TooExpensive:
        assume(False)
    assert [
        (number, one, other)
        for number, (one, other) in enumerate(zip(expected, found, strict=True))
        if not same(one, other)
    ] == []
    assert matches is None or matches == [number for number, value in enumerate(expected) if value is True]
