"""The records of an object in steps by id, for work that goes on where it was broken off."""

from typing import TYPE_CHECKING

from guanxi.sqltree import Alias, Call, Column, Order, Param, Select, Table, integer

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = ["STEP", "next_ids"]

STEP = 1_000
"""Records whose values are worked on in one transaction."""


def next_ids(connection: "Connection", table: str, after: str | None) -> list[str]:
    """Return the ids of the next records after one, none at the end; those in the recycle bin count too."""
    identity = Column("t", "id", "uuid")
    where = None if after is None else Call(">", (identity, Param("after", "uuid")))
    tree = Select(
        (Alias("id", identity),),
        Table(table, "t"),
        where=where,
        order=(Order(identity, blank=False),),
        limit=integer(STEP),
    )
    return [str(cells[0]) for cells in connection.run_tree(tree, {} if after is None else {"after": after})]
