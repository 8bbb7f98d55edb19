"""Numbers of auto_number fields: unique and ascending, with gaps where a save failed after drawing (decision B4)."""

from typing import TYPE_CHECKING

from guanxi.records.load import connection_of
from guanxi.sqltree import Alias, Call, Column, Insert, OnConflict, Param, Returning

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["draw"]

_VALUE = Column("gx_counter", "value", "integer")
_DRAW = Insert(
    "gx_counter",
    ("name", "value"),
    (Param("name", "text"), Param("count", "integer")),
    Returning((Alias("value", _VALUE),)),
    OnConflict(("name",), (("value", Call("+", (_VALUE, Column("excluded", "value", "integer")), "integer")),)),
)


def draw(context: "Context", counter: str, count: int) -> int:
    """Take that many numbers and return the first.

    On PostgreSQL they are drawn by a statement outside of the transaction: held to the end of the save, the counter's
    row would let only one create of the object run at a time. SQLite has one writer anyhow. A trial gives them back
    with all else that it undoes.
    """
    if context.trial or context.database.dialect == "sqlite":
        return _draw(connection_of(context), counter, count)
    with context.database.read() as connection:
        return _draw(connection, counter, count)


def _draw(connection: "Connection", counter: str, count: int) -> int:
    last = connection.run_tree(_DRAW, {"name": counter, "count": count})[0][0]
    return int(last) - count + 1
