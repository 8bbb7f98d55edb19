"""Where used: every document that mentions an item, a field of an object or a value of a picklist."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.errors import Missing
from guanxi.metadata.layers import entry_path, merge
from guanxi.metadata.references import Mention, Structure, mentions
from guanxi.workspace.stored import stored_layers

if TYPE_CHECKING:
    from guanxi.metadata.document import Document
    from guanxi.metadata.kinds import Kinds
    from guanxi.workspace.workspace import Workspace

__all__ = ["Use", "uses"]

_PARTS = {"object": ("field", "fields"), "picklist": ("value", "values")}


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
    """Return what mentions an item, or with `part` one field of an object or value of a picklist.

    An object is used by whatever names it, and by documents of others that name its fields. Raises Missing where there
    is no such thing.
    """
    with workspace.database.read() as connection:
        layers = stored_layers(connection)
    merged = merge(layers)
    item = merged.get(kind, name)
    if item is None:
        raise Missing(kind=kind, name=name)
    if part is not None:
        inner, key = _PARTS.get(kind, ("", ""))
        if part not in {entry["name"] for entry in item.body.get(key, ())}:
            raise Missing(kind=inner or "part", name=part)
    documents = [document for layer in layers for document in layer.documents]
    structure = Structure(documents)
    found: dict[Use, None] = {}
    for document in documents:
        for mention in mentions(document, structure):
            if not mention.declares and _is_meant(mention, document, kind, name, part):
                found[_use(merged.kinds, document, mention)] = None
    return list(found)


def _is_meant(mention: Mention, document: "Document", kind: str, name: str, part: str | None) -> bool:
    if part is not None:
        return (mention.kind, mention.owner, mention.name) == (_PARTS[kind][0], name, part)
    below = kind in _PARTS and mention.kind == _PARTS[kind][0] and mention.owner == name
    return (mention.kind, mention.name) == (kind, name) or (below and document.ref != (kind, name))


def _use(kinds: "Kinds", document: "Document", mention: Mention) -> Use:
    path = entry_path(kinds, document.kind, document.body, [str(step) for step in mention.path])
    return Use(document.package, document.kind, document.name, path)
