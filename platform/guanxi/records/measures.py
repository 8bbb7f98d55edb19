"""What an aggregate is grouped by and measures: from a field, path or formula to columns and the way back to JSON."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from guanxi.errors import Malformed, Problem
from guanxi.fields.daytime import time_text
from guanxi.fields.numeric import json_number
from guanxi.formula.formula_type import NUMERIC, FormulaType
from guanxi.formula.sql import SqlResult
from guanxi.records.compilation import compile_tree
from guanxi.records.filtering import checked_formula
from guanxi.records.sorting import path_of
from guanxi.sqltree import NULL, Call, Column, Expr, Kind, Scalar, integer
from guanxi.text.durations import duration_text

if TYPE_CHECKING:
    from guanxi.fields import Dialect
    from guanxi.records.question import Measure
    from guanxi.records.statements import Rooted

__all__ = ["Shown", "group_of", "measure_of"]

_PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[.:][A-Za-z_][A-Za-z0-9_]*)*")
# PostgreSQL takes a bare NULL for text.
_CASTS = frozenset({"text", "integer", "number", "date", "datetime", "time", "uuid"})
_DIGITS = 15
_ORDERED = frozenset(
    {
        FormulaType.TEXT, FormulaType.DATE, FormulaType.DATETIME, FormulaType.TIME, FormulaType.DURATION, *NUMERIC,
    }
)  # fmt: skip
_SUMMED = {"sum": NUMERIC | {FormulaType.DURATION}, "avg": NUMERIC}


@dataclass(frozen=True, slots=True)
class Shown:
    """One key of the answer: what it needs of each row, what is made of that, and the way to JSON."""

    key: str
    inputs: tuple["Value", ...]  # of each row; of an owner id and name, of a count of rows nothing
    function: str  # name of the SQL form over the input; '' of a group
    type: FormulaType
    kind: Kind
    scale: int
    to_json: Callable[[Any], Any]
    values: tuple[str, ...] = ()  # of a picklist: its order
    former: tuple[tuple[str, str], ...] = ()  # names that its values had, each with the present one

    @property
    def is_owner(self) -> bool:
        """Tell whether the key shows an owner by id and name."""
        return len(self.inputs) > 1

    def results(self, rows: Sequence[Column]) -> tuple[Expr, ...]:
        """Return the columns of the answer over those of the rows."""
        if not self.function:
            return tuple(rows)
        scale = (integer(self.inputs[0].scale),) if self.function == "avg" else ()
        return (Call(self.function, (*rows, *scale), self.kind, self.scale),)


@dataclass(frozen=True, slots=True)
class Value:
    """A field, path or formula as one SQL value."""

    expr: Expr
    type: FormulaType
    kind: Kind
    scale: int = 0
    values: tuple[str, ...] = ()
    former: tuple[tuple[str, str], ...] = ()
    name: Expr | None = None  # of an owner
    groupable: bool = True


def value_of(start: "Rooted", text: str) -> Value:
    """Return what a field, path or formula stands for, as the reader sees it."""
    if _PATH.fullmatch(text) is None:
        checked = checked_formula(start, text)
        number = len(start.reading.values)  # formulas of one statement need slots of their own
        result = compile_tree(start.frame, checked, system=False, prefix=f"value{number}.")
        blank = result.expr == NULL and result.kind in _CASTS
        expr = Call(f"to_{result.kind}", (NULL,), result.kind) if blank else result.expr
        return Value(expr, checked.type, result.kind, result.scale)
    found = path_of(start.reader.comparing(), start.item, text)
    if isinstance(found, Problem):
        raise Malformed(problems=[found])
    steps, member = found
    if member.kind.linked or member.kind.sealed:
        raise Malformed(problems=[Problem(None, "not_groupable", {"name": text})])
    kind = FormulaType(member.kind.formula_type(member))
    value = start.frame.value(steps)
    if isinstance(value, SqlResult):
        return Value(value.expr, kind, value.kind, value.scale, member.values, member.former_values)
    if member.type == "owner" and steps[-1] == "name":
        return Value(value, FormulaType.TEXT, "text")
    name = start.frame.owner_name() if member.type == "owner" and len(steps) == 1 else None
    column_kind, scale = (value.kind, value.scale) if isinstance(value, Column | Scalar) else ("any", 0)
    former = member.former_values
    return Value(value, kind, column_kind, scale, member.values, former, name, member.kind.groupable)


def group_of(start: "Rooted", text: str) -> Shown:
    """Return what the records are grouped by."""
    value = value_of(start, text)
    if not value.groupable:
        raise Malformed(problems=[Problem(None, "not_groupable", {"name": text})])
    if value.kind == "boolean":
        value = replace(value, expr=Call("is_true", (value.expr,), "boolean"))
    inputs = (value,) if value.name is None else (value, Value(value.name, FormulaType.TEXT, "text"))
    to_json = _shown(value, start.dialect)
    return Shown(text, inputs, "", value.type, value.kind, value.scale, to_json, value.values, value.former)


def measure_of(start: "Rooted", measure: "Measure") -> Shown:
    """Return one measured number."""
    if measure.of is None:
        return Shown(measure.key, (), "count_rows", FormulaType.NUMBER, "integer", 0, int)
    value = value_of(start, measure.of)
    if value.type not in _SUMMED.get(measure.function, {value.type}):
        raise Malformed(problems=[Problem(None, "not_a_number", {"name": measure.of})])
    if measure.function in {"min", "max"} and value.type not in _ORDERED:
        raise Malformed(problems=[Problem(None, "not_orderable", {"name": measure.of})])
    if measure.function in {"count", "count_distinct"}:
        return Shown(measure.key, (value,), measure.function, FormulaType.NUMBER, "integer", 0, int)
    if measure.function == "avg":
        # The exact quotient to 12 places is text on SQLite, whatever the scale of what is averaged.
        return Shown(measure.key, (value,), "avg", value.type, "number", 0, _decimal_json)
    if value.kind == "text":
        value = replace(value, expr=Call("formula.by_code", (value.expr,), "text"))
    to_json = _shown(value, start.dialect)
    return Shown(measure.key, (value,), measure.function, value.type, value.kind, value.scale, to_json)


def _shown(value: Value, dialect: "Dialect") -> Callable[[Any], Any]:
    """Return the function from the driver's value to JSON; blank stays blank."""
    kind, scale = value.kind, value.scale
    if value.type is FormulaType.DURATION:
        return lambda found: None if found is None else duration_text(dt.timedelta(milliseconds=int(found)))
    if kind in {"number", "integer"}:
        divided = scale if dialect == "sqlite" else 0
        return lambda found: None if found is None else _decimal_json(Decimal(found).scaleb(-divided))
    if kind == "boolean":
        return bool
    if kind == "datetime":
        return _instant_json
    return _day_json


def _day_json(value: object) -> object:
    if isinstance(value, dt.time):
        return time_text(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _decimal_json(value: Decimal | str | int | None) -> int | float | str | None:
    """Return a number of up to 15 digits as such, a longer one as text (decision A12)."""
    if value is None:
        return None
    number = Decimal(value)
    trimmed = number.normalize()
    if len(trimmed.as_tuple().digits) <= _DIGITS and abs(trimmed.adjusted()) <= _DIGITS:
        return json_number(trimmed)
    return f"{trimmed:f}"


def _instant_json(value: object) -> object:
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"
    return value
