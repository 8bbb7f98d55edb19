"""Python functions that SQLite statements may call: storage's own exact sums, and those that formula hands over."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Protocol

from guanxi.text.keys import is_spelled

__all__ = ["STORAGE_FUNCTIONS", "NamedFunction", "SqliteFunction", "register"]

_PRECISE = Context(prec=80, rounding=ROUND_HALF_UP)
_PLACES = Decimal("1e-12")
_LARGEST = 2**63


class NamedFunction(Protocol):
    """A Python function under an SQL name, or a class that SQLite uses as an aggregate."""

    @property
    def name(self) -> str:
        """The name in SQL."""

    @property
    def arguments(self) -> int:
        """How many it takes, -1 for any number."""

    @property
    def function(self) -> Callable[..., Any]:
        """What is called."""

    @property
    def deterministic(self) -> bool:
        """Whether equal arguments always give the same."""


@dataclass(frozen=True, slots=True)
class SqliteFunction:
    """A row of NamedFunction."""

    name: str
    arguments: int
    function: Callable[..., Any]
    deterministic: bool = True


def register(connection: sqlite3.Connection, functions: Iterable[NamedFunction]) -> None:
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


def _spelled(key: str | None, letters: str) -> bool | None:
    return None if key is None else is_spelled(key, letters)


STORAGE_FUNCTIONS = (
    SqliteFunction("gx_sum", 2, _sum),
    SqliteFunction("gx_average", 4, _average),
    SqliteFunction("gx_spelled", 2, _spelled),
)
