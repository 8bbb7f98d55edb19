"""Writes the operations of DDL as texts of one database, through Alembic's operations."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from guanxi.storage.ddl import PARTS_COLLATION, AddedColumn, IndexColumn, NewColumn, NewIndex, NewTable, Operation
from guanxi.storage.encode import Dialect

__all__ = ["write"]


def write(dialect: Dialect, operations: tuple[Operation, ...]) -> tuple[str, ...]:
    """Return the statements, in the order of the operations."""
    statements = _Statements()
    context = MigrationContext.configure(dialect_name=dialect, opts={"as_sql": True, "output_buffer": statements})
    alembic = Operations(context)
    for operation in operations:
        if isinstance(operation, NewTable):
            _create_table(alembic, operation, dialect)
        elif isinstance(operation, NewIndex):
            _create_index(alembic, operation, dialect)
        else:
            _add_column(alembic, operation, dialect)
    return tuple(statements.texts)


class _Statements:
    """Takes what Alembic would write to a file, one statement at a time."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, text: str) -> None:
        self.texts.append(" ".join(text.split()).removesuffix(";"))

    def flush(self) -> None:
        """Nothing is held back."""


def _create_table(alembic: Operations, table: NewTable, dialect: Dialect) -> None:
    # STRICT: SQLite refuses a value of another type instead of storing it.
    alembic.create_table(table.name, *(_column(item, dialect) for item in table.columns), sqlite_strict=True)


def _add_column(alembic: Operations, added: AddedColumn, dialect: Dialect) -> None:
    alembic.add_column(added.table, _column(NewColumn(added.column), dialect), inline_references=True)


def _create_index(alembic: Operations, index: NewIndex, dialect: Dialect) -> None:
    options: dict[str, Any] = {"postgresql_concurrently": True} if index.concurrently else {}
    if index.where is not None:
        options |= {"postgresql_where": sa.text(index.where), "sqlite_where": sa.text(index.where)}
    columns = [_index_column(item, dialect) for item in index.columns]
    if dialect == "postgresql" and index.include:
        options["postgresql_include"] = list(index.include)
    else:
        columns += index.include  # SQLite knows no carried columns; behind the key they order nothing
    if index.parts:
        options["postgresql_using"] = "gin"
        columns = [sa.text(f'"{column.name}" COLLATE "{PARTS_COLLATION}" gin_trgm_ops') for column in index.columns]
    alembic.create_index(index.name, index.table, columns, unique=index.unique, **options)


def _column(new: NewColumn, dialect: Dialect) -> "sa.Column[Any]":
    column = new.column
    kinds = _POSTGRESQL_TYPES if dialect == "postgresql" else _SQLITE_TYPES
    links = () if column.references is None else (sa.ForeignKey(f"{column.references}.id"),)
    kind = kinds[column.kind](column.scale)
    blank = new.blank and not new.key
    return sa.Column(column.name, kind, *links, primary_key=new.key, nullable=blank, autoincrement=False)


def _index_column(column: IndexColumn, dialect: Dialect) -> "str | sa.TextClause":
    if dialect == "sqlite" or not column.blank:
        return column.name
    return sa.text(f'"{column.name}" NULLS FIRST')


_POSTGRESQL_TYPES: Mapping[str, Callable[[int], TypeEngine[Any]]] = MappingProxyType(
    {
        "text": lambda scale: postgresql.TEXT(collation="C"),
        "integer": lambda scale: sa.BigInteger(),
        "scaled": lambda scale: sa.Numeric(18, scale),
        "boolean": lambda scale: sa.Boolean(),
        "date": lambda scale: sa.Date(),
        "datetime": lambda scale: postgresql.TIMESTAMP(timezone=True, precision=3),
        "time": lambda scale: postgresql.TIME(precision=3),
        "uuid": lambda scale: postgresql.UUID(as_uuid=False),
    }
)

_SQLITE_TYPES: Mapping[str, Callable[[int], TypeEngine[Any]]] = MappingProxyType(
    {
        "text": lambda scale: sa.Text(),
        "integer": lambda scale: sa.Integer(),
        "scaled": lambda scale: sa.Integer(),
        "boolean": lambda scale: sa.Integer(),
        "date": lambda scale: sa.Text(),
        "datetime": lambda scale: sa.Text(),
        "time": lambda scale: sa.Text(),
        "uuid": lambda scale: sa.Text(),
    }
)
