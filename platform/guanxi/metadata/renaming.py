"""Finding what wanted documents rename, and rewriting every document that mentions it (decision A6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from guanxi.catalog import Alias
from guanxi.fields import FIELD_TYPES
from guanxi.metadata.document import Body, Document
from guanxi.metadata.findings import Finding
from guanxi.metadata.layers import Layer, Merged
from guanxi.metadata.references import Mention, mentions
from guanxi.metadata.renames import NAMED, OF_OBJECTS, Rename, Renames
from guanxi.metadata.structure import PARTS, Structure, entries_of, place_of

__all__ = ["Found", "find_renames", "former_names", "rewritten"]


@dataclass(slots=True)
class Found:
    """The renames of a change, and what stands against them."""

    renames: list[Rename] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """The named things of one place, objects or the fields of an object: as they are, and as they are wanted."""

    kind: str
    owner: str | None
    known: Mapping[str, str]  # name → package
    wanted: Mapping[str, Sequence[tuple[Document, Body]]]  # name → the documents that tell of it
    aliases: Mapping[str, str]  # former name → name

    def names_of(self, package: str) -> set[str]:
        """Return the names that a package wants here."""
        return {name for name, told in self.wanted.items() if any(one.package == package for one, _ in told)}


def find_renames(former: Merged, layers: Sequence[Layer], aliases: Sequence[Alias]) -> Found:
    """Compare what is with what is wanted: `renamed_from`, and former names that take over from one that goes."""
    found = Found()
    documents = [document for layer in layers for document in layer.documents]
    for kind in ("object", *(kind.name for kind in former.kinds.declared())):
        known = {item.name: item.package for item in former.of_kind(kind)}
        wanted: dict[str, list[tuple[Document, Body]]] = {}
        for document in documents:
            if document.kind == kind:
                wanted.setdefault(document.name, []).append((document, document.body))
        _compare(_Group(kind, None, known, wanted, _aliases(aliases, kind, None)), found)
    before = {rename.new: rename.old for rename in found.renames if rename.kind == "object"}
    for (kind, owner), named in _parts(documents, Renames(found.renames)).items():
        whole, key = place_of(kind)
        item = former.get(whole, before.get(owner, owner) if kind in OF_OBJECTS else owner)
        if item is not None:
            known = {entry["name"]: item.owner(key, entry["name"]) for entry in entries_of(item.body, key)}
            _compare(_Group(kind, owner, known, named, _aliases(aliases, kind, item.name)), found)
    return found


def _aliases(aliases: Iterable[Alias], kind: str, owner: str | None) -> dict[str, str]:
    return {alias.old: alias.new for alias in aliases if (alias.kind, alias.object) == (kind, owner)}


def _parts(
    documents: Iterable[Document], renames: Renames
) -> dict[tuple[str, str], dict[str, list[tuple[Document, Body]]]]:
    """Return the fields, record types and values that documents tell of, by what they belong to."""
    parts: dict[tuple[str, str], dict[str, list[tuple[Document, Body]]]] = {}
    for document in documents:
        body, extends = document.body, document.kind == "extension"
        for whole, lists in PARTS.items():
            owner = document.name if document.kind == whole else body.get(whole) if extends else None
            for key, kind in lists.items() if isinstance(owner, str) else ():
                named = parts.setdefault((kind, str(renames.owner(kind, owner))), {})
                for entry in entries_of(body, key):
                    named.setdefault(entry["name"], []).append((document, entry))
    return parts


def _compare(group: _Group, found: Found) -> None:
    taken: set[str] = set()
    for name, told in group.wanted.items():
        document, entry = next((one for one in told if "renamed_from" in one[1]), told[0])
        source = group.aliases.get(name)
        if source is not None and source not in group.known:
            source = None
        back = source is not None
        merges = name in group.known
        if source is None:
            said = entry.get("renamed_from")
            source = group.aliases.get(said, said) if isinstance(said, str) else None
        if source is None or source not in group.known or source == name or (merges and group.kind not in NAMED):
            continue
        place: tuple[str, ...] = () if entry is document.body else (place_of(group.kind)[1], name)
        if source in group.names_of(group.known[source]) or source in taken:
            code = "name_is_former" if back else "renamed_from_stays"
            found.findings.append(document.finding(code, place, name=name, former=source))
        elif group.known[source] not in {one.package for one, _ in told}:
            package = group.known[source]
            found.findings.append(document.finding("rename_elsewhere", place, name=source, package=package))
        else:
            taken.add(source)
            found.renames.append(Rename(group.kind, group.owner, source, name, back, merges))
            kind = FIELD_TYPES.get(entry.get("type", "")) if group.kind == "field" else None
            found.renames += (
                Rename("field", group.owner, f"{source}__{part.name}", f"{name}__{part.name}", back, merges)
                for part in (kind.parts if kind is not None else ())
            )


def rewritten(layers: Iterable[Layer], structure: Structure, renames: Renames) -> tuple[tuple[Layer, ...], set[str]]:
    """Return the layers with every mention of a former name put right, and the documents that needed it."""
    out, touched = [], set()
    for layer in layers:
        documents = tuple(_rewritten(document, structure, renames) for document in layer.documents)
        changed = [new for old, new in zip(layer.documents, documents, strict=True) if new is not old]
        touched |= {f"{document.kind}/{document.name}" for document in changed}
        out.append(replace(layer, documents=tuple(sorted(documents, key=lambda one: one.ref))) if changed else layer)
    return tuple(out), touched


def _rewritten(document: Document, structure: Structure, renames: Renames) -> Document:
    moved = [mention for mention in mentions(document, structure) if renames.of(mention) != mention.name]
    if not moved:
        return document
    body = deepcopy(document.body)
    # The last first: positions in a text shift behind what is replaced.
    for mention in sorted(moved, key=lambda one: one.start, reverse=True):
        _replace(body, mention, renames.of(mention))
    name = renames.item(document.kind, document.name)
    return replace(document, name=name, body=body)


def _replace(body: Body, mention: Mention, name: str) -> None:
    node: Any = body
    for step in mention.path[:-1]:
        node = node[step]
    text: str = node[mention.path[-1]]
    written = _literal(name) if mention.quoted else name
    node[mention.path[-1]] = text[: mention.start] + written + text[mention.end :]


def _literal(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def former_names(document: Document, structure: Structure, renames: Renames) -> Iterator[Finding]:
    """Yield a warning for each former name that a document still uses."""
    for mention in mentions(document, structure):
        name = renames.of(mention)
        if name != mention.name:
            yield document.finding("former_name", mention.path, warning=True, fix=name, former=mention.name, name=name)
