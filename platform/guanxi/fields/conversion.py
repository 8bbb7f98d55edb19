"""From a value of one field type to a value of another: which conversions exist, and what does not convert."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from guanxi.fields.base import Converter, FieldProblem
from guanxi.text.keys import fold_key
from guanxi.text.shown import shown

if TYPE_CHECKING:
    from guanxi.fields.base import FieldType
    from guanxi.fields.spec import FieldSpec

__all__ = ["CONVERSIONS", "LOSSY", "Side", "conversion", "converts"]


@dataclass(frozen=True, slots=True)
class Side:
    """A field on one side of a conversion: its type, what its keys say, and the words of its picklist."""

    kind: "FieldType"
    spec: "FieldSpec"
    words: Mapping[str, str] = field(default_factory=dict)  # folded names and labels of the values, to the values


Make: TypeAlias = Callable[[Side, Side, dt.tzinfo], Converter]

_TRUE, _FALSE = ("true", "yes", "是", "1", "y", "on"), ("false", "no", "否", "0", "n", "off")
_TRUTH = {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}


def converts(source: str, target: str) -> bool:
    """Tell whether values of a type can become values of another."""
    return (source, target) in CONVERSIONS


def conversion(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    """Return the function from domain value to domain value; it raises FieldProblem for what does not convert.

    Days begin in the zone. Blank gives blank. Raises KeyError where there is no such conversion.
    """
    make = CONVERSIONS[source.spec.type, target.spec.type](source, target, zone)
    blank = source.kind.blank

    def convert(value: object) -> object:
        value = blank if value is None else value
        return target.kind.blank if value is None else make(value)

    return convert


def _written(source: Side) -> Callable[[object], str]:
    """Return the function that writes a value as people read it, and as a parser would read it again."""
    to_json = source.kind.to_json(source.spec)

    def write(value: object) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        return str(value if to_json is None else to_json(value))

    return write


def _through_text(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del zone
    write, parse = _written(source), target.kind.parser(target.spec)
    return lambda value: parse(write(value))


def _as_number(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del source, zone
    return target.kind.parser(target.spec)


def _to_boolean(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del target, zone
    write = _written(source)

    def convert(value: object) -> object:
        found = _TRUTH.get(write(value).strip().lower())
        if found is None:
            raise FieldProblem("not_boolean", value=shown(value))
        return found

    return convert


def _boolean_to_integer(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    parse = _as_number(source, target, zone)
    return lambda value: parse(int(bool(value)))


def _chosen(text: str, target: Side) -> str:
    """Return the value of a picklist that a text names or labels; retired ones stay where they are."""
    found = target.words.get(fold_key(text))
    if found is None:
        raise FieldProblem("not_in_picklist", value=shown(text))
    return found


def _to_choice(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del zone
    write = _written(source)
    return lambda value: _chosen(write(value), target)


def _boolean_to_choice(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del source, zone

    def convert(value: object) -> object:
        said = _TRUE if value else _FALSE
        found = next((target.words[fold_key(text)] for text in said if fold_key(text) in target.words), None)
        if found is None:
            raise FieldProblem("not_in_picklist", value=said[0])
        return found

    return convert


def _to_several(make: Make) -> Make:
    """Return the making of a list of one value."""

    def several(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
        one = make(source, target, zone)
        return lambda value: (one(value),)

    return several


def _each(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del source, zone
    parse = target.kind.parser(target.spec)

    def convert(values: object) -> object:
        found = [_chosen(value, target) if target.words else value for value in _texts(values)]
        return target.kind.ordered(target.spec, found) if target.words else parse(found)

    return convert


def _only(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del source, zone

    def convert(values: object) -> object:
        texts = _texts(values)
        if len(texts) > 1:
            raise FieldProblem("several_values", value=shown(", ".join(texts)))
        return _chosen(texts[0], target) if texts else None

    return convert


def _joined(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del source, zone
    parse = target.kind.parser(target.spec)
    return lambda values: parse("; ".join(_texts(values)))


def _tagged(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del zone
    write, parse = _written(source), target.kind.parser(target.spec)
    return lambda value: parse([part for part in write(value).replace("；", ";").split(";") if part.strip()])


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, tuple) else ()


def _day_to_instant(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del source
    parse = target.kind.parser(target.spec)

    def convert(value: object) -> object:
        if not isinstance(value, dt.date):
            raise FieldProblem("not_date", value=shown(value))
        return parse(dt.datetime.combine(value, dt.time(), zone))

    return convert


def _instant_to_day(source: Side, target: Side, zone: dt.tzinfo) -> Converter:
    del source
    parse = target.kind.parser(target.spec)

    def convert(value: object) -> object:
        if not isinstance(value, dt.datetime):
            raise FieldProblem("not_datetime", value=shown(value))
        return parse(value.astimezone(zone).date())

    return convert


_TEXTS = ("text", "long_text")
_FORMED = ("email", "phone", "url", "colour", "barcode", "external_id", "markdown")
_NUMBERS = ("integer", "decimal", "money", "percent", "rating")
_MOMENTS = ("date", "datetime", "time", "duration")


def _rows(sources: tuple[str, ...], targets: tuple[str, ...], make: Make) -> dict[tuple[str, str], Make]:
    return {(source, target): make for source in sources for target in targets}


CONVERSIONS: Mapping[tuple[str, str], Make] = MappingProxyType({
    **_rows(_TEXTS, (*_TEXTS, *_FORMED, *_NUMBERS, *_MOMENTS), _through_text),
    **_rows((*_FORMED, *_NUMBERS, *_MOMENTS, "picklist", "boolean", "auto_number"), _TEXTS, _through_text),
    **_rows(_NUMBERS, _NUMBERS, _as_number),
    **_rows((*_TEXTS, "picklist", "integer"), ("boolean",), _to_boolean),
    **_rows(("boolean",), ("integer",), _boolean_to_integer),
    **_rows(("boolean",), ("picklist",), _boolean_to_choice),
    **_rows(("date",), ("datetime",), _day_to_instant),
    **_rows(("datetime",), ("date",), _instant_to_day),
    **_rows((*_TEXTS, "picklist"), ("picklist",), _to_choice),
    **_rows((*_TEXTS, "picklist"), ("multi_picklist",), _to_several(_to_choice)),
    **_rows((*_TEXTS, "picklist"), ("tags",), _tagged),
    **_rows(("multi_picklist", "tags"), ("multi_picklist", "tags"), _each),
    **_rows(("multi_picklist", "tags"), ("picklist",), _only),
    **_rows(("multi_picklist", "tags"), _TEXTS, _joined),
})  # fmt: skip
"""Every conversion there is, by the types before and after; what is not here is refused."""

LOSSY: frozenset[tuple[str, str]] = frozenset({("datetime", "date")})
"""Conversions whose values say less than those before."""
