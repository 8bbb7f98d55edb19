"""Delete and restore: records go to the bin with those they take along, and come back together (decision B1)."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.errors import Problem
from guanxi.records.batch import Batch
from guanxi.records.columns import DELETED, ID, IDS, LIVING, stored_column
from guanxi.records.load import connection_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.unique import check_unique
from guanxi.sqltree import Alias, Column, InList, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.catalog import ChildRelation

__all__ = ["check_children", "check_masters", "mark", "with_children"]


def mark(batch: Batch) -> None:
    """Give the rows the values of a deleted or restored record."""
    context = batch.context
    deleting = batch.operation == "delete"
    if deleting and batch.delete_id is None:
        batch.delete_id = clock.new_id()
    for row in batch.rows:
        before = row.before or {}
        row.values = {
            **before, "deleted_at": context.now if deleting else None, "delete_id": batch.delete_id,
            "version": before["version"] + 1,  # type: ignore[operator]  # a stored version is a number
            "updated_at": context.now, "updated_by": context.principal.user_id,
        }  # fmt: skip
        row.status = "deleted" if deleting else "restored"


def check_children(batch: Batch) -> None:
    """Refuse to delete records that others point to by a look-up that restricts."""
    rights = batch.rights
    for relation in batch.plan.object.references:
        if relation.on_delete != "restrict" or relation.master:
            continue
        pointing = {parent for parent, _, _ in _children(batch, relation)}
        for row in batch.rows:
            if row.id in pointing:
                known = relation.object in rights.visible_objects()
                batch.refuse(row, None, "still_referenced", {"object": relation.object} if known else {})


def check_masters(batch: Batch) -> None:
    """Refuse to restore a part whose whole is still deleted."""
    for master in batch.plan.object.masters:
        ids = {str(row.values[master.name]) for row in batch.rows}
        plan = plan_of(batch.context, master.to or "")
        parents = read_rows(connection_of(batch.context), plan, ids, lock="key share")
        for row in batch.rows:
            parent = parents.get(str(row.values[master.name]))
            if parent is None or parent["deleted_at"] is not None:
                batch.refuse(row, master.name, "parent_deleted")


def with_children(batch: Batch, *, judge: Callable[[Batch], None], store: Callable[[Batch], None]) -> None:
    """Do to the children what is done to the batch: delete those that live with it, restore those that went with it.

    A child that may not go or come back refuses all rows of the batch.
    """
    for name, ids in _parts(batch).items():
        plan = plan_of(batch.context, name)
        stored = read_rows(connection_of(batch.context), plan, ids, lock="update")
        children = Batch(batch.context, plan, batch.operation, "all_or_none", delete_id=batch.delete_id)
        children.start(len(stored))
        for row, values in zip(children.rows, stored.values(), strict=True):
            row.id, row.before, row.values = str(values["id"]), values, values
        mark(children)
        check_children(children) if batch.operation == "delete" else check_unique(children)
        judge(children)
        if not children.problems:
            store(children)
        for problem in children.problems:
            for row in batch.rows:
                batch.report(row, Problem(None, problem.code, {"object": name}, problem.message, row=row.index))


def _parts(batch: Batch) -> dict[str, list[str]]:
    """Return the children that share the fate of the batch's rows, by object."""
    gone_with = {row.id: (row.before or {}).get("delete_id") for row in batch.rows}
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for relation in batch.plan.object.references:
        if relation.master or relation.on_delete == "cascade":
            for parent, identity, delete_id in _children(batch, relation):
                if batch.operation == "delete" or delete_id == gone_with[parent]:
                    parts[relation.object].add(identity)
    return {name: sorted(ids) for name, ids in parts.items()}


def _children(batch: Batch, relation: "ChildRelation") -> list[tuple[str, str, str | None]]:
    """Return parent, id and delete id of the children that the operation may concern: living ones, or deleted ones."""
    child = batch.context.catalog.object(relation.object)
    via = stored_column(child.fields[relation.field])
    state = DELETED if batch.operation == "restore" else LIVING
    columns = (Alias("parent", via), Alias("id", ID), Alias("delete_id", Column("t", "delete_id", "uuid")))
    select = Select(columns, Table(child.table, "t"), where=all_of(InList(via, IDS), state))
    return connection_of(batch.context).run_tree(select, {"ids": [row.id for row in batch.rows]})
