"""Documents fit their schemas, and everything they name is there."""

from collections.abc import Iterator
from pathlib import Path

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.check import check_layers
from guanxi.metadata.layers import Layer
from guanxi.metadata.packages import dependency_order

__all__ = ["RULE"]

_MENDED_ELSEWHERE = frozenset({"wrong_file_name", "wrong_folder", "unknown_kind", "label_missing"})


def _find(subject: Subject) -> Iterator[Fault]:
    yield from (Fault(found) for found in subject.package.findings if found.code not in _MENDED_ELSEWHERE)
    if subject.manifest is None:
        return
    packages = {subject.package.manifest.name: subject.package, **subject.needed}
    ordered, missing = dependency_order(package.manifest for package in packages.values())
    yield from (Fault(found) for found in missing)
    layers = [Layer(head, packages[head.name].documents) for head in ordered]
    others = frozenset(packages) - {subject.package.manifest.name}
    _, findings = check_layers(layers, trusted=others)
    for found in findings:
        own = found.file is None or Path(found.file).is_relative_to(subject.folder)
        if own and (found.code == "unknown_kind" or found.code not in _MENDED_ELSEWHERE):  # that of a document
            yield Fault(found)


RULE = Rule("documents", _find)
