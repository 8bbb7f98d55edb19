"""Changes that a process is killed in, as rows: what stands before, the change, where the kills fall, what comes of it.

The changes hide, purge, undo, take packages out and change record types; none of them leaves work to a job.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.change.apply import apply
from guanxi.change.install import purging, uninstalling
from guanxi.change.revisions import revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.metadata.document import Document, Manifest, Package
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, create, loose, put, read, removal, visit

__all__ = ["BREAKABLE", "Breakable", "carry_out"]

Step = Callable[[Workspace], object]
Points = tuple[str, str, str]
STORED: Points = ('UPDATE "gx_layer"', 'INSERT INTO "gx_revision"', "COMMIT")
"""Between the items and the documents, between these and the history, and with all of it written."""
DROPPED: Points = ('DELETE FROM "gx_item"', " DROP COLUMN ", "COMMIT")
GONE: Points = ('DELETE FROM "gx_item"', "DROP TABLE", "COMMIT")
WORDS = {"en": "Words", "zh": "文字"}


@dataclass(frozen=True)
class Breakable:
    """A change, and texts of three of its statements before which it is killed."""

    before: Step
    change: Callable[[Workspace], Wanted]
    points: Points
    seen: Callable[[Workspace], object]
    after: object


def carry_out(workspace: Workspace, name: str) -> None:
    """Do a change of this name."""
    apply(workspace, BREAKABLE[name].change(workspace), author=ADMIN, message=name)


def mood(*values: str) -> dict[str, Any]:
    entries = [{"name": value, "label": WORDS} for value in values]
    return {"kind": "picklist", "name": "mood", "label": WORDS, "values": entries}


def types(**active: bool) -> dict[str, Any]:
    """Return the object `visit` with record types."""
    entries = [{"name": name, "label": WORDS, "active": used} for name, used in active.items()]
    return visit(a_field("code"), record_types=entries)


def filled(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code"), a_field("place", required=True)))
    create(workspace, "visit", {"name": "a", "code": "one", "place": "here"})


def hidden(workspace: Workspace) -> None:
    filled(workspace)
    put(workspace, visit(a_field("code")))


def removed(workspace: Workspace) -> None:
    filled(workspace)
    put(workspace, removal("object", "visit"))


def revised(workspace: Workspace) -> None:
    put(workspace, mood("calm"), visit(a_field("code")))
    put(workspace, mood("calm", "loud"), visit(a_field("code", required=True), a_field("place")))
    create(workspace, "visit", {"name": "a", "code": "one", "place": "here"})


def travelled(workspace: Workspace) -> None:
    body = {**visit(a_field("place")), "name": "trip"}
    package = Package(Manifest("tour", "1.0.0", label=WORDS, depends=("core",)), (
        Document("object", "trip", "tour", body),
    ), ())  # fmt: skip
    apply(workspace, Wanted((package,)), author=ADMIN)
    create(workspace, "trip", {"name": "a", "place": "here"})


def left(workspace: Workspace) -> None:
    travelled(workspace)
    apply(workspace, uninstalling(workspace, "tour"), author=ADMIN)


def typed(workspace: Workspace) -> None:
    put(workspace, types(quick=True, slow=True))
    create(workspace, "visit", {"name": "a", "code": "one", "record_type": "slow"})


def undo(**part: Any) -> Callable[[Workspace], Wanted]:
    """Return what undoes the newest revision, or a part of it."""
    return lambda workspace: undoing(workspace, revisions(workspace)[0].number, **part)


def fields(workspace: Workspace) -> dict[str, bool]:
    """Return the fields that `visit` declares with whether they are required, and nothing where it is gone."""
    found = workspace.snapshot().catalog.find("visit")
    return {} if found is None else {one.name: one.required for one in found.declared if one.name in {"code", "place"}}


def undone(workspace: Workspace) -> object:
    return fields(workspace), workspace.snapshot().catalog.picklist("mood").names(), read(workspace, "visit", "code")


def trips(workspace: Workspace) -> object:
    """Return whether the package's object is there, and in which state it is kept."""
    with workspace.database.read() as connection:
        kept = connection.select("gx_item", ("state",), {"kind": "object", "name": "trip"})
    return workspace.snapshot().catalog.find("trip") is not None, kept


def types_of(workspace: Workspace) -> object:
    found = workspace.snapshot().catalog.object("visit").record_types
    return {one.name: one.active for one in found}, read(workspace, "visit", "code", "record_type")


def values_again(workspace: Workspace) -> object:
    """Return what comes back when the object is as it was."""
    had = fields(workspace)
    put(workspace, visit(a_field("code"), a_field("place")))
    return had, read(workspace, "visit", "code", "place")


BREAKABLE: Mapping[str, Breakable] = {
    "hide_field": Breakable(
        filled, lambda _: loose(visit(a_field("code"))), STORED, values_again, ({"code": False}, [("one", "here")])
    ),
    "hide_object": Breakable(
        filled, lambda _: loose(removal("object", "visit")), STORED, values_again, ({}, [("one", "here")])
    ),
    "purge_field": Breakable(
        hidden, lambda _: Wanted(purged=frozenset({"visit.place"})), DROPPED, values_again,
        ({"code": False}, [("one", None)]),
    ),
    "purge_object": Breakable(
        removed, lambda _: Wanted(purged=frozenset({"visit"})), GONE, values_again, ({}, [])
    ),
    "undo": Breakable(
        revised, undo(), STORED, undone, ({"code": False}, ("calm",), [("one",)])
    ),
    "undo_item": Breakable(
        revised, undo(item=("picklist", "mood")), STORED, undone,
        ({"code": True, "place": False}, ("calm",), [("one",)]),
    ),
    "undo_property": Breakable(
        revised, undo(item=("object", "visit"), path=("fields", "code", "required")), STORED, undone,
        ({"code": False, "place": False}, ("calm", "loud"), [("one",)]),
    ),
    "uninstall": Breakable(
        travelled, lambda workspace: uninstalling(workspace, "tour"),
        ('UPDATE "gx_item"', 'DELETE FROM "gx_layer"', "COMMIT"), trips, (False, [("hidden",)]),
    ),
    "uninstall_purge": Breakable(
        left, lambda workspace: purging(workspace, "tour"), GONE, trips, (False, [])
    ),
    "first_types": Breakable(
        filled, lambda _: loose({**types(quick=True), "fields": visit(a_field("code"), a_field("place"))["fields"]}),
        ('INSERT INTO "gx_item"', "ALTER TABLE", "COMMIT"), types_of, ({"quick": True}, [("one", None)]),
    ),
    "other_types": Breakable(
        typed, lambda _: loose(types(quick=True, slow=False, keen=True)), STORED, types_of,
        ({"quick": True, "slow": False, "keen": True}, [("one", "slow")]),
    ),
}  # fmt: skip
