"""What a formula's names stand for, and which functions are written as SQL structure rather than as a call."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.errors import Malformed
from guanxi.formula.sql.result import OpenChildren, Resolve, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guanxi.formula.sql.compiler import Compiler
    from guanxi.formula.sql.pieces import Known, Piece
    from guanxi.formula.typed import Apply, Children
    from guanxi.sqltree import Expr

__all__ = ["Names", "NotFilterable", "Structure", "Structures"]


class NotFilterable(Malformed):
    """A part of the formula has no form in SQL."""

    def __init__(self, *, function: str) -> None:
        """Name the function that cannot be written."""
        super().__init__(reason="not_filterable", function=function)


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of one formula stand for in SQL, as its caller says."""

    resolve: Resolve
    values: Values | None = None
    children: OpenChildren | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """How one function is written as SQL structure rather than as a call; what is None follows the general way.

    `exact`: its truth takes care of errors below it.
    """

    value: "Callable[[Compiler, Apply], Piece | Known] | None" = None
    truth: "Callable[[Compiler, Apply, bool], Expr] | None" = None
    failure: "Callable[[Compiler, Apply], Expr] | None" = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Structures:
    """The functions that are written as structure, by name, and how aggregates over children are written."""

    choices: "Mapping[str, Structure]"
    children_value: "Callable[[Compiler, Children], Piece | Known]"
    children_truth: "Callable[[Compiler, Children], Expr]"
    children_failure: "Callable[[Compiler, Children], Expr]"
