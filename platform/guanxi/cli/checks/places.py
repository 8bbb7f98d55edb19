"""Each document stands in the folder of its kind, in a file of its name."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.kinds import KIND

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    documents = [document for document in subject.package.documents if document.source.file is not None]
    for document in documents:
        kind = subject.kinds.get(document.kind)
        if kind is None or kind.name == KIND:
            continue  # of no kind, which is told elsewhere; or named by its file
        file = Path(str(document.source.file))
        if file.parent == subject.folder:
            continue  # a setting, which stands in plugin.yaml itself
        alone = sum(other.source.file == document.source.file for other in documents) == 1
        folder = subject.folder / kind.folder
        right = folder / f"{document.name}.yaml"
        mend = partial(_move, file, right) if alone and not right.exists() else None
        if file.parent != folder:
            found = document.finding("wrong_folder", ("kind",), kind=kind.name, folder=kind.folder)
            yield Fault(found, mend)
        elif file.name != right.name:
            yield Fault(document.finding("wrong_file_name", ("name",), expected=right.name), mend)


def _move(file: Path, right: Path) -> None:
    right.parent.mkdir(exist_ok=True)
    file.rename(right)


RULE = Rule("places", _find)
