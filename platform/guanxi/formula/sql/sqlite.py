"""The Python functions that SQLite statements call: the very callables of the Python back end, behind one name."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import re2

from guanxi.formula.arithmetic import divide, guard
from guanxi.formula.environment import Environment, PlainEnvironment
from guanxi.formula.formula_type import CannotCompute
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.sql.calls import called_name
from guanxi.formula.sql.pieces import SCALES
from guanxi.formula.sql.raw_operations import RAW_OPERATIONS

__all__ = ["SQLITE_FUNCTIONS", "PythonFunction", "called"]

_LARGEST = 2**63
_WIDE = Context(prec=120, rounding=ROUND_HALF_UP)
Stored = str | int | float | None


@dataclass(frozen=True, slots=True)
class PythonFunction:
    """A Python function under an SQL name, or a class that is an aggregate; `arguments` is -1 for any number."""

    name: str
    arguments: int
    function: Callable[..., Any]
    deterministic: bool = True


@lru_cache(maxsize=64)
def _environment(zone: str) -> Environment:
    return PlainEnvironment(zone=ZoneInfo(zone))


@lru_cache(maxsize=512)
def _matcher(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 2 << 20
    return re2.compile(pattern, options).fullmatch


def _matches(text: str, pattern: str) -> bool:
    # The pattern was translated when the formula was compiled: it is what PostgreSQL gets, without the anchors.
    return _matcher(pattern[4:-2])(text) is not None


def _scaled(scale: int) -> Callable[[Any], Decimal | None]:
    unit = Decimal(1).scaleb(-scale)

    @lru_cache(maxsize=1024)  # most arguments of a statement are its constants
    def read(raw: int | float | None) -> Decimal | None:
        return None if raw is None else _WIDE.multiply(Decimal(raw), unit)

    return read


def _decimal(raw: str | int | None) -> Decimal | None:
    return None if raw is None else Decimal(raw)


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    **{code: _scaled(scale) for scale, code in enumerate(SCALES)},
    "0": _decimal,
    "n": _decimal,
    "t": lambda raw: raw or "",
    "b": bool,
    "d": lambda raw: None if raw is None else date.fromisoformat(raw),
    "i": lambda raw: None if raw is None else datetime.fromisoformat(raw),
    "c": lambda raw: None if raw is None else time.fromisoformat(raw),
    "u": lambda raw: None if raw is None else timedelta(milliseconds=raw),
    "x": lambda raw: None,
    "z": lambda raw: raw,
    "k": lambda raw: raw,
}


def _written(value: Any) -> Stored:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, timedelta):
        return value // timedelta(milliseconds=1)
    return value if isinstance(value, float) else int(value)


def _store(value: Decimal, scale: int, factor: int) -> int | float:
    raw = int((value * factor).scaleb(scale, _WIDE).to_integral_value(ROUND_HALF_UP))
    # Beyond 64 bits a double still keeps the order.
    return raw if -_LARGEST <= raw < _LARGEST else float(raw)


_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _callable_of(function: str) -> tuple[Callable[..., Any], bool, bool]:
    """Return the callable of a name, whether blanks make the result blank, and whether it takes the environment."""
    if function in _COMPARISONS:
        return _COMPARISONS[function], True, False
    if function == "REGEX":
        return _matches, True, False
    if function.startswith("~"):
        return RAW_OPERATIONS[function[1:]], False, False
    if function == "store":
        return _store, True, False
    if function == "within!":
        return guard, True, False
    if function == "decimal":
        return lambda value: value, True, False
    name, _, fixed = function.rstrip("!").partition(".")
    row = CORE_FUNCTIONS.get(name)
    if row is None:
        raise KeyError(function)
    python = row.python if not fixed else (lambda *values: row.python(*values, fixed))
    return python, row.blank == "propagate", row.context


Getter = Callable[[tuple[Any, ...]], Any]


@lru_cache(maxsize=4096)
def called(name: str) -> Callable[..., Stored]:
    """Return the function of a form's name, taking and giving what SQLite holds."""
    compute, _ = _computation(name, 0)

    def run(*raws: Any) -> Stored:
        try:
            return _written(compute(raws))
        except CannotCompute:
            return None

    return run


def _computation(name: str, start: int) -> tuple[Getter, int]:
    """Return what computes a call from the raw arguments, of which its own begin at the start, and where they end."""
    function, items = called_name(name)
    if function == "store":
        items = (*items[:1], ("k", ""), ("k", ""))
    getters: list[Getter] = []
    zone: Getter | None = None
    for code, inner in items:
        getter, start = _inner(code, inner, start) if inner else (_reader(code, start), start + 1)
        if code == "z":
            zone = getter
        else:
            getters.append(getter)
    return _application(function, tuple(getters), zone), start


def _reader(code: str, at: int) -> Getter:
    read = _READERS[code]
    return lambda raws: read(raws[at])


def _inner(code: str, name: str, start: int) -> tuple[Getter, int]:
    compute, end = _computation(name, start)
    if name.startswith("~") or code in SCALES:  # gives a value as SQLite holds it
        read = _READERS[code]
        return lambda raws: read(compute(raws)), end
    if code == "k":
        return _stored(compute), end
    if code == "t":
        return lambda raws: compute(raws) or "", end
    return (lambda raws: bool(compute(raws))) if code == "b" else compute, end


def _stored(compute: Getter) -> Getter:
    """Return what gives the result as SQLite would hold it, an error as NULL."""

    def get(raws: tuple[Any, ...]) -> Stored:
        try:
            return _written(compute(raws))
        except CannotCompute:
            return None

    return get


def _application(function: str, getters: tuple[Getter, ...], zone: Getter | None) -> Getter:
    python, propagates, in_context = _callable_of(function)
    if in_context:
        # Without a zone the function does not look at it for these arguments.
        return _in_context(python, getters, zone or (lambda raws: "UTC"))
    if not propagates:
        return lambda raws: python(*[get(raws) for get in getters])
    if len(getters) == 1:
        return _of_one(python, *getters)
    return _of_two(python, *getters) if len(getters) == 2 else _of_many(python, getters)


def _in_context(python: Callable[..., Any], getters: tuple[Getter, ...], zone: Getter) -> Getter:
    def compute(raws: tuple[Any, ...]) -> Any:
        values = [get(raws) for get in getters]
        return None if None in values else python(_environment(zone(raws)), *values)

    return compute


def _of_one(python: Callable[..., Any], get: Getter) -> Getter:
    def compute(raws: tuple[Any, ...]) -> Any:
        value = get(raws)
        return None if value is None else python(value)

    return compute


def _of_two(python: Callable[..., Any], first: Getter, second: Getter) -> Getter:
    def compute(raws: tuple[Any, ...]) -> Any:
        one, two = first(raws), second(raws)
        return None if one is None or two is None else python(one, two)

    return compute


def _of_many(python: Callable[..., Any], getters: tuple[Getter, ...]) -> Getter:
    def compute(raws: tuple[Any, ...]) -> Any:
        values = [get(raws) for get in getters]
        return None if None in values else python(*values)

    return compute


def _formula(name: str, *raws: Any) -> Stored:
    return called(name)(*raws)


def _strip(text: str | None) -> str:
    return (text or "").strip()


def _sortable(raw: str | int | None) -> str | None:
    """Return a text whose order and equality are those of the number."""
    if raw is None:
        return None
    number = Decimal(raw)
    if not number:
        return "O"
    digits = "".join(str(digit) for digit in number.as_tuple().digits).lstrip("0").rstrip("0")
    if number > 0:
        return f"P{number.adjusted() + 5000:04d}{digits}"
    return f"N{4999 - number.adjusted():04d}{''.join(str(9 - int(digit)) for digit in digits)}~"


class _Aggregate:
    """What aggregates over decimal texts share: blanks are left out."""

    def __init__(self) -> None:
        self.value: Decimal | None = None
        self.count = 0

    def step(self, raw: str | int | None) -> None:
        if raw is not None:
            number = Decimal(raw)
            self.value = number if self.value is None else self.joined(self.value, number)
            self.count += 1

    def joined(self, held: Decimal, number: Decimal) -> Decimal:
        raise NotImplementedError

    def finalize(self) -> str | None:
        return None if self.value is None else str(self.value)


class _Total(_Aggregate):
    def joined(self, held: Decimal, number: Decimal) -> Decimal:
        return _WIDE.add(held, number)


class _Mean(_Total):
    def finalize(self) -> str | None:
        if self.value is None:
            return None
        try:
            return str(divide(self.value, Decimal(self.count)))
        except CannotCompute:
            return None


class _Least(_Aggregate):
    def joined(self, held: Decimal, number: Decimal) -> Decimal:
        return min(held, number)


class _Greatest(_Aggregate):
    def joined(self, held: Decimal, number: Decimal) -> Decimal:
        return max(held, number)


SQLITE_FUNCTIONS: Final = (
    PythonFunction("gx_formula", -1, _formula),
    PythonFunction("gx_strip", 1, _strip),
    PythonFunction("gx_sortable", 1, _sortable),
    PythonFunction("gx_total", 1, _Total),
    PythonFunction("gx_mean", 1, _Mean),
    PythonFunction("gx_least", 1, _Least),
    PythonFunction("gx_greatest", 1, _Greatest),
)
