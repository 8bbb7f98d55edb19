"""Python functions that SQLite statements may call: storage's own exact sums, and those that formula hands over."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

__all__ = ["STORAGE_FUNCTIONS", "SqliteFunction", "register"]

_PRECISE = Context(prec=80, rounding=ROUND_HALF_UP)
_PLACES = Decimal("1e-12")
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class SqliteFunction:
    """A Python function under an SQL name; arguments is -1 where it takes any number."""

    name: str
    arguments: int
    function: Callable[..., str | int | float | bytes | None]
    deterministic: bool = True


def register(connection: sqlite3.Connection, functions: Iterable[SqliteFunction]) -> None:
    """Make the functions known to one connection."""
    for row in functions:
        if isinstance(row.function, type):
            connection.create_aggregate(row.name, row.arguments, row.function)
            continue
        connection.create_function(row.name, row.arguments, row.function, deterministic=row.deterministic)


def _sum(high: int | None, low: int | None) -> int | str | None:
    if high is None or low is None:
        return None
    total = high * 1_000_000_000 + low
    return total if -_LARGEST <= total < _LARGEST else str(total)


def _average(high: int | None, low: int | None, count: int, scale: int) -> str | None:
    if high is None or low is None:
        return None
    total = Decimal(high * 1_000_000_000 + low).scaleb(-scale, _PRECISE)
    text = format(_PRECISE.divide(total, Decimal(count)).quantize(_PLACES, context=_PRECISE), "f")
    trimmed = text.rstrip("0").rstrip(".")
    return "0" if trimmed == "-0" else trimmed


STORAGE_FUNCTIONS = (
    SqliteFunction("gx_sum", 2, _sum),
    SqliteFunction("gx_average", 4, _average),
)
