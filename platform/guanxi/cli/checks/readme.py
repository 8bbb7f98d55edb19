"""A package says on one page what it adds and for whom."""

from collections.abc import Iterator

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.findings import Finding

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    file = subject.folder / "README.md"
    if not file.is_file() or not file.read_text("utf-8").strip():
        yield Fault(Finding("plugin_readme_missing", str(file)))


RULE = Rule("readme", _find)
