"""Reckoning with dates, times and instants; a datetime is read in the zone of the workspace."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from guanxi.formula.arithmetic import place, round_to
from guanxi.formula.environment import Environment
from guanxi.formula.formula_type import CannotCompute
from guanxi.formula.functions.operators import after, milliseconds_of

__all__ = [
    "add_months",
    "calendar_date",
    "convert_zone",
    "date_difference",
    "date_of",
    "date_value",
    "datetime_of",
    "end_of_month",
    "fiscal_quarter",
    "fiscal_year",
    "format_duration",
    "from_timestamp",
    "instant_value",
    "network_days",
    "same_day_of_month",
    "start_of",
    "time_of_text",
    "time_value",
    "timestamp",
    "today",
    "workday",
]

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DATETIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FARTHEST = 40_000  # days that are looked at for a working day


def date_of(text: str) -> date | None:
    """Return the date that a text `YYYY-MM-DD` shows, None for a blank one."""
    if not text.strip():
        return None
    match = _DATE.fullmatch(text.strip())
    return calendar_date(*match.groups()) if match else _fail()


def _fail() -> date:
    raise CannotCompute


def calendar_date(year: object, month: object, day: object) -> date:
    """Return the date of a year, month and day; what is no date is an error."""
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except (ValueError, OverflowError) as error:
        raise CannotCompute from error


def datetime_of(text: str, zone: object = UTC) -> datetime | None:
    """Return the instant that a text shows, in the zone given unless the text names its own; None for a blank one."""
    if not text.strip():
        return None
    match = _DATETIME.fullmatch(text.strip())
    if match is None:
        raise CannotCompute
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        wall = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(3, "0")) * 1000,
            tzinfo=UTC,
        )
        if offset and offset != "Z":
            wall -= timedelta(hours=int(offset[:3]), minutes=int(offset[0] + offset[-2:]))
        return wall if offset else wall.replace(tzinfo=zone).astimezone(UTC)  # type: ignore[arg-type]
    except (ValueError, OverflowError) as error:
        raise CannotCompute from error


def time_of_text(text: str) -> time | None:
    """Return the time that a text `HH:MM:SS.mmm` shows, None for a blank one."""
    if not text.strip():
        return None
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise CannotCompute
    hour, minute, second, fraction = match.groups()
    try:
        return time(int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(3, "0")) * 1000)
    except ValueError as error:
        raise CannotCompute from error


def _local(env: Environment, instant: datetime) -> datetime:
    try:
        return instant.astimezone(env.zone)
    except OverflowError as error:
        raise CannotCompute from error


def today(env: Environment) -> date:
    """Return the present day in the workspace's zone."""
    return env.now.astimezone(env.zone).date()


def date_value(env: Environment, value: str | date | datetime) -> date | None:
    """Return the date that a text shows or an instant falls on."""
    if isinstance(value, datetime):
        return _local(env, value).date()
    return date_of(value) if isinstance(value, str) else value


def instant_value(env: Environment, value: str | date | datetime) -> datetime | None:
    """Return the instant that a text shows or a day begins with."""
    if isinstance(value, str):
        return datetime_of(value, env.zone)
    return value if isinstance(value, datetime) else _midnight(env, value)


def _midnight(env: Environment, day: date) -> datetime:
    try:
        return datetime.combine(day, time(), env.zone).astimezone(UTC)
    except OverflowError as error:
        raise CannotCompute from error


def time_value(env: Environment, value: str | time | datetime) -> time | None:
    """Return the time that a text shows or an instant has."""
    if isinstance(value, datetime):
        return _local(env, value).time()
    return time_of_text(value) if isinstance(value, str) else value


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise CannotCompute from error


def add_months(env: Environment, value: date | datetime, months: Decimal) -> date | datetime:
    """Go to the same day of another month; the last day of a month goes to the last day."""
    day = _local(env, value) if isinstance(value, datetime) else value
    return _shifted(day, place(months), last=_is_last(day))


def _shifted(day: date | datetime, months: int, *, last: bool = False) -> date | datetime:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise CannotCompute
    size = _month_length(year, month + 1)
    moved = day.replace(year=year, month=month + 1, day=size if last else min(day.day, size))
    return _in_utc(moved) if isinstance(moved, datetime) else moved


def _month_length(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _is_last(day: date) -> bool:
    return day.day == _month_length(day.year, day.month)


def same_day_of_month(day: date, months: Decimal) -> date | datetime:
    """Go to the same day of another month, or to its last day."""
    return _shifted(day, place(months))


def end_of_month(day: date, months: Decimal = Decimal(0)) -> date | datetime:
    """Return the last day of a month."""
    return _shifted(day, place(months), last=True)


def start_of(env: Environment, value: date | datetime, unit: str) -> date | datetime:
    """Return the start of the unit in which a day or instant lies."""
    unit = unit.lower()
    if isinstance(value, datetime):
        local = _local(env, value)
        if unit in {"hour", "minute"}:
            start = local.replace(second=0, microsecond=0, minute=0 if unit == "hour" else local.minute)
            return _in_utc(start)
        return _midnight(env, _start_of_day(local.date(), unit))
    return _start_of_day(value, unit)


def _start_of_day(day: date, unit: str) -> date:
    starts = {
        "day": lambda: day,
        "week": lambda: after(day, timedelta(days=-day.weekday())),
        "month": lambda: day.replace(day=1),
        "quarter": lambda: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": lambda: day.replace(month=1, day=1),
    }
    if unit not in starts:
        raise CannotCompute
    return starts[unit]()


def date_difference(start: date, end: date, unit: str) -> Decimal:
    """Return the whole units between two dates, as DATEDIF counts them."""
    if start > end:
        raise CannotCompute
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    answers = {
        "D": lambda: (end - start).days,
        "M": lambda: months,
        "Y": lambda: months // 12,
        "YM": lambda: months % 12,
        "MD": lambda: (end - _anchored(start, months)).days,
        "YD": lambda: (end - _anchored(start, months // 12 * 12)).days,
    }
    if unit.upper() not in answers:
        raise CannotCompute
    return Decimal(answers[unit.upper()]())


def _anchored(start: date, months: int) -> date:
    moved = _shifted(start, months)
    return moved if not isinstance(moved, datetime) else moved.date()


def workday(env: Environment, start: date, days: Decimal) -> date:
    """Return the working day that many working days away."""
    left = place(days)
    if abs(left) > 5_000:
        raise CannotCompute
    step = timedelta(days=1 if left > 0 else -1)
    day: date = start
    for _ in range(_FARTHEST):
        if not left:
            return day
        day = after(day, step)
        left -= step.days * env.is_working(day)
    raise CannotCompute  # a calendar with hardly a working day


def network_days(env: Environment, start: date, end: date) -> Decimal:
    """Return the number of working days between two dates, both counted."""
    low, high = sorted((start, end))
    if (high - low).days > 10_000:
        raise CannotCompute
    count = sum(env.is_working(low + timedelta(days=index)) for index in range((high - low).days + 1))
    return Decimal(count if start <= end else -count)


def convert_zone(env: Environment, instant: datetime, name: str) -> datetime:
    """Return the instant whose reading here is the wall clock of the named zone."""
    try:
        wall = instant.astimezone(ZoneInfo(name))
        return wall.replace(tzinfo=env.zone).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError) as error:
        raise CannotCompute from error


def timestamp(value: date | datetime | time) -> Decimal:
    """Return the seconds since 1970, or since midnight for a time."""
    if isinstance(value, time):
        return Decimal(milliseconds_of(value) // 1000)
    instant = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    return Decimal((instant - _EPOCH) // timedelta(seconds=1))


def from_timestamp(seconds: Decimal) -> datetime:
    """Return the instant that many seconds after 1970."""
    if abs(seconds) > 10**12:
        raise CannotCompute
    return after(_EPOCH, timedelta(milliseconds=int(round_to(seconds * 1000, 0))))  # type: ignore[return-value]


def fiscal_year(env: Environment, day: date) -> Decimal:
    """Name the fiscal year by the calendar year in which it ends."""
    return Decimal(day.year + (env.fiscal_start > 1 and day.month >= env.fiscal_start))


def fiscal_quarter(env: Environment, day: date) -> Decimal:
    """Return the quarter of the fiscal year."""
    return Decimal((day.month - env.fiscal_start) % 12 // 3 + 1)


def format_duration(value: Decimal | datetime | time, other: bool | datetime | time | None = None) -> str:
    """Write a length of time as HH:MM:SS, or with its days before."""
    if isinstance(value, datetime) and isinstance(other, datetime):
        seconds, with_days = abs((value - other) // timedelta(seconds=1)), True
    elif isinstance(value, time) and isinstance(other, time):
        seconds, with_days = abs(milliseconds_of(value) - milliseconds_of(other)) // 1000, False
    else:
        seconds, with_days = abs(int(value)), bool(other)  # type: ignore[arg-type]
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    if not with_days:
        return f"{hours:02}:{minute:02}:{second:02}"
    days, hour = divmod(hours, 24)
    return f"{days}:{hour:02}:{minute:02}:{second:02}"
