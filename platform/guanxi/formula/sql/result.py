"""What the SQL back end takes from its callers and what it gives them."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from guanxi.formula.typed import Reference
from guanxi.sqltree import Alias, Constant, Expr, Kind, Order, Select

__all__ = ["ChildRows", "OpenChildren", "Resolve", "SqlResult", "Values"]


@dataclass(frozen=True, slots=True)
class SqlResult:
    """A formula in SQL: its expression, the values of its slots, and when it is #ERROR (None: never).

    A value of kind number is stored as a column of that scale is: a scaled integer in SQLite. A condition is TRUE
    exactly where the formula is; elsewhere it may be FALSE or NULL.
    """

    expr: Expr
    values: Mapping[str, object]
    error: Expr | None
    kind: Kind
    scale: int = 0


class ChildRows(Protocol):
    """The children of a record behind one relation, opened for one use in a correlated subselect."""

    def resolve(self, reference: Reference) -> "Expr | SqlResult":
        """Return the child's value of a reference."""

    def values(self, reference: Reference) -> Select:
        """Return the one-column select of the child's values of a reference with many values."""

    def children(self, key: Hashable) -> "ChildRows":
        """Open the children of the child."""

    def select(
        self, columns: tuple[Alias, ...], where: Expr, *, order: tuple[Order, ...] = (), limit: Constant | None = None
    ) -> Select:
        """Return the select of those children that meet the condition, with every join that resolving asked for."""


Resolve: TypeAlias = Callable[[Reference], Expr | SqlResult]
Values: TypeAlias = Callable[[Reference], Select]
OpenChildren: TypeAlias = Callable[[Hashable], ChildRows]
