"""Builds: what must touch rows that are there already, done by resumable jobs after the switch (decision A2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from guanxi import clock
from guanxi.access.audit import describe
from guanxi.change.tables import index_specs
from guanxi.sqltree import Alias, Call, Column, Expr, Order, Select, Table, all_of, integer
from guanxi.storage.ddl import Ddl

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.change.plan import Plan
    from guanxi.metadata.catalog import Catalog, Field, ItemRow, ObjectType
    from guanxi.storage.connection import Connection

__all__ = ["BUILD_JOB", "Build", "duplicates_of", "enqueue_builds", "is_filled", "needed_builds"]

BUILD_JOB = "build"
"""The kind of the jobs that carry out builds."""

BuildKind = Literal["index", "values"]
SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Build:
    """One piece of work on existing rows for one item: an index to make, or the values of a column to compute."""

    id: str
    item: str
    kind: BuildKind
    object: str
    name: str


def is_filled(connection: "Connection", table: str) -> bool:
    """Tell whether a table has a row."""
    tree = Select((Alias("id", Column("t", "id", "uuid")),), Table(table, "t"), limit=integer(1))
    return bool(connection.run_tree(tree))


def needed_builds(connection: "Connection", made: "Plan") -> tuple[Build, ...]:
    """Make what costs nothing on tables without rows at once, and return the builds that the others need."""
    catalog = made.catalog
    if catalog is None:
        return ()
    ddl, builds, filled = Ddl(connection.dialect), [], dict[str, bool]()
    for row in (*made.allotment.added, *made.allotment.revived, *made.allotment.widened):
        if row.object is None or row.object not in catalog.objects:
            continue
        found = catalog.objects[row.object]
        if found.name not in filled:
            filled[found.name] = is_filled(connection, found.table)
        if row.kind in {"unique_key", "index"} and row not in made.allotment.revived:
            if filled[found.name]:
                builds.append(Build(clock.new_id(), row.id, "index", found.name, row.name))
            else:
                for spec in index_specs(found, row):
                    connection.script(*ddl.create_index(spec))
        elif row.kind == "field" and filled[found.name] and _is_computed(found.fields[row.name]):
            builds.append(Build(clock.new_id(), row.id, "values", found.name, row.name))
    return (*builds, *_changed_values(made, catalog, filled, connection, {build.item for build in builds}))


def _is_computed(member: "Field") -> bool:
    """Tell whether rows lack a value of the field that the platform derives from others."""
    return member.over is not None or member.stored or member.has_keys


def _changed_values(
    made: "Plan", catalog: "Catalog", filled: dict[str, bool], connection: "Connection", begun: set[str]
) -> list[Build]:
    """Return the builds of fields whose way of computing changed."""
    builds = []
    for change in made.changes:
        path, name = change.difference.path, change.difference.name
        if change.difference.kind != "object" or path[:1] != ("fields",) or len(path) < 3:  # noqa: PLR2004 - a property of a field
            continue
        found = catalog.objects.get(name)
        member = None if found is None else found.fields.get(path[1])
        if found is None or member is None or member.id in begun or path[2] in {"label", "help"}:
            continue
        if found.name not in filled:
            filled[found.name] = is_filled(connection, found.table)
        if filled[found.name] and (member.over is not None or member.stored):
            begun.add(member.id)
            builds.append(Build(clock.new_id(), member.id, "values", found.name, member.name))
    return builds


def enqueue_builds(connection: "Connection", builds: Sequence[Build], author: "Principal") -> tuple[str, ...]:
    """Add a job for each build in the transaction of the change and return their ids."""
    now, jobs = clock.now(), []
    for build in builds:
        job_id = clock.new_id()
        payload = {"build": build.id, "item": build.item, "kind": build.kind, "object": build.object, "name": build.name}
        connection.insert(
            "gx_job",
            {
                "id": job_id, "kind": BUILD_JOB, "queue": "default", "payload": payload, "principal": describe(author),
                "state": "queued", "run_at": now, "attempts": 0, "max_attempts": 5, "created_at": now,
            },
        )  # fmt: skip
        connection.insert(
            "gx_build",
            {
                "id": build.id, "item": build.item, "kind": build.kind, "state": "building", "job": job_id,
                "detail": {}, "at": now,
            },
        )  # fmt: skip
        jobs.append(job_id)
    return tuple(jobs)


def duplicates_of(connection: "Connection", found: "ObjectType", row: "ItemRow") -> list[Mapping[str, Any]]:
    """Return samples of values that stand in several living records under a unique key, with how often they do."""
    spec = index_specs(found, row)[0]
    columns = tuple(Column("t", column.name) for column in spec.columns)
    filled: Iterable[Expr] = (Call("is_not_null", (column,)) for column in columns)
    living = (Call("is_null", (Column("t", "deleted_at"),)),) if spec.living else ()
    count = Call("count_rows", (), "integer")
    tree = Select(
        (*(Alias(column.name, column) for column in columns), Alias("count", count)),
        Table(spec.table, "t"), where=all_of(*filled, *living), group=columns, having=Call(">", (count, integer(1))),
        order=(Order(count, True),), limit=integer(SAMPLES),
    )  # fmt: skip
    return [
        {"values": [str(value) for value in values], "count": int(times)}
        for *values, times in connection.run_tree(tree)
    ]
