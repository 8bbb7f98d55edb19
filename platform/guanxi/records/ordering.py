"""The order of a list as SQL: its keys, and the condition that a row stands after the cursor's row.

Blanks are the lowest value everywhere, and the record id breaks ties, so every order is total (decisions A13 and E).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from guanxi.sqltree import TRUE, Call, Column, Expr, Kind, Not, Order, Param, all_of, any_of

__all__ = ["SortKey", "after", "key_name", "orders"]

AFTER_ID = "after_id"


@dataclass(frozen=True, slots=True)
class SortKey:
    """One sort key: an expression, its direction, and whether it can be blank."""

    value: Expr
    descending: bool
    kind: Kind
    scale: int = 0
    nullable: bool = True


def key_name(index: int) -> str:
    """Return the name that the sort key of that position has as a column and, with `after_`, as a slot."""
    return f"key__{index}"  # no column of a record is named so


def orders(keys: Sequence[SortKey], alias: str, *, named: bool) -> tuple[Order, ...]:
    """Return the ORDER BY of the keys and the id, over their expressions or over their names in a subselect."""
    values = [
        Column(alias, key_name(index), key.kind, key.scale) if named else key.value for index, key in enumerate(keys)
    ]
    listed = [Order(value, key.descending, key.nullable) for value, key in zip(values, keys, strict=True)]
    return (*listed, Order(Column(alias, "id", "uuid"), _id_descends(keys), blank=False))


def after(keys: Sequence[SortKey], blanks: Sequence[bool], alias: str) -> tuple[Expr, ...]:
    """Return conditions that exclude each other and together mean "stands after the cursor".

    `blanks` says which of the cursor's values are blank. There are two conditions where blank and filled values of the
    first key both come after it: apart, each is a range of the key's index; joined by OR, neither database uses it.
    """
    identity = Column(alias, "id", "uuid")
    last: Expr = Call("<" if _id_descends(keys) else ">", (identity, Param(AFTER_ID, "uuid")), "boolean")
    for index in range(len(keys) - 1, 0, -1):
        last = any_of(*_beyond(keys[index], index, blanks[index], last))
    return _beyond(keys[0], 0, blanks[0], last) if keys else (last,)


def _beyond(key: SortKey, index: int, blank: bool, rest: Expr) -> tuple[Expr, ...]:
    """Return the ways in which a row comes after the cursor, looking at this key and the rest."""
    is_blank = Call("is_null", (key.value,), "boolean") if key.nullable else None
    if blank:
        tied = all_of(is_blank or TRUE, rest)
        return (tied,) if key.descending or is_blank is None else (tied, Not(is_blank))
    mark = Param(f"after_{key_name(index)}", key.kind, key.scale)
    sign = "<" if key.descending else ">"
    # The outer comparison looks superfluous, but it is what PostgreSQL turns into a range of the index.
    ranged = all_of(
        Call(f"{sign}=", (key.value, mark), "boolean"),
        any_of(
            Call(sign, (key.value, mark), "boolean"),
            all_of(Call("=", (key.value, mark), "boolean"), rest),
        ),
    )
    return (ranged, is_blank) if key.descending and is_blank is not None else (ranged,)


def _id_descends(keys: Sequence[SortKey]) -> bool:
    return bool(keys) and keys[-1].descending
