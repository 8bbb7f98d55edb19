"""Builds: what must touch rows that are there already, done by a resumable job after the switch (decision A2)."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from guanxi import clock
from guanxi.change.indexes import makeable
from guanxi.change.tables import index_specs
from guanxi.sqltree import Alias, Column, Select, Table, integer
from guanxi.storage.ddl import Ddl

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog, Field, ItemRow
    from guanxi.change.plan import Plan
    from guanxi.metadata.renames import Rename
    from guanxi.storage.connection import Connection

__all__ = ["BUILD_JOB", "Build", "enqueue_builds", "needed_builds", "stale_fields"]

BUILD_JOB = "build"
"""The kind of the job that carries out the builds of a change."""

BuildKind = Literal["index", "values", "recode", "retype", "swap"]
Place = tuple[str, str]  # object and field
_STARTED_ANEW = ["index", "values", "retype", "swap"]  # a later build of the item does all that an earlier one would


@dataclass(frozen=True, slots=True)
class Build:
    """One piece of work on existing rows for one item: an index, values of a field to compute, recode or convert.

    A swap is the change that waits for conversions; it carries its documents.
    """

    id: str
    item: str
    kind: BuildKind
    object: str
    name: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def needed_builds(connection: "Connection", made: "Plan") -> tuple[Build, ...]:
    """Make the indexes of tables without rows at once; return the builds of the others, values before indexes."""
    catalog, ddl, filled = made.catalog, Ddl(connection.dialect), dict[str, bool]()
    if catalog is None:
        return ()

    def is_filled(name: str) -> bool:
        if name not in filled:
            tree = Select(
                (Alias("id", Column("t", "id", "uuid")),), Table(catalog.objects[name].table, "t"), limit=integer(1)
            )
            filled[name] = bool(connection.run_tree(tree))
        return filled[name]

    recodes = [build for build in _recodes(made, catalog) if is_filled(build.object)]
    recodes += _taken_up(connection, made, catalog)
    behind = [place for build in recodes for place in _readers(catalog, build.object, build.name)]
    behind += [place for one in made.retypes for place in _readers(catalog, *one.place)]
    values = [
        Build(clock.new_id(), catalog.objects[name].fields[field].id, "values", name, field)
        for name, field in stale_fields(made.former, catalog, made.retried, behind)
        if is_filled(name)
    ]
    indexes = []
    for row in _index_rows(made):
        found = catalog.objects.get(row.object or row.name)
        if found is not None and is_filled(found.name):
            indexes.append(Build(clock.new_id(), row.id, "index", found.name, row.name))
        elif found is not None:
            specs = makeable(connection, index_specs(found, row))
            connection.script(*(text for spec in specs for text in ddl.create_index(spec)))
    return (*recodes, *values, *indexes)


def _recodes(made: "Plan", catalog: "Catalog") -> "Iterable[Build]":
    """Yield the builds that write the new names of values, record types and objects pointed to into the records."""
    for rename in made.relabelled.renames if made.relabelled is not None else ():
        for found in catalog.objects.values():
            for member in found.declared:
                if _holds(member, rename):
                    detail = {"old": rename.old, "new": rename.new}
                    yield Build(clock.new_id(), member.id, "recode", found.name, member.name, detail)


def _taken_up(connection: "Connection", made: "Plan", catalog: "Catalog") -> "Iterable[Build]":
    """Yield anew the builds of new names whose job was cancelled or failed."""
    retried = {row.id for row in made.retried}
    members = {member.id: member for found in catalog.objects.values() for member in found.declared}
    waiting = {"item": sorted(retried & members.keys()), "state": "building", "kind": "recode"}
    for item, detail in connection.select("gx_build", ("item", "detail"), waiting, order=("id",)) if retried else ():
        names = {"old": detail["old"], "new": detail["new"]}
        yield Build(clock.new_id(), item, "recode", members[item].object, members[item].name, names)


def _holds(member: "Field", rename: "Rename") -> bool:
    """Tell whether a field's stored values may be the name that changes."""
    if rename.kind == "object":
        return member.type == "target" and rename.new in member.targets
    return (
        rename.picklist is not None and member.picklist == rename.picklist and bool(member.columns or member.link_table)
    )


def _index_rows(made: "Plan") -> "Iterable[ItemRow]":
    """Return the items whose indexes are to be made: new ones, those that come back, those whose build failed."""
    known = {row.id: row for row in made.items}
    for row in (*made.allotment.added, *made.allotment.revived, *made.retried):
        if row.kind in {"unique_key", "index"}:
            yield row
    for row in made.allotment.widened:
        if row.kind == "object" and row.shape != known[row.id].shape:
            yield row  # it becomes owned


def stale_fields(
    former: "Catalog", catalog: "Catalog", retried: "Iterable[ItemRow]" = (), behind: "Iterable[Place]" = ()
) -> list[Place]:
    """Return the fields whose stored values have to be computed anew, each after those it is computed from."""
    again = [*((str(row.object), row.name) for row in retried if row.kind == "field"), *behind]
    changed = (item for item in catalog.objects.values() if former.objects.get(item.name) is not item)
    fresh = [(item.name, member.name) for item in changed for member in item.declared if _is_stale(former, member)]
    order: dict[Place, None] = {}
    pending = deque([*again, *fresh])
    while pending:
        place = pending.popleft()
        order.pop(place, None)
        order[place] = None
        pending.extend(_dependants(catalog, *place))
    return [place for place in order if catalog.objects[place[0]].fields[place[1]].columns]


def _is_stale(former: "Catalog", member: "Field") -> bool:
    """Tell whether records lack a value that the platform derives, or have one that was derived in another way."""
    known = former.objects.get(member.object)
    before = None if known is None else known.fields.get(member.name)
    if before is None:
        return member.over is not None or member.stored or member.has_keys
    if before.column != member.column and before.columns and member.columns:
        return member.computed  # what came by a change of type was copied with its keys
    if {column.part for column in member.columns} - {column.part for column in before.columns}:
        return True
    return (member.computed or before.computed) and _recipe(member) != _recipe(before)


def _recipe(member: "Field") -> tuple[object, ...]:
    return (
        member.formula, member.blank_as, member.over, member.function, member.of, member.filter, member.order_by,
    )  # fmt: skip


def _dependants(catalog: "Catalog", name: str, field: str) -> list[Place]:
    """Return the fields that are computed from this one: formulas of its object, roll-ups of the objects above."""
    # A derived key changes nothing that others read.
    return _readers(catalog, name, field) if catalog.objects[name].fields[field].computed else []


def _readers(catalog: "Catalog", name: str, field: str) -> list[Place]:
    item = catalog.objects[name]
    formulas = [
        (name, other.name)
        for other in item.declared
        if other.formula is not None and other.name != field
        and any(reference.path[:1] == (field,) for reference in catalog.formulas.field(name, other.name).references)
    ]  # fmt: skip
    above = [(rollup.object, rollup.field) for rollup in catalog.rollups_over(name) if field in rollup.needs]
    return [*formulas, *above]


def enqueue_builds(connection: "Connection", builds: Sequence[Build], author: "Principal") -> tuple[str, ...]:
    """Add the job of a change's builds in its transaction, mark their items as building, and return the job's id."""
    if not builds:
        return ()
    now, job = clock.now(), clock.new_id()
    payload = {"builds": [build.id for build in builds]}
    connection.insert(
        "gx_job",
        {
            "id": job, "kind": BUILD_JOB, "queue": "default", "payload": payload,
            "principal": {"kind": author.kind, "user_id": author.user_id, "name": author.name},
            "state": "queued", "run_at": now, "attempts": 0, "max_attempts": 10, "created_at": now,
        },
    )  # fmt: skip
    items = sorted({build.item for build in builds})
    unfinished = {"item": items, "state": ["building", "failed"]}
    connection.update("gx_build", {"state": "superseded"}, {**unfinished, "kind": _STARTED_ANEW})
    _renew_waiting(connection, builds)
    connection.insert("gx_build", [_row(build, job) | {"at": now} for build in builds])
    connection.update("gx_item", {"state": "building"}, {"id": items})
    return (job,)


def _renew_waiting(connection: "Connection", builds: Sequence[Build]) -> None:
    """Let names that wait to be written become those that they are changed to now; each is still to be written.

    Only what is to be written anew itself, as its job was cancelled, is done by the later build.
    """
    columns, changed = ("id", "item", "detail"), [build for build in builds if build.kind == "recode"]
    waiting = {"item": sorted({build.item for build in changed}), "state": "building", "kind": "recode"}
    for known, item, detail in connection.select("gx_build", columns, waiting) if changed else ():
        for build in changed:
            if (build.item, build.detail["old"]) == (item, detail["old"]):
                connection.update("gx_build", {"state": "superseded"}, {"id": known})
            elif (build.item, build.detail["old"]) == (item, detail["new"]):
                connection.update("gx_build", {"detail": {**detail, "new": build.detail["new"]}}, {"id": known})


def _row(build: Build, job: str) -> dict[str, object]:
    detail = {"object": build.object, "name": build.name, **build.detail}
    return {"id": build.id, "item": build.item, "kind": build.kind, "state": "building", "job": job, "detail": detail}
