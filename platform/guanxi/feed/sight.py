"""What it depends on which records a reader sees, read from the very arms that make its questions (decision 0014)."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from guanxi.records.columns import KINDS
from guanxi.records.load import access_of
from guanxi.sqltree import Alias, Column, RowColumn, Rows, Select, Table

if TYPE_CHECKING:
    from guanxi.access.rows import RowAccess
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["Sight", "readable_objects", "sight_digest", "sight_of"]

_ROW = "t"
_QUARTER = dt.timedelta(minutes=15)  # midnight is at a full quarter in every zone


@dataclass(frozen=True, slots=True)
class Sight:
    """What decides which records of an object a reader sees, beside who the reader is.

    `own`: the record's own fields by column. `away`: fields of other records, or kept beside the record's table, by
    object. `parents`: the objects through whose records it is seen. `among` finds which of the rows in the slot `rows`
    (a number, the id and the own columns of each) are seen.
    """

    access: "RowAccess"
    own: Mapping[str, str]
    away: Mapping[str, frozenset[str]]
    parents: tuple[str, ...]
    among: Select
    shape: str


def readable_objects(context: "Context") -> "Iterator[ObjectType]":
    """Yield the objects of which the reader may read records."""
    for item in context.catalog.objects.values():
        if item.state != "hidden" and context.rights.can(item.name, "read"):
            yield item


def sight_of(context: "Context", item: "ObjectType") -> Sight:
    """Return what decides which records of the object the reader sees; its values are those of the reader."""
    access = access_of(context, item.name, "read")
    # The arms are kept with what is made of them, so their identity is not given away.
    key = ("sight", item.name, id(access.arms), id(access.restrictions), access.everything, access.nothing)
    return replace(context.memo(key, lambda: _sight(context, item, access)), access=access)


def sight_digest(context: "Context") -> str:
    """Return what stays the same while nothing but records changes what the reader sees.

    It covers rights, fields, arms and everything that is known of the reader: a digest that differs says that records
    may have come and gone without any change of theirs.
    """
    minute = context.now.replace(second=0, microsecond=0)
    steady = replace(context, now=minute - dt.timedelta(minutes=minute.minute % 15))
    if context.policy.guards.by_object:  # what the code of a package says may change at any time
        return _digest(steady)
    return context.memo(("sight", context.principal, steady.now), lambda: _digest(steady))


def _digest(context: "Context") -> str:
    found = hashlib.blake2b(repr((context.principal.audience, context.principal.user_id)).encode(), digest_size=9)
    for item in sorted(readable_objects(context), key=lambda item: item.name):
        sight, masked = sight_of(context, item), context.rights.masked(item.name)
        shown = [
            (name, item.fields[name].formula, name in masked) for name in sorted(context.rights.readable(item.name))
        ]
        values = sorted((slot, _steady(value)) for slot, value in sight.access.values.items())
        found.update(repr((item.name, shown, sight.shape, values)).encode())
    return found.hexdigest()


def _steady(value: object) -> str:
    """Return a text of a value that does not depend on the order in which its members were found."""
    return repr(sorted(map(repr, value)) if isinstance(value, (list, tuple, set, frozenset)) else value)


def _sight(context: "Context", item: "ObjectType", access: "RowAccess") -> Sight:
    tables, whole = {_ROW: item.table}, access.test()
    direct = [arm.predicate for arm in access.arms if arm.kind not in {"parent", "inherited"}]
    read = {column.name for _, column in _reads(whole, tables) if column.alias == _ROW} - {"id"}
    known = context.memo(("fields of columns",), lambda: _fields(context))
    away: defaultdict[str, set[str]] = defaultdict(set)
    for expr in (*direct, *access.restrictions):
        for table, column in _reads(expr, tables):
            if column.alias != _ROW:
                for owner, name in known.get((table, column.name), known.get((table, ""), ())):
                    away[owner].add(name)
    own = {column: known[item.table, column][0][1] for column in sorted(read)}
    kinds = {column.name: KINDS[column.kind] for name in own.values() for column in item.fields[name].columns}
    columns = (RowColumn("number", "integer"), RowColumn("id", "uuid"), *(RowColumn(name, kinds[name]) for name in own))
    among = Select(
        (Alias("number", Column(_ROW, "number", "integer")),), Rows("rows", columns, _ROW), where=access.probe()
    )
    return Sight(
        access, own, {name: frozenset(names) for name, names in away.items()},
        context.catalog.reached_through(item) if len(direct) < len(access.arms) else (), among,
        hashlib.blake2b(repr((access.everything, access.nothing, whole)).encode(), digest_size=9).hexdigest(),
    )  # fmt: skip


def _reads(node: object, tables: Mapping[str, str]) -> Iterator[tuple[str, Column]]:
    """Yield the columns that a tree reads, each with the table that its alias stands for at that place."""
    if isinstance(node, Column):
        yield tables.get(node.alias, ""), node
    elif isinstance(node, tuple):
        for item in node:
            yield from _reads(item, tables)
    elif is_dataclass(node):
        if isinstance(node, Select):
            sources = (node.source, *(join.source for join in node.joins))
            tables = {**tables, **{source.alias: source.name for source in sources if isinstance(source, Table)}}
        for part in fields(node):
            yield from _reads(getattr(node, part.name), tables)


def _fields(context: "Context") -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Return which fields of which objects stand in which column of a table; of a link table in all, the column ''."""
    found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for item in context.catalog.objects.values():
        for member in item.fields.values():
            for column in member.columns:
                found[item.parts[member.part - 1], column.name].append((item.name, member.name))
            if member.link_table:
                found[member.link_table, ""].append((item.name, member.name))
    for kept, places in _KEPT_BESIDE.items():
        found[kept].extend(places)
    for name in ("user", "team", "queue", "org_unit"):
        found["gx_grantee", "name"].append((name, context.catalog.object(name).name_field))
    return {kept: tuple(places) for kept, places in found.items()}


# What memberships keep of core records, and the fields that it follows from.
_KEPT_BESIDE: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        ("gx_grantee", "unit_id"): (("user", "unit"), ("queue", "unit")),
        ("gx_unit_closure", ""): (("org_unit", "parent"),),
    }
)
