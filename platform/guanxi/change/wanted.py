"""What a change wants: packages taken whole, loose documents put over the workspace's own layer (decision A5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guanxi.metadata.document import Document, Manifest, Ref
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.layers import Layer, vendor_values
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.packages import dependency_order

if TYPE_CHECKING:
    from guanxi.metadata.document import Body, Package
    from guanxi.metadata.layers import Merged

__all__ = ["FOUNDATION", "Wanted", "is_removal", "vendor_bodies", "wanted_layers"]


FOUNDATION = frozenset({"core", "base"})
"""The packages that every database has."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The input of a plan: packages as they shall be, packages to leave, and loose documents of the workspace."""

    packages: tuple["Package", ...] = ()
    dropped: frozenset[str] = frozenset()
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()  # what was wrong when files were read
    asleep: frozenset[str] = frozenset()  # packages that are switched off and kept, to be switched on again
    purged: frozenset[str] = frozenset()  # hidden things that leave the database: OBJECT, OBJECT.FIELD
    retired: frozenset[str] = frozenset()  # former names that shall not answer any more, as `alias_name` writes them
    blanked: frozenset[str] = frozenset()  # OBJECT.FIELD: values that do not fit its new type become blank
    resumes: bool = False  # it waited for values to be copied, and goes on


def is_removal(document: Document) -> bool:
    """Tell whether a loose document only says that its item shall go: `{kind, name, remove: true}`."""
    return document.body.get("remove") is True


def wanted_layers(stored: Sequence[Layer], wanted: Wanted) -> tuple[tuple[Layer, ...], tuple[Finding, ...]]:
    """Return the layers as they shall be, in order of dependency, and what stands against it."""
    findings = list(wanted.findings)
    layers = {layer.package: layer for layer in stored if layer.package not in wanted.dropped | wanted.asleep}
    own = layers.pop(WORKSPACE, Layer(Manifest(WORKSPACE, "0.0.0"), ()))
    for package in wanted.packages:
        findings += package.findings
        # In the order in which the database gives them back, so that what is stored equals what was read.
        documents = tuple(sorted(package.documents, key=lambda document: document.ref))
        layers[package.manifest.name] = Layer(package.manifest, documents)
    for name in sorted(FOUNDATION & (wanted.dropped | wanted.asleep)):
        findings.append(Finding("package_stays", path=name, params={"name": name}))
    manifests, missing = dependency_order(layer.manifest for layer in layers.values())
    ordered = tuple(layers[manifest.name] for manifest in manifests)
    findings += missing
    loose, more = _put_over(own.documents, wanted.documents)
    return (*ordered, replace(own, documents=loose)), (*findings, *more)


def _put_over(
    stored: Iterable[Document], loose: Iterable[Document]
) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """Return the workspace's documents after upserts and removals."""
    documents: dict[Ref, Document] = {document.ref: document for document in stored}
    loose = tuple(loose)
    findings: list[Finding] = []
    for document in loose:
        former = (document.kind, str(document.body.get("renamed_from")))
        if former not in {other.ref for other in loose}:
            documents.pop(former, None)  # the document goes on under its new name
    seen: set[Ref] = set()
    for document in loose:
        if document.ref in seen:
            told = document.finding("duplicate_item", kind=document.kind, name=document.name, other=WORKSPACE)
            findings.append(told)
        seen.add(document.ref)
        if not is_removal(document):
            documents[document.ref] = document
        elif documents.pop(document.ref, None) is None:
            names = [name for kind, name in documents if kind == document.kind]
            findings.append(
                document.finding(
                    "removes_nothing",
                    ("name",),
                    fix=nearest(document.name, names),
                    kind=document.kind,
                    name=document.name,
                )
            )
    return tuple(documents[ref] for ref in sorted(documents)), tuple(findings)


def vendor_bodies(layers: Sequence[Layer], vendor: "Merged") -> dict[Ref, "Body"]:
    """Return, for each patch of the workspace, what the packages say at the places it changes (for three-way merges).

    `vendor` is the merge of all layers but the workspace's own.
    """
    own = next((layer for layer in layers if layer.package == WORKSPACE), None)
    bodies: dict[Ref, dict[str, Any]] = {}
    for document in () if own is None else own.documents:
        item = vendor.get(*document.ref)
        if item is not None:
            bodies[document.ref] = vendor_values(vendor.kinds, document.kind, item.body, document.body)
    return bodies
