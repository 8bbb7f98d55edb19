"""The check of metadata: schemas, names, references, rights and formulas, with all findings at once.

Nothing that passes here can fail when it is compiled. A faulty part is reported and left out of what follows, so that
one fault does not hide another, nor make ten more.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, TypeAlias

from guanxi.metadata.catalog import Catalog
from guanxi.metadata.check_access import check_roles, check_sharing
from guanxi.metadata.check_fields import check_objects
from guanxi.metadata.check_formulas import check_formulas
from guanxi.metadata.check_names import check_names
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.document import Document, Ref
from guanxi.metadata.findings import Finding, errors_of
from guanxi.metadata.kinds import schema_findings
from guanxi.metadata.layers import Layer, Merged, merge
from guanxi.metadata.load import WORKSPACE

__all__ = ["check", "check_layers"]

Compile: TypeAlias = Callable[[Merged], Catalog]


def check_layers(
    layers: Iterable[Layer], *, trusted: frozenset[str] = frozenset(), compiled: Compile = compile_catalog
) -> tuple[Merged, tuple[Finding, ...]]:
    """Check documents against their schemas, merge the layers and check the whole.

    Documents of `trusted` packages, checked when they were applied, are not held against their schemas again. With
    `compiled` a caller that has a catalog already compiles upon it, so that what did not change costs nothing.
    """
    findings: list[Finding] = []
    known: set[Ref] = set()
    sound = []
    for layer in layers:
        documents = []
        for document in layer.documents:
            patch = layer.package == WORKSPACE and document.kind != "extension" and document.ref in known
            found = () if layer.package in trusted else schema_findings(document, patch=patch)
            faults = sorted(found, key=lambda finding: finding.line or 0)
            findings += faults
            kept = _mended(document, faults, patch=patch) if errors_of(faults) else document
            documents += [kept] if kept is not None else []
        known |= {document.ref for document in documents}
        sound.append(replace(layer, documents=tuple(documents)))
    merged = merge(sound)
    return merged, (*findings, *_without_echo(check(merged, compiled=compiled), findings))


def check(merged: Merged, *, compiled: Compile = compile_catalog) -> tuple[Finding, ...]:
    """Check merged documents, each of which fits its schema, against each other."""
    findings: list[Finding] = [*merged.findings, *check_names(merged)]
    structure, sound = check_objects(merged)
    findings += [*structure, *check_roles(merged), *check_sharing(merged)]
    findings += check_formulas(sound, compiled(sound))
    return tuple(findings)


def _mended(document: Document, faults: Sequence[Finding], *, patch: bool) -> Document | None:
    """Return the document without its faulty parts, None where nothing sound is left."""
    body = deepcopy(document.body)
    # Positions in lists shift when something before them leaves: the last ones go first.
    for fault in sorted(faults, key=_place, reverse=True):
        _drop(body, fault.path.split("/")[2:], whole_entry=fault.code != "unknown_key")
    mended = replace(document, body=body)
    return None if any(schema_findings(mended, patch=patch)) else mended


def _place(fault: Finding) -> list[int]:
    return [int(step) if step.isdigit() else -1 for step in fault.path.split("/")]


def _drop(body: Any, path: Sequence[str], *, whole_entry: bool) -> None:  # noqa: ANN401 - a document is any JSON
    """Take out what a path names: the key itself, or the whole entry of the innermost list around it."""
    numbers = [index for index, step in enumerate(path) if step.isdigit()]
    end = numbers[-1] + 1 if whole_entry and numbers else len(path)
    node = body
    for step in path[: end - 1]:
        node = node[int(step)] if isinstance(node, list) else node.get(step)
        if not isinstance(node, dict | list):
            return
    if end and isinstance(node, list):
        del node[int(path[end - 1])]
    elif end:
        node.pop(path[end - 1], None)


def _without_echo(found: Iterable[Finding], before: Sequence[Finding]) -> list[Finding]:
    """Leave out findings about names that are missing only because their document was faulty."""
    broken = {step for finding in before for step in finding.path.split("/")[1:2]}
    return [
        finding
        for finding in found
        if not (finding.code.startswith("unknown_") and finding.params.get("name") in broken)
    ]
