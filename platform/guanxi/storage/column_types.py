"""The column types of system tables in both databases."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

__all__ = ["boolean", "instant", "integer", "json", "text", "uuid"]

_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")  # the order of code points, as on SQLite
_UUID = Text().with_variant(postgresql.UUID(as_uuid=False), "postgresql")
_INSTANT = Text().with_variant(postgresql.TIMESTAMP(timezone=True, precision=3), "postgresql")
_JSON = Text().with_variant(postgresql.JSON(), "postgresql")  # not jsonb, which forgets the order of keys
_INTEGER = BigInteger().with_variant(Integer(), "sqlite")
_BOOLEAN = Boolean(create_constraint=False).with_variant(Integer(), "sqlite")


def _column(name: str, of: TypeEngine[Any], *, key: bool, blank: bool) -> Column[Any]:
    return Column(name, of, primary_key=key, nullable=blank and not key, autoincrement=False)


def text(name: str, *, key: bool = False, blank: bool = False) -> Column[Any]:
    """Return a text column."""
    return _column(name, _TEXT, key=key, blank=blank)


def uuid(name: str, *, key: bool = False, blank: bool = False) -> Column[Any]:
    """Return a column of an identifier."""
    return _column(name, _UUID, key=key, blank=blank)


def instant(name: str, *, blank: bool = False) -> Column[Any]:
    """Return a column of an instant with milliseconds."""
    return _column(name, _INSTANT, key=False, blank=blank)


def json(name: str, *, blank: bool = False) -> Column[Any]:
    """Return a column of a JSON value whose key order is kept."""
    return _column(name, _JSON, key=False, blank=blank)


def integer(name: str, *, key: bool = False, blank: bool = False) -> Column[Any]:
    """Return a column of a 64 bit integer."""
    return _column(name, _INTEGER, key=key, blank=blank)


def boolean(name: str) -> Column[Any]:
    """Return a column of a truth value, never blank."""
    return _column(name, _BOOLEAN, key=False, blank=False)
