"""Measure how many formulas of a collection parse and type-check; needs no database and no objects."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from guanxi.formula.checked import check
from guanxi.formula.formula_type import FormulaType
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.inference import infer
from guanxi.formula.parsing import parse
from guanxi.formula.problems import FormulaInvalid, FormulaSyntax
from guanxi.formula.tree import Call, walk

__all__ = ["CorpusReport", "corpus"]

_RETURNS: Mapping[str, FormulaType] = MappingProxyType(
    {
        "text": FormulaType.TEXT,
        "string": FormulaType.TEXT,
        "number": FormulaType.NUMBER,
        "double": FormulaType.NUMBER,
        "currency": FormulaType.MONEY,
        "money": FormulaType.MONEY,
        "percent": FormulaType.PERCENT,
        "checkbox": FormulaType.BOOLEAN,
        "boolean": FormulaType.BOOLEAN,
        "date": FormulaType.DATE,
        "datetime": FormulaType.DATETIME,
        "time": FormulaType.TIME,
    }
)


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """How many formulas there are, parse and type-check, and why the others do not."""

    total: int
    parsed: int
    typed: int
    failures: Mapping[str, int]

    def to_json(self) -> str:
        """Return the report as one line of JSON."""
        return json.dumps(
            {"total": self.total, "parsed": self.parsed, "typed": self.typed, "failures": dict(self.failures)}
        )


def corpus(lines: Iterable[str]) -> CorpusReport:
    """Parse and check formulas given as JSON lines with `formula` and, where known, `return_type`.

    Parsed means that a tree was built and every function name is known; typed, that it checks against an object whose
    fields are the formula's own references, their types guessed from their use.
    """
    total = parsed = typed = 0
    failures: Counter[str] = Counter()
    for line in lines:
        if not line.strip():
            continue
        total += 1
        reason = _failure(line)
        parsed += reason is None or reason.startswith("type: ")
        typed += reason is None
        if reason is not None:
            failures[reason] += 1
    return CorpusReport(total, parsed, typed, dict(failures.most_common()))


def _failure(line: str) -> str | None:
    """Return why a line fails, None when it does not; reasons of typing begin with `type: `."""
    try:
        row = json.loads(line)
        text = row["formula"]
        node = parse(text)
    except (ValueError, KeyError, TypeError):
        return "line: not a JSON object with a formula"
    except FormulaSyntax as error:
        return f"syntax: {error.found[0].code}"
    unknown = next((part.name for part in walk(node) if isinstance(part, Call) and _is_unknown(part.name)), None)
    if unknown is not None:
        return f"unknown function: {unknown}"
    returns = _RETURNS.get(str(row.get("return_type")).lower())
    try:
        check(text, infer(node, returns), returns=returns)
    except FormulaInvalid as error:
        return f"type: {error.found[0].code}"
    return None


def _is_unknown(name: str) -> bool:
    row = CORE_FUNCTIONS.get(name)
    return row is None or row.operator
