"""Exchange rates of the workspace: what one unit of a currency is worth, by day (decision A12)."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from guanxi.records.columns import LIVING, Values, equal, stored_column
from guanxi.records.plan import plan_of
from guanxi.sqltree import Param, all_of

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["Rates"]

_OWN = ("$setting", "currency")


class Rates:
    """The rates that one batch or statement asks for, each currency's read once."""

    def __init__(self, context: "Context") -> None:
        """Know the currency of the workspace, whose rate is always one."""
        self._context = context
        self._own = context.policy.known.get(_OWN)
        self._dated: dict[str, tuple[list[dt.date], list[Decimal]]] = {}
        self._known: Mapping[str, tuple[str, bool]] | None = None

    def on(self, connection: "Connection", code: str, day: dt.date) -> Decimal | None:
        """Return how much of the workspace's currency one unit is worth on a day, None where no rate is known."""
        if code == self._own:
            return Decimal(1)
        if code not in self._dated:
            self._dated[code] = self._read(connection, code)
        days, rates = self._dated[code]
        found = bisect_right(days, day)
        return rates[found - 1] if found else None

    def is_active(self, connection: "Connection", code: str) -> bool:
        """Tell whether records may newly be in the currency."""
        return code == self._own or self._codes(connection).get(code, ("", False))[1]

    def _codes(self, connection: "Connection") -> Mapping[str, tuple[str, bool]]:
        """Return the id of each currency and whether it is active, by code."""
        if self._known is None:
            plan = plan_of(self._context, "currency")
            found = map(plan.reader.read, connection.run_tree(plan.reader.select(LIVING)))
            self._known = {str(values["code"]): (str(values["id"]), values["active"] is True) for values in found}
        return self._known

    def _read(self, connection: "Connection", code: str) -> tuple[list[dt.date], list[Decimal]]:
        identity = self._codes(connection).get(code, ("", False))[0]
        if not identity:
            return [], []
        plan = plan_of(self._context, "exchange_rate")
        of_it = equal(stored_column(plan.object.fields["currency"]), Param("currency", "uuid"))
        rows = connection.run_tree(plan.reader.select(all_of(of_it, LIVING)), {"currency": identity})
        dated = sorted(map(_dated, map(plan.reader.read, rows)))
        return [day for day, _ in dated], [rate for _, rate in dated]


def _dated(values: Values) -> tuple[dt.date, Decimal]:
    return values["valid_from"], values["rate"]  # type: ignore[return-value]  # domain values of the two fields
