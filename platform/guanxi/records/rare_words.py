"""Searches of rare words: PostgreSQL's index of parts names the records that hold them, before the question is asked.

Within the question the database would have to guess from samples how many rows hold a word, and a guess of one in a
hundred makes it read the whole table in the order asked for. A known list of ids is never guessed at.
"""

from typing import TYPE_CHECKING

from guanxi.records.prepared import Reading, connected, prepared
from guanxi.records.searching import HELD_BY, Searched, search_condition
from guanxi.records.shapes import IDENTITY, ROOT, has_rules, steps_of
from guanxi.records.statements import rooted
from guanxi.sqltree import Alias, Select, Table, integer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from guanxi.workspace.context import Context

__all__ = ["MOST", "find_rare"]

MOST = 1000  # records that a list of ids may name


def find_rare(
    context: "Context", object_name: str, search: Searched, *, now: "dt.datetime", seconds: float | None = None
) -> tuple[Searched, "Mapping[str, object]"]:
    """Return the search as the question shall put it, and the values of its slots.

    Who may see the records is not asked here: the question does, of the few that are named.
    """
    if not search.words or context.database.dialect != "postgresql" or not _may_walk(context, object_name, now):
        return search, search.values

    def make(reading: Reading) -> tuple[list[Select], None]:
        start = rooted(reading, object_name)
        held = search_condition(start, search)
        # In no order, which would be walked along to find so many.
        columns = (Alias("id", IDENTITY),)
        select = Select(columns, Table(start.item.table, ROOT), tuple(start.joins), held, limit=integer(MOST + 1))
        return [select], None

    found, values = prepared(context, object_name, ("rare", object_name, search.shape), now=now, make=make)
    with connected(context, seconds=seconds) as connection:
        ids = [str(row[0]) for row in connection.run(found.statements[0], {**values, **search.values})]
    if len(ids) > MOST:
        return search, search.values
    known = search.known()
    return known, {**known.values, HELD_BY: ids}


def _may_walk(context: "Context", object_name: str, now: "dt.datetime") -> bool:
    """Tell whether the reader may reach so many rows that the database would walk through them in their order.

    The few that somebody owns are read from their index, which costs less than asking for ids first.
    """
    item = context.catalog.find(object_name)
    if item is None or item.search_index is None:
        return False
    access = Reading(context, now).access(object_name, ROOT)
    return access.everything or has_rules(access) or steps_of(context.principal.breadth)[0]
