"""Children that go to another owner along with the records that they point to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.errors import Malformed, Problem
from guanxi.records.columns import IDS, LIVING, RowReader, stored_column
from guanxi.records.load import access_of
from guanxi.sqltree import InList, all_of

if TYPE_CHECKING:
    from guanxi.catalog import ChildRelation, ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["Company", "company_of", "relations_of"]


@dataclass(frozen=True, slots=True)
class Company:
    """The children of one relation that go along."""

    relation: str
    object: str
    ids: tuple[str, ...]


def relations_of(context: "Context", item: "ObjectType", names: tuple[str, ...]) -> "tuple[ChildRelation, ...]":
    """Return the named relations to children that have owners; one that the caller may not know of is not there."""
    found, problems = [], []
    for name in names:
        relation = item.children.get(name)
        child = None if relation is None else context.catalog.objects.get(relation.object)
        if relation is None or child is None or not _is_seen(context, relation):
            problems.append(Problem("with", "unknown_name", {"name": name[:100]}))
        elif not child.owned:
            problems.append(Problem("with", "has_no_owner", {"name": name}))
        else:
            found.append(relation)
    if problems:
        raise Malformed(problems=problems)
    return tuple(found)


def _is_seen(context: "Context", relation: "ChildRelation") -> bool:
    rights = context.rights
    return relation.object in rights.visible_objects() and relation.field in rights.readable(relation.object)


def company_of(
    context: "Context", connection: "Connection", relation: "ChildRelation", owners: Mapping[str, object]
) -> Company:
    """Return the children whose owner is their parent's, by the parents' ids; others have been given away on purpose.

    Only those count that the caller may see.
    """
    item = context.catalog.object(relation.object)
    reader = RowReader(item, ("id", relation.field, "owner"), context.database.dialect)
    access = access_of(context, item.name, "read")
    where = all_of(InList(stored_column(item.fields[relation.field]), IDS), LIVING, access.test())
    rows = map(reader.read, connection.run_tree(reader.select(where), {**access.values, "ids": sorted(owners)}))
    ids = [str(row["id"]) for row in rows if row["owner"] == owners.get(str(row[relation.field]))]
    return Company(relation.name, item.name, tuple(sorted(ids)))
