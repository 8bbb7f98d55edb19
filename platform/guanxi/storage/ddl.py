"""The few forms of DDL that a change may need (decision A1), as texts that Alembic's operations write.

Tables are made, columns that may be blank and indexes are added. Nothing is altered, renamed or dropped here.
"""

import importlib
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, cast

from guanxi.storage.encode import Dialect
from guanxi.storage.names import index_name, share_table_name

__all__ = [
    "FIELD_COLUMNS_PER_PART",
    "PARTS_COLLATION",
    "SYSTEM_COLUMNS",
    "AddedColumn",
    "Ddl",
    "IndexColumn",
    "IndexSpec",
    "NewColumn",
    "NewIndex",
    "NewTable",
    "Operation",
    "PhysicalColumn",
    "StoredKind",
    "TableSpec",
]

FIELD_COLUMNS_PER_PART = 200  # decision A14
PARTS_COLLATION = "POSIX"
"""What indexes of parts are of: it means what "C" means, but keeps questions for whole texts from taking them."""

StoredKind: TypeAlias = Literal["text", "integer", "scaled", "boolean", "date", "datetime", "time", "uuid"]


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
    """An index; `living` leaves out records in the recycle bin, as unique indexes must (decision B1).

    The columns named by `include` are carried besides, for readers who then need no row. An index of `parts` finds
    texts by what stands anywhere in them, one of `wide` the records whose texts are not all ASCII; SQLite has neither.
    """

    name: str
    table: str
    columns: tuple[IndexColumn, ...]
    unique: bool = False
    living: bool = False
    include: tuple[str, ...] = ()
    purpose: Literal["order", "parts", "wide"] = "order"


SYSTEM_COLUMNS = (
    PhysicalColumn("created_at", "datetime"),
    PhysicalColumn("created_by", "uuid"),
    PhysicalColumn("updated_at", "datetime"),
    PhysicalColumn("updated_by", "uuid"),
    PhysicalColumn("version", "integer"),
)
_DELETED = (PhysicalColumn("deleted_at", "datetime"), PhysicalColumn("delete_id", "uuid"))
_OWNER = PhysicalColumn("owner_id", "uuid")
_LIVING, _DEAD = "deleted_at IS NULL", "deleted_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column as a table gets it."""

    column: PhysicalColumn
    key: bool = False
    blank: bool = True


@dataclass(frozen=True, slots=True)
class NewTable:
    """CREATE TABLE."""

    name: str
    columns: tuple[NewColumn, ...]


@dataclass(frozen=True, slots=True)
class AddedColumn:
    """ALTER TABLE … ADD COLUMN, blank in every row."""

    table: str
    column: PhysicalColumn


@dataclass(frozen=True, slots=True)
class NewIndex:
    """CREATE INDEX over the rows that meet the condition."""

    name: str
    table: str
    columns: tuple[IndexColumn, ...]
    unique: bool = False
    where: str | None = None
    concurrently: bool = False
    include: tuple[str, ...] = ()
    parts: bool = False


Operation: TypeAlias = NewTable | AddedColumn | NewIndex


class _Writer(Protocol):
    def write(self, dialect: Dialect, operations: tuple[Operation, ...]) -> tuple[str, ...]: ...


class Ddl:
    """Writes DDL for one database."""

    def __init__(self, dialect: Dialect) -> None:
        """Take the database's name."""
        self.dialect = dialect

    def create_table(self, spec: TableSpec) -> tuple[str, ...]:
        """Return the statements that make an object's table or a further part of it, with its indexes."""
        columns = [NewColumn(PhysicalColumn("id", "uuid", references=spec.part_of), key=True)]
        if spec.part_of is None:
            columns += [NewColumn(item, blank=False) for item in SYSTEM_COLUMNS]
            columns += [NewColumn(item) for item in (*_DELETED, *((_OWNER,) if spec.owned else ()))]
        columns += [NewColumn(item) for item in spec.columns]
        operations: list[Operation] = [NewTable(spec.name, tuple(columns))]
        if spec.part_of is None:
            deleted = (IndexColumn("deleted_at", blank=False),)
            operations.append(NewIndex(f"{spec.name}__bin_", spec.name, deleted, where=_DEAD))
        if spec.owned:
            operations.append(_owner_index(spec.name))
        return self._write(*operations)

    def create_owner_index(self, table: str) -> tuple[str, ...]:
        """Return the statement that makes the index by owner, for an object that becomes owned."""
        return self._write(_owner_index(table))

    def add_column(self, table: str, column: PhysicalColumn) -> tuple[str, ...]:
        """Return the statement that adds a column, blank in every row that is there."""
        return self._write(AddedColumn(table, column))

    def add_owner(self, table: str) -> tuple[str, ...]:
        """Return the statement that makes an object owned."""
        return self.add_column(table, _OWNER)

    def create_index(self, spec: IndexSpec, *, concurrently: bool = False) -> tuple[str, ...]:
        """Return the statement that makes an index; `concurrently`, outside a transaction, lets writers go on.

        SQLite has no index for searches, so nothing is returned for one.
        """
        if spec.purpose != "order":
            return () if self.dialect == "sqlite" else self._write(_search_index(spec, concurrently=concurrently))
        where = _LIVING if spec.living else None
        made = NewIndex(spec.name, spec.table, spec.columns, spec.unique, where, concurrently, spec.include)
        return self._write(made)

    def create_link_table(self, name: str, table: str, *, item_id: str) -> tuple[str, ...]:
        """Return the statements that make the table of a field with several values: (record_id, value)."""
        columns = (
            NewColumn(PhysicalColumn("record_id", "uuid", references=table), key=True),
            NewColumn(PhysicalColumn("value", "text"), key=True),
        )
        by_value = _filled("value", "record_id")
        return self._write(NewTable(name, columns), NewIndex(index_name(item_id, part="value"), name, by_value))

    def create_share_table(self, table: str) -> tuple[str, ...]:
        """Return the statements that make the shares of an object: (grantee_id, record_id, reason, level)."""
        name = share_table_name(table)
        columns = (
            NewColumn(PhysicalColumn("grantee_id", "uuid"), key=True),
            NewColumn(PhysicalColumn("record_id", "uuid", references=table), key=True),
            NewColumn(PhysicalColumn("reason", "text"), key=True),
            NewColumn(PhysicalColumn("level", "integer"), blank=False),
        )
        return self._write(NewTable(name, columns), NewIndex(f"{name}_", name, _filled("record_id", "grantee_id")))

    def _write(self, *operations: Operation) -> tuple[str, ...]:
        # Alembic and SQLAlchemy cost 0.8 s and 40 MB, which a process that never changes a table need not pay.
        writer = cast("_Writer", importlib.import_module("guanxi.storage.ddl_text"))
        return writer.write(self.dialect, operations)


def _filled(*names: str) -> tuple[IndexColumn, ...]:
    return tuple(IndexColumn(name, blank=False) for name in names)


def _owner_index(table: str) -> NewIndex:
    return NewIndex(f"{table}__owner_", table, _filled("owner_id", "id"), where=_LIVING)


def _search_index(spec: IndexSpec, *, concurrently: bool) -> NewIndex:
    if spec.purpose == "parts":
        keys = tuple(IndexColumn(column.name, blank=False) for column in spec.columns)
        return NewIndex(spec.name, spec.table, keys, concurrently=concurrently, parts=True)
    # As the form `wide` spells it, so that PostgreSQL sees that a search asks for no other records.
    wide = " OR ".join(f'octet_length("{column.name}") > length("{column.name}")' for column in spec.columns)
    return NewIndex(spec.name, spec.table, (IndexColumn("id", blank=False),), where=wide, concurrently=concurrently)
