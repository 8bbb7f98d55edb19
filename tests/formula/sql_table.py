"""A table of test rows in a real database, and formulas run on it as values and as filters."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from guanxi.formula import (
    ERROR,
    BlankAs,
    Environment,
    FormulaType,
    PlainEnvironment,
    Reference,
    Scope,
    Value,
    check,
    compile_python,
)
from guanxi.formula.sql import FORMS, SQLITE_FUNCTIONS, Folding, SqlResult, compile_sql
from guanxi.formula.typed import Checked
from guanxi.sqltree import FALSE, Alias, Column, Expr, Kind, Order, Select, Table
from guanxi.storage import Connection, Database, instant_text

__all__ = ["KINDS", "SCALE", "Fields", "Outcome", "TestTable", "open_database", "python_outcomes"]

SCALE = 6
_T = FormulaType
KINDS: dict[FormulaType, Kind] = {
    _T.TEXT: "text",
    _T.PICKLIST: "text",
    _T.REFERENCE: "uuid",
    _T.NUMBER: "number",
    _T.MONEY: "number",
    _T.PERCENT: "number",
    _T.BOOLEAN: "boolean",
    _T.DATE: "date",
    _T.DATETIME: "datetime",
    _T.TIME: "time",
}
_POSTGRESQL = {
    "text": "text",
    "uuid": "uuid",
    "number": f"numeric(24,{SCALE})",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz(3)",
    "time": "time(3)",
}
_SQLITE = {
    "text": "TEXT",
    "uuid": "TEXT",
    "number": "INTEGER",
    "boolean": "INTEGER",
    "date": "TEXT",
    "datetime": "TEXT",
    "time": "TEXT",
}

Outcome = object  # a value, None, ERROR


class Fields(Scope):
    """A scope of plain fields."""

    key: Hashable = None

    def __init__(self, types: Mapping[str, FormulaType]) -> None:
        self.types = types

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        name = path[0]
        return Reference(path, self.types[name], key=name) if len(path) == 1 and name in self.types else None

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        return () if prefix else self.types

    def children(self, name: str) -> Scope | None:
        return None


def open_database(url: str) -> Database:
    """Open the database with the formula language's forms and functions."""
    return Database(url, forms=FORMS, functions=SQLITE_FUNCTIONS)


def python_outcomes(checked: Checked, rows: list[dict[str, Value]], environment: Environment) -> list[Outcome]:
    """Return what the Python back end yields for each row."""
    run = compile_python(checked)
    return [
        run(
            PlainEnvironment(
                dict(row), now=environment.now, zone=environment.zone, fiscal_start=environment.fiscal_start
            )
        )
        for row in rows
    ]


@dataclass
class TestTable:
    """The table of the fields, filled anew for each set of rows."""

    __test__ = False

    connection: Connection
    types: Mapping[str, FormulaType]
    name: str = "t"

    def create(self) -> "TestTable":
        """Make the table."""
        sqlite = self.connection.dialect == "sqlite"
        columns = ", ".join(
            f'"{name}" {(_SQLITE if sqlite else _POSTGRESQL)[KINDS[kind]]}' for name, kind in self.types.items()
        )
        self.connection.script(
            f'DROP TABLE IF EXISTS "{self.name}"',
            f'CREATE TABLE "{self.name}" ("n" integer{", " if columns else ""}{columns})',
        )
        return self

    def fill(self, rows: list[dict[str, Value]]) -> "TestTable":
        """Replace the rows."""
        self.connection.script(f'DELETE FROM "{self.name}"')
        for start in range(0, len(rows), 200):
            lines = [
                "("
                + ", ".join((str(number), *(self._literal(row.get(name), kind) for name, kind in self.types.items())))
                + ")"
                for number, row in enumerate(rows[start : start + 200], start)
            ]
            self.connection.script(f'INSERT INTO "{self.name}" VALUES {", ".join(lines)}')
        return self

    def _literal(self, value: Value, kind: FormulaType) -> str:
        if value is None or value == "":
            return "NULL"
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, Decimal):
            return str(int(value.scaleb(SCALE))) if self.connection.dialect == "sqlite" else format(value, "f")
        if isinstance(value, datetime):
            return f"'{instant_text(value)}'"
        text = value.isoformat() if isinstance(value, date | time) else str(value)
        return "'" + text.replace("'", "''") + "'"

    def resolve(self, reference: Reference) -> Expr:
        """Return the column of a field."""
        kind = KINDS[reference.type]
        return Column(self.name, str(reference.key), kind, SCALE if kind == "number" else 0)

    def compile(
        self, checked: Checked, environment: Environment, *, condition: bool = False, scale: int = SCALE
    ) -> SqlResult:
        """Compile a formula on this table's rows."""
        return compile_sql(checked, self.resolve, folding=Folding(environment), condition=condition, scale=scale)

    def values(self, checked: Checked, environment: Environment, *, scale: int = SCALE) -> list[Outcome]:
        """Return the value of the formula for each row, ERROR where the error flag is set."""
        result = self.compile(checked, environment, scale=scale)
        columns = (
            Alias("n", Column(self.name, "n", "integer")),
            Alias("v", result.expr),
            Alias("e", result.error or FALSE),
        )
        order = (Order(Column(self.name, "n", "integer")),)
        found = self.connection.run_tree(Select(columns, Table(self.name, self.name), order=order), result.values)
        return [self.read(value, bool(error), result) for _, value, error in found]

    def matches(self, checked: Checked, environment: Environment) -> list[int]:
        """Return the numbers of the rows that a filter finds."""
        result = self.compile(checked, environment, condition=True)
        number = Column(self.name, "n", "integer")
        tree = Select((Alias("n", number),), Table(self.name, self.name), where=result.expr, order=(Order(number),))
        return [row[0] for row in self.connection.run_tree(tree, result.values)]

    def read(self, value: object, error: bool, result: SqlResult) -> Outcome:
        """Return a value of the database as the Python back end would yield it."""
        if error:
            return ERROR
        if value is None:
            return None
        if result.kind == "number":
            return (
                Decimal(str(value)).scaleb(-result.scale)
                if self.connection.dialect == "sqlite"
                else Decimal(str(value))
            )
        if result.kind == "boolean":
            return bool(value)
        if result.kind == "date":
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        if result.kind == "datetime":
            return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        if result.kind == "time":
            return value if isinstance(value, time) else time.fromisoformat(str(value))
        return value


def checked_on(formula: str, types: Mapping[str, FormulaType], *, blank_as: BlankAs = "blank") -> Checked:
    """Check a formula on plain fields."""
    return check(formula, Fields(types), blank_as=blank_as)
