"""The metadata as the database holds it: layers of documents, items with their physical names, aliases."""

from typing import TYPE_CHECKING, Any

from guanxi.catalog import Alias, ItemRow
from guanxi.metadata.document import Document, Manifest
from guanxi.metadata.layers import Layer
from guanxi.metadata.load import WORKSPACE, manifest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guanxi.storage.connection import Connection

__all__ = ["MANIFEST_KIND", "sleeping", "stored_aliases", "stored_items", "stored_layers"]

MANIFEST_KIND = "plugin"
"""The kind under which a package's own plugin.yaml is kept among its documents."""


def sleeping(connection: "Connection") -> frozenset[str]:
    """Return the packages that are switched off: their documents stay, without effect."""
    return frozenset(name for (name,) in connection.select("gx_layer", ("package",), {"enabled": False}))


def stored_layers(connection: "Connection", *, enabled: bool = True) -> tuple[Layer, ...]:
    """Return the enabled layers in order of dependency, the workspace's own last even when empty; or the others."""
    packages = connection.select("gx_layer", ("package",), {"enabled": enabled}, order=("position",))
    columns = ("package", "kind", "name", "body")
    rows = connection.select("gx_document", columns, order=("package", "kind", "name"))
    documents: dict[str, list[Document]] = {}
    manifests: dict[str, Manifest] = {WORKSPACE: Manifest(WORKSPACE, "0.0.0")}
    for package, kind, name, body in rows:
        if kind == MANIFEST_KIND:
            manifests[package] = manifest_of(body)
        else:
            documents.setdefault(package, []).append(Document(kind, name, package, body))
    names = [*(name for (name,) in packages if name != WORKSPACE), *([WORKSPACE] if enabled else ())]
    return tuple(Layer(manifests[name], tuple(documents.get(name, ()))) for name in names)


def stored_items(connection: "Connection") -> tuple[ItemRow, ...]:
    """Return every item that was ever made and not purged."""
    waiting = {"state": "building", "kind": "recode"}
    recodes: dict[str, list[tuple[str, str]]] = {}
    for item, detail in connection.select("gx_build", ("item", "detail"), waiting, order=("id",)):
        recodes.setdefault(item, []).append((detail["old"], detail["new"]))
    columns = ("id", "kind", "package", "object", "name", "physical", "part", "state", "shape", "entry")
    return tuple(
        _item(dict(zip(columns, row, strict=True)), tuple(recodes.get(row[0], ())))
        for row in connection.select("gx_item", columns, order=("id",))
    )


def _item(row: "Mapping[str, Any]", recodes: tuple[tuple[str, str], ...]) -> ItemRow:
    return ItemRow(**{**row, "object": row["object"] or None, "recodes": recodes})


def stored_aliases(connection: "Connection") -> tuple[Alias, ...]:
    """Return the former names that still answer, each with the present name of its item."""
    names = {row[0]: row[1] for row in connection.select("gx_item", ("id", "name"))}
    rows = connection.select("gx_alias", ("kind", "object", "name", "item"))
    return tuple(Alias(kind, owner or None, old, names[item]) for kind, owner, old, item in rows if item in names)
