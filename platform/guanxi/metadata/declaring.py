"""The kinds that packages declare, held against each other: their folders, and what their marks name."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from guanxi.metadata.check_kinds import faults_of_kind
from guanxi.metadata.document import Document
from guanxi.metadata.document import Path as Place
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.kinds import KIND, OURS, Kind
from guanxi.metadata.layers import Layer
from guanxi.metadata.load import WORKSPACE

__all__ = ["check_declarations", "misplaced"]

_MARKS = frozenset({"field", "value", "relation", "item"})
_UNNAMED = frozenset({KIND, "extension", "translation"})  # nothing names these


def check_declarations(layers: Iterable[Layer], *, trusted: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Yield what is wrong with the kinds that layers declare; trusted packages were checked before."""
    declared = [document for layer in layers for document in layer.documents if document.kind == KIND]
    folders: dict[str, Document] = {}
    names = {*OURS, *(document.name for document in declared)} - _UNNAMED | _MARKS
    for document in declared:
        if document.package == WORKSPACE:
            yield document.finding("kind_of_packages", ("kind",), name=document.name)
            continue
        first = folders.setdefault(str(document.body.get("x-folder")), document)
        if document.package in trusted:
            continue
        faults = faults_of_kind(document)
        yield from sorted(faults, key=lambda finding: finding.line or 0)
        if faults:
            continue
        if first.name != document.name:  # two kinds of one name are told when the layers are merged
            params = {"folder": document.body["x-folder"], "kind": first.name, "package": first.package}
            yield document.finding("kind_folder_taken", ("x-folder",), **params)
        for place, name in _named(document.body, ()):
            if name not in names:
                yield document.finding("kind_mark", place, fix=nearest(name, names), name=name)


def _named(schema: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    """Yield what the marks of a schema name."""
    if "x-ref" in schema:
        yield (*place, "x-ref"), schema["x-ref"]
    for part in ("properties", "$defs"):
        for key, value in schema.get(part, {}).items():
            yield from _named(value, (*place, part, key))
    if "items" in schema:
        yield from _named(schema["items"], (*place, "items"))


def misplaced(document: Document, kind: Kind) -> Iterator[Finding]:
    """Yield a finding where an item of a package's kind lies in another folder than the kind says."""
    folder = Path(document.source.file or "").parent.name
    if kind.package is not None and document.package != WORKSPACE and folder not in {"", kind.folder}:
        yield document.finding("wrong_folder", ("kind",), kind=kind.name, folder=kind.folder)
