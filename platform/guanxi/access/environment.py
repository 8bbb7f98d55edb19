"""What formulas of sharing may ask about who reads and when."""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from guanxi.formula.environment import MONDAY_TO_FRIDAY

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Rights
    from guanxi.formula.environment import Environment
    from guanxi.formula.formula_type import Value

__all__ = ["PrincipalEnvironment"]


class PrincipalEnvironment:
    """An environment without a record: constants of a condition are computed in it, `$user` among them."""

    is_new = False
    fiscal_start = 1

    def __init__(
        self, principal: "Principal", rights: "Rights", *, now: dt.datetime, zone: dt.tzinfo,
        known: Mapping[tuple[str, ...], object],
    ) -> None:  # fmt: skip
        """Take who reads, when, and the values of `$org` and `$setting` that are known."""
        self._principal = principal
        self._rights = rights
        self._known = known
        self.now = now
        self.zone = zone

    def value(self, key: Hashable) -> "Value":
        """Return a value of the user or the workspace; of a record there is none."""
        if not isinstance(key, tuple) or not key:
            return None
        if key[0] == "$user":
            return self._principal.attribute(key[1:])  # type: ignore[return-value]  # domain values are formula values
        if key == ("$org", "zone"):
            return str(self.zone)
        return self._known.get(key)  # type: ignore[return-value]

    def prior(self, key: Hashable) -> "Value":
        """Return the same value: nothing is being saved."""
        return self.value(key)

    def children(self, key: Hashable) -> "Iterable[Environment]":
        """Return nothing: there is no record."""
        del key
        return ()

    def holds(self, question: str, name: str) -> bool:
        """Answer about the principal."""
        if question == "permission":
            return self._rights.system(name)
        return question in {"role", "team"} and self._principal.belongs_to(question, name)

    def rate(self, code: str, day: dt.date) -> Decimal | None:
        """Return no rate: conditions of sharing hold whatever the day's rate is."""
        del code, day
        return None

    def is_working(self, day: dt.date) -> bool:
        """Tell whether the day is one from Monday to Friday: conditions of sharing hold whatever a calendar says."""
        return day.weekday() in MONDAY_TO_FRIDAY

    def look_up(self, result: Hashable, key: Hashable, value: "Value") -> "Value":
        """Return blank: there is no record to search from."""
        del result, key, value
        return None
