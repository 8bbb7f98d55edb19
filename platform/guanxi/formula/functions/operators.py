"""The rows behind the arithmetic operators; the checker chooses among them by the types of the operands."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from guanxi.formula.arithmetic import add_all, divide, multiply_all, negate, power, round_to, subtract
from guanxi.formula.formula_type import CannotCompute
from guanxi.formula.function import FunctionRow
from guanxi.formula.functions.rows import RowWriter
from guanxi.formula.geodesy import great_circle

__all__ = ["LENGTH_LIMIT", "OPERATORS", "after", "joined", "milliseconds_of", "time_of"]

LENGTH_LIMIT = 1_000_000
_DAY_SECONDS = Decimal(86_400)
_DAY_MILLISECONDS = 86_400_000
_MICROSECOND = timedelta(microseconds=1)


def after(start: date | datetime, step: timedelta) -> date | datetime:
    """Return the moment that lies a step after the start; outside the years 1 to 9999 it is an error."""
    try:
        return start + step
    except OverflowError as error:
        raise CannotCompute from error


def _days(days: Decimal) -> timedelta:
    if not -4_000_000 < days < 4_000_000:
        raise CannotCompute
    return timedelta(days=int(days))


def _seconds(days: Decimal) -> timedelta:
    if not -4_000_000 < days < 4_000_000:
        raise CannotCompute
    return timedelta(seconds=int((days * _DAY_SECONDS).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def milliseconds_of(moment: time) -> int:
    """Return the milliseconds since midnight."""
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1000 + moment.microsecond // 1000


def time_of(milliseconds: int) -> time:
    """Return the time of day that many milliseconds after midnight."""
    return (datetime.min.replace(tzinfo=UTC) + timedelta(milliseconds=milliseconds)).time()


def _time_add(moment: time, milliseconds: Decimal) -> time:
    total = milliseconds_of(moment) + int(milliseconds)
    if total < 0:
        raise CannotCompute
    return time_of(total % _DAY_MILLISECONDS)


def _time_difference(end: time, start: time) -> Decimal:
    return Decimal((milliseconds_of(end) - milliseconds_of(start)) % _DAY_MILLISECONDS)


def _instant_difference(end: datetime, start: datetime) -> Decimal:
    return divide(Decimal((end - start) // _MICROSECOND), _DAY_SECONDS * 1_000_000)


def _scaled(length: timedelta, factor: Decimal) -> timedelta:
    if not abs(factor) < 10**12:
        raise CannotCompute
    try:
        return timedelta(microseconds=int(round_to(Decimal(length // _MICROSECOND) * factor, 0)))
    except OverflowError as error:
        raise CannotCompute from error


def _duration_add(left: timedelta, right: timedelta) -> timedelta:
    try:
        return left + right
    except OverflowError as error:
        raise CannotCompute from error


def _sum_magnitude(bounds: tuple[int, ...]) -> int:
    return max(bounds) + len(str(len(bounds) - 1))


def joined(*parts: str) -> str:
    """Return the texts joined, or fail when that would be a million characters."""
    if sum(map(len, parts)) > LENGTH_LIMIT:
        raise CannotCompute
    return "".join(parts)


_row = RowWriter("operator", operator=True, sql=True)

OPERATORS: tuple[FunctionRow, ...] = (
    _row("add", "value*: N -> N", add_all, "Sum.", "和。", "1 + 2 + 3 => 6", magnitude=_sum_magnitude),
    _row(
        "subtract", "left: N, right: N -> N", subtract, "Difference.", "差。", "5 - 7 => -2", magnitude=_sum_magnitude
    ),
    _row("multiply", "value*: N -> N", multiply_all, "Product.", "积。", "2 * 1.5 => 3", magnitude=sum),
    _row(
        "divide",
        "left: N, right: N -> N",
        divide,
        "Quotient, exact, rounded half away from zero to 12 places; #ERROR by zero.",
        "商，精确计算后四舍五入到 12 位小数；除以零为 #ERROR。",
        "1 / 8 => 0.125",
        "1 / 3 => 0.333333333333",
        "1 / 0 => #ERROR",
        partial=True,
    ),
    _row(
        "power",
        "base: N, exponent: number -> number",
        power,
        "Power with a whole exponent, rounded to 18 places; a fractional exponent is #ERROR.",
        "整数次幂，保留 18 位小数；指数为小数时为 #ERROR。",
        "2 ^ 10 => 1024",
        "2 ^ -1 => 0.5",
        "-2 ^ 2 => -4",
        "2 ^ 0.5 => #ERROR",
        partial=True,
    ),
    _row(
        "negate", "value: N -> N", negate, "The number with its sign turned.", "相反数。", "-(3) => -3", magnitude=max
    ),
    _row(
        "join",
        "value*: text -> text",
        joined,
        "Texts joined.",
        "连接文本。",
        "'a' & 'b' & NULL => 'ab'",
        partial=True,
    ),
    _row(
        "date_add",
        "day: date, days: number -> date",
        lambda day, days: after(day, _days(days)),
        "The day that many whole days later.",
        "若干整天之后的日期。",
        "DATE(2026, 1, 31) + 1.9 => DATE(2026, 2, 1)",
        partial=True,
    ),
    _row(
        "date_subtract",
        "day: date, days: number -> date",
        lambda day, days: after(day, -_days(days)),
        "The day that many whole days earlier.",
        "若干整天之前的日期。",
        "DATE(2026, 3, 1) - 1 => DATE(2026, 2, 28)",
        partial=True,
    ),
    _row(
        "datetime_add",
        "instant: datetime, days: number -> datetime",
        lambda instant, days: after(instant, _seconds(days)),
        "The instant that many days later, to the second.",
        "若干天之后的时刻，精确到秒。",
        "DATETIMEVALUE('2026-01-01 10:00:00') + 0.5 => DATETIMEVALUE('2026-01-01 22:00:00')",
        partial=True,
    ),
    _row(
        "datetime_subtract",
        "instant: datetime, days: number -> datetime",
        lambda instant, days: after(instant, -_seconds(days)),
        "The instant that many days earlier, to the second.",
        "若干天之前的时刻，精确到秒。",
        "DATETIMEVALUE('2026-01-01 10:00:00') - 1 => DATETIMEVALUE('2025-12-31 10:00:00')",
        partial=True,
    ),
    _row(
        "time_add",
        "moment: time, milliseconds: number -> time",
        _time_add,
        "The time of day that many milliseconds later, past midnight again from 0; before 0 it is #ERROR.",
        "若干毫秒之后的时间，过午夜后从零开始；早于零点为 #ERROR。",
        "TIMEVALUE('23:00:00') + 7200000 => TIMEVALUE('01:00:00')",
        partial=True,
    ),
    _row(
        "time_subtract",
        "moment: time, milliseconds: number -> time",
        lambda moment, span: _time_add(moment, -span),
        "The time of day that many milliseconds earlier; before midnight it is #ERROR.",
        "若干毫秒之前的时间；早于零点为 #ERROR。",
        "TIMEVALUE('01:00:00') - 1000 => TIMEVALUE('00:59:59')",
        partial=True,
    ),
    _row(
        "date_difference",
        "end: date, start: date -> number",
        lambda end, start: Decimal((end - start).days),
        "Days between two dates.",
        "两个日期之间的天数。",
        "DATE(2026, 3, 1) - DATE(2026, 2, 1) => 28",
        magnitude=lambda _: 7,
    ),
    _row(
        "datetime_difference",
        "end: datetime, start: datetime -> number",
        _instant_difference,
        "Days and parts of a day between two instants.",
        "两个时刻之间的天数（含小数）。",
        "DATETIMEVALUE('2026-01-02 12:00:00') - DATETIMEVALUE('2026-01-01 00:00:00') => 1.5",
        magnitude=lambda _: 7,
    ),
    _row(
        "time_difference",
        "end: time, start: time -> number",
        _time_difference,
        "Milliseconds from one time of day to the next occurrence of another.",
        "从一个时间到另一个时间的毫秒数。",
        "TIMEVALUE('01:00:00') - TIMEVALUE('23:00:00') => 7200000",
        magnitude=lambda _: 8,
    ),
    _row(
        "distance_between",
        "latitude: number, longitude: number, other_latitude: number, other_longitude: number, unit: text -> number",
        great_circle,
        "DISTANCE of two points whose coordinates are known apart.",
        "坐标分别给出的两点之间的 DISTANCE。",
        partial=True,
        magnitude=lambda _: 5,
    ),
    _row(
        "datetime_add_duration",
        "instant: datetime, length: duration -> datetime",
        after,
        "The instant a duration later.",
        "某时长之后的时刻。",
        partial=True,
        sql=False,
    ),
    _row(
        "datetime_subtract_duration",
        "instant: datetime, length: duration -> datetime",
        lambda instant, length: after(instant, -length),
        "The instant a duration earlier.",
        "某时长之前的时刻。",
        partial=True,
        sql=False,
    ),
    _row(
        "duration_add",
        "left: duration, right: duration -> duration",
        _duration_add,
        "Durations added.",
        "时长相加。",
        partial=True,
        sql=False,
    ),
    _row(
        "duration_subtract",
        "left: duration, right: duration -> duration",
        lambda left, right: _duration_add(left, -right),
        "Difference of durations.",
        "时长相减。",
        partial=True,
        sql=False,
    ),
    _row(
        "duration_multiply",
        "length: duration, factor: number -> duration",
        _scaled,
        "A duration times a number.",
        "时长乘以数。",
        partial=True,
        sql=False,
    ),
)
