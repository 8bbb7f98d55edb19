"""The day of an instant compared with a day, as bounds on the instant that an index serves."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guanxi.formula.sql.pieces import Piece, Slots
from guanxi.sqltree import Call, Expr, all_of

__all__ = ["day_range"]

_DAY = timedelta(days=1)
# Of each comparison with a day: the operators and how many days later the bound begins.
_BOUNDS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "=": ((">=", 0), ("<", 1)),
    "<": (("<", 0),),
    "<=": (("<", 1),),
    ">": ((">=", 1),),
    ">=": ((">=", 0),),
}


def day_range(slots: Slots, operator: str, *, instant: Piece, day: date, zone: str) -> Expr | None:
    """Return when the instant's day in the zone compares so with the day; None at the ends of the calendar."""
    if not 1 < day.year < 9999:
        return None

    def start(later: int) -> datetime:
        return datetime.combine(day + later * _DAY, time(), ZoneInfo(zone)).astimezone(UTC)

    owner = object()
    return all_of(
        *(
            Call(sign, (instant.expr, slots.bind((owner, sign), start(later), "datetime")), "boolean")
            for sign, later in _BOUNDS[operator]
        )
    )
