"""The page of formula functions."""

from collections.abc import Iterator
from itertools import groupby

from guanxi.formula.function import FunctionRow
from guanxi.formula.functions import CORE_FUNCTIONS

from docs.generator.markdown import code, table

__all__ = ["functions"]

INTRODUCTION = """# Formula functions

One language serves formula fields, rules, filters and sharing. It runs in Python and is compiled to SQL for both
databases; *filterable* functions may stand in filters, sorts and sharing, the others only where a formula is computed
for a record that was read. Every example is a test."""


def functions() -> str:
    """Return the page: one table per family."""
    parts = [INTRODUCTION]
    rows = sorted(CORE_FUNCTIONS, key=lambda row: (row.operator, row.family, row.name))
    for (_, family), members in groupby(rows, key=lambda row: (row.operator, row.family)):
        head = ["function", "what it gives", "说明", "filterable", "example"]
        parts += [f"## {family.capitalize()}", table(head, (cells(row) for row in members))]
    return "\n\n".join(parts)


def cells(row: FunctionRow) -> tuple[str, ...]:
    """Return the cells of one function."""
    example = row.examples[0] if row.examples else None
    shown = f"{code(example.formula)} → {code(example.result)}" if example else ""
    calls = (code(f"{row.name}({before.strip()}) → {after.strip()}") for before, after in pairs(row))
    signatures = ", ".join(calls) or code(row.name)
    return signatures, row.en, row.zh, "yes" if row.sql else "no", shown


def pairs(row: FunctionRow) -> Iterator[tuple[str, str]]:
    """Yield the parameters and the result of every signature."""
    for signature in row.signatures:
        before, _, after = signature.text.partition("->")
        yield before, after
