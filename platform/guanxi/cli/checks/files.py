"""A package holds the folders of the metadata kinds and a few files and folders beside, nothing else."""

from collections.abc import Iterator

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.kinds import KIND
from guanxi.metadata.load import MANIFEST
from guanxi.metadata.packages import HOOKS

__all__ = ["RULE"]

_FOLDERS = frozenset({"logic", "ui", "seed", "tests", "docs"})
_FILES = frozenset({MANIFEST, HOOKS, "__init__.py", "README.md", "README.zh.md", "LICENSE", "Makefile",
                    "pyproject.toml"})  # fmt: skip


def _find(subject: Subject) -> Iterator[Fault]:
    folders = _FOLDERS | {kind.folder for kind in subject.kinds.values()}
    # A kind with a fault is none yet; its items are not out of place for that.
    folders |= {str(one.body.get("x-folder")) for one in subject.package.documents if one.kind == KIND}
    for entry in sorted(subject.folder.iterdir()):
        known = folders if entry.is_dir() else _FILES
        if entry.name not in known and not entry.name.startswith((".", "__pycache__")):
            hint = nearest(entry.name, known)
            yield Fault(Finding("plugin_foreign", str(entry), params={"name": entry.name}, fix=hint))


RULE = Rule("files", _find)
