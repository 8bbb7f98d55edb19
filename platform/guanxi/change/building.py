"""Carrying out builds: values in steps, then indexes; what was done before a crash is not done again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.change.copying import copy_values, swap
from guanxi.change.indexes import LONGEST_SECONDS, create, create_concurrently
from guanxi.change.steps import next_ids
from guanxi.change.tables import index_specs
from guanxi.errors import Conflict
from guanxi.records.load import connection_of
from guanxi.records.recode import recode
from guanxi.records.rollups import recount
from guanxi.records.transaction import in_transaction
from guanxi.sqltree import Alias, Call, Column, Expr, Order, Select, Table, all_of, integer
from guanxi.storage.failures import NotUnique
from guanxi.workspace.stored import stored_items

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ItemRow, ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.storage.ddl import IndexSpec
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["Built", "run_builds"]

SAMPLES = 20
_COLUMNS = ("id", "item", "kind", "state", "detail")


@dataclass(frozen=True, slots=True)
class Built:
    """How the builds of a job ended: how many are ready, each that the data stands against, and jobs that follow."""

    ready: int
    failed: tuple[Mapping[str, Any], ...]
    jobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Build:
    id: str
    item: str
    kind: str
    state: str
    detail: Mapping[str, Any]


def run_builds(
    workspace: "Workspace", payload: Mapping[str, Any], report: Callable[[Mapping[str, Any]], None]
) -> Built:
    """Carry out the builds that a job's payload names, one after the other; those that ended before stay as they are.

    A build that the data stands against fails with samples of the offending values; the others go on.
    """
    wanted: list[str] = list(payload["builds"])

    def told(number: int, values: Mapping[str, Any]) -> None:
        report({"build": number, "of": len(wanted), **values})

    for number, build_id in enumerate(wanted, 1):
        _run(workspace, build_id, partial(told, number), wanted)
    with workspace.database.read() as connection:
        ended = [_Build(*row) for row in connection.select("gx_build", _COLUMNS, {"id": wanted})]
    failed = tuple(build.detail for build in ended if build.state == "failed")
    jobs = tuple(job for build in ended if build.kind == "swap" for job in build.detail.get("jobs", ()))
    return Built(sum(build.state == "ready" for build in ended), failed, jobs)


def _run(
    workspace: "Workspace", build_id: str, report: Callable[[Mapping[str, Any]], None], together: Sequence[str] = ()
) -> None:
    with workspace.database.read() as connection:
        build = _Build(*connection.select("gx_build", _COLUMNS, {"id": build_id})[0])
        row = next((row for row in stored_items(connection) if row.id == build.item), None)
        pending = {"state": "building", "kind": ["values", "recode"]}
        before = connection.select("gx_build", ("id", "item"), pending, order=("id",))
    if build.state != "building":
        return
    if build.kind == "swap":
        swap(workspace, build.id, build.detail, together)
        return
    found = None if row is None else workspace.snapshot().catalog.objects.get(row.object or row.name)
    if row is None or row.state == "hidden" or found is None:
        _end(workspace, build, "cancelled")
    elif build.kind == "retype":
        detail = copy_values(workspace, build.id, build.detail, row.id, together, report)
        if detail is not None:
            _end(workspace, build, "ready", detail=detail)
    elif build.kind in {"values", "recode"}:
        _values(workspace, build, report)
    else:
        # A key that an earlier change left half filled would be missing from the index.
        fields = {member.id for member in found.declared}
        for other, item in before:
            if item in fields:
                _run(workspace, other, report)
        _index(workspace, build, found, row)


def _index(workspace: "Workspace", build: _Build, found: "ObjectType", row: "ItemRow") -> None:
    specs = index_specs(found, row)
    try:
        if workspace.database.dialect == "sqlite":
            _end(workspace, build, "ready", lambda connection: create(connection, specs))
        else:
            create_concurrently(workspace, specs)
            _end(workspace, build, "ready")
    except NotUnique as error:
        with workspace.database.read(seconds=LONGEST_SECONDS) as connection:
            samples = _duplicates(connection, specs[0])
        if not samples:
            raise Conflict(reason="not_unique") from error  # they have gone meanwhile: the job tries again
        _end(workspace, build, "failed", detail={"code": "not_unique_yet", "samples": samples})


def _duplicates(connection: "Connection", spec: "IndexSpec") -> list[Mapping[str, Any]]:
    """Return samples of values that stand in several living records under a unique key, with how often they do."""
    columns = tuple(Column("t", column.name) for column in spec.columns)
    filled: tuple[Expr, ...] = tuple(Call("is_not_null", (column,)) for column in columns)
    living = (Call("is_null", (Column("t", "deleted_at"),)),) if spec.living else ()
    count = Call("count_rows", (), "integer")
    tree = Select(
        (*(Alias(column.name, column) for column in columns), Alias("count", count)),
        Table(spec.table, "t"), where=all_of(*filled, *living), group=columns, having=Call(">", (count, integer(1))),
        order=(Order(count, True), *(Order(column) for column in columns)), limit=integer(SAMPLES),
    )  # fmt: skip
    return [
        {"values": [str(value) for value in values], "count": int(times)}
        for *values, times in connection.run_tree(tree)
    ]


def _values(workspace: "Workspace", build: _Build, report: Callable[[Mapping[str, Any]], None]) -> None:
    """Compute a field for every record, in steps by id; each step is a transaction that keeps how far it came."""
    detail = dict(build.detail)
    while True:
        context = workspace.context(Principal.system("build"))  # each step in the newest catalog
        found = _field_of(context.catalog, build.item)
        if found is None or _is_undone(build, found):
            _end(workspace, build, "cancelled")
            return
        detail |= {"object": found.object, "name": found.name}  # it may have been renamed
        with workspace.database.read() as connection:
            ids = next_ids(connection, context.catalog.objects[found.object].table, detail.get("after"))
        if not ids:
            break
        detail |= {"after": ids[-1], "rows": detail.get("rows", 0) + len(ids)}
        try:
            in_transaction(context, partial(_step, build=build, detail=detail, ids=ids))
        except NotUnique:
            problem = {"code": "not_unique_yet", "samples": [], "after": detail["after"]}
            _end(workspace, build, "failed", detail=problem)
            return
        report({"rows": detail["rows"]})
    _end(workspace, build, "ready", detail={"rows": detail.get("rows", 0)})


def _field_of(catalog: "Catalog", item: str) -> "Field | None":
    members = (member for found in catalog.objects.values() for member in found.declared)
    return next((member for member in members if member.id == item), None)


def _is_undone(build: _Build, found: "Field") -> bool:
    """Tell whether the old name is one of its own again, so that records may hold it which never meant the new one."""
    return build.kind == "recode" and build.detail["old"] in (*found.values, *found.targets)


def _step(inside: "Context", *, build: _Build, detail: Mapping[str, Any], ids: list[str]) -> None:
    found = _field_of(inside.catalog, build.item)
    if found is None or _is_undone(build, found):
        return  # the change came between; the next round ends the build
    connection = connection_of(inside)
    if build.kind == "recode":
        ((kept,),) = connection.select("gx_build", ("detail",), {"id": build.id})
        detail = {**detail, "new": kept["new"]}  # a later change may have named it anew
        recode(inside, detail["object"], detail["name"], ids, old=detail["old"], new=detail["new"])
    else:
        recount(inside, detail["object"], (detail["name"],), ids)
    connection.update("gx_build", {"detail": detail}, {"id": build.id})


def _nothing(connection: "Connection") -> None:
    del connection


def _end(
    workspace: "Workspace",
    build: _Build,
    state: str,
    first: "Callable[[Connection], None]" = _nothing,
    *,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record how a build ended; a small revision of its own lets every process see the item's new state."""
    told = {"object": build.detail["object"], "name": build.detail["name"], **(detail or {})}

    def work(connection: "Connection") -> None:
        first(connection)
        connection.update("gx_build", {"state": state, "detail": told}, {"id": build.id})
        if connection.select("gx_build", ("id",), {"item": build.item, "state": "building"}):
            return  # a later change wants more of the same item
        if not connection.update(
            "gx_item", {"state": "ready" if state == "cancelled" else state}, {"id": build.item, "state": "building"}
        ):
            return
        number = int(connection.select("gx_workspace", ("revision",), {"id": 1})[0][0]) + 1
        message = f"build {told['object']}.{told['name']}: {state}"
        connection.insert(
            "gx_revision", {"number": number, "at": clock.now(), "author": None, "message": message, "changes": []}
        )
        connection.update("gx_workspace", {"revision": number}, {"id": 1})

    workspace.database.run_exclusive(work)
