"""Field types for exact numbers: integer, decimal, money and percent (decision A12)."""

import re
from dataclasses import replace
from decimal import Decimal, localcontext
from types import MappingProxyType
from typing import ClassVar

from guanxi import sqltree
from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.text.shown import shown

__all__ = ["DecimalField", "IntegerField", "MoneyField", "PercentField", "RatingField", "json_number"]

_NUMBER = re.compile(r"[+-]?([0-9]{1,40})(?:\.([0-9]{0,40}))?")
_WITH_EXPONENT = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
_JSON_DIGITS = 15  # a JSON number of more digits changes in JavaScript
_MOST_DIGITS = 18
_MOST_SCALE = 6


def json_number(value: Decimal) -> int | float:
    """Return a number of at most 15 digits as JSON writes it: without trailing zeros, an integer where it is one."""
    whole = int(value)
    return whole if whole == value else float(value)


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class DecimalField(FieldType):
    """A decimal number of declared precision and scale."""

    token = "decimal"  # noqa: S105
    family = "number"
    keys = frozenset({"unique", "default", "min", "max", "precision", "scale", "class"})
    input: ClassVar[str] = "number"

    def scale(self, spec: FieldSpec) -> int:
        """Return the number of digits after the point."""
        return spec.scale

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one column: numeric(18, scale) or a scaled integer."""
        return (ColumnSpec("", "scaled", self.scale(spec)),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for numbers; digits beyond the declared ones are refused, never rounded."""
        scale, precision = self.scale(spec), spec.precision
        limit = 10 ** (precision - scale)
        check_range = _range_check(spec)

        def parse(value: object) -> object:
            if type(value) is str:
                found = _NUMBER.fullmatch(value)
                if found is None or len(found[2] or "") > scale:
                    number = _read_decimal(value, scale, precision)
                    if number is None:
                        return None
                else:
                    number = Decimal(value)
            elif type(value) is int:
                if not -limit < value < limit:
                    raise FieldProblem("precision", digits=precision - scale)
                number = Decimal(value)
            else:
                read = _read_decimal(value, scale, precision)
                if read is None:
                    return None
                number = read
            if not -limit < number < limit:
                raise FieldProblem("precision", digits=precision - scale)
            if check_range is not None:
                check_range(number)
            return number

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return the way to a JSON number, or to a text where the precision is beyond what JSON keeps."""
        if spec.precision <= _JSON_DIGITS:
            return lambda value: json_number(value)  # type: ignore[arg-type]
        return lambda value: _trimmed(value)  # type: ignore[arg-type]

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the scaled integer for SQLite; PostgreSQL takes the decimal."""
        if dialect == "postgresql":
            return None
        factor = 10 ** self.scale(spec)
        return lambda value: int(value * factor)

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the decimal of SQLite's scaled integer."""
        if dialect == "postgresql":
            return None
        scale = self.scale(spec)
        return lambda value: Decimal(value).scaleb(-scale)  # type: ignore[arg-type]

    def database_to_json(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return SQLite's scaled integer as a JSON number without a decimal in between."""
        if dialect == "postgresql" or spec.precision > _JSON_DIGITS:
            return super().database_to_json(spec, dialect)
        factor = 10 ** self.scale(spec)
        # A quotient of two integers is correctly rounded, and 15 digits survive that.
        return lambda value: value // factor if value % factor == 0 else value / factor

    def sql_json(self, spec: FieldSpec, dialect: Dialect, expr: sqltree.Expr) -> sqltree.Expr:
        """Return the number without trailing zeros, as text where JSON would lose digits."""
        if dialect != "postgresql":
            return expr
        if spec.precision > _JSON_DIGITS:
            return sqltree.Call("json_number_text", (expr,), "text")
        return sqltree.Call("json_number", (expr,), "number", self.scale(spec)) if self.scale(spec) else expr

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a number, which beyond 15 digits is a text."""
        if spec.precision > _JSON_DIGITS:
            return {"type": ["string", "number", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
        schema: dict[str, object] = {"type": ["number", "string", "null"]}
        schema |= {"minimum": json_number(spec.min)} if isinstance(spec.min, Decimal) else {}
        schema |= {"maximum": json_number(spec.max)} if isinstance(spec.max, Decimal) else {}
        return schema

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the input and its digits."""
        return {"input": self.input, "scale": self.scale(spec), "precision": spec.precision}

    def problems_of_spec(self, spec: FieldSpec) -> tuple[FieldProblem, ...]:
        """Check digits and range."""
        scale = self.scale(spec)
        found = []
        if not 1 <= spec.precision <= _MOST_DIGITS:
            found.append(FieldProblem("precision_over_limit", limit=_MOST_DIGITS))
        elif not 0 <= scale <= min(_MOST_SCALE, spec.precision):
            found.append(FieldProblem("scale_over_limit", limit=min(_MOST_SCALE, spec.precision)))
        if isinstance(spec.min, Decimal | int) and isinstance(spec.max, Decimal | int) and spec.min > spec.max:
            found.append(FieldProblem("min_over_max"))
        return tuple(found)


class IntegerField(DecimalField):
    """A whole number of at most 18 digits."""

    token = "integer"  # noqa: S105
    imposed = MappingProxyType({"scale": 0})
    keys = frozenset({"unique", "default", "min", "max", "precision", "class"})

    def scale(self, spec: FieldSpec) -> int:
        """Return no digits after the point."""
        del spec
        return 0

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one integer column."""
        del spec
        return (ColumnSpec("", "integer"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for whole numbers."""
        precision = spec.precision
        limit = 10**precision
        check_range = _range_check(spec)

        def parse(value: object) -> object:
            if type(value) is int:
                number = value
            elif type(value) is str and len(value) < 19 and value.isdecimal() and value.isascii():
                number = int(value)
            else:
                read = _read_decimal(value, 0, precision)
                if read is None:
                    return None
                number = int(read)
            if not -limit < number < limit:
                raise FieldProblem("precision", digits=precision)
            if check_range is not None:
                check_range(number)
            return number

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return the way to a text where the precision is beyond what JSON keeps."""
        return None if spec.precision <= _JSON_DIGITS else str

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Integers go as they are."""
        del spec, dialect
        return None

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Integers come as they are."""
        del spec, dialect
        return None

    def database_to_json(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Integers are their own JSON up to 15 digits."""
        del dialect
        return self.to_json(spec)

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of an integer."""
        schema = super().openapi(spec)
        if spec.precision <= _JSON_DIGITS:
            schema["type"] = ["integer", "string", "null"]
            schema |= {"minimum": spec.min} if isinstance(spec.min, int) else {}
            schema |= {"maximum": spec.max} if isinstance(spec.max, int) else {}
        return schema


class RatingField(IntegerField):
    """A number of stars, from one to `max`, which is five when not said."""

    token = "rating"  # noqa: S105
    keys = frozenset({"default", "max", "class"})
    most: ClassVar[int] = 10

    def stars(self, spec: FieldSpec) -> int:
        """Return how many stars there are."""
        return spec.max if isinstance(spec.max, int) else 5

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for whole numbers of stars."""
        return super().parser(replace(spec, min=1, max=self.stars(spec)))

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a bounded integer."""
        return super().openapi(replace(spec, min=1, max=self.stars(spec)))

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the row of stars."""
        return {"input": "rating", "max": self.stars(spec)}

    def problems_of_spec(self, spec: FieldSpec) -> tuple[FieldProblem, ...]:
        """Check that the stars can be told apart."""
        return () if 2 <= self.stars(spec) <= self.most else (FieldProblem("stars_over_limit", limit=self.most),)


class MoneyField(DecimalField):
    """An amount in the record's currency."""

    token = "money"  # noqa: S105
    family = "money"
    input = "money"


class PercentField(DecimalField):
    """A percentage: 20 % is 20 everywhere but inside formulas, where it is 0.2."""

    token = "percent"  # noqa: S105
    family = "percent"
    input = "percent"


def _range_check(spec: FieldSpec) -> Converter | None:
    """Return the check of min and max, None where the field has neither."""
    low, high = spec.min, spec.max
    if low is None and high is None:
        return None

    def check(number: object) -> object:
        if low is not None and number < low:  # type: ignore[operator]
            raise FieldProblem("min", min=_plain(low))
        if high is not None and number > high:  # type: ignore[operator]
            raise FieldProblem("max", max=_plain(high))
        return number

    return check


def _plain(limit: object) -> object:
    return json_number(limit) if isinstance(limit, Decimal) else limit


def _read_decimal(value: object, scale: int, precision: int) -> Decimal | None:
    """Read every other way to write a number: exponents, blanks around it, floats, decimals; refuse the rest."""
    if value is None:
        return None
    if type(value) is str:
        text = value.strip()
        if not text:
            return None
        if len(text) > 100 or _WITH_EXPONENT.fullmatch(text) is None:
            raise FieldProblem("not_number", value=shown(text))
        number = Decimal(text)
    elif type(value) is float:
        number = _read_float(value, precision)
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise FieldProblem("not_number", value=str(value))
        number = value
    elif type(value) is int:
        if not -(10**precision) < value < 10**precision:
            raise FieldProblem("precision", digits=precision - scale)
        number = Decimal(value)
    else:
        raise FieldProblem("not_number", value=shown(value))
    return _without_excess(number, scale, precision)


def _read_float(value: float, precision: int) -> Decimal:
    text = repr(value)
    if text in {"inf", "-inf", "nan"}:
        raise FieldProblem("not_number", value=text)
    number = Decimal(text)
    if precision > _JSON_DIGITS and len(number.normalize().as_tuple().digits) > _JSON_DIGITS:
        # What was sent had more digits than a JSON number keeps: what arrived may be another number.
        raise FieldProblem("number_inexact")
    return number


def _without_excess(number: Decimal, scale: int, precision: int) -> Decimal:
    """Refuse digits beyond the scale, but for zeros, and magnitudes beyond the precision."""
    if number and number.adjusted() >= precision - scale:
        raise FieldProblem("precision", digits=precision - scale)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -scale:
        with localcontext() as context:
            context.prec = 200
            cut = number.quantize(Decimal(1).scaleb(-scale)) if exponent > -150 else None
        if cut is None or cut != number:
            raise FieldProblem("scale", scale=scale)
        return cut
    return number
