"""How PostgreSQL writes arithmetic and the functions on numbers, exact in numeric."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from guanxi.formula.arithmetic import POWER_PLACES
from guanxi.formula.geodesy import EARTH_RADIUS
from guanxi.formula.sql.spelling import Form, among, guarded, let, significant, whole

__all__ = ["NUMBER_FORMS", "quotient"]

_STEP_GUARD = "CASE WHEN abs(_v.q) < 1e30 THEN _v.q END"


def quotient(left: str, right: str) -> str:
    """Return the exact quotient rounded half away from zero to 12 places, NULL for division by zero."""
    return f"round(div({left} * 10000000000000, nullif({right}, 0)) * 0.0000000000001, 12)"


def _chain(sign: str, *, guard: bool) -> Callable[[str], str]:
    def form(codes: str) -> str:
        result = "{0}"
        for index in range(1, len(codes)):
            result = f"({result} {sign} {{{index}}})"
            if guard:
                result = guarded(result)
        return result

    return form


def _arguments(codes: str) -> list[str]:
    return [f"{{{index}}}" for index in range(len(codes))]


def _places(function: str) -> Callable[[str], str]:
    return lambda codes: f"{function}({{0}}, {whole('{1}', -40, 40)})" if len(codes) > 1 else f"{function}({{0}}, 0)"


def _round_up(codes: str) -> str:
    places = whole("{1}", -40, 40) if len(codes) > 1 else "0"
    # A power of ten is written, not computed: PostgreSQL's power of a negative exponent is not exact.
    cut = let(
        "_v.x + CASE WHEN _v.x = _v.y THEN 0 ELSE sign(_v.y) * ('1e' || (- _v.p))::numeric END",
        x="trunc(_w.y, _w.p)",
        y="_w.y",
        p="_w.p",
    )
    return f"(SELECT {cut} FROM (SELECT {{0}} AS y, {places} AS p OFFSET 0) AS _w)"


def _stepped(value: str, step: str, rounding: str) -> str:
    """Return the value in whole steps; `rounding` has _v.r for the number of steps, rounded to 10 places."""
    steps = let(_STEP_GUARD, q=quotient("_s.x", "_s.y"))
    body = let(f"{rounding} * _s.y", r=f"round({steps}, 10)")
    stepped = f"CASE WHEN _s.y = 0 THEN _s.x * 0 ELSE {body} END"
    return f"(SELECT {stepped} FROM (SELECT {value} AS x, {step} AS y OFFSET 0) AS _s)"


_AWAY, _TOWARDS = "(sign(_v.r) * ceil(abs(_v.r)))", "trunc(_v.r)"


def _ceiling(codes: str) -> str:
    return let(_AWAY, r="round({0}, 10)") if len(codes) == 1 else _stepped("{0}", "abs({1})", _AWAY)


def _floor(codes: str) -> str:
    return "trunc(round({0}, 10))" if len(codes) == 1 else _stepped("{0}", "abs({1})", _TOWARDS)


def _multiple(codes: str) -> str:
    del codes
    body = _stepped("_m.x", "_m.y", "round(_v.r)")
    return (
        f"(SELECT CASE WHEN _m.y <> 0 AND _m.x <> 0 AND (_m.y < 0) <> (_m.x < 0) THEN NULL ELSE {body} END"
        " FROM (SELECT {0} AS x, {1} AS y OFFSET 0) AS _m)"
    )


def _power(codes: str) -> str:
    del codes
    digits = "_v.e::float8 * log(abs(_v.b)::float8)"  # known before anything large is computed
    computed = guarded(f"round(power(round(_v.b, 60), _v.e), {POWER_PLACES})")
    return let(
        "CASE WHEN _v.b IS NULL OR _v.e IS NULL OR _v.e <> trunc(_v.e) OR (_v.b = 0 AND _v.e < 0) THEN NULL"
        " WHEN _v.e = 0 THEN 1 WHEN _v.b = 0 THEN 0"
        " WHEN abs(_v.b) = 1 THEN CASE WHEN mod(_v.e, 2) = 0 THEN 1 ELSE _v.b END"
        f" WHEN {digits} >= 31 THEN NULL WHEN {digits} < {-POWER_PLACES - 1} THEN 0 ELSE {computed} END",
        b="round({0}, 60)",  # the scale of the base is that of the result; what is smaller counts as 0
        e="{1}",
    )


def _average(codes: str) -> str:
    return quotient("(" + " + ".join(_arguments(codes)) + ")", f"{len(codes)}")


_ADD, _MULTIPLY = _chain("+", guard=False), _chain("*", guard=False)

_RADII = " ".join(f"WHEN '{unit}' THEN {radius}" for unit, radius in EARTH_RADIUS.items())
_DISTANCE = let(
    "CASE WHEN abs(_v.a) <= 90 AND abs(_v.b) <= 180 AND abs(_v.c) <= 90 AND abs(_v.d) <= 180 THEN "
    + significant(
        "(2 * _v.r * asin(least(1, sqrt("
        "power(sin((radians(_v.c::float8) - radians(_v.a::float8)) / 2), 2)"
        " + cos(radians(_v.a::float8)) * cos(radians(_v.c::float8))"
        " * power(sin(radians((_v.d - _v.b)::float8) / 2), 2)))))::text::numeric"
    )
    + " END",
    a="{0}", b="{1}", c="{2}", d="{3}", r=f"(CASE lower({{4}}) {_RADII} END)::float8",
)  # fmt: skip

NUMBER_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "add": _ADD,
        "add!": _chain("+", guard=True),
        "SUM": _ADD,
        "SUM!": _chain("+", guard=True),
        "subtract": "({0} - {1})",
        "multiply": _MULTIPLY,
        "multiply!": _chain("*", guard=True),
        "negate": "(- {0})",
        "divide": quotient("{0}", "{1}"),
        "PERCENTOF": quotient("{0}", "{1}"),
        "power": _power,
        "POWER": _power,
        "power!": _power,
        "POWER!": _power,
        "ABS": "abs({0})",
        "SIGN": "sign({0})",
        "INT": "floor({0})",
        "MOD": "mod({0}, nullif({1}, 0))",
        "ROUND": _places("round"),
        "ROUNDDOWN": _places("trunc"),
        "TRUNC": _places("trunc"),
        "ROUNDUP": _round_up,
        "MROUND": _multiple,
        "CEILING": _ceiling,
        "FLOOR": _floor,
        "MCEILING": "ceil(round({0}, 10))",
        "MFLOOR": "floor(round({0}, 10))",
        "SQRT": let(
            "CASE WHEN _v.x < 1e-60 THEN CASE WHEN _v.x >= 0 THEN 0 END"
            f" ELSE {significant('sqrt(_v.x::float8)::text::numeric')} END",
            x="{0}",
        ),
        "distance_between": _DISTANCE,
        "MAX": lambda codes: among(_arguments(codes), "max"),
        "MIN": lambda codes: among(_arguments(codes), "min"),
        "AVERAGE": _average,
    }
)
