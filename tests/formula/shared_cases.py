"""The cases that every back end of the formula language passes, and the file from which the browser's tests read them.

Run as a module (`python -m tests.formula.shared_cases`) it writes the file anew.
"""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from guanxi.formula import CORE_FUNCTIONS, ERROR, Checked, FormulaType, PlainEnvironment, Value, check, checked_json
from guanxi.formula import compile_python as compiled
from guanxi.text.durations import duration_text

from tests.formula.scopes import FIELDS, SCOPE

__all__ = ["PATH", "Case", "cases", "document"]

PATH = Path(__file__).resolve().parents[2] / "ui" / "src" / "formula" / "cases.json"
NOON = datetime(2026, 1, 31, 20, 0, tzinfo=UTC)
SHANGHAI = "Asia/Shanghai"
NEW_YORK = "America/New_York"
_ROWS_OF_A_FORMULA = 3
D = Decimal
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Case:
    """A formula, the record it runs on and the hour at which it runs."""

    formula: str
    values: Values = field(default_factory=dict)
    zone: str = "UTC"
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    blank_as: str = "blank"
    returns: FormulaType | None = None
    prior: Values = field(default_factory=dict)
    is_new: bool = False
    lines: tuple[Values, ...] = ()

    @property
    def checked(self) -> Checked:
        """The formula with its types."""
        return check(self.formula, SCOPE, blank_as=self.blank_as, returns=self.returns)  # type: ignore[arg-type]

    @property
    def environment(self) -> PlainEnvironment:
        """What the formula may ask for."""
        return PlainEnvironment(
            self.values,
            now=self.now,
            zone=ZoneInfo(self.zone),
            prior=self.prior,
            is_new=self.is_new,
            children={"lines": tuple(PlainEnvironment(line) for line in self.lines)},
        )

    @property
    def expected(self) -> Value:
        """What Python yields."""
        return compiled(self.checked)(self.environment)


_BLANK = (
    "count + 1", "ISBLANK(count)", "count = 0", "count <> 0", "count < 1", "name = ''", "name <> 'a'", "name < 'a'",
    "close_date = close_date", "flag", "NOT flag", "name & 'x'", "LEN(name)", "BLANKVALUE(count, 7)",
    "CASE(name, '', 1, 2)", "CASE(close_date, TODAY(), 1, 2)", "1 / count", "stage IN ('won')", "ISNULL(name)",
    "ISBLANK(tags)", "count BETWEEN 0 AND 1", "name", "IF(flag, 1)", "share * 2", "tags = tags", "MAX(count, other)",
    "INCLUDES(tags, 'new')", "ISPICKVAL(stage, '')", "TEXT(amount)", "amount > 0 OR ISBLANK(stage)",
)  # fmt: skip

_NUMERIC = (
    "count + other", "count - other", "count * other", "count / other", "MOD(count, other)", "ROUND(count, 2)",
    "ROUNDUP(count, 1)", "INT(count)", "CEILING(count)", "FLOOR(count, 0.5)", "MCEILING(count)", "MFLOOR(other)",
    "TRUNC(count, 1)", "ABS(other)", "TEXT(count)", "count = other", "count <= other", "share", "share * amount",
    "POWER(count, 2)", "SQRT(count)", "IFERROR(count / other, -1)", "LPAD(TEXT(count), 12, '*')", "-count ^ 2",
    "FLOOR(count / 9 * 9)", "ROUND(amount / 3, 2)", "MROUND(count, 0.5)", "MEDIAN(count, other, 1)", "LN(count)",
    "AVERAGE(count, other)", "PERCENTOF(count, other)", "count BETWEEN other AND 100", "count IN (1, 2.50, other)",
)  # fmt: skip
_NUMBERS = tuple(
    D(text) for text in (
        "0", "1", "-1", "2.5", "-2.5", "0.000001", "1234567.891", "-99999999999.999999", "999999999999.999999", "7.25",
    )
)  # fmt: skip

_TEXTUAL = (
    "LEFT(name, 2)", "RIGHT(name, 2)", "MID(name, 2, 2)", "LEN(name)", "REVERSE(name)", "UPPER(name)", "LOWER(name)",
    "PROPER(name)", "FIND(note, name)", "FIND(note, name, 2)", "CONTAINS(name, note)", "BEGINS(name, note)",
    "name < note", "name >= note", "SUBSTITUTE(name, note, '-')", "REPLACE(name, 2, 1, note)", "TRIM(name)",
    "LPAD(name, 6, note)", "RPAD(name, 3)", "ASCII(name)", "LIKE(name, '%a_')", "LIKE(name, note)", "URLENCODE(name)",
    "HTMLENCODE(name)", "JSENCODE(name)", "TEXTJOIN('/', SPLIT(name, note), note)", "VALUE(name)", "ISNUMBER(name)",
    "name = note", "name & note", "CASESAFEID(name)", "DATEVALUE(name)", "IN(name, note, 'a')", "HYPERLINK(name, note)",
)  # fmt: skip
_TEXTS = (
    "a", "A", "aba", "12.5", "-3", "+.5", "ß", "Σας", "张三", "𝒳y𝒳", "a b", "2026-03-01", "2026-02-30", "%a_", "a\\%",
    "<b>'\"&", "\uff21\uffee", "javascript:x", "o'neil li", "001A0000006Vm9r",
)  # fmt: skip

_TIMED = (
    "TODAY()", "made_at = '2026-03-08'", "made_at < '2026-02-01 04:00:01'", "DATEVALUE(made_at)", "TIMEVALUE(made_at)",
    "DATETIMEVALUE(close_date)", "close_date + 1.9", "close_date - 40", "made_at + 0.5",
    "made_at - DATETIMEVALUE(close_date)",
    "ADDMONTHS(made_at, 1)", "ADDMONTHS(close_date, 1)", "EDATE(close_date, -12)", "EOMONTH(close_date)",
    "STARTOF(made_at, 'day')", "STARTOF(made_at, 'hour')", "STARTOF(close_date, 'week')", "STARTOF(made_at, 'quarter')",
    "DATEDIF(close_date, DATEVALUE(made_at), 'MD')", "DATEDIF(close_date, DATEVALUE(made_at), 'YD')",
    "ISOWEEK(close_date)", "ISOYEAR(close_date)", "WEEKDAY(close_date)", "DAYOFYEAR(close_date)", "QUARTER(close_date)",
    "TEXT(made_at)", "TEXT(close_date)", "opens + 3600000", "opens - TIMEVALUE('12:00')", "TEXT(opens)", "HOUR(opens)",
    "CONVERTTZ(made_at, 'Europe/Berlin')", "UNIXTIMESTAMP(made_at)", "ADDHOURS(made_at, 1.5)", "made_at + length",
    "TEXT(length)", "length * 1.5", "length < '2:00'", "MAX(made_at, NOW())", "FORMATDURATION(made_at, NOW())",
    "DATETIMEVALUE('2026-03-08 02:30:00')", "DATETIMEVALUE('2026-11-01 01:30:00')",
)  # fmt: skip
_MOMENTS: tuple[Values, ...] = (
    {
        "made_at": datetime(2026, 3, 8, 6, 59, 59, 125000, tzinfo=UTC), "close_date": date(2026, 1, 31),
        "opens": time(23, 30), "length": timedelta(hours=1, minutes=30),
    },
    {
        "made_at": datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "close_date": date(2024, 2, 29),
        "opens": time(0, 0, 1, 5000), "length": timedelta(seconds=-1.5),
    },
    {
        "made_at": datetime(2026, 12, 31, 18, 0, tzinfo=UTC), "close_date": date(2027, 1, 1),
        "opens": time(12, 0), "length": timedelta(days=400),
    },
)  # fmt: skip

_LINES: tuple[Values, ...] = (
    {"amount": D(2), "name": "a", "rank": D(3), "day": date(2026, 1, 3)},
    {"amount": D(3), "name": "b", "rank": D(2), "day": date(2026, 1, 2)},
    {"amount": None, "name": "c", "rank": D(1), "day": date(2026, 1, 1)},
)
_CHILDREN = (
    "COUNT(lines)", "COUNT(lines, rank > $parent.count)", "SUM(lines.amount)", "AVG(lines.amount)", "MIN(lines.day)",
    "MAX(lines.amount, rank > 9)", "SUM(lines.amount, rank > 9)", "FIRST(lines.name, rank)", "LAST(lines.name, rank)",
    "EXISTS(lines, name = 'b')", "COUNTDISTINCT(lines.amount)", "CONCATENATE(lines.name, ', ')",
    "LAST(lines.day, amount)",
)  # fmt: skip


def cases() -> Iterator[Case]:
    """Give every case, in an order that stays."""
    yield from (Case(example.formula) for row in CORE_FUNCTIONS for example in row.examples)
    yield from (Case(formula, blank_as=rule) for formula in _BLANK for rule in ("blank", "zero"))
    choose = random.Random(20)
    yield from (
        Case(formula, {**dict(zip(("count", "other", "amount", "share"), choose.sample(_NUMBERS, 4), strict=True))})
        for formula in _NUMERIC
        for _ in range(_ROWS_OF_A_FORMULA)
    )
    yield from (
        Case(formula, dict(zip(("name", "note"), choose.sample(_TEXTS, 2), strict=True)))
        for formula in _TEXTUAL
        for _ in range(_ROWS_OF_A_FORMULA)
    )
    yield from (
        Case(formula, values, zone, NOON) for formula in _TIMED for values in _MOMENTS for zone in (SHANGHAI, NEW_YORK)
    )
    yield from (Case(formula, {"count": D(1)}, lines=_LINES) for formula in _CHILDREN)
    yield Case("share", {"share": D(20)}, returns=FormulaType.PERCENT)
    yield from (
        Case(formula, {"stage": "won", "count": D(2)}, prior={"stage": "new", "count": D(2)}, is_new=is_new)
        for formula in ("ISNEW()", "ISCHANGED(stage)", "ISCHANGED(count)", "PRIORVALUE(stage)", "PRIORVALUE(count) + 1")
        for is_new in (True, False)
    )
    yield from (Case(formula, {"count": ERROR}) for formula in ("count + 1", "IFERROR(count, 3)", "ISERROR(count)"))


def document() -> str:
    """Return the text of the file: one case a line."""
    lines = [json.dumps(_written(case), ensure_ascii=False, separators=(",", ":")) for case in cases()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _written(case: Case) -> dict[str, Any]:
    checked = checked_json(case.checked)
    record = {
        "zone": case.zone,
        "now": int(case.now.timestamp() * 1000),
        "isNew": case.is_new,
        "values": {name: wire(case.values.get(name)) for name in FIELDS},
        "prior": {name: wire(value) for name, value in case.prior.items()},
        "children": {"lines": [{"values": {name: wire(value) for name, value in line.items()}} for line in case.lines]},
    }
    if not checked["references"] and not case.lines:
        del record["values"], record["prior"], record["children"]
    told = {name: checked[name] for name in ("type", "returns", "tree")}
    return {"formula": case.formula, "checked": told, "record": record, "expected": wire(case.expected)}


def wire(value: Value) -> Any:
    """Return a value as the API writes it, numbers as texts."""
    if value is ERROR:
        return "#ERROR"
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("milliseconds")
    if isinstance(value, timedelta):
        return duration_text(value)
    return list(value) if isinstance(value, tuple) else value


def _plain(value: Decimal) -> str:
    written = f"{value:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written == "-0" else written


if __name__ == "__main__":
    PATH.write_text(document(), "utf-8")
