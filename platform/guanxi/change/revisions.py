"""Revisions: what was changed when, by whom and why, and the way back, which is a change of its own (law 4)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from guanxi.change.difference import Difference, within_documents
from guanxi.change.store import PURGE
from guanxi.change.wanted import Wanted
from guanxi.errors import Conflict, Missing
from guanxi.metadata.declared import kinds_of
from guanxi.metadata.document import Document, Package
from guanxi.metadata.kinds import KIND, Kinds, entry_key
from guanxi.metadata.layers import kinds_in
from guanxi.metadata.load import WORKSPACE, manifest_of
from guanxi.storage.rows import Below
from guanxi.workspace.stored import MANIFEST_KIND, stored_layers

if TYPE_CHECKING:
    from guanxi.metadata.layers import Layer
    from guanxi.workspace.workspace import Workspace

__all__ = ["Revision", "differences_of", "documents_as", "revision", "revisions", "undoing"]

_COLUMNS = ("number", "at", "author", "message", "changes")


@dataclass(frozen=True, slots=True)
class Revision:
    """One step in the history of the metadata; `changes` holds each document before and after."""

    number: int
    at: dt.datetime
    author: str | None
    message: str
    changes: Sequence[Mapping[str, Any]]

    def touches(self, item: tuple[str, str]) -> bool:
        """Tell whether documents of an item were changed."""
        return any((change["kind"], change["name"]) == item for change in self.changes)

    def as_json(self, *, documents: bool = False) -> dict[str, Any]:
        """Return the revision as the API shows it; its documents only where they are asked for."""
        touched = [{key: change[key] for key in ("package", "kind", "name")} for change in self.changes]
        return {
            "number": self.number, "at": self.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.at.microsecond // 1000:03d}Z",
            "author": self.author, "message": self.message, "changes": list(self.changes) if documents else touched,
        }  # fmt: skip


def revisions(
    workspace: "Workspace", *, limit: int = 100, item: tuple[str, str] | None = None
) -> list[Revision]:  # fmt: skip
    """Return the newest revisions, the newest first; with an item those that changed its documents."""
    found: list[Revision] = []
    wanted: Mapping[str, Any] = {}
    with workspace.database.read() as connection:
        while len(found) < limit:
            rows = connection.select("gx_revision", _COLUMNS, wanted, order=("number",), descending=True, limit=limit)
            read = [Revision(*row) for row in rows]
            found += [known for known in read if item is None or known.touches(item)]
            if len(rows) < limit:
                break
            wanted = {"number": Below(rows[-1][0])}
    return found[:limit]


def revision(workspace: "Workspace", number: int) -> Revision:
    """Return one revision, else raise Missing."""
    with workspace.database.read() as connection:
        rows = connection.select("gx_revision", _COLUMNS, {"number": number})
    if not rows:
        raise Missing(kind="revision", number=number)
    return Revision(*rows[0])


def differences_of(workspace: "Workspace", told: Revision) -> tuple[Difference, ...]:
    """Return what a revision changed in each document, by the lists of the kinds that are known now or were then."""
    touched = [
        (Document(change["kind"], change["name"], change["package"], change["after"] or change["before"] or {}), change)
        for change in told.changes
    ]
    with workspace.database.read() as connection:
        known = [document for layer in stored_layers(connection) for document in layer.documents]
    kinds = kinds_of([*known, *(document for document, _ in touched if document.kind == KIND)])
    return tuple(
        difference
        for document, change in touched
        for difference in within_documents(kinds, document, change["before"], change["after"])
    )


def undoing(
    workspace: "Workspace", number: int, *, item: tuple[str, str] | None = None, path: Sequence[str] = (),
    blanked: frozenset[str] = frozenset(),
) -> Wanted:  # fmt: skip
    """Return the change that puts the documents of one revision, one item of it or one property, back as before.

    What later revisions did to other documents stays, and with a path of keys and entry names to the rest of the
    document. The plan of the result tells what that does to data: undoing an added field hides it, with the values that
    were entered since. `blanked` are fields whose values become blank where they do not fit a type that comes back.
    Raises Conflict where the revision purged something.
    """
    told = [
        change for change in revision(workspace, number).changes if item in (None, (change["kind"], change["name"]))
    ]
    if item is not None and not told:
        raise Missing(kind=item[0], name=item[1])
    if any(change["kind"] == PURGE for change in told):
        raise Conflict(reason="purged")
    with workspace.database.read() as connection:
        layers = {layer.package: layer for layer in stored_layers(connection)}
    if path:
        kinds = kinds_in(layers.values())
        told = [_with_one_property(change, layers[change["package"]], tuple(path), kinds) for change in told]
    packages, dropped, loose = documents_as(told, "before", layers)
    return Wanted(packages, dropped, loose, blanked=blanked)


def documents_as(
    told: Sequence[Mapping[str, Any]], side: Literal["before", "after"], layers: "Mapping[str, Layer]"
) -> tuple[tuple[Package, ...], frozenset[str], tuple[Document, ...]]:
    """Return what makes documents as they were before or after changes: whole packages, those that go, loose ones."""
    loose: list[Document] = []
    packages: list[Package] = []
    dropped: set[str] = set()
    for name in dict.fromkeys(change["package"] for change in told):
        own = [change for change in told if change["package"] == name]
        if name == WORKSPACE:
            loose = [_loose(change, side) for change in own]
            continue
        manifest = layers[name].manifest if name in layers else None
        documents = {document.ref: document for document in layers[name].documents} if name in layers else {}
        for change in own:
            if change["kind"] == MANIFEST_KIND:
                manifest = None if change[side] is None else manifest_of(change[side])
            elif change[side] is None:
                documents.pop((change["kind"], change["name"]), None)
            else:
                document = Document(change["kind"], change["name"], name, change[side])
                documents[document.ref] = document
        if manifest is None:
            dropped.add(name)
        else:
            packages.append(Package(manifest, tuple(documents.values()), ()))
    return tuple(packages), frozenset(dropped), tuple(loose)


def _with_one_property(
    change: Mapping[str, Any], layer: "Layer", path: tuple[str, ...], kinds: Kinds
) -> Mapping[str, Any]:
    """Return a change whose document before is the present one with a single property as it was."""
    ref = (change["kind"], change["name"])
    present = next((document.body for document in layer.documents if document.ref == ref), None)
    if present is None or change["before"] is None:
        raise Missing(kind=ref[0], name=ref[1])
    return {**change, "before": _Putting(kinds, ref[0]).put(present, change["before"], path, ())}


@dataclass(frozen=True, slots=True)
class _Putting:
    """Puts one part of a document of a kind back."""

    kinds: Kinds
    kind: str

    def put(self, present: Any, former: Any, path: tuple[str, ...], done: tuple[str, ...]) -> Any:
        """Return a value with the part at a path as it was; entries of keyed lists go by their keys."""
        step, *rest = path
        if isinstance(present, dict) or isinstance(former, dict):
            own, had = present or {}, former or {}
            value = self._value(own, had, step, tuple(rest), done)
            kept = {key: entry for key, entry in own.items() if key != step or value is not None}
            return {**kept, **({step: value} if value is not None else {})}
        rule = self.kinds.list_rule(self.kind, self.kinds.pattern(self.kind, done))
        own = {entry_key(rule, entry): entry for entry in present or ()}
        had = {entry_key(rule, entry): entry for entry in former or ()}
        if rule.form != "keyed":
            raise Missing(kind="property", name="/".join((*done, step)))
        value = self._value(own, had, step, tuple(rest), done)
        order = list(own) if step in own else [*own, step]
        entries = {**own, step: value}
        return [entries[key] for key in order if entries[key] is not None]

    def _value(
        self, own: Mapping[str, Any], had: Mapping[str, Any], step: str, rest: tuple[str, ...], done: tuple[str, ...]
    ) -> Any:
        if step not in own and step not in had:
            raise Missing(kind="property", name="/".join((*done, step)))
        return self.put(own.get(step), had.get(step), rest, (*done, step)) if rest else had.get(step)


def _loose(change: Mapping[str, Any], side: Literal["before", "after"]) -> Document:
    body = change[side]
    if body is None:
        body = {"kind": change["kind"], "name": change["name"], "remove": True}
    return Document(change["kind"], change["name"], WORKSPACE, body)
