"""From new items of a catalog to the few forms of DDL: new tables, new columns that may be blank, indexes (decision A1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.storage.ddl import Ddl, IndexColumn, IndexSpec, PhysicalColumn, TableSpec

if TYPE_CHECKING:
    from guanxi.metadata.catalog import Catalog, Field, Index, ItemRow, ObjectType, UniqueKey

__all__ = ["IndexStep", "columns_of", "index_specs", "new_columns", "new_indexes", "new_tables"]


@dataclass(frozen=True, slots=True)
class IndexStep:
    """The indexes that one item needs, on one object."""

    item: "ItemRow"
    object: str
    specs: tuple[IndexSpec, ...]


def columns_of(catalog: "Catalog", field: "Field") -> tuple[PhysicalColumn, ...]:
    """Return the physical columns of a field; a reference carries the foreign key to its target's table."""
    target = catalog.find(field.to or "user") if field.kind.reference and field.type != "owner" else None
    table = None if target is None else target.table
    return tuple(
        PhysicalColumn(column.name, column.kind, column.scale, table if not column.part else None)
        for column in field.columns
    )


def new_tables(catalog: "Catalog", added: Iterable["ItemRow"], ddl: Ddl) -> list[str]:
    """Return the statements for the tables of new objects, each after those its foreign keys need, then their links."""
    new = {row.name for row in added if row.kind == "object"}
    statements: list[str] = []
    later: list[str] = []
    made: set[str] = set()
    for name in _in_order(catalog, new):
        found = catalog.objects[name]
        made.add(found.name)
        for number, table in enumerate(found.parts, 1):
            columns: list[PhysicalColumn] = []
            for member in found.declared:
                for column in columns_of(catalog, member) if member.part == number else ():
                    points_ahead = member.kind.reference and (member.to or "user") in new - made
                    if points_ahead:
                        later += ddl.add_column(table, column)
                    else:
                        columns.append(column)
            part_of = None if number == 1 else found.table
            statements += ddl.create_table(TableSpec(table, tuple(columns), found.owned and part_of is None, part_of))
        statements += _links(found, found.declared, ddl)
        if found.master is None:
            statements += ddl.create_share_table(found.table)
    return [*statements, *later]


def new_columns(
    catalog: "Catalog", added: Iterable["ItemRow"], widened: Iterable["ItemRow"], known: Iterable["ItemRow"], ddl: Ddl
) -> list[str]:
    """Return the statements that give existing tables the columns of new fields and new keys of existing ones."""
    fresh = {row.name for row in added if row.kind == "object"}
    before = {row.id: row.shape for row in known}
    statements: list[str] = []
    for row in (*added, *widened):
        if row.kind != "field" or row.object in fresh or row.object is None:
            continue
        found = catalog.objects[row.object]
        member = found.fields[row.name]
        had = str(before.get(row.id) or "").split(",")
        for column, spec in zip(member.columns, columns_of(catalog, member), strict=True):
            if f"{column.kind}{column.scale or ''} {column.part}".strip() not in had:
                statements += ddl.add_column(found.parts[member.part - 1], spec)
        if row.id not in before:
            statements += _links(found, (member,), ddl)
    return statements


def _links(found: "ObjectType", members: Iterable["Field"], ddl: Ddl) -> list[str]:
    return [
        text
        for member in members
        if member.link_table
        for text in ddl.create_link_table(member.link_table, found.table, item_id=member.id)
    ]


def new_indexes(catalog: "Catalog", rows: Iterable["ItemRow"]) -> list[IndexStep]:
    """Return the indexes that unique keys and indexes among the rows need."""
    return [
        IndexStep(row, row.object, index_specs(catalog.objects[row.object], row))
        for row in rows
        if row.kind in {"unique_key", "index"} and row.object is not None
    ]


def index_specs(found: "ObjectType", row: "ItemRow") -> tuple[IndexSpec, ...]:
    """Return the physical indexes of one item: over folded keys where unique, over the order key too where there is one."""
    entries: tuple[UniqueKey | Index, ...] = found.unique_keys if row.kind == "unique_key" else found.indexes
    entry = next(entry for entry in entries if entry.name == row.name)
    members = [found.fields[name.lstrip("-")] for name in entry.fields]
    name, unique = str(row.physical), row.kind == "unique_key"
    table = found.parts[members[0].part - 1]
    living = members[0].part == 1  # only the first part knows which records live
    plain = tuple(
        IndexColumn((member.fold_column if unique else None) or member.column, blank=not member.system)
        for member in members
    )
    specs = [IndexSpec(name, table, plain, unique=unique, living=living)]
    if not unique and any(member.sort_column for member in members):
        ordered = tuple(IndexColumn(member.sort_column or member.column, blank=not member.system) for member in members)
        specs.append(IndexSpec(f"{name}_sort", table, ordered, living=living))
    return tuple(specs)


def _in_order(catalog: "Catalog", names: set[str]) -> list[str]:
    """Return new objects so that most foreign keys point backwards; circles are closed by columns added afterwards."""
    done: list[str] = []
    waiting = [name for name in catalog.objects if name in names]
    while waiting:
        ready = [name for name in waiting if not _needs(catalog, name) & (set(waiting) - {name})] or waiting[:1]
        done += ready
        waiting = [name for name in waiting if name not in ready]
    return done


def _needs(catalog: "Catalog", name: str) -> set[str]:
    return {member.to or "user" for member in catalog.objects[name].declared if member.kind.reference}
