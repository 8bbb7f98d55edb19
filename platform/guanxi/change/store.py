"""What a change writes into system tables: items, layers, the revision with each document before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.change.copies import hide
from guanxi.change.difference import body_of
from guanxi.change.relabel import alias_name
from guanxi.change.wanted import vendor_bodies
from guanxi.metadata.layers import merge
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.renames import OF_OBJECTS
from guanxi.workspace.stored import MANIFEST_KIND, stored_aliases

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.change.plan import Plan
    from guanxi.change.relabel import Relabelled
    from guanxi.metadata.document import Body, Ref
    from guanxi.metadata.layers import Layer
    from guanxi.storage.connection import Connection

__all__ = ["PURGE", "Stored", "store", "to_store"]

PURGE = "purge"
"""The kind under which a revision remembers what it purged, which nothing brings back."""
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows of a change, worked out before the fence closes: documents by package, and the revision's changes."""

    documents: Mapping[str, Rows]
    changes: Sequence[Mapping[str, Any]]


def to_store(made: "Plan") -> Stored:
    """Return what a plan writes: the documents of the layers that differ, and each document before and after."""
    before = {layer.package: layer for layer in made.stored}
    documents = {
        layer.package: _documents(layer, before.get(layer.package), made)
        for layer in made.layers
        if before.get(layer.package) != layer
    }
    purged = [
        {"package": WORKSPACE, "kind": PURGE, "name": purge.name, "before": None, "after": None}
        for purge in made.purges
    ]  # fmt: skip
    return Stored(documents, [*_changes(made.stored, made.layers), *purged])


def _documents(layer: "Layer", former: "Layer | None", made: "Plan") -> Rows:
    """Return a layer's rows; a patch of the workspace carries the vendor's values it was made against (decision A5)."""
    bodies: dict[Ref, Body] = {}
    if layer.package == WORKSPACE and former is not None:
        known = {document.ref: document for document in former.documents}
        bodies = _vendor(made.layers)
        kept = _vendor(made.stored)
        for document in layer.documents:
            if known.get(document.ref) == document and document.ref in bodies:
                bodies[document.ref] = kept.get(document.ref, bodies[document.ref])
    rows = [
        {
            "layer": "workspace" if layer.package == WORKSPACE else "package", "package": layer.package,
            "version": layer.manifest.version, "kind": document.kind, "name": document.name, "body": document.body,
            "vendor_body": bodies.get(document.ref),
        }
        for document in layer.documents
    ]  # fmt: skip
    if layer.package != WORKSPACE:
        rows.append({
            "layer": "package", "package": layer.package, "version": layer.manifest.version, "kind": MANIFEST_KIND,
            "name": layer.package, "body": body_of(layer.manifest), "vendor_body": None,
        })  # fmt: skip
    return rows


def _vendor(layers: "Sequence[Layer]") -> "dict[Ref, Body]":
    return vendor_bodies(layers, merge(layer for layer in layers if layer.package != WORKSPACE))


def _changes(stored: "Iterable[Layer]", wanted: "Iterable[Layer]") -> list[dict[str, Any]]:
    before, after = _bodies(stored), _bodies(wanted)
    return [
        {"package": key[0], "kind": key[1], "name": key[2], "before": before.get(key), "after": after.get(key)}
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]


def _bodies(layers: "Iterable[Layer]") -> dict[tuple[str, str, str], Any]:
    found: dict[tuple[str, str, str], Any] = {}
    for layer in layers:
        found |= {(layer.package, *document.ref): document.body for document in layer.documents}
        if layer.package != WORKSPACE:
            found[layer.package, MANIFEST_KIND, layer.package] = body_of(layer.manifest)
    return found


def store(connection: "Connection", made: "Plan", rows: Stored, author: "Principal", message: str) -> None:
    """Write the items, the layers and the revision of a change."""
    for alias in stored_aliases(connection) if made.retired else ():
        if alias_name(alias) in made.retired:
            connection.delete("gx_alias", {"kind": alias.kind, "object": alias.object, "name": alias.old})
    if made.relabelled is not None:
        _store_names(connection, made.relabelled)
    for purge in made.purges:
        ids = [row.id for row in purge.rows]
        for table, key in (("gx_alias", "item"), ("gx_build", "item"), ("gx_item", "id")):
            connection.delete(table, {key: ids})
    # Those that leave first: an item that takes the place of another has its name.
    for row in (*made.allotment.hidden, *made.allotment.widened, *made.allotment.revived):
        connection.update("gx_item", {"state": row.state, "shape": row.shape}, {"id": row.id})
    _store_retyped(connection, made)
    connection.insert("gx_item", [row.stored() for row in made.allotment.added])
    _store_layers(connection, made, rows)
    number, now = made.revision + 1, clock.now()
    revision = {"number": number, "at": now, "author": author.user_id, "message": message, "changes": rows.changes}
    connection.insert("gx_revision", revision)
    connection.update("gx_workspace", {"revision": number}, {"id": 1})
    write_audit(connection, author, [Entry("metadata.apply", detail={"revision": number, "message": message})], now=now)


def _store_names(connection: "Connection", known: "Relabelled") -> None:
    """Give renamed items their names, and keep the former ones so that they go on to answer."""
    for row in known.moved:
        connection.update("gx_item", {"object": row.object, "name": row.name, "shape": row.shape}, {"id": row.id})
    connection.insert("gx_item", [row.stored() for row in known.fresh])
    for rename in known.renames:
        if rename.kind == "object":
            for kind in sorted(OF_OBJECTS):
                connection.update("gx_alias", {"object": rename.new}, {"object": rename.old, "kind": kind})
    living = {(row.kind, row.object, row.name): row.id for row in known.rows if row.state != "hidden"}
    for rename in known.renames:
        item = living.get((rename.kind, rename.owner, rename.new))
        for name in (rename.old, rename.new):
            connection.delete("gx_alias", {"kind": rename.kind, "object": rename.owner, "name": name})
        if item is not None and not rename.back and not rename.merges:
            connection.insert("gx_alias", {
                "kind": rename.kind, "object": rename.owner, "name": rename.old, "item": item, "at": clock.now(),
            })  # fmt: skip


def _store_retyped(connection: "Connection", made: "Plan") -> None:
    """Give retyped fields their new columns, and the rows that had them the columns that they leave."""
    hide(connection, [row.id for row in made.abandoned])
    for told in (one.told for one in made.retypes):
        left, after = told.left.stored(), told.after.stored()
        if told.former is None:
            connection.insert("gx_item", left)
        else:
            connection.update("gx_item", {key: left[key] for key in left if key != "id"}, {"id": told.left.id})
        connection.update("gx_item", {key: after[key] for key in ("physical", "part", "shape")}, {"id": told.after.id})


def _store_layers(connection: "Connection", made: "Plan", rows: Stored) -> None:
    now = clock.now()
    for position, layer in enumerate(made.layers):
        values = {"version": layer.manifest.version, "position": position, "enabled": True, "at": now}
        if layer.package in rows.documents:
            connection.upsert("gx_layer", {"package": layer.package, **values}, ("package",))
            connection.delete("gx_document", {"package": layer.package})
            connection.insert("gx_document", rows.documents[layer.package])
        else:
            connection.update("gx_layer", {"position": position}, {"package": layer.package})
    gone = {layer.package for layer in made.stored} - {layer.package for layer in made.layers}
    for package in gone & made.asleep:
        connection.update("gx_layer", {"enabled": False}, {"package": package})
    for package in (gone - made.asleep) | made.forgotten:
        connection.delete("gx_document", {"package": package})
        connection.delete("gx_layer", {"package": package})
