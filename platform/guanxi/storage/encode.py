"""From Python values to what the two databases take: text bytes for PostgreSQL, native values for SQLite."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import orjson

from guanxi.errors import Malformed
from guanxi.sqltree import Kind, RowColumn

__all__ = ["Dialect", "Encoder", "encoder", "instant_text", "list_encoder", "rows_encoder"]

Dialect: TypeAlias = Literal["sqlite", "postgresql"]
Encoder: TypeAlias = Callable[[Any], Any]
_EXACT_HALVES = 2**51  # below it a float holds every half


def instant_text(value: dt.datetime) -> str:
    """Return an aware instant in the one text form of Guanxi: UTC, milliseconds, `Z`."""
    moment = value if value.tzinfo is dt.UTC else value.astimezone(dt.UTC)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def encoder(kind: Kind, scale: int, dialect: Dialect) -> Encoder | None:
    """Return what turns a value of that kind into a parameter of the database; None when it may pass as it is."""
    if kind == "list":
        return list_encoder("text", dialect)
    if dialect == "postgresql":
        return _json_bytes if kind == "json" else _text_bytes
    if kind == "number":
        return partial(_scaled, scale=scale)
    return _SQLITE_ENCODERS.get(kind)


def list_encoder(kind: Kind, dialect: Dialect) -> Encoder:
    """Return what turns a sequence of values of that kind into one list parameter."""
    if dialect == "postgresql":
        return _array
    return partial(_json_list, item=_SQLITE_ENCODERS.get(kind))


def rows_encoder(columns: tuple[RowColumn, ...], dialect: Dialect) -> Encoder:
    """Return what turns rows in database form into the one parameter of a `Rows` source."""
    if dialect == "sqlite":
        return _rows_json
    return partial(_rows_objects, names=tuple(column.name for column in columns))


def _text_bytes(value: object) -> bytes | None:
    if value is None:
        return None
    encode = _POSTGRESQL_ENCODERS.get(type(value))
    if encode is None:
        encode = next((known for base, known in _POSTGRESQL_ENCODERS.items() if isinstance(value, base)), None)
    if encode is None:
        raise TypeError(f"no PostgreSQL form for a value of type {type(value).__name__}")
    return encode(value)


def _text(value: str) -> bytes:
    try:
        raw = value.encode()
    except UnicodeEncodeError as error:
        raise Malformed(reason="text_not_storable") from error
    if b"\x00" in raw:
        raise Malformed(reason="text_not_storable")
    return raw


def _instant(value: dt.datetime) -> bytes:
    return instant_text(value).encode()


def _json_bytes(value: object) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else orjson.dumps(value, default=_json_default)


def _json_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return (value if isinstance(value, bytes) else orjson.dumps(value, default=_json_default)).decode()


def _json_default(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    raise TypeError(f"no JSON form for a value of type {type(value).__name__}")


def _array(values: Iterable[object] | None) -> bytes | None:
    if values is None:
        return None
    items = list(values)
    plain = _plain_texts(items)
    return b"{" + b",".join([_array_item(value) for value in items]) + b"}" if plain is None else plain


def _plain_texts(items: list[object]) -> bytes | None:
    """Return the list of texts in which nothing needs a sign before it, such as ids; None where one is no such text."""
    try:
        joined = '","'.join(items)  # type: ignore[arg-type]  # anything but a text is found out here
    except TypeError:
        return None
    plain = items and "\\" not in joined and "\x00" not in joined and joined.count('"') == 2 * (len(items) - 1)
    return b'{"' + joined.encode() + b'"}' if plain and joined.isascii() else None


def _array_item(value: object) -> bytes:
    raw = _text_bytes(value)
    if raw is None:
        return b"NULL"
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"' if isinstance(value, str) else raw


def _json_list(values: Iterable[object] | None, item: Encoder | None) -> str | None:
    if values is None:
        return None
    return orjson.dumps(list(values) if item is None else [item(value) for value in values]).decode()


def _rows_json(rows: object) -> str:
    return orjson.dumps(rows, default=_json_default).decode()


def _rows_objects(rows: Iterable[Iterable[object]], names: tuple[str, ...]) -> bytes:
    return orjson.dumps([dict(zip(names, row, strict=True)) for row in rows], default=_json_default)


def _scaled(value: object, scale: int) -> object:
    # Anything but a Decimal stands in database form already (the scaled integer itself).
    if not isinstance(value, Decimal):
        return value
    number = value.scaleb(scale)
    whole = int(number.to_integral_value(ROUND_FLOOR))
    if whole == number:
        return whole
    if abs(whole) >= _EXACT_HALVES:
        raise Malformed(reason="number_too_precise")
    # Finer than the column can be: any value between the two neighbours compares rightly with every stored integer.
    return whole + 0.5


def _sqlite_instant(value: object) -> object:
    return instant_text(value) if isinstance(value, dt.datetime) else value


def _sqlite_date(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _sqlite_time(value: object) -> object:
    return value.isoformat(timespec="milliseconds") if isinstance(value, dt.time) else value


def _sqlite_any(value: object) -> object:
    if value is None or isinstance(value, (str, int, float, bytes)):
        return value
    if isinstance(value, dt.datetime):
        return instant_text(value)
    if isinstance(value, (dt.date, dt.time)):
        return _sqlite_time(_sqlite_date(value))
    if isinstance(value, Decimal):
        return _scaled(value, 0)
    return _json_text(value)


_POSTGRESQL_ENCODERS: Mapping[type, Callable[[Any], bytes]] = MappingProxyType(
    {
        str: _text,
        bool: lambda value: b"t" if value else b"f",
        int: lambda value: str(value).encode(),
        Decimal: lambda value: str(value).encode(),
        float: lambda value: repr(value).encode(),
        dt.datetime: _instant,
        dt.date: lambda value: value.isoformat().encode(),
        dt.time: lambda value: value.isoformat().encode(),
        bytes: lambda value: value,
        list: lambda value: _array(value) or b"{}",
        tuple: lambda value: _array(value) or b"{}",
        dict: lambda value: orjson.dumps(value, default=_json_default),
    }
)

_SQLITE_ENCODERS: Mapping[Kind, Encoder] = MappingProxyType(
    {
        "datetime": _sqlite_instant,
        "date": _sqlite_date,
        "time": _sqlite_time,
        "json": _json_text,
        "any": _sqlite_any,
    }
)
