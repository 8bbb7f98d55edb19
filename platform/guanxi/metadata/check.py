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
from guanxi.metadata.check_items import check_items
from guanxi.metadata.check_names import check_names
from guanxi.metadata.check_screens import check_screens
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.declaring import check_declarations, misplaced
from guanxi.metadata.document import Document, Ref
from guanxi.metadata.findings import Finding, errors_of, nearest
from guanxi.metadata.kinds import KIND, Kind
from guanxi.metadata.layers import Layer, Merged, entry_path, kinds_in, merge
from guanxi.metadata.load import WORKSPACE

__all__ = ["check", "check_layers", "merge_sound"]

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
    merged, findings = merge_sound(layers, trusted=trusted, stored=stored)
    whole, faults = _whole(merged)
    return merged, (*findings, *_without_echo((*faults, *check(whole, compiled=compiled)), findings))


def merge_sound(
    layers: Iterable[Layer], *, trusted: frozenset[str] = frozenset(), stored: Iterable[Layer] = ()
) -> tuple[Merged, list[Finding]]:
    """Merge what fits the schemas, and tell what does not; what was checked before is told as in `check_layers`."""
    layers, stored = tuple(layers), tuple(stored)
    checker = _Checker(layers, stored, trusted)
    sound = [replace(layer, documents=tuple(checker.sound_of(layer))) for layer in layers]
    return merge(sound), [*checker.kind_findings, *checker.findings]


class _Checker:
    """Holds the documents of layers against the schemas of their kinds, layer by layer."""

    def __init__(self, layers: Sequence[Layer], stored: Sequence[Layer], trusted: frozenset[str]) -> None:
        self.kind_findings = list(check_declarations(layers, trusted=trusted))
        self.findings: list[Finding] = []
        self._kinds = kinds_in(layers)
        self._former = kinds_in(stored)
        self._faulty = frozenset(finding.path.split("/")[1] for finding in errors_of(self.kind_findings))
        self._passed = dict(_with_patches(stored))
        self._trusted = trusted
        self._known: set[Ref] = set()

    def sound_of(self, layer: Layer) -> Iterator[Document]:
        """Yield the documents of a layer, those with faults without their faulty parts."""
        seen = set()
        for document in layer.documents:
            kind = self._kinds.get(document.kind)
            if document.kind == KIND:
                kept: Document | None = document if document.name not in self._faulty else None
            elif kind is None:
                kept = None
                self.findings += self._of_no_kind(document)
            else:
                kept = self._sound(document, kind)
            if kept is not None:
                seen.add(kept.ref)
                yield kept
        self._known |= seen

    def _sound(self, document: Document, kind: Kind) -> Document | None:
        patch = _is_patch(document, self._known)
        same = self._passed.get((document.package, *document.ref)) == (document, patch)
        # What was right under another schema of its kind may be wrong now.
        if document.package in self._trusted or (same and self._former.get(kind.name) is kind):
            return document
        faults = sorted(kind.findings(document, patch=patch), key=lambda finding: finding.line or 0)
        self.findings += [*faults, *misplaced(document, kind)]
        return _mended(document, faults, kind, patch=patch) if errors_of(faults) else document

    def _of_no_kind(self, document: Document) -> Iterator[Finding]:
        """Yield the finding about a document whose kind is not there, or leaves with the package that declares it."""
        gone = self._former.get(document.kind)
        if gone is not None and document.kind not in self._faulty:
            yield document.finding(
                "kind_leaves", ("kind",), name=document.name, kind=document.kind, package=gone.package
            )  # fmt: skip
        elif document.kind not in self._faulty:
            fix = nearest(document.kind, self._kinds)
            yield document.finding("unknown_kind", ("kind",), fix=fix, name=document.kind)


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
    findings += [*check_screens(sound, catalog), *check_formulas(sound, catalog), *check_items(sound, catalog)]
    return tuple(findings)


def _whole(merged: Merged) -> tuple[Merged, list[Finding]]:
    """Hold patched items against the full schema: what a patch adds must say all that an entry has to say."""
    items, findings = dict(merged.items), []
    for ref, item in merged.items.items():
        if item.package == WORKSPACE or not any(document.package == WORKSPACE for document, _ in item.origins.values()):
            continue
        document, kind = Document(item.kind, item.name, item.package, item.body), merged.kinds[item.kind]
        faults = list(kind.findings(document))
        for fault in faults:
            path = entry_path(merged.kinds, item.kind, item.body, fault.path.split("/")[2:])
            place = item.finding(fault.code, path, fix=fault.fix)
            findings.append(replace(place, params=fault.params))
        mended = _mended(document, faults, kind, patch=False) if faults else document
        if mended is None:
            del items[ref]
        elif faults:
            items[ref] = replace(item, body=mended.body, digest=f"{item.digest} sound")
    return replace(merged, items=items), findings


def _mended(document: Document, faults: Sequence[Finding], kind: Kind, *, patch: bool) -> Document | None:
    """Return the document without its faulty parts, None where nothing sound is left."""
    body = deepcopy(document.body)
    # Positions in lists shift when something before them leaves: the last ones go first.
    for path in sorted({_faulty_part(fault) for fault in faults}, key=_position, reverse=True):
        _drop(body, path)
    mended = replace(document, body=body)
    return None if any(kind.findings(mended, patch=patch)) else mended


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
