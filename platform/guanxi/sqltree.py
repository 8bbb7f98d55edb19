"""A neutral, hashable tree of SQL: formula, access and records build it, storage prints it for a database.

Values never stand in the tree. `Param(slot)` names a value that is handed over at execution, so that two statements
of the same shape are equal, are printed once, and stay prepared in the database.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "FALSE",
    "NULL",
    "TRUE",
    "Alias",
    "And",
    "Call",
    "Case",
    "Change",
    "Column",
    "Constant",
    "Delete",
    "Exists",
    "Expr",
    "InList",
    "InSelect",
    "Insert",
    "Join",
    "Kind",
    "Not",
    "OnConflict",
    "Or",
    "Order",
    "Param",
    "Query",
    "Recursive",
    "Returning",
    "RowColumn",
    "Rows",
    "Scalar",
    "Select",
    "Source",
    "SqlForm",
    "Subselect",
    "Table",
    "Together",
    "Union",
    "Update",
    "all_of",
    "any_of",
    "integer",
]

Kind: TypeAlias = Literal[
    "text", "integer", "number", "boolean", "date", "datetime", "time", "uuid", "json", "list", "any"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the source known by that alias.

    Without an alias it names a column of the result (the order of a union); without a name it is the whole row, as
    `row_to_json` takes it.
    """

    alias: str
    name: str
    kind: Kind = "any"
    scale: int = 0  # of kind number: the declared scale, by which SQLite's stored integer is divided


@dataclass(frozen=True, slots=True)
class Param:
    """A value handed over at execution under a slot name; its kind decides the cast that is printed."""

    slot: str
    kind: Kind = "any"
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that belongs to the shape itself: None, a boolean or a small integer, never a caller's data.

    The kind keeps TRUE and the integer 1 apart, which Python holds to be equal.
    """

    value: bool | int | None
    kind: Literal["boolean", "integer", "null"]


TRUE = Constant(True, "boolean")
FALSE = Constant(False, "boolean")
NULL = Constant(None, "null")


def integer(value: int) -> Constant:
    """Return a small integer that is part of the shape, such as LIMIT 1."""
    return Constant(value, "integer")


@dataclass(frozen=True, slots=True)
class SqlForm:
    """How one named operation is written in each database: `{0}`, `{1}` … are the arguments, `{*}` all of them with
    commas.

    `postgresql` is None where PostgreSQL cannot say it; such an operation is not filterable (decision A11).
    """

    name: str
    sqlite: str
    postgresql: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """A named operation (a row of SqlForm) applied to arguments; `=`, `<`, `+` are such names too."""

    name: str
    args: tuple["Expr", ...]
    kind: Kind = "any"
    scale: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """True when every item is true; printed as a balanced tree."""

    items: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when an item is true; printed as a balanced tree."""

    items: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the item is not true, a blank item included: printed as `(item) IS NOT TRUE`."""

    item: "Expr"


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first branch whose condition is true, else the last value."""

    branches: tuple[tuple["Expr", "Expr"], ...]
    otherwise: "Expr" = NULL


@dataclass(frozen=True, slots=True)
class InList:
    """True when the value is among the values of one list parameter (`= ANY` on PostgreSQL, json_each on SQLite)."""

    value: "Expr"
    values: Param


@dataclass(frozen=True, slots=True)
class InSelect:
    """True when the value is among the rows of a one-column select."""

    value: "Expr"
    select: "Select | Union"


@dataclass(frozen=True, slots=True)
class Exists:
    """True when the select has a row."""

    select: "Select | Union"


@dataclass(frozen=True, slots=True)
class Scalar:
    """The one value of a one-column select of at most one row."""

    select: "Select | Union"
    kind: Kind = "any"
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Alias:
    """A selected expression and the name it has in the result."""

    name: str
    value: "Expr"


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key; blanks are the lowest value, so first when ascending and last when descending."""

    value: "Expr"
    descending: bool = False
    # False: the value is never blank (id, created_at …), so that a plain index such as the primary key's serves it
    blank: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A physical table under an alias."""

    name: str
    alias: str


@dataclass(frozen=True, slots=True)
class Subselect:
    """A select used as a source under an alias."""

    select: "Select | Union"
    alias: str


@dataclass(frozen=True, slots=True)
class Recursive:
    """Rows that bring more rows, used as a source under an alias: those of the first select, then what the next one
    makes of the rows of the round before, which it reads as a table of that name; each row stands there once."""

    name: str
    first: "Select"
    following: "Select"
    alias: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows handed over at execution under one slot: a sequence of sequences, one value per column, in the order of
    `columns`.

    Values must be in database form already, as for `copy_rows`; the whole travels as one parameter, so 5,000 rows are
    one statement.
    """

    slot: str
    columns: "tuple[RowColumn, ...]"
    alias: str


@dataclass(frozen=True, slots=True)
class RowColumn:
    """The name and kind of one column of `Rows`."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Join:
    """A source added to a select: LEFT JOIN unless inner."""

    source: "Table | Subselect | Rows"
    on: "Expr"
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT; `lock` is FOR UPDATE, FOR NO KEY UPDATE or FOR KEY SHARE of the first source on PostgreSQL and
    nothing on SQLite."""

    columns: tuple[Alias, ...]
    source: "Table | Subselect | Recursive | Rows | None" = None
    joins: tuple[Join, ...] = ()
    where: "Expr | None" = None
    group: tuple["Expr", ...] = ()
    having: "Expr | None" = None
    order: tuple[Order, ...] = ()
    limit: "Param | Constant | None" = None
    distinct: bool = False
    lock: Literal["", "update", "no key update", "key share", "update skip locked"] = ""


@dataclass(frozen=True, slots=True)
class Union:
    """UNION ALL (or UNION when distinct) of selects, each with its own order and limit, then an order and limit of
    the whole."""

    selects: tuple[Select, ...]
    distinct: bool = False
    order: tuple[Order, ...] = ()
    limit: "Param | Constant | None" = None


@dataclass(frozen=True, slots=True)
class Returning:
    """What a data-changing statement answers with."""

    columns: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class OnConflict:
    """What an insert does when a row with these unique columns exists: nothing, or assign (the row offered has the
    alias `excluded`)."""

    columns: tuple[str, ...]
    assignments: tuple[tuple[str, "Expr"], ...] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """INSERT of one row of expressions, or of the rows of a select."""

    table: str
    columns: tuple[str, ...]
    values: "tuple[Expr, ...] | Select | Union"
    returning: Returning | None = None
    conflict: OnConflict | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """UPDATE of one table under an alias, where given from another source that the condition joins."""

    table: Table
    assignments: tuple[tuple[str, "Expr"], ...]
    where: "Expr"
    returning: Returning | None = None
    source: "Table | Subselect | Rows | None" = None


@dataclass(frozen=True, slots=True)
class Delete:
    """DELETE from one table under an alias."""

    table: Table
    where: "Expr"
    returning: Returning | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Changes of different tables as one statement, which PostgreSQL alone understands; none sees what the others
    do."""

    changes: tuple[Insert | Update | Delete, ...]


Expr: TypeAlias = Column | Param | Constant | Call | And | Or | Not | Case | InList | InSelect | Exists | Scalar
Source: TypeAlias = Table | Subselect | Recursive | Rows
Query: TypeAlias = Select | Union
Change: TypeAlias = Insert | Update | Delete | Together


def all_of(*items: Expr) -> Expr:
    """Join conditions by AND, dropping those that are always true."""
    kept = tuple(item for item in items if item != TRUE)
    if FALSE in kept:
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else And(kept)


def any_of(*items: Expr) -> Expr:
    """Join conditions by OR, dropping those that are always false."""
    kept = tuple(item for item in items if item != FALSE)
    if TRUE in kept:
        return TRUE
    return FALSE if not kept else kept[0] if len(kept) == 1 else Or(kept)
