"""The few forms of DDL that a change may need (decision A1), as texts that Alembic's operations write.

Tables are made, columns that may be blank and indexes are added. Nothing is altered, renamed or dropped here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from guanxi.storage.encode import Dialect
from guanxi.storage.names import index_name, share_table_name

__all__ = [
    "FIELD_COLUMNS_PER_PART",
    "SYSTEM_COLUMNS",
    "Ddl",
    "IndexColumn",
    "IndexSpec",
    "PhysicalColumn",
    "StoredKind",
    "TableSpec",
]

FIELD_COLUMNS_PER_PART = 200  # decision A14

StoredKind: TypeAlias = Literal["text", "integer", "scaled", "boolean", "date", "datetime", "uuid"]


@dataclass(frozen=True, slots=True)
class PhysicalColumn:
    """A column that holds a field's value or a key derived from it; `references` is the table whose id it holds."""

    name: str
    kind: StoredKind
    scale: int = 0
    references: str | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """The table of an object as it is created: part 1 with the system columns, or a further part with the id alone."""

    name: str
    columns: tuple[PhysicalColumn, ...] = ()
    owned: bool = False
    part_of: str | None = None  # the first part's table, of further parts


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """A column of an index; `blank` says that it may hold blanks, which come first."""

    name: str
    blank: bool = True


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """An index; `living` leaves out records in the recycle bin, as unique indexes must (decision B1)."""

    name: str
    table: str
    columns: tuple[IndexColumn, ...]
    unique: bool = False
    living: bool = False


_KEY = PhysicalColumn("id", "uuid")
SYSTEM_COLUMNS = (
    PhysicalColumn("created_at", "datetime"),
    PhysicalColumn("created_by", "uuid"),
    PhysicalColumn("updated_at", "datetime"),
    PhysicalColumn("updated_by", "uuid"),
    PhysicalColumn("version", "integer"),
)
_DELETED = (PhysicalColumn("deleted_at", "datetime"), PhysicalColumn("delete_id", "uuid"))
_OWNER = PhysicalColumn("owner_id", "uuid")
_LIVING = "deleted_at IS NULL"


class Ddl:
    """Writes DDL for one database."""

    def __init__(self, dialect: Dialect) -> None:
        """Take the database's name."""
        self.dialect = dialect

    def create_table(self, spec: TableSpec) -> tuple[str, ...]:
        """Return the statements that make an object's table or a further part of it, with its indexes."""
        columns = [self._column(_KEY, key=True, references=spec.part_of)]
        if spec.part_of is None:
            columns += [self._column(item, blank=False) for item in SYSTEM_COLUMNS]
            columns += [self._column(item) for item in (*_DELETED, *((_OWNER,) if spec.owned else ()))]
        columns += [self._column(item, references=item.references) for item in spec.columns]
        statements = self._emit(lambda operations: operations.create_table(spec.name, *columns, **_STRICT))
        if spec.part_of is None:
            statements += self._emit(
                lambda operations: operations.create_index(
                    f"{spec.name}__bin_",
                    spec.name,
                    ["deleted_at"],
                    **_only("deleted_at IS NOT NULL"),
                )
            )
        if spec.owned:
            statements += self.create_owner_index(spec.name)
        return statements

    def create_owner_index(self, table: str) -> tuple[str, ...]:
        """Return the statement that makes the index by owner, for an object that is or becomes owned."""
        columns = (IndexColumn("owner_id", blank=False), IndexColumn("id", blank=False))
        return self.create_index(IndexSpec(f"{table}__owner_", table, columns, living=True))

    def add_column(self, table: str, column: PhysicalColumn) -> tuple[str, ...]:
        """Return the statement that adds a column, blank in every row that is there."""
        added = self._column(column, references=column.references)
        return self._emit(lambda operations: operations.add_column(table, added, inline_references=True))

    def add_owner(self, table: str) -> tuple[str, ...]:
        """Return the statement that makes an object owned."""
        return self.add_column(table, _OWNER)

    def create_index(self, spec: IndexSpec, *, concurrently: bool = False) -> tuple[str, ...]:
        """Return the statement that makes an index; `concurrently`, outside a transaction, lets writers go on."""
        options: dict[str, Any] = dict(_only(_LIVING)) if spec.living else {}
        if concurrently and self.dialect == "postgresql":
            options["postgresql_concurrently"] = True
        columns = [self._index_column(item) for item in spec.columns]
        return self._emit(
            lambda operations: operations.create_index(spec.name, spec.table, columns, unique=spec.unique, **options)
        )

    def create_link_table(self, name: str, table: str, *, item_id: str) -> tuple[str, ...]:
        """Return the statements that make the table of a field with several values: (record_id, value)."""
        columns = [
            self._column(PhysicalColumn("record_id", "uuid"), key=True, references=table),
            self._column(PhysicalColumn("value", "text"), key=True),
        ]
        return self._emit(lambda operations: operations.create_table(name, *columns, **_STRICT)) + self._emit(
            lambda operations: operations.create_index(index_name(item_id, part="value"), name, ["value", "record_id"])
        )

    def create_share_table(self, table: str) -> tuple[str, ...]:
        """Return the statements that make the shares of an object: (record_id, grantee_id, level, reason)."""
        name = share_table_name(table)
        columns = [
            self._column(PhysicalColumn("grantee_id", "uuid"), key=True),
            self._column(PhysicalColumn("record_id", "uuid"), key=True, references=table),
            self._column(PhysicalColumn("reason", "text"), key=True),
            self._column(PhysicalColumn("level", "integer"), blank=False),
        ]
        return self._emit(lambda operations: operations.create_table(name, *columns, **_STRICT)) + self._emit(
            lambda operations: operations.create_index(f"{name}_", name, ["record_id", "grantee_id"])
        )

    def _column(
        self, column: PhysicalColumn, *, key: bool = False, blank: bool = True, references: str | None = None
    ) -> "sa.Column[Any]":
        kinds = _POSTGRESQL_TYPES if self.dialect == "postgresql" else _SQLITE_TYPES
        links = () if references is None else (sa.ForeignKey(f"{references}.id", name=None),)
        return sa.Column(
            column.name,
            kinds[column.kind](column.scale),
            *links,
            primary_key=key,
            nullable=blank and not key,
            autoincrement=False,
        )

    def _index_column(self, column: IndexColumn) -> "str | sa.TextClause":
        if self.dialect == "sqlite" or not column.blank:
            return column.name
        return sa.text(f'"{column.name}" NULLS FIRST')

    def _emit(self, write: "Callable[[Operations], object]") -> tuple[str, ...]:
        buffer = _Statements()
        context = MigrationContext.configure(dialect_name=self.dialect, opts={"as_sql": True, "output_buffer": buffer})
        write(Operations(context))
        return tuple(buffer.texts)


class _Statements:
    """Takes what Alembic would write to a file, one statement at a time."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, text: str) -> None:
        self.texts.append(" ".join(text.split()).removesuffix(";"))

    def flush(self) -> None:
        """Nothing is held back."""


def _only(where: str) -> Mapping[str, Any]:
    return {"postgresql_where": sa.text(where), "sqlite_where": sa.text(where)}


# STRICT: SQLite refuses a value of another type instead of storing it.
_STRICT: Mapping[str, Any] = MappingProxyType({"sqlite_strict": True})

_POSTGRESQL_TYPES: Mapping[str, Callable[[int], TypeEngine[Any]]] = MappingProxyType(
    {
        "text": lambda scale: postgresql.TEXT(collation="C"),
        "integer": lambda scale: sa.BigInteger(),
        "scaled": lambda scale: sa.Numeric(18, scale),
        "boolean": lambda scale: sa.Boolean(),
        "date": lambda scale: sa.Date(),
        "datetime": lambda scale: postgresql.TIMESTAMP(timezone=True, precision=3),
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
        "uuid": lambda scale: sa.Text(),
    }
)
