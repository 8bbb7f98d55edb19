"""Which records the caller reaches, at which level, and which rights that leaves on one of them."""

import uuid
from typing import TYPE_CHECKING

from guanxi.access.vocabulary import LEVEL_OF_RIGHT, rank
from guanxi.records.columns import HAS_IDS, ID, LIVING
from guanxi.records.load import access_of
from guanxi.sqltree import TRUE, Alias, Expr, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.access.vocabulary import Level
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["reached", "rights_on"]

_DOWNWARDS: "tuple[Level, ...]" = ("full", "write", "read")


def reached(
    context: "Context", connection: "Connection", object_name: str, ids: set[str], *, where: Expr = TRUE,
    level: "Level" = "read",
) -> set[str]:  # fmt: skip
    """Return which of the records the caller reaches at a level."""
    access, table = access_of(context, object_name, level), context.catalog.object(object_name).table
    select = Select((Alias("id", ID),), Table(table, "t"), where=all_of(HAS_IDS, where, access.test()))
    return {str(row[0]) for row in connection.run_tree(select, {**access.values, "ids": sorted(ids)})} if ids else set()


def rights_on(context: "Context", object_name: str, record_id: str) -> list[str]:
    """Return which of the rights on a record's object the caller may use on this record, by name.

    A right such as update needs a level of the record, here the level write; one such as create, which concerns no
    record that is there, is not among them. A record that is not there for the caller leaves none.
    """
    item = context.catalog.object(object_name)
    with context.database.read() as connection:
        identity = {str(uuid.UUID(record_id))}
        level = next(
            (one for one in _DOWNWARDS if reached(context, connection, item.name, identity, where=LIVING, level=one)),
            None,
        )
    if level is None:
        return []
    held = context.rights.of(item.name).rights
    return sorted(name for name, needs in LEVEL_OF_RIGHT.items() if name in held and rank(needs) <= rank(level))
