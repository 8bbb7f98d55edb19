"""What the database must remember of objects, fields, keys and indexes: an id and a physical name (decision A1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.catalog import ItemRow
from guanxi.storage.ddl import FIELD_COLUMNS_PER_PART
from guanxi.storage.names import TABLE_BYTES, index_name, link_table_name, physical_name

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, FieldColumn, Index, ObjectType, UniqueKey

__all__ = ["Allotment", "allot", "column_text", "columns_in", "shape_of"]

Key = tuple[str, str | None, str]  # kind, object, name


@dataclass(frozen=True, slots=True)
class Allotment:
    """The rows that a change adds, gives further columns, takes up again and hides, and those it cannot serve.

    `retyped` are fields whose value would need another kind of column; that takes a copy of the data and is refused.
    """

    added: tuple[ItemRow, ...]
    widened: tuple[ItemRow, ...]
    revived: tuple[ItemRow, ...]
    hidden: tuple[ItemRow, ...]
    retyped: tuple[ItemRow, ...]

    def applied_to(self, rows: Iterable[ItemRow]) -> tuple[ItemRow, ...]:
        """Return all rows as they stand after the change."""
        changed = {row.id: row for row in (*self.widened, *self.revived, *self.hidden)}
        return (*(changed.get(row.id, row) for row in rows), *self.added)


def shape_of(field: "Field") -> str:
    """Return what a field is made of, such as `money|scaled2` or `text|text,text fold`: its type and its columns.

    A field that comes back takes up columns of the same type; a reference's type names what its foreign key points to.
    """
    target = f"@{field.to or 'user'}" if field.kind.reference or field.kind.links else ""
    columns = ("link",) if field.link_table else tuple(column_text(column) for column in field.columns)
    return f"{field.type}{target}|{','.join(columns)}"


def column_text(column: "FieldColumn") -> str:
    """Return a column as a shape names it."""
    return f"{column.kind}{column.scale or ''} {column.part}".strip()


def columns_in(shape: str | None) -> tuple[str, ...]:
    """Return the columns that a shape names."""
    return tuple(text for text in (shape or "").partition("|")[2].split(",") if text)


def allot(wanted: "Catalog", rows: Iterable[ItemRow]) -> Allotment:
    """Compare a catalog, compiled with the known rows, with those rows, and name everything that is new in it."""
    return _Allotter(tuple(rows)).run(wanted)


class _Allotter:
    """Works through the objects of the wanted catalog."""

    def __init__(self, rows: tuple[ItemRow, ...]) -> None:
        self._rows = rows
        self._living: dict[Key, ItemRow] = {_key(row): row for row in rows if row.state != "hidden"}
        self._hidden: dict[Key, list[ItemRow]] = {}
        self._tables = {row.physical for row in rows if row.kind == "object" or columns_in(row.shape) == ("link",)}
        self._columns: dict[str, set[str]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._added: list[ItemRow] = []
        self._revived: list[ItemRow] = []
        self._widened: list[ItemRow] = []
        self._outgrown: list[ItemRow] = []
        self._retyped: list[ItemRow] = []
        self._wanted: set[Key] = set()
        for row in rows:
            if row.state == "hidden":
                self._hidden.setdefault(_key(row), []).append(row)
            if row.kind == "field" and row.physical and row.object is not None:
                self._columns.setdefault(row.object, set()).add(row.physical)
            if row.kind == "field" and row.object is not None and columns_in(row.shape) != ("link",):
                counts = self._counts.setdefault(row.object, {})
                counts[row.part] = counts.get(row.part, 0) + len(columns_in(row.shape))

    def run(self, wanted: "Catalog") -> Allotment:
        """Name what is new in all objects."""
        for found in wanted.objects.values():
            self._object(found)
        gone = [row for key, row in self._living.items() if key not in self._wanted and row.kind != "value"]
        hidden = tuple(replace(row, state="hidden") for row in (*gone, *self._outgrown))
        return Allotment(tuple(self._added), tuple(self._widened), tuple(self._revived), hidden, tuple(self._retyped))

    def _object(self, found: "ObjectType") -> None:
        shape = "table|owner" if found.owned else "table|"
        row = self._take(("object", None, found.name), shape)
        if row is None:
            item_id = clock.new_id()
            table = physical_name(found.name, item_id, self._tables, longest=TABLE_BYTES)
            self._tables.add(table)
            row = ItemRow(item_id, "object", found.package, None, found.name, table, shape=shape)
            self._added.append(row)
        for member in _keyed_first(found):
            self._field(found, member, row)
        searched = () if found.search_index is None else (found.search_index,)
        for kind, entries in (("unique_key", found.unique_keys), ("index", (*found.indexes, *searched))):
            for entry in entries:
                self._index(found, kind, entry)

    def _field(self, found: "ObjectType", member: "Field", table: ItemRow) -> None:
        shape = shape_of(member)
        if self._take(("field", found.name, member.name), shape) is not None:
            return
        item_id = clock.new_id()
        taken = self._columns.setdefault(found.name, set())
        if member.kind.linked:
            physical: str | None = link_table_name(str(table.physical), member.name, item_id, self._tables)
            self._tables.add(str(physical))
        elif member.columns:
            physical = physical_name(member.name, item_id, taken, longest=55)  # the derived parts fit behind
            taken.add(physical)
        else:
            physical = None
        part = self._part(found, member)
        self._added.append(
            ItemRow(item_id, "field", member.package, found.name, member.name, physical, part, shape=shape)
        )

    def _part(self, found: "ObjectType", member: "Field") -> int:
        """Return the first storage part with room for the field's columns, which never leave it (decision A14)."""
        if not member.columns:
            return 1
        counts = self._counts.setdefault(found.name, {})
        part = 1
        while counts.get(part, 0) + len(member.columns) > FIELD_COLUMNS_PER_PART:
            part += 1
        counts[part] = counts.get(part, 0) + len(member.columns)
        return part

    def _index(self, found: "ObjectType", kind: str, entry: "UniqueKey | Index") -> None:
        if self._take((kind, found.name, entry.name), entry.shape) is None:
            item_id = clock.new_id()
            row = ItemRow(item_id, kind, found.package, found.name, entry.name, index_name(item_id), shape=entry.shape)
            self._added.append(row)

    def _take(self, key: Key, shape: str) -> ItemRow | None:
        """Return the row that serves already, given more columns if need be, or a hidden one that can serve again."""
        self._wanted.add(key)
        row = self._living.get(key)
        if row is not None:
            return row if row.shape == shape else self._reshape(row, shape)
        for row in self._hidden.get(key, ()):
            served = _served(row, shape)
            if served is not None:
                self._revived.append(replace(served, state="ready"))
                return served
        return None

    def _reshape(self, row: ItemRow, shape: str) -> ItemRow | None:
        served = _served(row, shape)
        if served is None and (row.kind != "field" or (not row.physical and columns_in(shape))):
            # Another list of fields makes another index, a formula stored from now on a column; no value is lost.
            self._outgrown.append(row)
        elif served is None:
            self._retyped.append(row)
            return row
        elif served != row:
            self._widened.append(served)
        return served


_LOOSER: Mapping[str, frozenset[str]] = {
    "text": frozenset({"email", "phone", "url", "picklist", "auto_number", "long_text"}),
    "long_text": frozenset({"text", "email", "phone", "url", "picklist", "auto_number"}),
    "decimal": frozenset({"money"}),
    "money": frozenset({"decimal"}),
}
"""Types whose columns may hold the values of the others as they are; all else would be a retype."""


def _served(row: ItemRow, shape: str) -> ItemRow | None:
    """Return the row as it serves an item of that shape: with the columns that it has and those it lacks; else None."""
    if row.kind not in {"field", "object"}:
        return row if row.shape == shape else None
    known, wanted = columns_in(row.shape), columns_in(shape)
    former, kind = str(row.shape).partition("|")[0], shape.partition("|")[0]
    if kind != former and former not in _LOOSER.get(kind, ()):
        return None
    if row.kind == "field" and wanted and wanted[0] != (known[0] if known else None):
        return None
    columns = (*known, *(column for column in wanted if column not in known))
    return replace(row, shape=f"{kind}|{','.join(columns)}")


def _key(row: ItemRow) -> Key:
    return (row.kind, row.object, row.name)


def _keyed_first(found: "ObjectType") -> list["Field"]:
    """Return the declared fields, those that keys and indexes need first: an index cannot span storage parts."""
    entries: tuple[UniqueKey | Index, ...] = (*found.unique_keys, *found.indexes)
    keyed = {name for entry in entries for name in entry.members}
    return sorted(found.declared, key=lambda member: member.name not in keyed | {found.name_field})
