"""How PostgreSQL forms are put together: values named once, whole numbers within bounds, guards before computing.

A form names its arguments `{0}`, `{1}` …; an argument that is needed twice is named by a subselect (`OFFSET 0` keeps
the planner from copying it), so that nested formulas do not grow exponentially.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

__all__ = [
    "EVERY_SPACE",
    "SPACES",
    "Form",
    "among",
    "guarded",
    "instant_within",
    "let",
    "quoted",
    "significant",
    "whole",
]

Form: TypeAlias = str | Callable[[str], str | None]  # fixed, or made for the codes of the arguments

PLACE_LIMIT: Final = 1_000_000
_EPOCH_LOW, _EPOCH_HIGH = -62135596800, 253402300800  # seconds at the start of the year 1 and after the year 9999


def quoted(text: str) -> str:
    """Return the text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


SPACES: Final = quoted(" \t\n\r\f\v")
# What Python's strip() takes away.
EVERY_SPACE: Final = quoted("".join(chr(code) for code in range(1, 0x3001) if chr(code).isspace()))


def let(body: str, **names: str) -> str:
    """Return the body with names for expressions that are computed once: `let("_v.x + _v.x", x="{0}")`.

    An argument may stand among the names only: in the body its own columns could be taken for those of `_v`.
    """
    columns = ", ".join(f"{value} AS {name}" for name, value in names.items())
    return f"(SELECT {body} FROM (SELECT {columns} OFFSET 0) AS _v)"


def guarded(number: str) -> str:
    """Return the number, NULL when its magnitude reaches 10^30."""
    return let("CASE WHEN abs(_v.x) < 1e30 THEN _v.x END", x=number)


def whole(number: str, low: int = -PLACE_LIMIT, high: int = PLACE_LIMIT) -> str:
    """Return the whole part of a number as an integer, brought within bounds."""
    return let(
        f"CASE WHEN _v.x > {high} THEN {high} WHEN _v.x < {low} THEN {low} ELSE trunc(_v.x)::integer END", x=number
    )


def significant(number: str) -> str:
    """Return the number rounded half away from zero to 12 significant digits."""
    return f"to_char({number}, '9.99999999999EEEE')::numeric"


def among(values: list[str], function: str) -> str:
    """Return max or min of the values, NULL when one of them is."""
    rows = ", ".join(f"({value})" for value in values)
    return f"(SELECT CASE WHEN count(_v.x) = count(*) THEN {function}(_v.x) END FROM (VALUES {rows}) AS _v(x))"


def instant_within(start: str, seconds: str) -> str:
    """Return the instant that many seconds after the start, NULL outside the years 1 to 9999."""
    inside = f"extract(epoch FROM _v.t) + _v.s >= {_EPOCH_LOW} AND extract(epoch FROM _v.t) + _v.s < {_EPOCH_HIGH}"
    # Whole seconds and the rest apart: a double holds either exactly, not both.
    moved = "_v.t + make_interval(secs => floor(_v.s)::float8) + make_interval(secs => (_v.s - floor(_v.s))::float8)"
    return let(f"CASE WHEN {inside} THEN {moved} END", t=start, s=seconds)
