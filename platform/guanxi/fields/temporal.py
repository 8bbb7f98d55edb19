"""Field types for days and instants: date and datetime (decision A12)."""

import datetime as dt
import re

from guanxi import clock, sqltree
from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.text.shown import shown

__all__ = ["DateField", "DatetimeField", "instant_text"]

_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII | re.IGNORECASE
)


def instant_text(value: dt.datetime) -> str:
    """Return the one written form of an instant: YYYY-MM-DDTHH:MM:SS.mmmZ."""
    return f"{value.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


class DateField(FieldType):
    """A day of the calendar, without a zone."""

    token = "date"  # noqa: S105
    family = "date"
    keys = frozenset({"unique", "default", "min", "max", "class"})

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one date column."""
        del spec
        return (ColumnSpec("", "date"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for days written YYYY-MM-DD."""
        low, high = spec.min, spec.max
        read = dt.date.fromisoformat

        def parse(value: object) -> object:
            # The form is checked first: fromisoformat takes 20260101 and week dates too.
            if type(value) is str and len(value) == 10 and value[4] == "-" == value[7]:
                try:
                    day = read(value)
                except ValueError as error:
                    raise FieldProblem("not_date", value=shown(value)) from error
            elif value is None or (isinstance(value, str) and not value.strip()):
                return None
            elif type(value) is dt.date:
                day = value
            elif isinstance(value, str) and value != value.strip():
                return parse(value.strip())
            else:
                raise FieldProblem("not_date", value=shown(value))
            if low is not None and day < low:  # type: ignore[operator]
                raise FieldProblem("min", min=str(low))
            if high is not None and day > high:  # type: ignore[operator]
                raise FieldProblem("max", max=str(high))
            return day

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return YYYY-MM-DD."""
        del spec
        return lambda value: value.isoformat()  # type: ignore[attr-defined]

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return text for SQLite."""
        return self.to_json(spec) if dialect == "sqlite" else None

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the day of SQLite's text."""
        del spec
        return dt.date.fromisoformat if dialect == "sqlite" else None  # type: ignore[return-value]

    def database_to_json(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """SQLite's text is the JSON value."""
        return None if dialect == "sqlite" else self.to_json(spec)

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a day."""
        del spec
        return {"type": ["string", "null"], "format": "date"}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the day picker."""
        del spec
        return {"input": "date"}


class DatetimeField(FieldType):
    """An instant with milliseconds, kept in UTC."""

    token = "datetime"  # noqa: S105
    family = "datetime"
    keys = frozenset({"unique", "default", "min", "max", "class"})

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one column of an instant."""
        del spec
        return (ColumnSpec("", "datetime"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for ISO 8601 instants with a zone; digits beyond milliseconds are cut."""
        low, high = spec.min, spec.max

        def parse(value: object) -> object:
            instant = _read_instant(value)
            if instant is None:
                return None
            if low is not None and instant < low:  # type: ignore[operator]
                raise FieldProblem("min", min=instant_text(low))  # type: ignore[arg-type]
            if high is not None and instant > high:  # type: ignore[operator]
                raise FieldProblem("max", max=instant_text(high))  # type: ignore[arg-type]
            return instant

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return YYYY-MM-DDTHH:MM:SS.mmmZ."""
        del spec
        return instant_text  # type: ignore[return-value]

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return text for SQLite."""
        return self.to_json(spec) if dialect == "sqlite" else None

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the instant in UTC."""
        del spec
        if dialect == "sqlite":
            return dt.datetime.fromisoformat  # type: ignore[return-value]
        return lambda value: value.astimezone(dt.UTC)  # type: ignore[attr-defined]

    def database_to_json(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """SQLite's text is the JSON value."""
        return None if dialect == "sqlite" else super().database_to_json(spec, dialect)

    def sql_json(self, spec: FieldSpec, dialect: Dialect, expr: sqltree.Expr) -> sqltree.Expr:
        """Return the written form on PostgreSQL."""
        del spec
        return sqltree.Call("json_instant", (expr,), "text") if dialect == "postgresql" else expr

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of an instant."""
        del spec
        return {"type": ["string", "null"], "format": "date-time"}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the picker of day and time."""
        del spec
        return {"input": "datetime"}


def _read_instant(value: object) -> dt.datetime | None:
    if value is None:
        return None
    if type(value) is str:
        text = value.strip()
        if not text:
            return None
        found = _INSTANT.fullmatch(text)
        if found is None:
            raise FieldProblem("not_datetime", value=shown(text))
        if found[1] is None:
            raise FieldProblem("datetime_needs_zone", value=shown(text))
        try:
            instant = dt.datetime.fromisoformat(text.upper())
        except ValueError as error:
            raise FieldProblem("not_datetime", value=shown(text)) from error
    elif isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise FieldProblem("datetime_needs_zone", value=shown(value.isoformat()))
        instant = value
    else:
        raise FieldProblem("not_datetime", value=shown(value))
    try:
        return clock.truncate(instant.astimezone(dt.UTC))
    except OverflowError as error:
        raise FieldProblem("not_datetime", value=shown(instant.isoformat())) from error
