"""Revisions: what was changed when, by whom and why, and the way back, which is a change of its own (law 4)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.change.wanted import Wanted
from guanxi.errors import Missing
from guanxi.metadata.document import Document, Package
from guanxi.metadata.load import WORKSPACE, manifest_of
from guanxi.workspace.stored import MANIFEST_KIND, stored_layers

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["Revision", "revision", "revisions", "undoing"]

_COLUMNS = ("number", "at", "author", "message", "changes")


@dataclass(frozen=True, slots=True)
class Revision:
    """One step in the history of the metadata; `changes` holds each document before and after."""

    number: int
    at: dt.datetime
    author: str | None
    message: str
    changes: Sequence[Mapping[str, Any]]

    def as_json(self, *, documents: bool = False) -> dict[str, Any]:
        """Return the revision as the API shows it; its documents only where they are asked for."""
        touched = [{key: change[key] for key in ("package", "kind", "name")} for change in self.changes]
        return {
            "number": self.number, "at": self.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.at.microsecond // 1000:03d}Z",
            "author": self.author, "message": self.message, "changes": list(self.changes) if documents else touched,
        }  # fmt: skip


def revisions(workspace: "Workspace", *, limit: int = 100) -> list[Revision]:
    """Return the newest revisions, the newest first."""
    with workspace.database.read() as connection:
        rows = connection.select("gx_revision", _COLUMNS, order=("number",), descending=True, limit=limit)
    return [Revision(*row) for row in rows]


def revision(workspace: "Workspace", number: int) -> Revision:
    """Return one revision, else raise Missing."""
    with workspace.database.read() as connection:
        rows = connection.select("gx_revision", _COLUMNS, {"number": number})
    if not rows:
        raise Missing(kind="revision", number=number)
    return Revision(*rows[0])


def undoing(workspace: "Workspace", number: int, *, item: tuple[str, str] | None = None) -> Wanted:
    """Return the change that puts the documents of one revision, or one item of it, back as they were before.

    What later revisions did to other documents stays. The plan of the result tells what that does to data: undoing an
    added field hides it, with the values that were entered since.
    """
    told = [
        change for change in revision(workspace, number).changes if item in (None, (change["kind"], change["name"]))
    ]
    if item is not None and not told:
        raise Missing(kind=item[0], name=item[1])
    with workspace.database.read() as connection:
        layers = {layer.package: layer for layer in stored_layers(connection)}
    loose: list[Document] = []
    packages: list[Package] = []
    dropped: set[str] = set()
    for name in dict.fromkeys(change["package"] for change in told):
        own = [change for change in told if change["package"] == name]
        if name == WORKSPACE:
            loose = [_loose(change) for change in own]
            continue
        manifest = layers[name].manifest if name in layers else None
        documents = {document.ref: document for document in layers[name].documents} if name in layers else {}
        for change in own:
            if change["kind"] == MANIFEST_KIND:
                manifest = None if change["before"] is None else manifest_of(change["before"])
            elif change["before"] is None:
                documents.pop((change["kind"], change["name"]), None)
            else:
                document = Document(change["kind"], change["name"], name, change["before"])
                documents[document.ref] = document
        if manifest is None:
            dropped.add(name)
        else:
            packages.append(Package(manifest, tuple(documents.values()), ()))
    return Wanted(tuple(packages), frozenset(dropped), tuple(loose))


def _loose(change: Mapping[str, Any]) -> Document:
    body = change["before"]
    if body is None:
        body = {"kind": change["kind"], "name": change["name"], "remove": True}
    return Document(change["kind"], change["name"], WORKSPACE, body)
