"""How many records a query finds: exactly, or at most up to a cap and within a short time."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.errors import TooExpensive
from guanxi.records.compile import connected, rooted
from guanxi.records.filtering import condition
from guanxi.records.shapes import counted_rows
from guanxi.sqltree import Not, all_of, integer

if TYPE_CHECKING:
    from guanxi.records.question import Query
    from guanxi.storage import Statement
    from guanxi.workspace.context import Context

__all__ = ["CAP", "counted"]

CAP = 10_000
_CAPPED_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class _CountPlan:
    """A compiled count and the instant its values belong to."""

    statement: "Statement"
    values: Mapping[str, object]
    now: dt.datetime
    volatile: bool


def counted(context: "Context", query: "Query", *, now: dt.datetime) -> tuple[int | None, bool]:
    """Return the number of records and whether it was cut at the cap; None where even that took too long."""
    capped = query.count == "capped"
    key = ("count", context.principal, query.object, query.filter, query.deleted, capped)
    plan = context.memo(key, lambda: _compile(context, query, now=now, capped=capped))
    if plan.volatile and plan.now != now:
        plan = _compile(context, query, now=now, capped=capped)
    try:
        with connected(context, seconds=_CAPPED_SECONDS if capped else None) as connection:
            number = int(connection.run(plan.statement, plan.values)[0][0])
    except TooExpensive:
        if not capped:
            raise
        return None, True
    return (CAP, True) if capped and number > CAP else (number, False)


def _compile(context: "Context", query: "Query", *, now: dt.datetime, capped: bool) -> _CountPlan:
    start = rooted(context, query.object, now=now)
    living = start.frame.living()
    where = all_of(Not(living) if query.deleted else living, condition(start, query.filter))
    select = counted_rows(start.source(where), start.access, breadth=context.principal.breadth, limit=integer(CAP + 1) if capped else None)
    return _CountPlan(context.database.printer.print(select), start.reading.values, now, start.reading.volatile)
