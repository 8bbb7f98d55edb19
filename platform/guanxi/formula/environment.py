"""What a running formula may ask about the record, the user and the workspace."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Protocol

from guanxi.formula.formula_type import Value

__all__ = ["MONDAY_TO_FRIDAY", "Environment", "PlainEnvironment"]

MONDAY_TO_FRIDAY = frozenset(range(5))  # weekdays as Python counts them


class Environment(Protocol):
    """The record a formula runs on, and its surroundings."""

    @property
    def now(self) -> datetime:
        """The instant of the statement, in UTC; the same for every formula of one statement."""

    @property
    def zone(self) -> tzinfo:
        """The zone of the workspace, in which TODAY and the date of an instant are read."""

    @property
    def is_new(self) -> bool:
        """Whether the record is being created."""

    @property
    def fiscal_start(self) -> int:
        """The month in which the fiscal year begins, 1 to 12."""

    def value(self, key: Hashable) -> Value:
        """Return the value of a reference by its key."""

    def prior(self, key: Hashable) -> Value:
        """Return the value that a reference of the record had before this save."""

    def children(self, key: Hashable) -> "Iterable[Environment]":
        """Return the child records behind a relation's key."""

    def holds(self, question: str, name: str) -> bool:
        """Answer about the user: question `role`, `team`, `permission` or `owner` (with an empty name)."""

    def rate(self, code: str, day: date) -> Decimal | None:
        """Return what one unit of the currency is worth in the workspace's on a day, or None when it is not known."""

    def is_working(self, day: date) -> bool:
        """Tell whether people work on the day, by the workspace's calendar."""

    def look_up(self, result: Hashable, key: Hashable, value: Value) -> Value:
        """Return the field `result` of the one record whose field `key` has the value (VLOOKUP)."""


class PlainEnvironment:
    """An environment over a mapping of values: for constants, previews and tests."""

    def __init__(
        self,
        values: Mapping[Any, Value] | None = None,
        *,
        now: datetime = datetime(1970, 1, 1, tzinfo=UTC),
        zone: tzinfo = UTC,
        is_new: bool = False,
        fiscal_start: int = 1,
        prior: Mapping[Any, Value] | None = None,
        children: "Mapping[Any, tuple[Environment, ...]] | None" = None,
        granted: frozenset[tuple[str, str]] = frozenset(),
        rates: Mapping[str, Decimal] | None = None,
    ) -> None:
        """Keep what the formula may ask for."""
        self.now = now
        self.zone = zone
        self.is_new = is_new
        self.fiscal_start = fiscal_start
        self._values = values or {}
        self._prior = prior or {}
        self._children = children or {}
        self._granted = granted
        self._rates = rates or {}

    def value(self, key: Hashable) -> Value:
        """Return the value of a reference, blank when it is not known."""
        return self._values.get(key)

    def prior(self, key: Hashable) -> Value:
        """Return the earlier value of a reference, its present one when none was given."""
        return self._prior.get(key, self._values.get(key))

    def children(self, key: Hashable) -> "Iterable[Environment]":
        """Return the child records of a relation."""
        return self._children.get(key, ())

    def holds(self, question: str, name: str) -> bool:
        """Answer from the granted pairs of question and name."""
        return (question, name) in self._granted

    def rate(self, code: str, day: date) -> Decimal | None:
        """Return the rate of a currency, the same on every day."""
        return self._rates.get(code)

    def is_working(self, day: date) -> bool:
        """Tell whether the day is one from Monday to Friday."""
        return day.weekday() in MONDAY_TO_FRIDAY

    def look_up(self, result: Hashable, key: Hashable, value: Value) -> Value:
        """Return blank: there are no other records."""
        return None
