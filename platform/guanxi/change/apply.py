"""Apply: one transaction behind the exclusive fence that holds documents, cheap DDL, the revision and its builds (law 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.access.memberships import sync_roles
from guanxi.change.builds import Build, enqueue_builds, needed_builds
from guanxi.change.plan import Plan, make_plan
from guanxi.change.tables import new_columns, new_tables
from guanxi.change.wanted import Wanted, vendor_bodies
from guanxi.errors import Conflict, Invalid
from guanxi.metadata.layers import merge
from guanxi.metadata.load import WORKSPACE
from guanxi.storage.ddl import Ddl
from guanxi.workspace.stored import MANIFEST_KIND

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.metadata.catalog import ItemRow
    from guanxi.metadata.document import Document, Manifest
    from guanxi.metadata.layers import Layer
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["Applied", "apply"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: the revision that stands now, the plan it carried out, and the jobs of its builds."""

    revision: int
    plan: Plan
    jobs: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Tell whether there was anything to do."""
        return self.revision != self.plan.revision


def apply(
    workspace: "Workspace", wanted: Wanted, *, author: "Principal", message: str = "", plan_id: str | None = None
) -> Applied:
    """Carry out a change, all or nothing; with a plan id, only when that is still what would happen.

    Raises Invalid with every finding, Conflict (`base_moved`) when the plan is no longer the same, Busy when a lock did not
    become free in time.
    """
    database = workspace.database

    def work(connection: "Connection") -> Applied:
        # Planned again inside the fence: nothing can change between this plan and its execution.
        made = make_plan(connection, wanted, revision=_revision(connection))
        if made.errors:
            raise Invalid(problems=[finding.as_problem() for finding in made.findings])
        if plan_id is not None and plan_id != made.id:
            raise Conflict(reason="base_moved", revision=made.revision)
        if made.is_empty:
            return Applied(made.revision, made, ())
        return _carry_out(connection, made, author, message)

    with database.read() as reader:
        first = make_plan(reader, wanted, revision=database.revision())
    tables = tuple(sorted(_altered(first)))
    return database.run_exclusive(work, tables=tables)


def _carry_out(connection: "Connection", made: Plan, author: "Principal", message: str) -> Applied:
    if made.catalog is None:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])
    catalog, allotment, number = made.catalog, made.allotment, made.revision + 1
    ddl = Ddl(connection.dialect)
    statements = [
        *new_tables(catalog, allotment.added, ddl),
        *new_columns(catalog, allotment.added, allotment.widened, made.items, ddl),
    ]
    if statements:
        connection.script(*statements)
    _store_items(connection, allotment.added, (*allotment.widened, *allotment.revived, *allotment.hidden))
    _store_layers(connection, made.stored, made.layers)
    builds = needed_builds(connection, made)
    sync_roles(connection, catalog)
    _store_revision(connection, made, number, author, message)
    jobs = enqueue_builds(connection, builds, author)
    _mark_building(connection, builds)
    return Applied(number, made, jobs)


def _altered(made: Plan) -> Iterable[str]:
    """Return the existing tables that get a column or are referred to by a new one, which takes a lock on them."""
    if made.catalog is None:
        return set()
    fresh = {row.name for row in made.allotment.added if row.kind == "object"}
    rows = [row for row in (*made.allotment.added, *made.allotment.widened) if row.kind == "field"]
    return {
        made.catalog.objects[row.object].parts[row.part - 1]
        for row in rows
        if row.object is not None and row.object not in fresh and row.physical
    }


def _revision(connection: "Connection") -> int:
    return int(connection.select("gx_workspace", ("revision",), {"id": 1})[0][0])


def _store_items(connection: "Connection", added: Iterable["ItemRow"], changed: Iterable["ItemRow"]) -> None:
    connection.insert("gx_item", [_item(row) for row in added])
    for row in changed:
        connection.update("gx_item", {"state": row.state, "shape": row.shape}, {"id": row.id})


def _item(row: "ItemRow") -> dict[str, Any]:
    return asdict(row)


def _store_layers(
    connection: "Connection", stored: "tuple[Layer, ...]", wanted: "tuple[Layer, ...]"
) -> None:
    """Write the layers that differ, and for the workspace's patches the vendor's values they were made against."""
    before = {layer.package: layer for layer in stored}
    bodies = vendor_bodies(wanted, merge(layer for layer in wanted if layer.package != WORKSPACE))
    kept = vendor_bodies(stored, merge(layer for layer in stored if layer.package != WORKSPACE))
    now = clock.now()
    for position, layer in enumerate(wanted):
        former = before.pop(layer.package, None)
        row = {"package": layer.package, "version": layer.manifest.version, "position": position, "enabled": True, "at": now}
        connection.upsert("gx_layer", row, ("package",))
        if former != layer:
            connection.delete("gx_document", {"package": layer.package})
            known = {document.ref: document for document in former.documents} if former is not None else {}
            rows = []
            for document in layer.documents:
                patched = bodies.get(document.ref) if layer.package == WORKSPACE else None
                if patched is not None and known.get(document.ref) == document:
                    patched = kept.get(document.ref, patched)  # the base of a merge stays what the patch was made against
                rows.append(_document(document, layer.manifest, patched))
            if layer.package != WORKSPACE:
                rows.append(_manifest(layer.manifest))
            connection.insert("gx_document", rows)
    for package in before:
        connection.delete("gx_document", {"package": package})
        connection.delete("gx_layer", {"package": package})


def _document(document: "Document", manifest: "Manifest", vendor: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "layer": "workspace" if document.package == WORKSPACE else "package", "package": document.package,
        "version": manifest.version, "kind": document.kind, "name": document.name, "body": document.body, "vendor_body": vendor,
    }  # fmt: skip


def _manifest(manifest: "Manifest") -> dict[str, Any]:
    body = {
        "name": manifest.name, "version": manifest.version, "label": dict(manifest.label), "depends": list(manifest.depends),
        "prefix": manifest.prefix, "powers": sorted(manifest.powers),
    }  # fmt: skip
    return {
        "layer": "package", "package": manifest.name, "version": manifest.version, "kind": MANIFEST_KIND,
        "name": manifest.name, "body": body, "vendor_body": None,
    }  # fmt: skip


def _store_revision(
    connection: "Connection", made: Plan, number: int, author: "Principal", message: str
) -> None:
    now = clock.now()
    before = {(document.package, *document.ref): document.body for layer in made.stored for document in layer.documents}
    after = {(document.package, *document.ref): document.body for layer in made.layers for document in layer.documents}
    changes = [
        {"package": key[0], "kind": key[1], "name": key[2], "before": before.get(key), "after": after.get(key)}
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]
    versions = {layer.package: layer.manifest.version for layer in made.stored}
    for layer in made.layers:
        if versions.get(layer.package) != layer.manifest.version and layer.package != WORKSPACE:
            manifest = _manifest(layer.manifest)["body"]
            former = next((item for item in made.stored if item.package == layer.package), None)
            changes.append({
                "package": layer.package, "kind": MANIFEST_KIND, "name": layer.package,
                "before": None if former is None else _manifest(former.manifest)["body"], "after": manifest,
            })  # fmt: skip
    connection.insert(
        "gx_revision",
        {"number": number, "at": now, "author": author.user_id, "message": message, "changes": changes},
    )
    connection.update("gx_workspace", {"revision": number}, {"id": 1})
    write_audit(connection, author, [Entry("metadata.apply", detail={"revision": number, "message": message})], now=now)


def _mark_building(connection: "Connection", builds: Iterable[Build]) -> None:
    for build in builds:
        connection.update("gx_item", {"state": "building"}, {"id": build.item})
