"""Field types for the time of a day and for a length of time: time and duration."""

import datetime as dt
import re

from guanxi import sqltree
from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.text.durations import duration_of, duration_text
from guanxi.text.shown import shown

__all__ = ["DurationField", "TimeField", "time_text"]

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?", re.ASCII)
_MILLISECOND = dt.timedelta(milliseconds=1)
_LONGEST = dt.timedelta(days=100_000)


def time_text(value: dt.time) -> str:
    """Return the one written form of a time of day: HH:MM:SS.mmm."""
    return value.isoformat(timespec="milliseconds")


class TimeField(FieldType):
    """A time of day with milliseconds, without a zone."""

    token = "time"  # noqa: S105
    family = "time"
    keys = frozenset({"unique", "default", "min", "max", "class"})

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one column of a time."""
        del spec
        return (ColumnSpec("", "time"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for times written HH:MM, HH:MM:SS or with a fraction, of which milliseconds are kept."""
        low, high = spec.min, spec.max

        def parse(value: object) -> object:
            if value is None or (isinstance(value, str) and not value.strip()):
                return None
            time = _read_time(value)
            if low is not None and time < low:  # type: ignore[operator]
                raise FieldProblem("min", min=time_text(low))  # type: ignore[arg-type]
            if high is not None and time > high:  # type: ignore[operator]
                raise FieldProblem("max", max=time_text(high))  # type: ignore[arg-type]
            return time

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return HH:MM:SS.mmm."""
        del spec
        return time_text  # type: ignore[return-value]

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return text for SQLite."""
        return self.to_json(spec) if dialect == "sqlite" else None

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the time of SQLite's text."""
        del spec
        return dt.time.fromisoformat if dialect == "sqlite" else None  # type: ignore[return-value]

    def database_to_json(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """SQLite's text is the JSON value."""
        return None if dialect == "sqlite" else self.to_json(spec)

    def sql_json(self, spec: FieldSpec, dialect: Dialect, expr: sqltree.Expr) -> sqltree.Expr:
        """Return the written form on PostgreSQL."""
        del spec
        return sqltree.Call("json_time", (expr,), "text") if dialect == "postgresql" else expr

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a time without a zone."""
        del spec
        return {"type": ["string", "null"], "examples": ["09:30:00.000"]}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the time picker."""
        del spec
        return {"input": "time"}


class DurationField(FieldType):
    """A length of time with milliseconds, negative too."""

    token = "duration"  # noqa: S105
    family = "duration"
    keys = frozenset({"unique", "default", "min", "max", "class"})

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one integer column, which counts milliseconds."""
        del spec
        return (ColumnSpec("", "integer"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for durations written as ISO 8601 (PT1H30M) or H:MM[:SS]."""
        low, high = spec.min, spec.max

        def parse(value: object) -> object:
            if value is None or (isinstance(value, str) and not value.strip()):
                return None
            length = duration_of(value.strip()) if isinstance(value, str) else value
            if not isinstance(length, dt.timedelta):
                raise FieldProblem("not_duration", value=shown(value))
            if not -_LONGEST <= length <= _LONGEST:
                raise FieldProblem("duration_too_long", days=_LONGEST.days)
            if low is not None and length < low:  # type: ignore[operator]
                raise FieldProblem("min", min=duration_text(low))  # type: ignore[arg-type]
            if high is not None and length > high:  # type: ignore[operator]
                raise FieldProblem("max", max=duration_text(high))  # type: ignore[arg-type]
            return length // _MILLISECOND * _MILLISECOND

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return ISO 8601 in hours, minutes and seconds."""
        del spec
        return duration_text  # type: ignore[return-value]

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the count of milliseconds."""
        del spec, dialect
        return lambda value: value // _MILLISECOND  # type: ignore[operator]

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the duration of so many milliseconds."""
        del spec, dialect
        return lambda value: int(value) * _MILLISECOND  # type: ignore[call-overload]

    def sql_json(self, spec: FieldSpec, dialect: Dialect, expr: sqltree.Expr) -> sqltree.Expr:
        """Return the written form on PostgreSQL."""
        del spec
        return sqltree.Call("json_duration", (expr,), "text") if dialect == "postgresql" else expr

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a duration."""
        del spec
        return {"type": ["string", "null"], "format": "duration", "examples": ["PT1H30M"]}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the input of hours and minutes."""
        del spec
        return {"input": "duration"}


def _read_time(value: object) -> dt.time:
    if isinstance(value, dt.time) and value.tzinfo is None:
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise FieldProblem("not_time", value=shown(value))
    hour, minute, second, fraction = found.groups()
    milliseconds = int((fraction or "0")[:3].ljust(3, "0"))
    return dt.time(int(hour), int(minute), int(second or 0), milliseconds * 1000)
