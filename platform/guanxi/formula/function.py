"""The rows of the function table: what a function takes, gives, means and needs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from guanxi.formula.formula_type import FormulaType

BlankRule = Literal["propagate", "handled"]


@dataclass(frozen=True, slots=True)
class Example:
    """A formula and what it yields, run as a test; `result` is written as a formula too, `#ERROR` for an error."""

    formula: str
    result: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: the types it accepts, or a type variable `T` shared with other parameters and the result."""

    name: str
    accepts: frozenset[FormulaType]
    variable: bool = False
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters and result type; a result of None is the type that the variable `T` turned out to be."""

    text: str
    parameters: tuple[Parameter, ...]
    result: FormulaType | None


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function of the language.

    `python` gets the argument values (never errors; no blanks either when `blank` is "propagate", where a blank
    argument makes the result blank) and, when `context` is set, the environment first. `lazy` rows get closures instead
    of values. `sql` promises a form in both databases, kept by name in the modules of the SQL back end. `partial`: can
    yield #ERROR. `volatile`: differs between two calls in the same record state, so it may not be stored. `operator`
    rows are reached through an operator, not by name. `magnitude` bounds a numeric result by the bounds of its
    arguments. `fixed`: positions of arguments that may not depend on the record where the function runs in SQL.
    """

    name: str
    family: str
    signatures: tuple[Signature, ...]
    python: Callable[..., Any]
    en: str
    zh: str
    examples: tuple[Example, ...] = ()
    sql: bool = False
    partial: bool = False
    volatile: bool = False
    context: bool = False
    lazy: bool = False
    operator: bool = False
    blank: BlankRule = "propagate"
    magnitude: Callable[[tuple[int, ...]], int] | None = None
    fixed: tuple[int, ...] = ()


class FunctionTable:
    """An immutable set of function rows, found by name."""

    def __init__(self, rows: Iterable[FunctionRow]) -> None:
        self._rows: Mapping[str, FunctionRow] = {row.name: row for row in rows}

    def __iter__(self) -> Iterator[FunctionRow]:
        return iter(self._rows.values())

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def get(self, name: str) -> FunctionRow | None:
        """Return the row of that name, or None."""
        return self._rows.get(name)

    def extended(self, rows: tuple[FunctionRow, ...]) -> "FunctionTable":
        """Return a table with further rows, as plugins bring them; a known name is refused."""
        known = [row.name for row in rows if row.name in self._rows]
        if known:
            raise ValueError(f"function names are taken: {', '.join(known)}")
        return FunctionTable((*self, *rows))

    @property
    def names(self) -> tuple[str, ...]:
        """The names that may be written in a formula, in order."""
        return tuple(sorted(row.name for row in self if not row.operator))
