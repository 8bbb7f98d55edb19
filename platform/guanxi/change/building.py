"""Carrying out one build: make its index or compute its values in steps, then declare the item ready."""

from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.change.builds import duplicates_of
from guanxi.change.tables import index_specs
from guanxi.errors import Invalid, Missing, Problem
from guanxi.records.backfill import backfill
from guanxi.sqltree import Alias, Call, Column, Order, Param, Select, Table, integer
from guanxi.storage.ddl import Ddl
from guanxi.workspace.stored import stored_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guanxi.metadata.catalog import ItemRow, ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["run_build"]

STEP = 1_000
"""Records whose values are computed in one transaction."""


def run_build(
    workspace: "Workspace", payload: "Mapping[str, Any]", report: "Callable[[Mapping[str, Any]], None]"
) -> "Mapping[str, Any]":
    """Carry out the build that a job's payload names; what was done before a crash is not done again.

    Raises Invalid with samples of the offending rows when the data stands against it; the item is then `failed`.
    """
    catalog = workspace.snapshot().catalog
    with workspace.database.read() as connection:
        row = next((row for row in stored_items(connection) if row.id == payload["item"]), None)
    if row is None or row.state == "hidden" or row.object not in catalog.objects:
        return {"skipped": True}
    found = catalog.objects[row.object]
    try:
        done = _index(workspace, found, row) if payload["kind"] == "index" else _values(workspace, found, row, report)
    except Invalid as error:
        _end(workspace, payload, "failed", {"problems": [dict(problem.params) for problem in error.problems]})
        raise
    _end(workspace, payload, "ready", done)
    return done


def _index(workspace: "Workspace", found: "ObjectType", row: "ItemRow") -> "Mapping[str, Any]":
    database, ddl = workspace.database, Ddl(workspace.database.dialect)
    if row.kind == "unique_key":
        with database.read() as connection:
            samples = duplicates_of(connection, found, row)
        if samples:
            raise Invalid(problems=[Problem(row.name, "not_unique_yet", sample) for sample in samples])
    for spec in index_specs(found, row):
        if database.dialect == "sqlite":
            with database.write() as connection:
                connection.script(*(_if_absent(text) for text in ddl.create_index(spec)))
            continue
        with database.read(seconds=0) as connection:
            # A build that died leaves an invalid index behind, which only dropping removes.
            connection.script(f'DROP INDEX CONCURRENTLY IF EXISTS "{spec.name}"')
            connection.script(*ddl.create_index(spec, concurrently=True))
    return {"index": row.physical}


def _if_absent(text: str) -> str:
    return text.replace("INDEX ", "INDEX IF NOT EXISTS ", 1)


def _values(
    workspace: "Workspace", found: "ObjectType", row: "ItemRow", report: "Callable[[Mapping[str, Any]], None]"
) -> "Mapping[str, Any]":
    """Compute the values of a derived field for every record, in steps by id; each step is a transaction of its own."""
    context = workspace.context(Principal.system("build"))
    after, done = None, 0
    while True:
        with workspace.database.read() as connection:
            ids = _next_ids(connection, found.table, after)
        if not ids:
            return {"rows": done}
        backfill(context, found.name, row.name, ids)
        after, done = ids[-1], done + len(ids)
        report({"rows": done})


def _next_ids(connection: "Connection", table: str, after: str | None) -> list[str]:
    identity = Column("t", "id", "uuid")
    where = None if after is None else Call(">", (identity, Param("after", "uuid")))
    tree = Select(
        (Alias("id", identity),), Table(table, "t"), where=where, order=(Order(identity, blank=False),), limit=integer(STEP)
    )
    return [str(cells[0]) for cells in connection.run_tree(tree, {} if after is None else {"after": after})]


def _end(workspace: "Workspace", payload: "Mapping[str, Any]", state: str, detail: "Mapping[str, Any]") -> None:
    """Record how the build ended; a small revision of its own lets every process see the item's new state."""

    def work(connection: "Connection") -> None:
        rows = connection.select("gx_item", ("state",), {"id": payload["item"]})
        if not rows:
            raise Missing(kind="item", id=payload["item"])
        connection.update("gx_build", {"state": state, "detail": detail}, {"id": payload["build"]})
        if rows[0][0] == "building":
            connection.update("gx_item", {"state": state}, {"id": payload["item"]})
        number = int(connection.select("gx_workspace", ("revision",), {"id": 1})[0][0]) + 1
        message = f"build {payload['object']}.{payload['name']}: {state}"
        connection.insert(
            "gx_revision", {"number": number, "at": clock.now(), "author": None, "message": message, "changes": []}
        )
        connection.update("gx_workspace", {"revision": number}, {"id": 1})

    workspace.database.run_exclusive(work)
