"""From new items of a catalog to the few forms of DDL: new tables, new blank columns, indexes (decision A1)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.catalog import COPY
from guanxi.change.items import column_text, columns_in
from guanxi.storage.ddl import Ddl, IndexColumn, IndexSpec, PhysicalColumn, TableSpec
from guanxi.storage.printer import quote

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, Index, ItemRow, ObjectType, UniqueKey
    from guanxi.change.items import Retyped

__all__ = ["columns_of", "dropped_indexes", "index_specs", "new_columns", "new_tables"]


def columns_of(catalog: "Catalog", field: "Field") -> tuple[PhysicalColumn, ...]:
    """Return the physical columns of a field; a reference carries the foreign key to its target's table."""
    target = catalog.find(field.to or "user") if field.kind.reference and field.type != "owner" else None
    table = None if target is None else target.table
    return tuple(
        PhysicalColumn(column.name, column.kind, column.scale, table if not column.part else None)
        for column in field.columns
    )


def new_tables(catalog: "Catalog", added: Iterable["ItemRow"], ddl: Ddl) -> list[str]:
    """Return the statements for the tables of new objects with their links, then those for what points to others.

    A reference is a column added afterwards: SQLite drops no column whose foreign key belongs to the table.
    """
    new = {row.name for row in added if row.kind == "object"}
    statements: list[str] = []
    later: list[str] = []
    for found in (found for found in catalog.objects.values() if found.name in new):
        for number, table in enumerate(found.parts, 1):
            columns: list[PhysicalColumn] = []
            for member in found.declared:
                for column in columns_of(catalog, member) if member.part == number else ():
                    if column.references is not None:
                        later += ddl.add_column(table, column)
                    else:
                        columns.append(column)
            part_of = None if number == 1 else found.table
            statements += ddl.create_table(TableSpec(table, tuple(columns), found.owned and part_of is None, part_of))
        statements += _links(found, found.declared, ddl)
        statements += ddl.create_share_table(found.table)
    return [*statements, *later]


def new_columns(
    catalog: "Catalog", added: Iterable["ItemRow"], changed: Iterable["ItemRow"], known: Sequence["ItemRow"], ddl: Ddl,
    retyped: Iterable["Retyped"] = (),
) -> list[str]:  # fmt: skip
    """Return the statements that give existing tables the columns of new fields and further ones of their fields."""
    added = tuple(added)
    fresh = {row.name for row in added if row.kind == "object"}
    before = {row.id: columns_in(row.shape) for row in known}
    places = [(row.object, row.part, row.state) for row in known if row.kind in {"field", COPY}]
    made, living = {place[:2] for place in places}, {place[:2] for place in places if place[2] != "hidden"}
    statements: list[str] = []
    wanted = [(row, before.get(row.id), row.id) for row in (*added, *changed)]
    wanted += [
        (told.after, None if told.former is None else columns_in(told.former.shape), told.copy.id) for told in retyped
    ]
    for row, known_columns, item_id in wanted:
        had = known_columns or ()
        if row.kind == "object" and row.name not in fresh and "owner" in set(columns_in(row.shape)) - set(had):
            statements += ddl.add_owner(catalog.objects[row.name].table)
        if row.kind != "field" or row.object in fresh or row.object is None:
            continue
        found = catalog.objects[row.object]
        member = found.fields[row.name]
        if member.part > 1 and (row.object, row.part) not in living:
            statements += _further_part(found, member.part, ddl, made=(row.object, row.part) in made)
            living.add((row.object, row.part))
        for column, spec in zip(member.columns, columns_of(catalog, member), strict=True):
            if column_text(column) not in had:
                statements += ddl.add_column(found.parts[member.part - 1], spec)
        if known_columns is None:
            statements += _links(found, (replace(member, id=item_id),), ddl)
    return statements


def _further_part(found: "ObjectType", part: int, ddl: Ddl, *, made: bool) -> list[str]:
    """Return the statements that bring a storage part into use: each record has a row in every part."""
    table = found.parts[part - 1]
    lacking = f"SELECT id FROM {quote(found.table)} WHERE id NOT IN (SELECT id FROM {quote(table)})"  # noqa: S608 - quoted names of ours
    fill = f"INSERT INTO {quote(table)} (id) {lacking}"
    return [fill] if made else [*ddl.create_table(TableSpec(table, part_of=found.table)), fill]


def dropped_indexes(hidden: Iterable["ItemRow"]) -> list[str]:
    """Return the statements that drop the indexes of keys that are gone: they would go on to refuse or to cost time."""
    names = [str(row.physical) for row in hidden if row.kind in {"unique_key", "index"} and row.physical]
    return [f"DROP INDEX IF EXISTS {quote(name)}" for base in names for name in (base, f"{base}_sort", f"{base}_wide")]


def _links(found: "ObjectType", members: Iterable["Field"], ddl: Ddl) -> list[str]:
    return [
        text
        for member in members
        if member.link_table
        for text in ddl.create_link_table(member.link_table, found.table, item_id=member.id)
    ]


def index_specs(found: "ObjectType", row: "ItemRow") -> tuple[IndexSpec, ...]:
    """Return the physical indexes of one item: over folded keys where unique, over order keys too where there are.

    The item of an object stands for the index by owner.
    """
    if row.kind == "object":
        by_owner = (IndexColumn("owner_id", blank=False), IndexColumn("id", blank=False))
        return (IndexSpec(f"{found.table}__owner_", found.table, by_owner, living=True),)
    if found.search_index is not None and row.name == found.search_index.name:
        return _search_specs(found, str(row.physical), found.search_index)
    entries: tuple[UniqueKey | Index, ...] = found.unique_keys if row.kind == "unique_key" else found.indexes
    entry = next(entry for entry in entries if entry.name == row.name)
    members = [found.fields[name.lstrip("-")] for name in entry.fields]
    name, unique = str(row.physical), row.kind == "unique_key"
    carried = tuple(found.fields[name].column for name in entry.members[len(entry.fields) :])
    table = found.parts[members[0].part - 1]
    living = members[0].part == 1  # only the first part knows which records live
    plain = tuple(
        IndexColumn((member.fold_column if unique else None) or member.column, blank=not member.system)
        for member in members
    )
    if unique or all(member.kind.reference for member in members):
        return (IndexSpec(name, table, plain, unique=unique, living=living, include=carried),)
    # Pages are ordered by (key, id): with the id at its end an index hands the rows out in that order.
    last = IndexColumn("id", blank=False)
    specs = [IndexSpec(name, table, (*plain, last), living=living, include=carried)]
    if any(member.sort_column for member in members):
        ordered = tuple(IndexColumn(member.sort_column or member.column, blank=not member.system) for member in members)
        specs.append(IndexSpec(f"{name}_sort", table, (*ordered, last), living=living, include=carried))
    return tuple(specs)


def _search_specs(found: "ObjectType", name: str, index: "Index") -> tuple[IndexSpec, ...]:
    """Return the indexes that searches use: over parts of the keys, and over the records whose keys may be spelled."""
    keys = tuple(IndexColumn(str(found.fields[field].fold_column)) for field in index.fields)
    parts = IndexSpec(name, found.table, keys, purpose="parts")
    return parts, IndexSpec(f"{name}_wide", found.table, keys, purpose="wide")
