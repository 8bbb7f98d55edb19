"""What the SQL back end takes from its callers and what it gives them."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from guanxi.formula.formula_type import Value
from guanxi.formula.typed import Reference, Typed
from guanxi.sqltree import Alias, Constant, Expr, Kind, Order, Select

__all__ = ["ChildRows", "Folding", "OpenChildren", "Resolve", "SqlResult", "Values"]


@dataclass(frozen=True, slots=True)
class SqlResult:
    """A formula in SQL: its expression, the values of its slots, and when it is #ERROR (None: never).

    A value of kind number is stored as a column of that scale is: a scaled integer in SQLite. A condition is TRUE exactly
    where the formula is; elsewhere it may be FALSE or NULL.
    """

    expr: Expr
    values: Mapping[str, object]
    error: Expr | None
    kind: Kind
    scale: int = 0


class Folding(Protocol):
    """Computes in Python what does not depend on the record, so that SQL gets a bound value."""

    @property
    def zone(self) -> str:
        """The name of the workspace zone, in which the date of an instant is read."""

    @property
    def fiscal_start(self) -> int:
        """The month in which the fiscal year begins, 1 to 12."""

    def value(self, expression: Typed) -> Value:
        """Return the value of an expression that is marked constant."""


class ChildRows(Protocol):
    """The children of a record behind one relation, opened for one use in a correlated subselect."""

    def resolve(self, reference: Reference) -> "Expr | SqlResult":
        """Return the child's value of a reference."""

    def values(self, reference: Reference) -> Select:
        """Return the one-column select of the child's values of a reference with many values."""

    def children(self, key: Hashable) -> "ChildRows":
        """Open the children of the child."""

    def select(self, columns: tuple[Alias, ...], where: Expr, *, order: tuple[Order, ...] = (), limit: Constant | None = None) -> Select:
        """Return the select of those children that meet the condition, with every join that resolving asked for."""


Resolve: TypeAlias = Callable[[Reference], Expr | SqlResult]
Values: TypeAlias = Callable[[Reference], Select]
OpenChildren: TypeAlias = Callable[[Hashable], ChildRows]
