"""How many records a query finds: exactly, or at most up to a cap and within a short time."""

import datetime as dt
from typing import TYPE_CHECKING

from guanxi.errors import TooExpensive
from guanxi.records.prepared import Reading, connected, prepared
from guanxi.records.rare_words import find_rare
from guanxi.records.searching import searched
from guanxi.records.shapes import counted_rows, steps_of
from guanxi.records.statements import each_owner, living_and_asked, rooted
from guanxi.sqltree import Select, integer

if TYPE_CHECKING:
    from guanxi.records.question import Query
    from guanxi.workspace.context import Context

__all__ = ["CAP", "counted"]

CAP = 10_000
_CAPPED_SECONDS = 0.3


def counted(context: "Context", query: "Query", *, now: dt.datetime) -> tuple[int | None, bool]:
    """Return the number of records and whether it was cut at the cap; None where even that took too long."""
    capped = query.count == "capped"

    def make(reading: Reading) -> tuple[list[Select], None]:
        start = rooted(reading, query.object)
        source = start.source(living_and_asked(start, query, search))
        tested = steps_of(context.principal.breadth)[1]
        limit = integer(CAP + 1) if capped else None
        return [counted_rows(source, start.access, tested=tested, limit=limit, owners=each_owner(start))], None

    seconds = _CAPPED_SECONDS if capped else None
    try:
        search, sought = find_rare(context, query.object, searched(query.search), now=now, seconds=seconds)
        question = ("count", query.object, query.filter, search.shape, query.deleted, capped)
        found, values = prepared(context, query.object, question, now=now, make=make)
        with connected(context, seconds=seconds) as connection:
            number = int(connection.run(found.statements[0], {**values, **sought})[0][0])
    except TooExpensive as error:
        if not capped or error.params.get("reason") != "statement_time":
            raise
        return None, True
    return (CAP, True) if capped and number > CAP else (number, False)
