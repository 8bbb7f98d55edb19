"""Values that would stand twice under a key that becomes unique, found before it is built."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from guanxi.sqltree import TRUE, Alias, Call, Column, Join, Order, Param, Select, Table, all_of, integer

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.storage.connection import Connection

__all__ = ["clashing"]

_PAGE = 20_000  # records read at once
_ID = Column("r", "id", "uuid")


def clashing(
    connection: "Connection", known: "ObjectType", before: "Sequence[Field]", after: "Sequence[Field]"
) -> tuple[list[str], int]:  # fmt: skip
    """Return the records whose values of a key an older record has, newest first, and how many share theirs in all.

    A record in the recycle bin clashes with nobody, nor does one with a blank; case and width count as the key counts
    them. The fields stand in one storage part, as no index spans tables.
    """
    folds = [field.kind.derive(field).get("fold") for field in after]
    met: Counter[Hashable] = Counter()
    later = []
    for identity, *values in _filled(connection, known, before):
        key = hash(tuple(_folded(fold, value) for fold, value in zip(folds, values, strict=True)))
        met[key] += 1
        if met[key] > 1:
            later.append(str(identity))
    return later[::-1], sum(times for times in met.values() if times > 1)


def _folded(fold: Callable[[Any], Any] | None, value: Any) -> Hashable:
    folded: Hashable = value if fold is None else fold(value)
    return folded


def _filled(connection: "Connection", known: "ObjectType", members: "Sequence[Field]") -> Iterator[tuple[Any, ...]]:
    """Yield the id and the values of each living record that fills all fields, page by page."""
    part = known.parts[members[0].part - 1]
    alias = "r" if part == known.table else "v"
    joins = (
        () if alias == "r" else (Join(Table(part, alias), Call("=", (Column(alias, "id", "uuid"), _ID)), inner=True),)
    )
    columns = [Column(alias, member.column) for member in members]
    living = Call("is_null", (Column("r", "deleted_at", "datetime"),), "boolean")
    where = all_of(living, *(Call("is_not_null", (column,), "boolean") for column in columns))
    asked = (Alias("id", _ID), *(Alias(f"c{at}", column) for at, column in enumerate(columns)))
    after: str | None = None
    while True:
        further = TRUE if after is None else Call(">", (_ID, Param("after", "uuid")), "boolean")
        tree = Select(
            asked, Table(known.table, "r"), joins, all_of(where, further), order=(Order(_ID, blank=False),),
            limit=integer(_PAGE),
        )  # fmt: skip
        page = connection.run_tree(tree, {} if after is None else {"after": after})
        yield from page
        if len(page) < _PAGE:
            return
        after = str(page[-1][0])
