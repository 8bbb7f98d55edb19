"""Searches of rare words, for numbers: the ids of the records that hold them are known before the question is asked."""

from typing import TYPE_CHECKING

from guanxi.records.held import MOST, holding, words_first
from guanxi.records.prepared import Reading, connected, prepared
from guanxi.records.searching import HELD_BY, Searched
from guanxi.records.shapes import IDENTITY
from guanxi.records.statements import rooted
from guanxi.sqltree import Alias, Select

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from guanxi.workspace.context import Context

__all__ = ["find_rare"]


def find_rare(
    context: "Context", object_name: str, search: Searched, *, now: "dt.datetime", seconds: float | None = None
) -> tuple[Searched, "Mapping[str, object]"]:
    """Return the search as the question shall put it, and the values of its slots.

    Who may see the records is not asked here: the question does, of the few that are named.
    """
    if not words_first(rooted(Reading(context, now), object_name), search):
        return search, search.values

    def make(reading: Reading) -> tuple[list[Select], None]:
        return [holding(rooted(reading, object_name), search, (Alias("id", IDENTITY),))], None

    found, values = prepared(context, object_name, ("rare", object_name, search.shape), now=now, make=make)
    with connected(context, seconds=seconds) as connection:
        ids = [str(row[0]) for row in connection.run(found.statements[0], {**values, **search.values})]
    if len(ids) > MOST:
        return search, search.values
    known = search.known()
    return known, {**known.values, HELD_BY: ids}
