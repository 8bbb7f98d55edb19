"""Where used: every document that mentions an item, a field or record type of an object or a value of a picklist."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.errors import Missing
from guanxi.metadata.layers import entry_path, merge
from guanxi.metadata.references import Mention, mentions
from guanxi.metadata.structure import PARTS, Structure
from guanxi.workspace.stored import stored_layers

if TYPE_CHECKING:
    from guanxi.metadata.document import Document
    from guanxi.metadata.kinds import Kinds
    from guanxi.metadata.layers import Item
    from guanxi.workspace.workspace import Workspace

__all__ = ["Use", "uses"]


@dataclass(frozen=True, slots=True)
class Use:
    """One place that mentions a thing."""

    package: str
    kind: str
    name: str
    path: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the use as the API and the command line show it."""
        return {"package": self.package, "kind": self.kind, "name": self.name, "path": list(self.path)}


def uses(workspace: "Workspace", kind: str, name: str, *, part: str | None = None) -> list[Use]:
    """Return what mentions an item, or with `part` a field of an object, a value of a picklist or `record_type.NAME`.

    An object is used by whatever names it, and by documents of others that name its fields or types. Raises Missing
    where there is no such thing.
    """
    with workspace.database.read() as connection:
        layers = stored_layers(connection)
    merged = merge(layers)
    item = merged.get(kind, name)
    if item is None:
        raise Missing(kind=kind, name=name)
    meant = None if part is None else _part(item, part)
    documents = [document for layer in layers for document in layer.documents]
    structure = Structure(documents)
    found: dict[Use, None] = {}
    for document in documents:
        for mention in mentions(document, structure):
            if not mention.declares and _is_meant(mention, document, kind, name, meant):
                found[_use(merged.kinds, document, mention)] = None
    return list(found)


def _part(item: "Item", part: str) -> tuple[str, str]:
    """Return which kind of part is meant and its name: that of the item's first list, unless another kind is named."""
    lists = {kind: key for key, kind in PARTS.get(item.kind, {}).items()} or {"part": ""}
    (usual, *others), (kind, _, named) = lists, part.partition(".")
    kind, name = (kind, named) if kind in others else (usual, part)
    if name not in {entry["name"] for entry in item.body.get(lists[kind], ())}:
        raise Missing(kind=kind, name=name)
    return kind, name


def _is_meant(
    mention: Mention, document: "Document", kind: str, name: str, part: tuple[str, str] | None
) -> bool:  # fmt: skip
    if part is not None:
        return (mention.kind, mention.owner, mention.name) == (part[0], name, part[1])
    below = mention.kind in PARTS.get(kind, {}).values() and mention.owner == name
    return (mention.kind, mention.name) == (kind, name) or (below and document.ref != (kind, name))


def _use(kinds: "Kinds", document: "Document", mention: Mention) -> Use:
    path = entry_path(kinds, document.kind, document.body, [str(step) for step in mention.path])
    return Use(document.package, document.kind, document.name, path)
