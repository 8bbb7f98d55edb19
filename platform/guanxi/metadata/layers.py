"""Layers of metadata merged into one: packages in order of dependency, the workspace's own changes last (decision A5).

A document of a package makes an item, an extension adds entries to another package's item, and a document of the
workspace that names a package's item is a patch: it changes properties, hides entries (`hidden: true`) and places them
(`after`).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import orjson
from guanxi.metadata.declared import kinds_of
from guanxi.metadata.document import Body, Document, Manifest, Path, Ref
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.kinds import OURS, Kinds, ListRule, entry_key
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.record_types import with_field

__all__ = ["CONTROL", "Item", "Layer", "Merged", "digest_of", "entry_path", "kinds_in", "merge", "vendor_values"]

Origins: TypeAlias = Mapping[tuple[str, ...], tuple[Document, Path]]
CONTROL = frozenset({"kind", "name", "hidden", "after"})
# What a package's field is made of physically stays the package's own.
_PHYSICAL = frozenset({"type", "to", "over", "function", "of", "returns", "stored", "precision", "scale"})
_FROZEN = {("object",): frozenset({"owned"}), ("object", "fields", "*"): _PHYSICAL}
_EXTENDED = {
    "fields": ("fields",),
    "unique_keys": ("unique_keys",),
    "indexes": ("indexes",),
    "values": ("values",),
    "record_types": ("record_types",),
    "transitions": ("states", "transitions"),
}


@dataclass(frozen=True, slots=True)
class Layer:
    """The documents of one package, or of the workspace."""

    manifest: Manifest
    documents: tuple[Document, ...]

    @property
    def package(self) -> str:
        """Return the name of the package."""
        return self.manifest.name


@dataclass(frozen=True, slots=True)
class Item:
    """One item after all layers; `origins` says which document brought a part, by path with entry keys."""

    kind: str
    name: str
    package: str
    body: Body
    digest: str
    origins: Origins
    kinds: Kinds = field(default=OURS, compare=False, repr=False)

    def owner(self, *path: str) -> str:
        """Return the package that brought a part, such as the field at ('fields', 'amount')."""
        return self._origin(path)[0].package

    def list_rule(self, path: tuple[str, ...]) -> ListRule:
        """Return what the list at a path with entry keys is."""
        return self.kinds.list_rule(self.kind, self.kinds.pattern(self.kind, path))

    def finding(
        self, code: str, path: tuple[str, ...] = (), *, fix: str | None = None, warning: bool = False, **params: object
    ) -> Finding:
        """Return a finding at a path with entry keys, at the file and line that wrote it."""
        document, start = self._origin(path)
        place = _positions(self.kinds, document, start)
        found = document.finding(code, place, fix=fix, warning=warning, **params)
        return replace(found, path="/".join((self.kind, self.name, *path)))

    def _origin(self, path: tuple[str, ...]) -> tuple[Document, Path]:
        for length in range(len(path), -1, -1):
            found = self.origins.get(path[:length])
            if found is not None:
                return found[0], (*found[1], *path[length:])
        raise LookupError(self.kind, self.name)  # the empty path always has an origin


@dataclass(frozen=True, slots=True)
class Merged:
    """All items of a workspace, what was wrong with merging them, and the packages they came from."""

    items: Mapping[Ref, Item]
    findings: tuple[Finding, ...]
    manifests: tuple[Manifest, ...]
    kinds: Kinds = field(default=OURS, compare=False, repr=False)

    def of_kind(self, kind: str) -> Iterable[Item]:
        """Return the items of one kind, packages first in their order."""
        return (item for item in self.items.values() if item.kind == kind)

    def get(self, kind: str, name: str) -> Item | None:
        """Return one item."""
        return self.items.get((kind, name))


def digest_of(value: object) -> str:
    """Return a short fingerprint of plain values."""
    plain = orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=repr)
    return hashlib.blake2b(plain, digest_size=16).hexdigest()


def kinds_in(layers: Iterable[Layer]) -> Kinds:
    """Return the kinds that the documents of layers may have."""
    return kinds_of(document for layer in layers for document in layer.documents)


def merge(layers: Iterable[Layer]) -> Merged:
    """Merge layers that stand in order of dependency."""
    layers = tuple(layers)
    merger = _Merger(kinds_in(layers))
    for layer in layers:
        merger.add(layer)
    items = {ref: with_field(item) for ref, item in merger.items.items()}
    return Merged(items, tuple(merger.findings), tuple(layer.manifest for layer in layers), merger.kinds)


@dataclass(slots=True)
class _Merger:
    kinds: Kinds
    items: dict[Ref, Item] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, layer: Layer) -> None:
        """Add one layer: its own items first, then what it changes in others."""
        later = []
        seen: set[Ref] = set()
        for document in layer.documents:
            if document.ref in seen:
                self.findings.append(
                    document.finding("duplicate_item", kind=document.kind, name=document.name, other=layer.package)
                )
            elif document.kind == "extension" or document.ref in self.items:
                later.append(document)
            else:
                self._own(document)
            seen.add(document.ref)
        for document in later:
            if document.kind == "extension":
                self._extend(document)
            elif layer.package == WORKSPACE:
                self._patch(document)
            else:
                other = self.items[document.ref].package
                self.findings.append(
                    document.finding("duplicate_item", kind=document.kind, name=document.name, other=other)
                )

    def _own(self, document: Document) -> None:
        digest = digest_of([document.package, document.body])
        self.items[document.ref] = Item(
            document.kind, document.name, document.package, document.body, digest, {(): (document, ())}, self.kinds
        )

    def _extend(self, document: Document) -> None:
        kind = "picklist" if "picklist" in document.body else "object"
        name = document.body.get(kind)
        item = self.items.get((kind, str(name)))
        if item is None:
            known = [ref[1] for ref in self.items if ref[0] == kind]
            self.findings.append(
                document.finding("extends_nothing", (kind,), fix=nearest(name, known), kind=kind, name=name)
            )
            return
        if item.package == document.package:
            self.findings.append(document.finding("extends_own", (kind,), name=name))
            return
        body, origins = dict(item.body), dict(item.origins)
        for key, place in _EXTENDED.items():
            if key in document.body:
                self._add_entries(document, key, kind, place, body, origins)
        digest = digest_of([item.digest, document.package, document.body])
        self.items[item.kind, item.name] = replace(item, body=body, origins=origins, digest=digest)
        for index, rule in enumerate(document.body.get("rules", ())):
            self._own_rule(document, index, rule)

    def _own_rule(self, document: Document, index: int, rule: Body) -> None:
        ref = ("rule", str(rule.get("name")))
        if ref in self.items:
            path = ("rules", index, "name")
            self.findings.append(
                document.finding("duplicate_item", path, kind="rule", name=ref[1], other=self.items[ref].package)
            )
            return
        body = {"kind": "rule", "object": document.body["object"], **rule}
        origins: Origins = {(): (document, ("rules", index))}
        digest = digest_of([document.package, body])
        self.items[ref] = Item("rule", ref[1], document.package, body, digest, origins, self.kinds)

    def _add_entries(
        self, document: Document, key: str, kind: str, place: tuple[str, ...], body: Body, origins: dict[Any, Any]
    ) -> None:
        """Append the entries of an extension's list to a copy of the item's list."""
        rule = self.kinds.list_rule(kind, place)
        if len(place) == 1:
            entries = list(body.get(key, ()))
            body[key] = entries
        else:
            states = dict(body.get("states", {}))
            entries = list(states.get("transitions", ()))
            body["states"] = {**states, "transitions": entries}
        known = {entry_key(rule, entry) for entry in entries}
        for index, entry in enumerate(document.body[key]):
            name = entry_key(rule, entry)
            if name in known:
                self.findings.append(document.finding("duplicate_entry", (key, index), name=name))
                continue
            known.add(name)
            entries.append(entry)
            origins[*place, name] = (document, (key, index))

    def _patch(self, document: Document) -> None:
        item = self.items[document.ref]
        if document.body.get("hidden"):
            del self.items[document.ref]
            return
        patcher = _Patcher(self.kinds, document, self.findings, dict(item.origins))
        body = patcher.mapping(item.body, document.body, (), ())
        digest = digest_of([item.digest, document.package, document.body])
        self.items[document.ref] = replace(item, body=body, origins=patcher.origins, digest=digest)


@dataclass(slots=True)
class _Patcher:
    """Applies one patch; `path` is the place by entry keys, `at` the place in the patch document."""

    kinds: Kinds
    document: Document
    findings: list[Finding]
    origins: dict[tuple[str, ...], tuple[Document, Path]]

    def mapping(self, base: Body, patch: Body, path: tuple[str, ...], at: Path, keys: tuple[str, ...] = ()) -> Body:
        """Return the mapping with the patch's properties in place of its own."""
        out = dict(base)
        pattern = self.kinds.pattern(self.document.kind, path)
        frozen = _FROZEN.get((self.document.kind, *pattern), frozenset()) if base else frozenset()
        for key, value in patch.items():
            place, here = (*path, key), (*at, key)
            if key in CONTROL or key in keys:
                continue
            if key in frozen and base.get(key) != value:
                self.findings.append(
                    self.document.finding("patch_frozen", here, key=key, name=path[-1] if path else self.document.name)
                )
                continue
            if isinstance(value, dict) and isinstance(base.get(key), dict):
                out[key] = self.mapping(base[key], value, place, here)
            elif isinstance(value, list):
                out[key] = self._list(base.get(key) or [], value, place, here)
            else:
                out[key] = value
                self.origins[place] = (self.document, here)
        return out

    def _list(self, base: list[Any], patch: list[Any], path: tuple[str, ...], at: Path) -> list[Any]:
        kind = self.document.kind
        rule = self.kinds.list_rule(kind, self.kinds.pattern(kind, path))
        if rule.form == "keyed" and isinstance(base, list):
            return self._keyed(base, patch, rule, path, at)
        self.origins[path] = (self.document, at)
        if rule.form == "set" and isinstance(base, list):
            dropped = {text[1:] for text in patch if text.startswith("-")}
            added = [text for text in patch if not text.startswith("-") and text not in base]
            return [*(text for text in base if text not in dropped), *added]
        return patch

    def _keyed(self, base: list[Any], patch: list[Any], rule: ListRule, path: tuple[str, ...], at: Path) -> list[Any]:
        entries = {entry_key(rule, entry): entry for entry in base}
        for index, change in enumerate(patch):
            name, here = entry_key(rule, change), (*at, index)
            known = name in entries
            if change.get("hidden"):
                if not known:
                    self.findings.append(self.document.finding("patch_targets_nothing", here, name=name))
                entries.pop(name, None)
                continue
            if not known:
                self.origins[*path, name] = (self.document, here)
            changed = self.mapping(entries.get(name, {}), change, (*path, name), here, rule.keys)
            entries[name] = (
                changed if known else {**{key: change[key] for key in ("name", *rule.keys) if key in change}, **changed}
            )
            if "after" in change:
                entries = self._placed(entries, name, change["after"], here)
        return list(entries.values())

    def _placed(self, entries: dict[str, Any], name: str, after: str, at: Path) -> dict[str, Any]:
        moved = entries[name]
        rest = [(key, entry) for key, entry in entries.items() if key != name]
        names = [key for key, _ in rest]
        if after == "^":
            place = 0
        elif after in names:
            place = names.index(after) + 1
        else:
            self.findings.append(self.document.finding("anchor_gone", at, warning=True, after=after))
            place = len(rest)
        return dict([*rest[:place], (name, moved), *rest[place:]])


def vendor_values(kinds: Kinds, kind: str, vendor: Body, patch: Body, *, path: tuple[str, ...] = ()) -> Body:
    """Return what the vendor says at each place that a patch changes: the base of a later three-way merge."""
    out: Body = {}
    for key, value in patch.items():
        theirs = vendor.get(key)
        if key in CONTROL:
            continue
        if isinstance(value, dict) and isinstance(theirs, dict):
            out[key] = vendor_values(kinds, kind, theirs, value, path=(*path, key))
        elif isinstance(value, list) and (rule := _rule(kinds, kind, (*path, key))).form == "keyed":
            known = {entry_key(rule, entry): entry for entry in theirs or ()}
            out[key] = [
                {
                    **{name: change[name] for name in rule.keys},
                    **vendor_values(kinds, kind, entry, change, path=(*path, key, "*")),
                }
                for change in value
                if (entry := known.get(entry_key(rule, change))) is not None
            ]
        else:
            out[key] = theirs
    return out


def _rule(kinds: Kinds, kind: str, path: tuple[str, ...]) -> ListRule:
    return kinds.list_rule(kind, kinds.pattern(kind, path))


def entry_path(kinds: Kinds, kind: str, body: object, steps: Sequence[str]) -> tuple[str, ...]:
    """Return a path with list positions as one with entry keys."""
    node: Any = body
    out: tuple[str, ...] = ()
    for step in steps:
        if isinstance(node, list) and step.isdigit() and int(step) < len(node):
            name = entry_key(_rule(kinds, kind, out), node[int(step)])
            node, out = node[int(step)], (*out, name)
        else:
            node, out = (node.get(step) if isinstance(node, dict) else None), (*out, step)
    return out


def _positions(kinds: Kinds, document: Document, start: Path) -> Path:
    """Turn the entry keys in a path into list positions of the document that wrote it."""
    node: Any = document.body
    out: list[str | int] = []
    for step in start:
        place = step
        if isinstance(node, list) and isinstance(step, str):
            rule = kinds.list_rule(document.kind, tuple("*" if isinstance(part, int) else part for part in out))
            place = next((index for index, entry in enumerate(node) if entry_key(rule, entry) == step), -1)
        try:
            node = node[place]
        except (KeyError, IndexError, TypeError):
            break
        out.append(place)
    return tuple(out)
