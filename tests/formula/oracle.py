"""Runs the evaluated rows of another formula engine against ours and says which agree."""

import json
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from guanxi.formula import (
    ERROR,
    BlankAs,
    Checked,
    FormulaType,
    PlainEnvironment,
    Reference,
    Scope,
    Value,
    check,
    compile_python,
)

_TYPES = {
    "Text": FormulaType.TEXT,
    "Double": FormulaType.NUMBER,
    "Currency": FormulaType.MONEY,
    "Percent": FormulaType.PERCENT,
    "Boolean": FormulaType.BOOLEAN,
    "DateOnly": FormulaType.DATE,
    "DateTime": FormulaType.DATETIME,
    "TimeOnly": FormulaType.TIME,
}
_BY_NAME = (
    ("customdatetime", FormulaType.DATETIME),
    ("customdate", FormulaType.DATE),
    ("customnumber", FormulaType.NUMBER),
    ("custompercent", FormulaType.PERCENT),
    ("customcurrency", FormulaType.MONEY),
    ("customcheckbox", FormulaType.BOOLEAN),
)
_NAME = re.compile(r"\b(\w+)__c\b", re.IGNORECASE)
_JAVA_DATE = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) \w+ (\d+)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ZONES = {"PST": 8, "PDT": 7, "EST": 5, "GMT": 0}


class _Fields(Scope):
    """A scope over the fields of one case."""

    key: Hashable = None

    def __init__(self, types: dict[str, FormulaType]) -> None:
        self.types = types

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        if path == ("$System", "originDateTime"):
            return Reference(path, FormulaType.DATETIME, key="origin", context=True)
        name = path[0].lower().removesuffix("__c")
        return Reference(path, self.types[name], key=name) if name in self.types else None

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        return self.types

    def children(self, name: str) -> Scope | None:
        return None


@dataclass(frozen=True, slots=True)
class Leaf:
    """An input column of a case."""

    name: str
    type: FormulaType


@dataclass(frozen=True, slots=True)
class Case:
    """A formula with its inputs and the formulas of the fields that it names."""

    name: str
    formula: str
    returns: str
    leaves: tuple[Leaf, ...]
    nested: tuple[tuple[str, FormulaType, str], ...]
    rows: tuple[tuple[str | None, dict[str, str | None]], ...]


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the cases of a file."""
    for line in path.read_text("utf-8").splitlines():
        raw = json.loads(line)
        leaves: dict[str, Leaf] = {}
        nested = []
        for field in raw["fields"]:
            kind = _TYPES.get(field["dataType"], FormulaType.TEXT)
            name = field["fieldName"].lower()
            if "formula" not in field:
                leaves.setdefault(name, Leaf(name, kind))
                continue
            nested.append((name, FormulaType.NUMBER if kind is FormulaType.PERCENT else kind, field["formula"]))
            for inner in _NAME.findall(field["formula"]):
                lowered = inner.lower()
                guess = next((found for prefix, found in _BY_NAME if lowered.startswith(prefix)), FormulaType.TEXT)
                leaves.setdefault(lowered, Leaf(lowered, guess))
        rows = []
        for row in raw["tests"]:
            everywhere = row.get("expected_all")
            expected = (
                dict.fromkeys(("formula", "formulaNullAsNull"), everywhere)
                if "expected_all" in row
                else row["expected"]
            )
            rows.append((row["input"], expected))
        yield Case(raw["name"], raw["formula"], raw["return_type"], tuple(leaves.values()), tuple(nested), tuple(rows))


def agreements(case: Case, mode: str) -> list[tuple[str | None, str | None, object, bool]]:
    """Return for each row its input, the expected text, our value and whether they agree."""
    blank_as: BlankAs = "zero" if mode == "formula" else "blank"
    types = {leaf.name: leaf.type for leaf in case.leaves} | {name: kind for name, kind, _ in case.nested}
    scope = _Fields(types)
    nested = [(name, check(text, scope, blank_as=blank_as)) for name, _, text in case.nested]
    checked = check(case.formula, scope, blank_as=blank_as)
    results: list[tuple[str | None, str | None, object, bool]] = []
    for text, expected in case.rows:
        wanted = expected.get(mode)
        found = _value(case, nested, checked, text)
        if case.returns == "Percent" and isinstance(found, Decimal):
            found *= 100
        results.append((text, wanted, found, _agree(found, wanted)))
    return results


def _value(case: Case, nested: list[tuple[str, Checked]], checked: Checked, text: str | None) -> Value:
    columns = (text or "").split(",", len(case.leaves) - 1) if case.leaves else []
    columns += [""] * (len(case.leaves) - len(columns))
    values: dict[Hashable, Value] = {"origin": datetime(1900, 1, 1, tzinfo=UTC)}
    for leaf, column in zip(case.leaves, columns, strict=True):
        values[leaf.name] = _read(column, leaf.type)
    for name, inner in nested:
        values[name] = compile_python(inner)(PlainEnvironment(values))
    return compile_python(checked)(PlainEnvironment(values))


def _read(text: str, kind: FormulaType) -> Value:
    plain = text.strip()
    if (not plain and kind is not FormulaType.TEXT) or not text or plain == "NULL":
        return None
    if kind is FormulaType.BOOLEAN:
        return plain.lower() == "true"
    if kind in {FormulaType.NUMBER, FormulaType.MONEY, FormulaType.PERCENT}:
        return Decimal(plain)
    if kind in {FormulaType.DATE, FormulaType.DATETIME}:
        parts = plain.split(":")
        zone = _ZONES[parts.pop()] if parts[-1].isalpha() else 0
        year, month, day, *rest = (int(part) for part in parts)
        hour, minute, second = (*rest, 0, 0, 0)[:3] if kind is FormulaType.DATETIME else (0, 0, 0)
        instant = datetime(year, month, 1, tzinfo=UTC) + timedelta(
            days=day - 1, hours=hour + zone, minutes=minute, seconds=second
        )
        return instant if kind is FormulaType.DATETIME else instant.date()
    return text


def _agree(found: Value, wanted: str | None) -> bool:
    if wanted is None or wanted == "null":
        return found is None
    if wanted.startswith("Error:"):
        return found is ERROR
    if isinstance(found, bool):
        return wanted == str(found).lower()
    if isinstance(found, Decimal):
        return _near(found, wanted)
    if isinstance(found, time):
        return time.fromisoformat(wanted) == found
    if isinstance(found, date):
        return _same_date(found, wanted)
    return isinstance(found, str) and found.strip() == wanted.replace("\\,", ",").strip()


def _near(found: Decimal, wanted: str) -> bool:
    try:
        expected = Decimal(wanted)
    except InvalidOperation:
        return False
    return abs(found - expected) <= Decimal("1e-9") * max(abs(expected), abs(found))


def _same_date(found: date, wanted: str) -> bool:
    match = _JAVA_DATE.fullmatch(wanted)
    if match is None:
        return False
    month, day, hour, minute, second, year = match.groups()
    expected = datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    if isinstance(found, datetime):
        return found.replace(microsecond=0) == expected
    return found == expected.date() and expected.time() == time()
