"""Dates, times and instants; a datetime is read in the zone of the workspace."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from guanxi.formula.arithmetic import place, round_to
from guanxi.formula.environment import Environment
from guanxi.formula.formula_type import CannotCompute
from guanxi.formula.function import FunctionRow
from guanxi.formula.functions.operators import after, milliseconds_of
from guanxi.formula.functions.rows import RowWriter, fixed

__all__ = ["DATES", "date_of", "datetime_of", "time_of_text"]

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DATETIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FRIDAY = 4


def date_of(text: str) -> date | None:
    """Return the date that a text `YYYY-MM-DD` shows, None for a blank one."""
    if not text.strip():
        return None
    match = _DATE.fullmatch(text.strip())
    return _date(*match.groups()) if match else _fail()


def _fail() -> date:
    raise CannotCompute


def _date(year: object, month: object, day: object) -> date:
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


def _today(env: Environment) -> date:
    return env.now.astimezone(env.zone).date()


def _date_value(env: Environment, value: str | date | datetime) -> date | None:
    if isinstance(value, datetime):
        return _local(env, value).date()
    return date_of(value) if isinstance(value, str) else value


def _instant(env: Environment, value: str | date | datetime) -> datetime | None:
    if isinstance(value, str):
        return datetime_of(value, env.zone)
    return value if isinstance(value, datetime) else _midnight(env, value)


def _midnight(env: Environment, day: date) -> datetime:
    try:
        return datetime.combine(day, time(), env.zone).astimezone(UTC)
    except OverflowError as error:
        raise CannotCompute from error


def _time_value(env: Environment, value: str | time | datetime) -> time | None:
    if isinstance(value, datetime):
        return _local(env, value).time()
    return time_of_text(value) if isinstance(value, str) else value


def _add_months(env: Environment, value: date | datetime, months: Decimal) -> date | datetime:
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
    return moved.astimezone(UTC) if isinstance(moved, datetime) else moved


def _month_length(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _is_last(day: date) -> bool:
    return day.day == _month_length(day.year, day.month)


def _edate(day: date, months: Decimal) -> date | datetime:
    return _shifted(day, place(months))


def _end_of_month(day: date, months: Decimal = Decimal(0)) -> date | datetime:
    return _shifted(day, place(months), last=True)


def _start_of(env: Environment, value: date | datetime, unit: str) -> date | datetime:
    unit = unit.lower()
    if isinstance(value, datetime):
        local = _local(env, value)
        if unit in {"hour", "minute"}:
            start = local.replace(second=0, microsecond=0, minute=0 if unit == "hour" else local.minute)
            return start.astimezone(UTC)
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


def _date_difference(start: date, end: date, unit: str) -> Decimal:
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


def _is_working(env: Environment, day: date) -> bool:
    return day.weekday() <= _FRIDAY and not env.holiday(day)


def _workday(env: Environment, start: date, days: Decimal) -> date:
    left = place(days)
    if abs(left) > 20_000:
        raise CannotCompute
    step = timedelta(days=1 if left > 0 else -1)
    day: date = start
    while left:
        day = after(day, step)
        if _is_working(env, day):
            left -= step.days
    return day


def _network_days(env: Environment, start: date, end: date) -> Decimal:
    low, high = sorted((start, end))
    if (high - low).days > 40_000:
        raise CannotCompute
    count = sum(_is_working(env, low + timedelta(days=index)) for index in range((high - low).days + 1))
    return Decimal(count if start <= end else -count)


def _convert_zone(env: Environment, instant: datetime, name: str) -> datetime:
    try:
        wall = instant.astimezone(ZoneInfo(name))
        return wall.replace(tzinfo=env.zone).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError) as error:
        raise CannotCompute from error


def _timestamp(value: date | datetime | time) -> Decimal:
    if isinstance(value, time):
        return Decimal(milliseconds_of(value) // 1000)
    instant = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    return Decimal((instant - _EPOCH) // timedelta(seconds=1))


def _from_timestamp(seconds: Decimal) -> datetime:
    if abs(seconds) > 10**12:
        raise CannotCompute
    return after(_EPOCH, timedelta(milliseconds=int(round_to(seconds * 1000, 0))))  # type: ignore[return-value]


def _fiscal_year(env: Environment, day: date) -> Decimal:
    """Name the fiscal year by the calendar year in which it ends."""
    return Decimal(day.year + (env.fiscal_start > 1 and day.month >= env.fiscal_start))


def _fiscal_quarter(env: Environment, day: date) -> Decimal:
    return Decimal((day.month - env.fiscal_start) % 12 // 3 + 1)


def _format_duration(value: Decimal | datetime | time, other: bool | datetime | time | None = None) -> str:
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


_row = RowWriter("date", sql=True)

DATES: tuple[FunctionRow, ...] = (
    _row(
        "TODAY",
        " -> date",
        _today,
        "Today in the workspace's zone.",
        "今天（按工作区时区）。",
        "TODAY() => DATE(1970, 1, 1)",
        context=True,
        volatile=True,
    ),
    _row(
        "NOW",
        " -> datetime",
        lambda env: env.now,
        "The instant of the statement.",
        "语句执行的时刻。",
        "NOW() => FROMUNIXTIME(0)",
        context=True,
        volatile=True,
    ),
    _row(
        "TIMENOW",
        " -> time",
        lambda env: env.now.astimezone(env.zone).time(),
        "The time of day of the statement.",
        "语句执行的时间。",
        "TIMENOW() => TIMEVALUE('00:00:00')",
        context=True,
        volatile=True,
    ),
    _row(
        "DATE",
        "year: number, month: number, day: number -> date",
        lambda year, month, day: _date(place(year), place(month), place(day)),
        "The date of a year, month and day; what is no date is #ERROR.",
        "由年、月、日组成的日期；无效日期为 #ERROR。",
        "YEAR(DATE(2026, 2, 28)) => 2026",
        "DATE(2026, 2, 30) => #ERROR",
        partial=True,
    ),
    _row(
        "DATEVALUE",
        "value: text|date|datetime -> date",
        _date_value,
        "The date in a text `YYYY-MM-DD`, or the day of an instant.",
        "文本 `YYYY-MM-DD` 中的日期，或某时刻所在的日期。",
        "DATEVALUE('2026-1-2') => DATE(2026, 1, 2)",
        "DATEVALUE('x') => #ERROR",
        context=True,
        partial=True,
    ),
    _row(
        "DATETIMEVALUE",
        "value: text|date|datetime -> datetime",
        _instant,
        "The instant in a text `YYYY-MM-DD HH:MM:SS`, or the start of a day.",
        "文本 `YYYY-MM-DD HH:MM:SS` 中的时刻，或某日开始的时刻。",
        "UNIXTIMESTAMP(DATETIMEVALUE('1970-01-02 00:00:01')) => 86401",
        "DATETIMEVALUE('2026-01-01 24:00:00') => #ERROR",
        context=True,
        partial=True,
    ),
    _row(
        "TIMEVALUE",
        "value: text|time|datetime -> time",
        _time_value,
        "The time in a text `HH:MM:SS.mmm`, or of an instant.",
        "文本 `HH:MM:SS.mmm` 中的时间，或某时刻的时间。",
        "HOUR(TIMEVALUE('17:30:45.125')) => 17",
        "TIMEVALUE('25:00:00') => #ERROR",
        context=True,
        partial=True,
    ),
    _row(
        "YEAR",
        "day: date -> number",
        lambda day: Decimal(day.year),
        "The year.",
        "年。",
        "YEAR(DATE(2026, 5, 1)) => 2026",
        magnitude=fixed(4),
    ),
    _row(
        "MONTH",
        "day: date -> number",
        lambda day: Decimal(day.month),
        "The month, 1 to 12.",
        "月，1 到 12。",
        "MONTH(DATE(2026, 5, 1)) => 5",
        magnitude=fixed(2),
    ),
    _row(
        "DAY",
        "day: date -> number",
        lambda day: Decimal(day.day),
        "The day of the month.",
        "日。",
        "DAY(DATE(2026, 5, 9)) => 9",
        magnitude=fixed(2),
    ),
    _row(
        "HOUR",
        "moment: time -> number",
        lambda moment: Decimal(moment.hour),
        "The hour, 0 to 23.",
        "时，0 到 23。",
        "HOUR(TIMEVALUE('09:30:00')) => 9",
        magnitude=fixed(2),
    ),
    _row(
        "MINUTE",
        "moment: time -> number",
        lambda moment: Decimal(moment.minute),
        "The minute, 0 to 59.",
        "分，0 到 59。",
        "MINUTE(TIMEVALUE('09:30:00')) => 30",
        magnitude=fixed(2),
    ),
    _row(
        "SECOND",
        "moment: time -> number",
        lambda moment: Decimal(moment.second),
        "The second, 0 to 59.",
        "秒，0 到 59。",
        "SECOND(TIMEVALUE('09:30:07')) => 7",
        magnitude=fixed(2),
    ),
    _row(
        "MILLISECOND",
        "moment: time -> number",
        lambda moment: Decimal(moment.microsecond // 1000),
        "The millisecond, 0 to 999.",
        "毫秒，0 到 999。",
        "MILLISECOND(TIMEVALUE('09:30:07.125')) => 125",
        magnitude=fixed(3),
    ),
    _row(
        "WEEKDAY",
        "day: date -> number",
        lambda day: Decimal(day.isoweekday() % 7 + 1),
        "Day of the week, 1 for Sunday to 7.",
        "星期几，1 为星期日。",
        "WEEKDAY(DATE(2026, 1, 4)) => 1",
        magnitude=fixed(1),
    ),
    _row(
        "DAYOFYEAR",
        "day: date -> number",
        lambda day: Decimal(day.timetuple().tm_yday),
        "Day of the year, from 1.",
        "一年中的第几天。",
        "DAYOFYEAR(DATE(2026, 2, 1)) => 32",
        magnitude=fixed(3),
    ),
    _row(
        "ISOWEEK",
        "day: date -> number",
        lambda day: Decimal(day.isocalendar().week),
        "Week of the year by ISO 8601.",
        "ISO 8601 周数。",
        "ISOWEEK(DATE(2026, 1, 1)) => 1",
        magnitude=fixed(2),
    ),
    _row(
        "ISOYEAR",
        "day: date -> number",
        lambda day: Decimal(day.isocalendar().year),
        "Year to which the ISO week belongs.",
        "ISO 周所属的年。",
        "ISOYEAR(DATE(2027, 1, 1)) => 2026",
        magnitude=fixed(4),
    ),
    _row(
        "QUARTER",
        "day: date -> number",
        lambda day: Decimal((day.month + 2) // 3),
        "Quarter of the year, 1 to 4.",
        "季度，1 到 4。",
        "QUARTER(DATE(2026, 5, 1)) => 2",
        magnitude=fixed(1),
    ),
    _row(
        "FISCALYEAR",
        "day: date -> number",
        _fiscal_year,
        "Fiscal year, named by the year in which it ends.",
        "财年，以结束年份命名。",
        "FISCALYEAR(DATE(2026, 5, 1)) => 2026",
        context=True,
        sql=False,
        magnitude=fixed(5),
    ),
    _row(
        "FISCALQUARTER",
        "day: date -> number",
        _fiscal_quarter,
        "Quarter of the fiscal year.",
        "财年季度。",
        "FISCALQUARTER(DATE(2026, 5, 1)) => 2",
        context=True,
        sql=False,
        magnitude=fixed(1),
    ),
    _row(
        "ADDMONTHS",
        "day: date, months: number -> date; instant: datetime, months: number -> datetime",
        _add_months,
        "The same day of another month; the last day of a month goes to the last day.",
        "若干月之后的同一天；月末对应月末。",
        "ADDMONTHS(DATE(2026, 1, 31), 1) => DATE(2026, 2, 28)",
        "ADDMONTHS(DATE(2026, 2, 28), 1) => DATE(2026, 3, 31)",
        context=True,
        partial=True,
    ),
    _row(
        "EDATE",
        "day: date, months: number -> date",
        _edate,
        "The same day of another month, or its last day.",
        "若干月之后的同一天，或该月最后一天。",
        "EDATE(DATE(2026, 2, 28), 1) => DATE(2026, 3, 28)",
        partial=True,
    ),
    _row(
        "ADDDAYS",
        "day: date, days: number -> date",
        lambda day, days: after(day, timedelta(days=place(days))),
        "The day that many days later.",
        "若干天之后的日期。",
        "ADDDAYS(DATE(2026, 1, 1), 31) => DATE(2026, 2, 1)",
        partial=True,
    ),
    _row(
        "ADDHOURS",
        "instant: datetime, hours: number -> datetime",
        lambda instant, hours: after(instant, timedelta(milliseconds=place(hours * 1000) * 3600)),
        "The instant that many hours later.",
        "若干小时之后的时刻。",
        "ADDHOURS(FROMUNIXTIME(0), 1.5) => FROMUNIXTIME(5400)",
        partial=True,
    ),
    _row(
        "EOMONTH",
        "day: date, months?: number -> date",
        _end_of_month,
        "The last day of a month.",
        "月末日期。",
        "EOMONTH(DATE(2026, 1, 15), 1) => DATE(2026, 2, 28)",
        partial=True,
    ),
    _row(
        "STARTOF",
        "day: date, unit: text -> date; instant: datetime, unit: text -> datetime",
        _start_of,
        "The start of the day, week (Monday), month, quarter or year; for an instant of the hour or minute too.",
        "日、周（周一）、月、季、年的开始；对时刻还支持小时和分钟。",
        "STARTOF(DATE(2026, 5, 20), 'quarter') => DATE(2026, 4, 1)",
        "STARTOF(DATE(2026, 1, 4), 'week') => DATE(2025, 12, 29)",
        context=True,
        partial=True,
        fixed=(1,),
    ),
    _row(
        "DATEDIF",
        "start: date, end: date, unit: text -> number",
        _date_difference,
        "Whole days D, months M or years Y between dates; YM, MD, YD leave out the larger unit.",
        "两日期之间的整天 D、整月 M、整年 Y；YM、MD、YD 忽略更大的单位。",
        "DATEDIF(DATE(2020, 2, 29), DATE(2026, 2, 28), 'Y') => 5",
        "DATEDIF(DATE(2026, 2, 1), DATE(2026, 1, 1), 'D') => #ERROR",
        partial=True,
        magnitude=fixed(7),
        fixed=(2,),
    ),
    _row(
        "WORKDAY",
        "start: date, days: number -> date",
        _workday,
        "The working day that many working days later.",
        "若干工作日之后的工作日。",
        "WORKDAY(DATE(2026, 1, 2), 1) => DATE(2026, 1, 5)",
        context=True,
        sql=False,
        partial=True,
    ),
    _row(
        "NETWORKDAYS",
        "start: date, end: date -> number",
        _network_days,
        "Working days from one date to another, both counted.",
        "两日期之间的工作日数（含首尾）。",
        "NETWORKDAYS(DATE(2026, 1, 2), DATE(2026, 1, 5)) => 2",
        context=True,
        sql=False,
        partial=True,
        magnitude=fixed(6),
    ),
    _row(
        "CONVERTTZ",
        "instant: datetime, zone: text -> datetime",
        _convert_zone,
        "The instant whose reading here is the wall clock of the named zone.",
        "使本地读数等于指定时区钟表读数的时刻。",
        "CONVERTTZ(FROMUNIXTIME(0), 'Asia/Shanghai') => FROMUNIXTIME(28800)",
        context=True,
        sql=False,
        partial=True,
    ),
    _row(
        "UNIXTIMESTAMP",
        "value: date|datetime|time -> number",
        _timestamp,
        "Seconds since 1970-01-01 UTC; of a time, since midnight.",
        "自 1970-01-01 UTC 以来的秒数；时间则为自午夜以来的秒数。",
        "UNIXTIMESTAMP(DATE(1970, 1, 2)) => 86400",
        magnitude=fixed(12),
    ),
    _row(
        "FROMUNIXTIME",
        "seconds: number -> datetime",
        _from_timestamp,
        "The instant that many seconds after 1970-01-01 UTC.",
        "自 1970-01-01 UTC 起若干秒的时刻。",
        "UNIXTIMESTAMP(FROMUNIXTIME(5)) => 5",
        partial=True,
    ),
    _row(
        "FORMATDURATION",
        "seconds: number, days?: boolean -> text; end: datetime, start: datetime -> text;"
        " end: time, start: time -> text",
        _format_duration,
        "A length of time as HH:MM:SS, or D:HH:MM:SS.",
        "以 HH:MM:SS 或 D:HH:MM:SS 显示时长。",
        "FORMATDURATION(86461) => '24:01:01'",
        "FORMATDURATION(86461, TRUE) => '1:00:01:01'",
        sql=False,
    ),
)
