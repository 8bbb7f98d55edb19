"""Drafts: items as one person wants them, kept apart from everybody until they are published together (decision B15).

A draft says how the whole item shall be. What the workspace has to write for that, an own document or a patch of a
package's, is worked out when it is asked for. It remembers the item that it was made from: when somebody else changed
that meanwhile, the draft conflicts and is not published until its author has looked.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from guanxi import clock
from guanxi.change.apply import Applied, apply
from guanxi.change.plan import Plan, plan
from guanxi.change.wanted import Wanted, wanted_layers
from guanxi.errors import Conflict, Invalid, Missing, Problem
from guanxi.metadata.check import check_layers, merge_sound
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.document import Document, Source
from guanxi.metadata.findings import Finding
from guanxi.metadata.layers import Merged, entry_path, kinds_in, merge
from guanxi.metadata.load import WORKSPACE, documents_of
from guanxi.metadata.patching import Patching
from guanxi.metadata.record_types import without_field
from guanxi.workspace.stored import stored_aliases, stored_items, stored_layers

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog
    from guanxi.metadata.document import Body, Ref
    from guanxi.metadata.kinds import Kinds
    from guanxi.metadata.layers import Layer
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["MOST", "Draft", "Drafts"]

MOST = 500
_COLUMNS = ("kind", "name", "item", "base", "at")
State: TypeAlias = Literal["changed", "same", "conflict"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One item as its author wants it, None where it shall go; `document` is what that means for the workspace."""

    kind: str
    name: str
    item: "Body | None"
    base: str | None  # the digest of the item it was made from, None where there was none
    at: dt.datetime
    state: State = "changed"
    document: Document | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def ref(self) -> "Ref":
        """Return kind and name."""
        return (self.kind, self.name)

    @property
    def origin(self) -> "Ref":
        """Return the item that it is made from: the one it had before a new name."""
        return (self.kind, str((self.item or {}).get("renamed_from") or self.name))


class Drafts:
    """The drafts of one person."""

    def __init__(self, workspace: "Workspace", author: "Principal") -> None:
        """Take where they are kept and whose they are."""
        self._workspace = workspace
        self._author = author

    def all(self) -> list[Draft]:
        """Return the drafts, each held against the metadata as it is now."""
        with self._workspace.database.read() as connection:
            rows = connection.select("gx_draft", _COLUMNS, self._mine(), order=("kind", "name"))
            if not rows:
                return []
            layers = stored_layers(connection)
        present = merge(layers)
        return [_judged(Draft(*row), layers, present) for row in rows]

    def find(self, kind: str, name: str) -> Draft:
        """Return one draft, else raise Missing."""
        found = next((draft for draft in self.all() if draft.ref == (kind, name)), None)
        if found is None:
            raise Missing(kind="draft", name=name[:100])
        return found

    def keep(self, kind: str, name: str, item: "Body | None", base: str | None) -> Draft:
        """Keep a draft; it may be wrong in every way that its plan then tells, but must be a document."""
        whole = None if item is None else {**item, "kind": kind, "name": name}
        _, findings = documents_of([] if whole is None else [(whole, Source())], WORKSPACE)
        if findings:
            raise Invalid(problems=[finding.as_problem() for finding in findings])
        row = {**self._mine(), "kind": kind, "name": name, "item": whole, "base": base, "at": clock.now()}
        with self._workspace.database.write() as connection:
            kept = connection.select("gx_draft", ("kind", "name"), self._mine())
            if len(kept) >= MOST and (kind, name) not in kept:
                raise Invalid(problems=[Problem(None, "too_many", {"limit": MOST})])
            connection.upsert("gx_draft", row, ("author", "kind", "name"))
        return self.find(kind, name)

    def discard(self, ref: "Ref | None" = None) -> None:
        """Drop one draft, else raise Missing; or all of them."""
        wanted = self._mine() if ref is None else {**self._mine(), "kind": ref[0], "name": ref[1]}
        with self._workspace.database.write() as connection:
            if not connection.delete("gx_draft", wanted) and ref is not None:
                raise Missing(kind="draft", name=ref[1][:100])

    def plan(self, *, blanked: frozenset[str] = frozenset()) -> tuple[Plan, list[Draft]]:
        """Work out what publishing would do; findings are placed by the keys of entries, as an editor names them."""
        drafts = self.all()
        made = plan(self._workspace, replace(_wanted(drafts), blanked=blanked), reader=self._author)
        documents = {draft.ref: draft.document for draft in drafts if draft.document is not None}
        kinds = kinds_in(made.layers)
        return replace(made, findings=tuple(_placed(kinds, found, documents) for found in made.findings)), drafts

    def sketch(self) -> "Catalog":
        """Return the catalog that the sound parts of the drafts make: what a formula in writing is held against."""
        made: list[Catalog] = []
        former = self._workspace.snapshot().catalog
        drafts = self.all()
        with self._workspace.database.read() as connection:
            stored, rows, aliases = stored_layers(connection), stored_items(connection), stored_aliases(connection)
        layers, _ = wanted_layers(stored, _wanted(drafts))

        def compiled(merged: Merged) -> "Catalog":
            keys = self._workspace.settings.keys
            made.append(compile_catalog(merged, rows, aliases, revision=former.revision, previous=former, keys=keys))
            return made[-1]

        check_layers(layers, stored=stored, compiled=compiled)
        return made[-1]

    def merged(self) -> Merged:
        """Return all items as the sound parts of the drafts make them."""
        drafts = self.all()
        with self._workspace.database.read() as connection:
            stored = stored_layers(connection)
        layers, _ = wanted_layers(stored, _wanted(drafts))
        return merge_sound(layers, stored=stored)[0]

    def publish(self, *, message: str, plan_id: str, blanked: frozenset[str] = frozenset()) -> Applied:
        """Apply all drafts, when that is still what the plan told, and drop them in the same transaction.

        Values of the `blanked` fields that do not fit a new type become blank. Raises Conflict with the items that
        somebody else changed meanwhile.
        """
        drafts = self.all()
        torn = [draft for draft in drafts if draft.state == "conflict"]
        if torn:
            problems = [Problem("/".join(draft.ref), "draft_conflict", {"name": draft.name}) for draft in torn]
            raise Conflict(problems=problems, reason="draft_conflict")
        drop = partial(self._drop, drafts)
        wanted = replace(_wanted(drafts), blanked=blanked)
        done = apply(self._workspace, wanted, author=self._author, message=message, plan_id=plan_id, also=drop)
        if not done.changed:
            with self._workspace.database.write() as connection:
                drop(connection)
        return done

    def _drop(self, drafts: Sequence[Draft], connection: "Connection") -> None:
        """Drop the drafts that were published; one that was kept anew meanwhile stays."""
        for draft in drafts:
            connection.delete("gx_draft", {**self._mine(), "kind": draft.kind, "name": draft.name, "at": draft.at})

    def _mine(self) -> dict[str, Any]:
        return {"author": self._author.user_id}


def _wanted(drafts: Sequence[Draft]) -> Wanted:
    return Wanted(
        documents=tuple(draft.document for draft in drafts if draft.document is not None and draft.state != "same"),
        findings=tuple(finding for draft in drafts for finding in draft.findings),
    )


def _judged(draft: Draft, layers: "Sequence[Layer]", present: Merged) -> Draft:
    """Return a draft with the document that it means, and whether others changed what it was made from."""
    vendor = merge(_without(layer, draft.origin) for layer in layers).get(*draft.origin)
    document, findings = _document(draft, None if vendor is None else vendor.body, present.kinds)
    item = present.get(*draft.origin)
    state: State = "changed"
    if (None if item is None else item.body) == draft.item:
        state = "same"
    elif (None if item is None else item.digest) != draft.base:
        state = "conflict"
    return replace(draft, state=state, document=document, findings=findings)


def _document(
    draft: Draft, vendor: "Body | None", kinds: "Kinds"
) -> tuple[Document, tuple[Finding, ...]]:  # fmt: skip
    if draft.item is None:
        going = {"remove": True} if vendor is None else {"hidden": True}
        return Document(*draft.ref, WORKSPACE, {"kind": draft.kind, "name": draft.name, **going}), ()
    if vendor is None:
        return Document(*draft.ref, WORKSPACE, without_field(draft.item)), ()
    patching = Patching(kinds, *draft.ref)
    body = patching.document(vendor, draft.item)
    return Document(*draft.ref, WORKSPACE, body), tuple(patching.findings)


def _without(layer: "Layer", ref: "Ref") -> "Layer":
    """Return the layer without what the workspace says of an item."""
    if layer.package != WORKSPACE:
        return layer
    return replace(layer, documents=tuple(document for document in layer.documents if document.ref != ref))


def _placed(kinds: "Kinds", found: Finding, documents: "Mapping[Ref, Document]") -> Finding:
    """Return a finding with the keys of entries in its path instead of their positions in a document."""
    kind, _, rest = found.path.partition("/")
    name, *steps = rest.split("/")
    document = documents.get((kind, name))
    if document is None:
        return found
    return replace(found, path="/".join((kind, name, *entry_path(kinds, kind, document.body, steps))))
