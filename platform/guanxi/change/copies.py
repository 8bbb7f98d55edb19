"""Columns that are being filled for fields which get another type: begun, given up, and what may not change meanwhile.

While values are copied the old type answers, and whoever writes a value writes it in both. The change itself waits, as
documents, for the last of its copies; then all of it happens in one transaction (decisions A1 and A2).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.catalog import COPY, LEFT
from guanxi.change.builds import Build, enqueue_builds
from guanxi.metadata.compile_fields import copy_entry
from guanxi.metadata.layers import merge
from guanxi.workspace.stored import stored_items

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog, ItemRow
    from guanxi.change.difference import Difference
    from guanxi.change.plan import Plan
    from guanxi.change.retype import Retype
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["begin_copies", "give_up", "held_back", "hide", "new_revision", "release", "settled"]

_LIVE = ("queued", "running", "waiting", "cancelling")


def settled(connection: "Connection", rows: "Iterable[ItemRow]") -> "tuple[tuple[ItemRow, ...], tuple[ItemRow, ...]]":
    """Return the rows with copies whose job is over as hidden columns, and those copies."""
    rows = tuple(rows)
    copies = [row.id for row in rows if row.kind == COPY]
    if not copies:
        return rows, ()
    jobs = dict(connection.select("gx_build", ("item", "job"), {"item": copies}, order=("at",)))
    live = {job for (job,) in connection.select("gx_job", ("id",), {"id": sorted(jobs.values()), "state": _LIVE})}
    over = {identity for identity in copies if jobs.get(identity) not in live}
    after = tuple(_left(row) if row.id in over else row for row in rows)
    return after, tuple(row for row in after if row.id in over)


def _left(row: "ItemRow") -> "ItemRow":
    return replace(row, kind="field", state="hidden", entry=LEFT)


def hide(connection: "Connection", copies: "Iterable[str]") -> None:
    """Turn columns that are filled no longer into hidden ones, which may be filled again or purged."""
    for identity in sorted(copies):
        connection.update("gx_item", {"kind": "field", "state": "hidden", "entry": LEFT}, {"id": identity})


def held_back(
    former: "Catalog", told: "Iterable[Difference]", abandoned: "Iterable[ItemRow]"
) -> dict[tuple[str, str], str]:
    """Return what a change touches while a field of it is getting another type, with the name of that field."""
    over = {row.id for row in abandoned}
    busy: dict[tuple[str, str], str] = {}
    for item in former.objects.values():
        for member in item.declared:
            if member.successor is not None and member.successor.field.id not in over:
                name = f"{item.name}.{member.name}"
                lists = {member.picklist, member.successor.field.picklist} - {None}
                busy |= {("object", item.name): name, **{("picklist", str(one)): name for one in lists}}
    touched = {(one.kind, one.name) for one in told}
    return {place: name for place, name in busy.items() if place in touched}


def begin_copies(
    connection: "Connection", made: "Plan", kept: Mapping[str, Any], author: "Principal"
) -> tuple[str, ...]:
    """Remember the columns that are to be filled and the change that waits for them; return the job that does it."""
    hide(connection, [row.id for row in made.abandoned])
    builds = list(_copies(connection, made))
    identity = clock.new_id()
    names = {"names": ", ".join(one.name for one in made.copies)}
    first = made.copies[0]
    builds.append(Build(identity, identity, "swap", first.place[0], first.place[1], {**kept, **names}))
    message = f"copy {names['names']}"
    number = new_revision(connection, message, author)
    write_audit(connection, author, [Entry("metadata.copy", detail={"revision": number, **names})], now=clock.now())
    return enqueue_builds(connection, builds, author)


def _copies(connection: "Connection", made: "Plan") -> "Iterator[Build]":
    merged = merge(made.layers)
    for one in made.copies:
        row = replace(one.told.copy, state="building", entry=_entry(one, merged.get("object", one.after.object), made))
        # The names that stand now: the change may bring others.
        (place,) = connection.select("gx_item", ("object", "name", "package"), {"id": one.told.row.id})
        row = replace(row, object=place[0], name=place[1], package=place[2])
        if one.told.former is None:
            connection.insert("gx_item", row.stored())
        else:
            told = {key: value for key, value in row.stored().items() if key != "id"}
            connection.update("gx_item", told, {"id": row.id})
        yield Build(clock.new_id(), row.id, "retype", str(row.object), row.name)


def _entry(one: "Retype", item: Any, made: "Plan") -> str:
    entry = next(entry for entry in item.body["fields"] if entry["name"] == one.after.name)
    catalog = made.catalog or made.former
    return copy_entry(entry, one.after, catalog.picklists.get(one.after.picklist or ""), blanks=one.blanks)


def release(workspace: "Workspace") -> int:
    """Hide the columns of copies whose job is over, so that writers fill and check them no longer; return how many."""
    objects = workspace.snapshot().catalog.objects.values()
    if not any(member.successor is not None for item in objects for member in item.declared):
        return 0

    def work(connection: "Connection") -> int:
        _, over = settled(connection, stored_items(connection))
        if over:
            hide(connection, [row.id for row in over])
            new_revision(connection, "copy: given up", None)
        return len(over)

    return workspace.database.run_exclusive(work)


def give_up(connection: "Connection", builds: Sequence[str], failed: str, detail: Mapping[str, Any]) -> None:
    """End a change that cannot be: one build failed, the others are cancelled, and what they filled is hidden."""
    rows = connection.select("gx_build", ("id", "item", "kind", "state"), {"id": list(builds)})
    for identity, _, _, state in rows:
        if identity == failed:
            connection.update("gx_build", {"state": "failed", "detail": detail}, {"id": identity})
        elif state == "building":
            connection.update("gx_build", {"state": "cancelled"}, {"id": identity})
    hide(connection, [item for _, item, kind, _ in rows if kind == "retype"])
    new_revision(connection, f"copy {detail['object']}.{detail['name']}: failed", None)


def new_revision(connection: "Connection", message: str, author: "Principal | None") -> int:
    """Write a revision without documents, so that every process reads the catalog anew; return its number."""
    number = int(connection.select("gx_workspace", ("revision",), {"id": 1})[0][0]) + 1
    connection.insert("gx_revision", {
        "number": number, "at": clock.now(), "author": None if author is None else author.user_id, "message": message,
        "changes": [],
    })  # fmt: skip
    connection.update("gx_workspace", {"revision": number}, {"id": 1})
    return number
