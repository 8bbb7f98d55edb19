"""Arithmetic of the formula language: exact decimals, rounding half away from zero, magnitudes below 10^30."""

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, DecimalException, InvalidOperation

from guanxi.formula.formula_type import CannotCompute

__all__ = [
    "POWER_PLACES",
    "QUOTIENT_PLACES",
    "SIGNIFICANT_DIGITS",
    "add",
    "add_all",
    "divide",
    "from_float",
    "guard",
    "integer",
    "modulo",
    "multiply",
    "multiply_all",
    "negate",
    "place",
    "power",
    "round_to",
    "snap",
    "subtract",
    "transcendental",
]

QUOTIENT_PLACES = 12
SIGNIFICANT_DIGITS = 12
SNAP_PLACES = 10
POWER_PLACES = 18
_LIMIT = Decimal(10) ** 30
_NEGATIVE_LIMIT = -_LIMIT
# Wide enough for the exact product of any three stored numbers; what is longer is rounded half away from zero.
_EXACT = Context(prec=120, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999)
_QUOTIENT = Context(prec=60, rounding=ROUND_DOWN, Emin=-999_999, Emax=999_999)
_QUOTIENT_STEP = Decimal(1).scaleb(-QUOTIENT_PLACES)
_SIGNIFICANT = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999)
_PLACES_LIMIT = 40
_TINY = 1e-30

_add, _subtract, _multiply = _EXACT.add, _EXACT.subtract, _EXACT.multiply


def guard(value: Decimal) -> Decimal:
    """Return the value, or fail when its magnitude reaches 10^30."""
    if _NEGATIVE_LIMIT < value < _LIMIT:
        return value
    raise CannotCompute


def add(left: Decimal, right: Decimal) -> Decimal:
    """Return the sum."""
    return guard(_add(left, right))


def add_all(*values: Decimal) -> Decimal:
    """Return the sum of the values, from left to right."""
    total = values[0]
    for value in values[1:]:
        total = guard(_add(total, value))
    return total


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """Return the difference."""
    return guard(_subtract(left, right))


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """Return the product."""
    return guard(_multiply(left, right))


def multiply_all(*values: Decimal) -> Decimal:
    """Return the product of the values, from left to right."""
    total = values[0]
    for value in values[1:]:
        total = guard(_multiply(total, value))
    return total


def negate(value: Decimal) -> Decimal:
    """Return the value with its sign turned; zero has none."""
    return _subtract(0, value)


def divide(left: Decimal, right: Decimal) -> Decimal:
    """Return the exact quotient rounded half away from zero to 12 places."""
    if not right:
        raise CannotCompute
    # Cut, not rounded, at 60 digits: the digit that decides the rounding at 12 places is still the true one.
    return guard(_EXACT.quantize(guard(_QUOTIENT.divide(left, right)), _QUOTIENT_STEP))


def modulo(left: Decimal, right: Decimal) -> Decimal:
    """Return the remainder; it has the sign of the left operand."""
    if not right:
        raise CannotCompute
    try:
        return _EXACT.remainder(left, right)
    except InvalidOperation as error:
        raise CannotCompute from error


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Return base^exponent for whole exponents, rounded to 18 places."""
    whole = int(exponent)
    if whole != exponent or (not base and whole < 0):
        raise CannotCompute
    if not base or base in (1, -1):
        return Decimal(1) if not whole else _EXACT.power(base, whole % 2 + 2)
    # The magnitude is known before anything large is computed.
    digits = whole * (base.copy_abs().log10())
    if digits >= 31:
        raise CannotCompute
    if digits < -POWER_PLACES - 1:
        return Decimal(0)
    try:
        exact = _EXACT.power(base, whole)
    except DecimalException as error:
        raise CannotCompute from error
    return guard(round_to(exact, POWER_PLACES))


def round_to(value: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return the value rounded to that many places; negative places round before the point."""
    places = max(-_PLACES_LIMIT, min(_PLACES_LIMIT, places))
    if places >= 0 and value == value.to_integral_value():
        return value
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=_EXACT)
    # Without the sign that a rounded zero may have kept; the plain operator would cut the sum to 28 digits.
    return _add(guard(rounded if places >= 0 else rounded.quantize(Decimal(1), context=_EXACT)), 0)


def snap(value: Decimal) -> Decimal:
    """Return the value with the dust of a rounded quotient removed: rounded to 10 places."""
    return round_to(value, SNAP_PLACES)


def integer(value: Decimal) -> int:
    """Return the whole part of a number."""
    return int(value)


def place(value: Decimal) -> int:
    """Return the whole part of a number that says a position, length or number of places, within sane bounds."""
    return max(-1_000_000, min(1_000_000, int(value)))


def transcendental(function: Callable[..., float], *values: Decimal) -> Decimal:
    """Return a function of binary numbers, rounded to 12 significant digits."""
    try:
        return from_float(function(*(float(value) for value in values)))
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise CannotCompute from error


def from_float(value: float) -> Decimal:
    """Return the decimal with 12 significant digits nearest to a binary number; below 10^-30 it is 0."""
    if not math.isfinite(value):
        raise CannotCompute
    if abs(value) < _TINY:
        return Decimal(0)
    return guard(_significant(Decimal(repr(value))))


def _significant(value: Decimal) -> Decimal:
    return _SIGNIFICANT.plus(value)
