"""A field that is becoming another type: what is written to the one is written to the other (decision A1)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.fields.base import FieldProblem
from guanxi.fields.conversion import Side, conversion
from guanxi.records.columns import ColumnPlan, column_plans

if TYPE_CHECKING:
    from guanxi.catalog import Field, Successor
    from guanxi.fields.base import Converter
    from guanxi.fields.spec import Dialect

__all__ = ["conversion_to", "judged", "succession_columns", "succession_links"]


def conversion_to(field: "Field", successor: "Successor", zone: dt.tzinfo) -> "Converter":
    """Return the function from values of a field to values of the one that it is becoming."""
    target = successor.field
    return conversion(Side(field.kind, field), Side(target.kind, target, dict(successor.words)), zone)


def judged(parse: "Converter", field: "Field", zone: dt.tzinfo) -> "Converter":
    """Return a parser that refuses too what would not convert, where the author of the change has it refused."""
    if field.successor is None or field.successor.blanks:
        return parse
    convert = conversion_to(field, field.successor, zone)

    def judge(value: object) -> object:
        found = parse(value)
        if found is not None:
            convert(found)
        return found

    return judge


def succession_columns(fields: "Iterable[Field]", dialect: "Dialect", zone: dt.tzinfo) -> Iterator[ColumnPlan]:
    """Yield the columns that are filled along with fields, each under the name of the field whose values they hold."""
    for field in fields:
        if field.successor is not None:
            convert = _blanking(conversion_to(field, field.successor, zone))
            for column in column_plans((field.successor.field,), dialect):
                yield replace(column, field=field.name, encode=_after(convert, column.encode))


def succession_links(fields: "Iterable[Field]", zone: dt.tzinfo) -> "Iterator[tuple[str, str, Converter]]":
    """Yield the link tables that are filled along with fields: of which field, the table, and how values convert."""
    for field in fields:
        if field.successor is not None and field.successor.field.link_table:
            table, convert = field.successor.field.link_table, conversion_to(field, field.successor, zone)
            yield field.name, table, _blanking(convert)


def _blanking(convert: "Converter") -> "Converter":
    """Return the conversion that gives blank for what does not convert: a check before the change finds it."""

    def blank(value: object) -> object:
        try:
            return convert(value)
        except FieldProblem:
            return None

    return blank


def _after(convert: "Converter", encode: "Converter | None") -> "Converter":
    def cell(value: object) -> object:
        found = convert(value)
        return found if found is None or encode is None else encode(found)

    return cell
