"""What a revision changed in items as people see them, where the workspace lays its changes over those of a package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guanxi.change.difference import Difference, differences
from guanxi.change.revisions import differences_of
from guanxi.metadata.document import Document
from guanxi.metadata.kinds import KIND
from guanxi.metadata.layers import Layer, merge
from guanxi.metadata.load import WORKSPACE
from guanxi.workspace.stored import stored_layers

if TYPE_CHECKING:
    from guanxi.change.revisions import Revision
    from guanxi.workspace.workspace import Workspace

__all__ = ["differences_seen"]


def differences_seen(workspace: "Workspace", told: "Revision") -> Iterator[Difference]:
    """Yield what a revision changed; of an item of a package what came of it, over the item as the package has it now.

    A patch holds the whole of what it says, so the patch itself would tell of an item that was added.
    """
    with workspace.database.read() as connection:
        layers = stored_layers(connection)
    packages = [layer for layer in layers if layer.package != WORKSPACE]
    given = {document.ref for layer in packages for document in layer.documents}
    patches = [
        change for change in told.changes
        if change["package"] == WORKSPACE and (change["kind"], change["name"]) in given
    ]  # fmt: skip
    rest = [change for change in told.changes if change not in patches]
    yield from differences_of(workspace, replace(told, changes=rest))
    own = next(layer for layer in layers if layer.package == WORKSPACE)
    for change in patches:
        before, after = (merge(_layers(packages, own, change, change[side])) for side in ("before", "after"))
        for difference in differences(before, after):
            if (difference.kind, difference.name) == (change["kind"], change["name"]):
                yield replace(difference, package=WORKSPACE)


def _layers(
    packages: Sequence[Layer], own: Layer, change: Mapping[str, Any], body: Mapping[str, Any] | None
) -> Iterator[Layer]:
    """Yield the layers as far as one item goes, with one state of what the workspace lays over it."""
    ref = (change["kind"], change["name"])
    for layer in packages:
        yield Layer(layer.manifest, tuple(one for one in layer.documents if one.ref == ref or _speaks_of(one, ref)))
    patch = () if body is None else (Document(change["kind"], change["name"], WORKSPACE, dict(body)),)
    kinds = tuple(one for one in own.documents if one.kind == KIND)
    yield Layer(own.manifest, (*kinds, *patch))


def _speaks_of(document: Document, ref: tuple[str, str]) -> bool:
    """Tell whether a document says of which kind an item is, or adds to it."""
    return document.kind == KIND or (document.kind == "extension" and document.body.get(ref[0]) == ref[1])
