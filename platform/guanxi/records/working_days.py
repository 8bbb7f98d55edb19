"""The days on which people work, by the calendar that the workspace names: weekdays, holidays, days worked instead."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from guanxi.formula.environment import MONDAY_TO_FRIDAY
from guanxi.records.columns import LIVING, equal, stored_column
from guanxi.records.load import read_links
from guanxi.records.plan import plan_of
from guanxi.sqltree import Param, all_of

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["WorkingDays"]

_NAMED = ("$setting", "working_calendar")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class WorkingDays:
    """The working days that one batch or statement asks for, the calendar read once."""

    def __init__(self, context: "Context") -> None:
        """Know the name of the calendar; without one, Monday to Friday are worked."""
        self._context = context
        self._name = context.policy.known.get(_NAMED)
        self._read: tuple[frozenset[int], Mapping[dt.date, bool]] | None = None

    def includes(self, connection: "Connection", day: dt.date) -> bool:
        """Tell whether people work on a day."""
        if self._read is None:
            self._read = self._calendar(connection) if self._name else (MONDAY_TO_FRIDAY, {})
        weekdays, dated = self._read
        return dated.get(day, day.weekday() in weekdays)

    def _calendar(self, connection: "Connection") -> tuple[frozenset[int], Mapping[dt.date, bool]]:
        plan, holidays = plan_of(self._context, "calendar"), plan_of(self._context, "holiday")
        named = equal(stored_column(plan.object.fields["name"]), Param("name", "text"))
        found = connection.run_tree(plan.reader.select(all_of(named, LIVING)), {"name": self._name})
        if not found:
            return MONDAY_TO_FRIDAY, {}
        calendar = plan.reader.read(found[0])
        identity = str(calendar["id"])
        read_links(connection, plan.linked, {identity: calendar})
        of_it = equal(stored_column(holidays.object.fields["calendar"]), Param("calendar", "uuid"))
        rows = connection.run_tree(holidays.reader.select(all_of(of_it, LIVING)), {"calendar": identity})
        dated = {values["day"]: values["working"] is True for values in map(holidays.reader.read, rows)}
        days: tuple[str, ...] = calendar["days"] or ()  # type: ignore[assignment]  # a domain value of the field
        return frozenset(map(_WEEK.index, days)) or MONDAY_TO_FRIDAY, dated  # type: ignore[return-value]  # so of days
