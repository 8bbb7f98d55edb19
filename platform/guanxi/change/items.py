"""What the database must remember of objects, fields, keys and indexes: an id and a physical name (decision A1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.catalog import COPY, LEFT, ItemRow
from guanxi.metadata.renames import NAMED
from guanxi.storage.ddl import FIELD_COLUMNS_PER_PART
from guanxi.storage.names import TABLE_BYTES, index_name, link_table_name, physical_name

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, FieldColumn, Index, ObjectType, UniqueKey

__all__ = ["Allotment", "Retyped", "allot", "column_text", "columns_in", "shape_of"]

Key = tuple[str, str | None, str]  # kind, object, name
_STORED = frozenset({"field", COPY})


@dataclass(frozen=True, slots=True)
class Allotment:
    """The rows that a change adds, gives further columns, takes up again and hides.

    `retyped` are fields whose value needs another kind of column, and where that is.
    """

    added: tuple[ItemRow, ...]
    widened: tuple[ItemRow, ...]
    revived: tuple[ItemRow, ...]
    hidden: tuple[ItemRow, ...]
    retyped: "tuple[Retyped, ...]"

    def applied_to(self, rows: Iterable[ItemRow]) -> tuple[ItemRow, ...]:
        """Return all rows as they stand after the change."""
        changed = {row.id: row for row in (*self.widened, *self.revived, *self.hidden)}
        changed |= {row.id: row for told in self.retyped for row in (told.after, told.left)}
        known = tuple(changed.pop(row.id, row) for row in rows)
        left = tuple(told.left for told in self.retyped if told.left.id in changed)
        return (*known, *left, *self.added)


@dataclass(frozen=True, slots=True)
class Retyped:
    """A field that gets another type: its row, the one that has the columns for it, and what that one was before.

    The field keeps its id, so that its history goes on; the other row has the columns that it leaves.
    """

    row: ItemRow
    copy: ItemRow  # of kind copy, ready once all values stand in its columns
    former: ItemRow | None  # None where the columns are to be made

    @property
    def after(self) -> ItemRow:
        """Return the row of the field in its new columns."""
        return replace(self.row, physical=self.copy.physical, part=self.copy.part, shape=self.copy.shape)

    @property
    def left(self) -> ItemRow:
        """Return the hidden row of the columns that it leaves."""
        row = self.row
        return replace(
            self.copy, kind="field", physical=row.physical, part=row.part, shape=row.shape, state="hidden", entry=LEFT
        )

    @property
    def copied(self) -> bool:
        """Tell whether all values stand in the new columns."""
        return self.copy.state == "ready"


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
        self._retyped: list[Retyped] = []
        self._moved: set[tuple[str, str]] = set()
        self._wanted: set[Key] = set()
        for row in rows:
            if row.state == "hidden":
                self._hidden.setdefault(_key(row), []).append(row)
            if row.kind in _STORED and row.physical and row.object is not None:
                self._columns.setdefault(row.object, set()).add(row.physical)
            if row.kind in _STORED and row.object is not None and columns_in(row.shape) != ("link",):
                counts = self._counts.setdefault(row.object, {})
                counts[row.part] = counts.get(row.part, 0) + len(columns_in(row.shape))

    def run(self, wanted: "Catalog") -> Allotment:
        """Name what is new in all objects."""
        for found in wanted.objects.values():
            self._object(found)
        kept = NAMED | {COPY}
        gone = [row for key, row in self._living.items() if key not in self._wanted and row.kind not in kept]
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
        shape, key = shape_of(member), ("field", found.name, member.name)
        living = self._living.get(key)
        if living is not None and _type(living.shape) != _type(shape) and self._columns_for(living, shape) is not None:
            # It comes back to the columns that it had under that type, even where the present ones could serve.
            self._wanted.add(key)
            self._retype(found, member, living, table)
            return
        row = self._take(key, shape)
        if row is None:
            self._added.append(self._placed(found, member, table))
        elif row.shape != shape and not _served(row, shape):
            self._retype(found, member, row, table)

    def _retype(self, found: "ObjectType", member: "Field", row: ItemRow, table: ItemRow) -> None:
        """Find columns for another type: those that are being filled, those that the field had before, or new ones."""
        shape = shape_of(member)
        former = self._columns_for(row, shape)
        if former is not None and former.kind == COPY:
            copy = former
        elif former is not None:
            copy = replace(_served(former, shape) or former, kind=COPY, state="building")
        else:
            copy = replace(self._placed(found, member, table), kind=COPY, state="building")
        self._moved.add((found.name, member.name))
        self._retyped.append(Retyped(row, copy, former))

    def _columns_for(self, row: ItemRow, shape: str) -> ItemRow | None:
        """Return the columns that are being filled for another type of a field, else those it had under that type."""
        copy = self._living.get((COPY, row.object, row.name))
        if copy is not None and copy.shape == shape:
            return copy
        left = (known for known in self._hidden.get(_key(row), ()) if known.entry == LEFT)
        return next((known for known in left if _served(known, shape) is not None), None)

    def _placed(self, found: "ObjectType", member: "Field", table: ItemRow) -> ItemRow:
        """Return the row of a field in columns, or a link table, of its own."""
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
        return ItemRow(
            item_id, "field", member.package, found.name, member.name, physical, part, shape=shape_of(member)
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
        key = (kind, found.name, entry.name)
        row = self._living.get(key)
        if row is not None and any((found.name, name) in self._moved for name in entry.members):
            # It stands over columns that are left.
            self._outgrown.append(self._living.pop(key))
        if self._take(key, entry.shape) is None:
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
            served = None if row.entry == LEFT else _served(row, shape)
            if served is not None:
                self._revived.append(replace(served, state="ready"))
                return served
        return None

    def _reshape(self, row: ItemRow, shape: str) -> ItemRow | None:
        served = _served(row, shape)
        computed = _computed(row.shape) and _computed(shape)
        if served is None and (row.kind != "field" or computed or (not row.physical and columns_in(shape))):
            # Another list of fields makes another index, what is computed is computed anew; no value is lost.
            self._outgrown.append(row)
        elif served is None:
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


def _type(shape: str | None) -> str:
    """Return the type that a shape names, with what its foreign key points to."""
    return (shape or "").partition("|")[0]


def _computed(shape: str | None) -> bool:
    """Tell whether a shape is that of a field whose values follow from others."""
    return _type(shape) in {"formula", "rollup"}


def _key(row: ItemRow) -> Key:
    return (row.kind, row.object, row.name)


def _keyed_first(found: "ObjectType") -> list["Field"]:
    """Return the declared fields, those that keys and indexes need first: an index cannot span storage parts."""
    entries: tuple[UniqueKey | Index, ...] = (*found.unique_keys, *found.indexes)
    keyed = {name for entry in entries for name in entry.members}
    return sorted(found.declared, key=lambda member: member.name not in keyed | {found.name_field})
