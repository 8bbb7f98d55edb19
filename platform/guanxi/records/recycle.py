"""Delete and restore: records go to the recycle bin with those they take along, and come back together (decision B1)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.records.batch import Batch, Row
from guanxi.records.load import connection_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.steps import Step, system_insert
from guanxi.sqltree import Alias, Call, Column, InList, Param, Select, Table, all_of
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from guanxi.metadata.catalog import ChildRelation

__all__ = ["bin_steps", "check_children", "check_masters", "mark", "with_children"]

_DELETED = ("record_id", "object", "delete_id", "cascaded", "at", "by")
_IDS = Param("ids", "list")


def mark(batch: Batch) -> None:
    """Give the rows the values of a deleted or restored record."""
    context = batch.context
    deleting = batch.operation == "delete"
    if deleting and batch.delete_id is None:
        batch.delete_id = clock.new_id()
    for row in batch.rows:
        before = row.before or {}
        row.values = {
            **before, "deleted_at": context.now if deleting else None, "version": before["version"] + 1,  # type: ignore[operator]
            "updated_at": context.now, "updated_by": context.principal.user_id,
        }
        row.status = "deleted" if deleting else "restored"


def check_children(batch: Batch) -> None:
    """Refuse to delete records that others point to by a look-up that restricts."""
    rights = batch.context.rights
    for relation in batch.plan.object.references:
        if relation.on_delete != "restrict" or relation.master:
            continue
        pointing = _pointing(batch, relation)
        for row in batch.rows:
            if row.id in pointing:
                known = relation.object in rights.visible_objects()
                batch.refuse(row, None, "still_referenced", {"object": relation.object} if known else {})


def check_masters(batch: Batch) -> None:
    """Refuse to restore a part whose whole is still deleted."""
    for master in batch.plan.object.masters:
        ids = {str(row.values[master.name]) for row in batch.rows}
        parents = read_rows(connection_of(batch.context), plan_of(batch.context, master.to or ""), ids, lock="key share")
        for row in batch.rows:
            parent = parents.get(str(row.values[master.name]))
            if parent is None or parent["deleted_at"] is not None:
                batch.refuse(row, master.name, "parent_deleted")


def with_children(batch: Batch, store: Callable[[Batch], None]) -> None:
    """Do to the children what is done to the batch: delete those that live with it, restore those that went with it."""
    groups = _living_parts(batch) if batch.operation == "delete" else _taken_along(batch)
    for name, ids in groups.items():
        plan = plan_of(batch.context, name)
        children = Batch(batch.context, plan, batch.operation, "all_or_none", delete_id=batch.delete_id, cascaded=True)
        stored = read_rows(connection_of(batch.context), plan, ids, lock="update")
        children.start(len(stored))
        for row, values in zip(children.rows, stored.values(), strict=True):
            row.id, row.before, row.values = str(values["id"]), values, values
        mark(children)
        store(children)


def bin_steps(batch: Batch, rows: Sequence[Row]) -> list[Step]:
    """Return the steps that enter deleted records in the recycle bin; restored ones leave it when they are stored."""
    context = batch.context
    at, by = instant_text(context.now), context.principal.user_id
    if batch.operation != "delete":
        return []
    cells = [[row.id, batch.object, batch.delete_id, batch.cascaded, at, by] for row in rows]
    return [system_insert("gx_deleted", _DELETED, cells, sqlite=batch.plan.dialect == "sqlite")]


def _pointing(batch: Batch, relation: "ChildRelation") -> dict[str, list[str]]:
    """Return the ids of the living children by the record of the batch they point to."""
    child = batch.context.catalog.object(relation.object)
    via = Column("t", child.fields[relation.field].column, "uuid")
    living = Call("is_null", (Column("t", "deleted_at", "datetime"),), "boolean")
    columns = (Alias("parent", via), Alias("id", Column("t", "id", "uuid")))
    select = Select(columns, Table(child.table, "t"), where=all_of(InList(via, _IDS), living))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for parent, identity in connection_of(batch.context).run_tree(select, {"ids": [row.id for row in batch.rows]}):
        found[str(parent)].append(str(identity))
    return found


def _living_parts(batch: Batch) -> dict[str, list[str]]:
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for relation in batch.plan.object.references:
        if relation.master or relation.on_delete == "cascade":
            for identities in _pointing(batch, relation).values():
                parts[relation.object] += [item for item in identities if item not in parts[relation.object]]
    return {name: ids for name, ids in parts.items() if ids}


def _taken_along(batch: Batch) -> dict[str, list[str]]:
    """Return the records that went to the bin by the same deletes, by object; the batch's own rows leave the bin."""
    connection = connection_of(batch.context)
    if batch.cascaded:
        return {}
    ids = [row.id for row in batch.rows]
    # What itself went along with another record takes nothing along when it comes back alone.
    together = [row[0] for row in connection.select("gx_deleted", ("delete_id",), {"record_id": ids, "cascaded": False})]
    connection.delete("gx_deleted", {"record_id": ids})
    taken: defaultdict[str, list[str]] = defaultdict(list)
    if together:
        wanted = {"delete_id": sorted(set(map(str, together))), "cascaded": True}
        for name, identity in connection.select("gx_deleted", ("object", "record_id"), wanted):
            taken[str(name)].append(str(identity))
        connection.delete("gx_deleted", wanted)
    return dict(taken)
