"""Purge: the one change that drops, alone and announced, and only what was hidden before (decision A1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.catalog import ItemRow
from guanxi.change.items import columns_in
from guanxi.errors import Missing
from guanxi.sqltree import Alias, Call, Column, Select, Table
from guanxi.storage.names import share_table_name
from guanxi.storage.printer import quote

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = ["Purge", "drop_statements", "purge_of"]


@dataclass(frozen=True, slots=True)
class Purge:
    """Items that leave the database with their values, and the tables that lose columns or go."""

    name: str
    rows: tuple[ItemRow, ...]
    columns: tuple[tuple[str, str], ...]  # table and column
    tables: tuple[str, ...]  # in the order in which they can go

    @property
    def drops(self) -> list[str]:
        """Return what goes, as people read it."""
        return [*(f"{table}.{column}" for table, column in self.columns), *self.tables]

    def values(self, connection: "Connection") -> int:
        """Return how many records lose something: those of a table that goes, or with a value in a column that goes."""
        if self.tables:
            return _count(connection, self.tables[-1], None)
        return _count(connection, *self.columns[0]) if self.columns else 0


def purge_of(rows: Sequence[ItemRow], name: str) -> Purge:
    """Return what purging OBJECT or OBJECT.FIELD drops; raise Missing where nothing of that name is hidden.

    A hidden lookup that points to an object goes with it.
    """
    owner, _, field = name.rpartition(".")
    hidden = [row for row in rows if row.state == "hidden"]
    if owner:
        gone = [row for row in hidden if (row.kind, row.object, row.name) == ("field", owner, field)]
    else:
        gone = [row for row in hidden if (row.kind, row.name) == ("object", name)]
        gone += [row for row in hidden if gone and (row.object == name or f"@{name}|" in str(row.shape))]
    lost = {(row.object, row.name) for row in gone if row.kind == "field"}
    gone += [row for row in hidden if row not in gone and row.kind in {"unique_key", "index"} and _indexed(row) & lost]
    if not gone:
        raise Missing(kind="hidden", name=name)
    tables = {row.name: str(row.physical) for row in rows if row.kind == "object"}
    fields = [row for row in gone if row.kind == "field"]
    links = [str(row.physical) for row in fields if columns_in(row.shape) == ("link",)]
    if owner:
        return Purge(name, tuple(gone), tuple(_columns(fields, tables)), tuple(links))
    main = tables[name]
    count = max((row.part for row in fields if row.object == name), default=1)
    parts = [f"{main}__{number}" for number in range(count, 1, -1)]
    others = [row for row in fields if row.object != name]
    return Purge(name, tuple(gone), tuple(_columns(others, tables)), (*links, share_table_name(main), *parts, main))


def _indexed(row: ItemRow) -> set[tuple[str | None, str]]:
    """Return the fields of a key or index."""
    return {(row.object, name) for name in re.findall(r"\w+", str(row.shape))}


def _columns(fields: Sequence[ItemRow], tables: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for row in fields:
        table = tables[str(row.object)] + (f"__{row.part}" if row.part > 1 else "")
        for text in columns_in(row.shape) if row.physical else ():
            part = text.partition(" ")[2]
            if text != "link":
                found.append((table, f"{row.physical}__{part}" if part else str(row.physical)))
    return found


def drop_statements(purges: Sequence[Purge]) -> list[str]:
    """Return the statements that drop what purges name, each once, columns before the tables that they point to."""
    columns = dict.fromkeys(place for purge in purges for place in purge.columns)
    tables = dict.fromkeys(table for purge in purges for table in purge.tables)
    dropped = [f"ALTER TABLE {quote(table)} DROP COLUMN {quote(column)}" for table, column in columns]
    return [*dropped, *(f"DROP TABLE {quote(table)}" for table in tables)]


def _count(connection: "Connection", table: str, column: str | None) -> int:
    where = None if column is None else Call("is_not_null", (Column("r", column),))
    tree = Select((Alias("rows", Call("count_rows", ())),), Table(table, "r"), where=where)
    return int(connection.run_tree(tree)[0][0])
