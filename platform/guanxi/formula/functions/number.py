"""Numbers: rounding, powers, trigonometry, statistics over arguments and the finance of loans."""

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_UP, Decimal

from guanxi.formula.arithmetic import (
    add_all,
    divide,
    guard,
    modulo,
    multiply,
    place,
    power,
    round_to,
    snap,
    transcendental,
)
from guanxi.formula.formula_type import CannotCompute
from guanxi.formula.function import FunctionRow
from guanxi.formula.functions.rows import RowWriter, fixed

__all__ = ["NUMBER"]

_ZERO, _ONE = Decimal(0), Decimal(1)
_PI = Decimal("3.14159265359")


def _rounding(mode: str) -> Callable[..., Decimal]:
    def rounded(value: Decimal, places: Decimal = _ZERO) -> Decimal:
        return round_to(value, place(places), mode)

    return rounded


def _round(value: Decimal, places: Decimal = _ZERO) -> Decimal:
    return round_to(value, place(places))


def _stepped(value: Decimal, step: Decimal, mode: str) -> Decimal:
    if not step:
        return _ZERO
    return multiply(round_to(snap(divide(value, step)), 0, mode), step)


def _ceiling(value: Decimal, step: Decimal | None = None) -> Decimal:
    return round_to(snap(value), 0, ROUND_UP) if step is None else _stepped(value, step.copy_abs(), ROUND_UP)


def _floor(value: Decimal, step: Decimal | None = None) -> Decimal:
    return round_to(snap(value), 0, ROUND_DOWN) if step is None else _stepped(value, step.copy_abs(), ROUND_DOWN)


def _multiple(value: Decimal, step: Decimal) -> Decimal:
    if step and value and (step < 0) != (value < 0):
        raise CannotCompute
    return _stepped(value, step, "ROUND_HALF_UP")


def _sqrt(value: Decimal) -> Decimal:
    if value < 0:
        raise CannotCompute
    return transcendental(math.sqrt, value)


def _log(value: Decimal, base: Decimal | None = None) -> Decimal:
    return transcendental(math.log10, value) if base is None else transcendental(math.log, value, base)


def _average(*values: Decimal) -> Decimal:
    return divide(add_all(*values), Decimal(len(values)))


def _median(*values: Decimal) -> Decimal:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else divide(ordered[middle - 1] + ordered[middle], Decimal(2))


def _growth(rate: Decimal, periods: Decimal) -> Decimal:
    return transcendental(math.pow, rate + 1, periods)


def _payment(
    rate: Decimal, periods: Decimal, present: Decimal, future: Decimal = _ZERO, due: Decimal = _ZERO
) -> Decimal:
    """Return the payment per period that turns a present value into a future one."""
    if not rate:
        return divide(-(present + future), periods)
    growth = _growth(rate, periods)
    numerator = multiply(multiply(present, growth) + future, -rate)
    return divide(numerator, multiply(growth - 1, 1 + rate if due else _ONE))


def _future_value(
    rate: Decimal, periods: Decimal, payment: Decimal, present: Decimal = _ZERO, due: Decimal = _ZERO
) -> Decimal:
    if not rate:
        return guard(-(present + multiply(payment, periods)))
    growth = _growth(rate, periods)
    series = multiply(multiply(payment, 1 + rate if due else _ONE), divide(growth - 1, rate))
    return guard(-(multiply(present, growth) + series))


def _net_present_value(rate: Decimal, *values: Decimal) -> Decimal:
    total = _ZERO
    for index, value in enumerate(values, 1):
        total = guard(total + divide(value, _growth(rate, Decimal(index))))
    return total


def _sign(value: Decimal) -> Decimal:
    return Decimal((value > 0) - (value < 0))


def _rounded_up(bounds: tuple[int, ...]) -> int:
    # A number is rounded away from zero to at least the place it is rounded to; one digit says at most the ninth place.
    return max(bounds[0], 0 if len(bounds) == 1 else 9 if bounds[1] <= 1 else 30) + 1


_row = RowWriter("number", sql=True)
_same = {"magnitude": max}


def _trigonometric(
    name: str, function: Callable[[float], float], en: str, zh: str, example: str, *, partial: bool = False
) -> FunctionRow:
    return _row(
        name,
        "value: number -> number",
        lambda value: transcendental(function, value),
        en,
        zh,
        example,
        sql=False,
        partial=partial,
        **({} if partial else {"magnitude": fixed(20)}),
    )


NUMBER: tuple[FunctionRow, ...] = (
    _row("ABS", "value: N -> N", Decimal.copy_abs, "The number without its sign.", "绝对值。", "ABS(-2) => 2", **_same),
    _row(
        "SIGN",
        "value: number -> number",
        _sign,
        "-1, 0 or 1.",
        "符号：-1、0 或 1。",
        "SIGN(-7) => -1",
        "SIGN(0) => 0",
        magnitude=fixed(1),
    ),
    _row(
        "INT",
        "value: N -> N",
        lambda value: round_to(value, 0, ROUND_FLOOR),
        "The next whole number below.",
        "向下取整。",
        "INT(-1.5) => -2",
        "INT(1.5) => 1",
        magnitude=lambda bounds: bounds[0] + 1,
    ),
    _row(
        "MOD",
        "value: N, divisor: N -> N",
        modulo,
        "Remainder of a division, with the sign of the first number.",
        "余数，符号与被除数相同。",
        "MOD(7, 3) => 1",
        "MOD(-1, 2) => -1",
        "MOD(1, 0) => #ERROR",
        partial=True,
        magnitude=min,
    ),
    _row(
        "ROUND",
        "value: N, places?: number -> N",
        _round,
        "Rounded half away from zero; negative places round before the point.",
        "四舍五入（远离零）；位数为负时在小数点前取整。",
        "ROUND(2.5, 0) => 3",
        "ROUND(-2.345, 2) => -2.35",
        "ROUND(1250, -2) => 1300",
        magnitude=lambda bounds: bounds[0] + 1,
    ),
    _row(
        "ROUNDUP",
        "value: N, places?: number -> N",
        _rounding(ROUND_UP),
        "Rounded away from zero.",
        "远离零取整。",
        "ROUNDUP(1.21, 1) => 1.3",
        magnitude=_rounded_up,
    ),
    _row(
        "ROUNDDOWN",
        "value: N, places?: number -> N",
        _rounding(ROUND_DOWN),
        "Rounded towards zero.",
        "向零取整。",
        "ROUNDDOWN(-1.29, 1) => -1.2",
        magnitude=lambda bounds: bounds[0],
    ),
    _row(
        "TRUNC",
        "value: N, places?: number -> N",
        _rounding(ROUND_DOWN),
        "Digits beyond the places cut off.",
        "截去多余的小数位。",
        "TRUNC(-4.47, 1) => -4.4",
        magnitude=lambda bounds: bounds[0],
    ),
    _row(
        "MROUND",
        "value: N, step: number -> N",
        _multiple,
        "The nearest multiple of a step.",
        "最接近的倍数。",
        "MROUND(10, 3) => 9",
        "MROUND(5, -2) => #ERROR",
        partial=True,
    ),
    _row(
        "CEILING",
        "value: N, step?: number -> N",
        _ceiling,
        "The next whole number away from zero, or the next multiple of a step.",
        "远离零取整，或取到步长的倍数。",
        "CEILING(1.2) => 2",
        "CEILING(-1.2) => -2",
        "CEILING(7, 5) => 10",
        magnitude=lambda bounds: max(bounds) + 1,
    ),
    _row(
        "FLOOR",
        "value: N, step?: number -> N",
        _floor,
        "The next whole number towards zero, or the next multiple of a step.",
        "向零取整，或取到步长的倍数。",
        "FLOOR(1.8) => 1",
        "FLOOR(-1.8) => -1",
        "FLOOR(7, 5) => 5",
        magnitude=lambda bounds: max(bounds) + 1,
    ),
    _row(
        "MCEILING",
        "value: N -> N",
        lambda value: round_to(snap(value), 0, ROUND_CEILING),
        "The next whole number above.",
        "向上取整。",
        "MCEILING(-1.2) => -1",
        magnitude=lambda bounds: bounds[0] + 1,
    ),
    _row(
        "MFLOOR",
        "value: N -> N",
        lambda value: round_to(snap(value), 0, ROUND_FLOOR),
        "The next whole number below.",
        "向下取整。",
        "MFLOOR(-1.2) => -2",
        magnitude=lambda bounds: bounds[0] + 1,
    ),
    _row(
        "SQRT",
        "value: number -> number",
        _sqrt,
        "Square root, to 12 significant digits.",
        "平方根，12 位有效数字。",
        "SQRT(9) => 3",
        "SQRT(-1) => #ERROR",
        partial=True,
        magnitude=lambda bounds: bounds[0] // 2 + 1,
    ),
    _row(
        "POWER",
        "base: number, exponent: number -> number",
        power,
        "Power with a whole exponent, rounded to 18 places.",
        "整数次幂，保留 18 位小数。",
        "POWER(2, 3) => 8",
        "POWER(4, 0.5) => #ERROR",
        partial=True,
    ),
    _row(
        "EXP",
        "value: number -> number",
        lambda value: transcendental(math.exp, value),
        "e raised to a power, to 12 significant digits.",
        "e 的幂，12 位有效数字。",
        "EXP(0) => 1",
        partial=True,
        sql=False,
    ),
    _row(
        "LN",
        "value: number -> number",
        lambda value: transcendental(math.log, value),
        "Natural logarithm, to 12 significant digits.",
        "自然对数，12 位有效数字。",
        "LN(1) => 0",
        "LN(0) => #ERROR",
        partial=True,
        sql=False,
        magnitude=fixed(3),
    ),
    _row(
        "LOG",
        "value: number, base?: number -> number",
        _log,
        "Logarithm to base 10 or another, to 12 significant digits.",
        "以 10 或其他数为底的对数，12 位有效数字。",
        "LOG(1000) => 3",
        "LOG(8, 2) => 3",
        partial=True,
        sql=False,
    ),
    _row(
        "PI",
        " -> number",
        lambda: _PI,
        "The number pi, to 12 significant digits.",
        "圆周率，12 位有效数字。",
        "ROUND(PI(), 4) => 3.1416",
        magnitude=fixed(1),
    ),
    _trigonometric("SIN", math.sin, "Sine of an angle in radians.", "正弦（弧度）。", "SIN(0) => 0"),
    _trigonometric("COS", math.cos, "Cosine of an angle in radians.", "余弦（弧度）。", "COS(0) => 1"),
    _trigonometric("TAN", math.tan, "Tangent of an angle in radians.", "正切（弧度）。", "TAN(0) => 0"),
    _trigonometric("ASIN", math.asin, "Angle whose sine is given.", "反正弦。", "ASIN(0) => 0", partial=True),
    _trigonometric("ACOS", math.acos, "Angle whose cosine is given.", "反余弦。", "ACOS(1) => 0", partial=True),
    _trigonometric("ATAN", math.atan, "Angle whose tangent is given.", "反正切。", "ATAN(0) => 0"),
    _row(
        "ATAN2",
        "y: number, x: number -> number",
        lambda y, x: transcendental(math.atan2, y, x),
        "Angle of a point.",
        "点的方位角。",
        "ATAN2(0, 1) => 0",
        sql=False,
        magnitude=fixed(1),
    ),
    _row(
        "MAX",
        "value*: N -> N; value*: date -> date; value*: datetime -> datetime",
        lambda *values: max(values),
        "The greatest; blank when one is.",
        "最大值；有空值时为空。",
        "MAX(1, 3, 2) => 3",
        "MAX(1, NULL) => NULL",
        **_same,
    ),
    _row(
        "MIN",
        "value*: N -> N; value*: date -> date; value*: datetime -> datetime",
        lambda *values: min(values),
        "The least; blank when one is.",
        "最小值；有空值时为空。",
        "MIN(1, 3, 2) => 1",
        **_same,
    ),
    _row(
        "SUM",
        "value*: N -> N",
        add_all,
        "Sum of the arguments, or of a field of children.",
        "参数之和，或子记录字段之和。",
        "SUM(1, 2, 3) => 6",
        magnitude=lambda bounds: max(bounds) + len(str(len(bounds))),
    ),
    _row(
        "AVERAGE",
        "value*: N -> N",
        _average,
        "Mean of the arguments.",
        "平均值。",
        "AVERAGE(1, 2) => 1.5",
        magnitude=lambda bounds: max(bounds) + 1,
    ),
    _row(
        "MEDIAN",
        "value*: N -> N",
        _median,
        "The middle one of the arguments.",
        "中位数。",
        "MEDIAN(1, 9, 3) => 3",
        "MEDIAN(1, 2) => 1.5",
        sql=False,
        **_same,
    ),
    _row(
        "PERCENTOF",
        "part: number, whole: number -> percent",
        divide,
        "The share of a part in a whole.",
        "部分占整体的比例。",
        "PERCENTOF(1, 4) => 0.25",
        partial=True,
    ),
    _row(
        "PMT",
        "rate: number, periods: number, present: number, future?: number, due?: number -> number",
        _payment,
        "Payment per period of a loan.",
        "贷款每期还款额。",
        "PMT(0, 10, 1000) => -100",
        "ROUND(PMT(0.01, 12, 1000), 2) => -88.85",
        partial=True,
        sql=False,
    ),
    _row(
        "FV",
        "rate: number, periods: number, payment: number, present?: number, due?: number -> number",
        _future_value,
        "Future value of regular payments.",
        "定期付款的终值。",
        "ROUND(FV(0.01, 12, -100), 2) => 1268.25",
        partial=True,
        sql=False,
    ),
    _row(
        "NPV",
        "rate: number, value*: number -> number",
        _net_present_value,
        "Present value of future payments.",
        "未来现金流的净现值。",
        "ROUND(NPV(0.1, 110, 121), 2) => 200",
        partial=True,
        sql=False,
    ),
)
