"""The cases that the browser's back end passes are what Python yields now, and SQL yields the same."""

from decimal import Decimal

from guanxi.formula import ERROR, FormulaType
from guanxi.storage import Connection

from tests.formula.scopes import FIELDS
from tests.formula.shared_cases import PATH, Case, cases, document
from tests.formula.sql_table import KINDS, TestTable, open_database

_COLUMNS = {name: kind for name, kind in FIELDS.items() if kind in KINDS}
_SQL_SCALE = 12
# SQLite hands a number out as a scaled integer of 64 bits.
_SQL_LIMIT = 9 * 10**6
_NO_COLUMN = {FormulaType.DURATION, FormulaType.LOCATION, FormulaType.MULTI_PICKLIST}


def test_the_shared_cases_are_those_of_the_python_back_end() -> None:
    assert PATH.read_text("utf-8") == document(), "write them anew: python -m tests.formula.shared_cases"


def _runs_in_sql(case: Case) -> bool:
    checked = case.checked
    plain = all(name in _COLUMNS for name in case.values) and ERROR not in case.values.values()
    return bool(
        checked.filterable
        and checked.references
        and plain
        and not checked.children
        and case.returns is None
        and not (isinstance(case.expected, Decimal) and abs(case.expected) > _SQL_LIMIT)
        and not {"ISNEW", "ISCHANGED", "PRIORVALUE"} & set(checked.functions)
        and all(len(reference.path) == 1 and reference.type not in _NO_COLUMN for reference in checked.references)
    )


def _disagreement(table: TestTable, case: Case) -> tuple[str, object, object] | None:
    (yielded,) = table.fill([dict(case.values)]).values(case.checked, case.environment, scale=_SQL_SCALE)
    return None if yielded == case.expected else (case.formula, case.expected, yielded)


def _differing(connection: Connection) -> list[tuple[str, object, object]]:
    table = TestTable(connection, _COLUMNS).create()
    chosen = [case for case in cases() if _runs_in_sql(case)]
    assert len(chosen) > 100
    return [found for case in chosen if (found := _disagreement(table, case)) is not None]


def test_the_shared_cases_yield_in_sql_what_they_yield_in_python(database_url: str) -> None:
    database = open_database(database_url)
    with database.read() as connection:
        differing = _differing(connection)
    database.close()
    assert differing == []
