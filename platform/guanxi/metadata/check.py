"""The check of metadata: schemas, names, references, rights and formulas, with all findings at once.

Nothing that passes here can fail when it is compiled. A faulty part is reported and left out of what follows, so that
one fault does not hide another, nor make ten more.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, TypeAlias

from guanxi.catalog import Catalog
from guanxi.metadata.check_access import check_guards, check_roles, check_sharing
from guanxi.metadata.check_features import check_features
from guanxi.metadata.check_fields import check_objects
from guanxi.metadata.check_formulas import check_formulas
from guanxi.metadata.check_names import check_names
from guanxi.metadata.check_screens import check_screens
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.document import Document, Ref
from guanxi.metadata.findings import Finding, errors_of
from guanxi.metadata.kinds import schema_findings
from guanxi.metadata.layers import Layer, Merged, entry_path, merge
from guanxi.metadata.load import WORKSPACE

__all__ = ["check", "check_layers"]

Compile: TypeAlias = Callable[[Merged], Catalog]


def check_layers(
    layers: Iterable[Layer],
    *,
    trusted: frozenset[str] = frozenset(),
    stored: Iterable[Layer] = (),
    compiled: Compile = compile_catalog,
) -> tuple[Merged, tuple[Finding, ...]]:
    """Check documents against their schemas, merge the layers and check the whole.

    Documents of `trusted` packages, and those that stand in `stored` layers, were checked when they were applied and
    are not held against their schemas again. With `compiled` a caller that has a catalog already compiles upon it, so
    that what did not change costs nothing.
    """
    findings: list[Finding] = []
    passed = dict(_with_patches(stored))
    known: set[Ref] = set()
    sound = []
    for layer in layers:
        documents = []
        for document in layer.documents:
            patch = _is_patch(document, known)
            sure = layer.package in trusted or passed.get((layer.package, *document.ref)) == (document, patch)
            found = () if sure else schema_findings(document, patch=patch)
            faults = sorted(found, key=lambda finding: finding.line or 0)
            findings += faults
            kept = _mended(document, faults, patch=patch) if errors_of(faults) else document
            documents += [kept] if kept is not None else []
        known |= {document.ref for document in documents}
        sound.append(replace(layer, documents=tuple(documents)))
    merged = merge(sound)
    whole, faults = _whole(merged)
    return merged, (*findings, *_without_echo((*faults, *check(whole, compiled=compiled)), findings))


def _is_patch(document: Document, known: set[Ref]) -> bool:
    return document.package == WORKSPACE and document.kind != "extension" and document.ref in known


def _with_patches(layers: Iterable[Layer]) -> Iterator[tuple[tuple[str, str, str], tuple[Document, bool]]]:
    """Yield the documents of layers by package, kind and name, and whether each is a patch."""
    known: set[Ref] = set()
    for layer in layers:
        for document in layer.documents:
            yield (layer.package, *document.ref), (document, _is_patch(document, known))
        known |= {document.ref for document in layer.documents}


def check(merged: Merged, *, compiled: Compile = compile_catalog) -> tuple[Finding, ...]:
    """Check merged documents, each of which fits its schema, against each other."""
    findings: list[Finding] = [*merged.findings, *check_names(merged)]
    structure, sound = check_objects(merged)
    findings += [*structure, *check_features(merged), *check_roles(merged)]
    findings += [*check_sharing(merged), *check_guards(merged)]
    catalog = compiled(sound)
    findings += [*check_screens(sound, catalog), *check_formulas(sound, catalog)]
    return tuple(findings)


def _whole(merged: Merged) -> tuple[Merged, list[Finding]]:
    """Hold patched items against the full schema: what a patch adds must say all that an entry has to say."""
    items, findings = dict(merged.items), []
    for ref, item in merged.items.items():
        if item.package == WORKSPACE or not any(document.package == WORKSPACE for document, _ in item.origins.values()):
            continue
        document = Document(item.kind, item.name, item.package, item.body)
        faults = list(schema_findings(document))
        for fault in faults:
            place = item.finding(fault.code, entry_path(item.kind, item.body, fault.path.split("/")[2:]), fix=fault.fix)
            findings.append(replace(place, params=fault.params))
        mended = _mended(document, faults, patch=False) if faults else document
        if mended is None:
            del items[ref]
        elif faults:
            items[ref] = replace(item, body=mended.body, digest=f"{item.digest} sound")
    return replace(merged, items=items), findings


def _mended(document: Document, faults: Sequence[Finding], *, patch: bool) -> Document | None:
    """Return the document without its faulty parts, None where nothing sound is left."""
    body = deepcopy(document.body)
    # Positions in lists shift when something before them leaves: the last ones go first.
    for path in sorted({_faulty_part(fault) for fault in faults}, key=_position, reverse=True):
        _drop(body, path)
    mended = replace(document, body=body)
    return None if any(schema_findings(mended, patch=patch)) else mended


def _faulty_part(fault: Finding) -> tuple[str, ...]:
    """Return the path of what has to go: an unknown key alone, else the entry of the innermost list, else the key."""
    path = tuple(fault.path.split("/")[2:])
    numbers = [index for index, step in enumerate(path) if step.isdigit()]
    return path[: numbers[-1] + 1] if numbers and fault.code != "unknown_key" else path


def _position(path: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(int(step) if step.isdigit() else -1, step) for step in path]


def _drop(body: Any, path: tuple[str, ...]) -> None:  # noqa: ANN401 - a document is any JSON
    node = body
    for index, step in enumerate(path):
        last = index == len(path) - 1
        if isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node.pop(int(step)) if last else node[int(step)]
        elif isinstance(node, dict):
            node = node.pop(step, None) if last else node.get(step)


def _without_echo(found: Iterable[Finding], before: Sequence[Finding]) -> list[Finding]:
    """Leave out findings about names that are missing only because their document was faulty."""
    broken = {step for finding in before for step in finding.path.split("/")[1:2]}
    return [
        finding
        for finding in found
        if not (finding.code.startswith("unknown_") and finding.params.get("name") in broken)
    ]
