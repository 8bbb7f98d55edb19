"""The system tables as SQLAlchemy's metadata, to be held against what the migrations made."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Index, MetaData, Table, text

from guanxi.sqltree import Kind
from guanxi.storage import column_types
from guanxi.storage.tables import SYSTEM_TABLES, SystemColumn, SystemIndex

__all__ = ["system_metadata"]


def system_metadata() -> MetaData:
    """Return the system tables as the code knows them."""
    metadata = MetaData()
    for table in SYSTEM_TABLES:
        Table(table.name, metadata, *map(_column, table.columns), *map(_index, table.indexes))
    return metadata


def _column(column: SystemColumn) -> "Column[Any]":
    return _COLUMNS[column.kind](column)


def _index(index: SystemIndex) -> Index:
    columns = [text(name) if "(" in name else name for name in index.columns]
    where = None if index.where is None else text(index.where)
    return Index(index.name, *columns, unique=index.unique, postgresql_where=where, sqlite_where=where)


_COLUMNS: Mapping[Kind, Callable[[SystemColumn], "Column[Any]"]] = MappingProxyType(
    {
        "text": lambda column: column_types.text(column.name, key=column.key, blank=column.blank),
        "uuid": lambda column: column_types.uuid(column.name, key=column.key, blank=column.blank),
        "integer": lambda column: column_types.integer(column.name, key=column.key, blank=column.blank),
        "datetime": lambda column: column_types.instant(column.name, blank=column.blank),
        "json": lambda column: column_types.json(column.name, blank=column.blank),
        "boolean": lambda column: column_types.boolean(column.name),
    }
)
