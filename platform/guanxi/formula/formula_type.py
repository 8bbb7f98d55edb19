"""The types of the formula language and the values they have at run time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum


class FormulaType(StrEnum):
    """A type that an expression can have."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DURATION = "duration"
    PICKLIST = "picklist"
    MULTI_PICKLIST = "multi_picklist"
    LIST = "list"
    REFERENCE = "reference"
    LOCATION = "location"
    BLANK = "blank"
    ANY = "any"


NUMERIC = frozenset({FormulaType.NUMBER, FormulaType.MONEY, FormulaType.PERCENT})
TEXTUAL = frozenset({FormulaType.TEXT, FormulaType.PICKLIST, FormulaType.REFERENCE})
LISTS = frozenset({FormulaType.LIST, FormulaType.MULTI_PICKLIST})
TEMPORAL = frozenset({FormulaType.DATE, FormulaType.DATETIME, FormulaType.TIME})


class FormulaError:
    """The value `#ERROR`: what a formula yields that cannot be computed for this record."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "#ERROR"

    def __bool__(self) -> bool:
        return False


ERROR = FormulaError()


@dataclass(frozen=True, slots=True)
class Location:
    """A point on earth in decimal degrees."""

    latitude: Decimal
    longitude: Decimal


Value = (
    str | Decimal | int | bool | date | datetime | time | timedelta | tuple[str, ...] | Location | FormulaError | None
)


class CannotCompute(Exception):
    """Raised inside an evaluation where its value is #ERROR; it never leaves the formula package."""
