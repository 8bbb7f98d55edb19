"""A package with code has tests."""

from collections.abc import Iterator

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.findings import Finding

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    folder = subject.folder / "tests"
    if subject.hooks.is_file() and not any(folder.glob("test_*.py")):
        yield Fault(Finding("plugin_tests_missing", str(folder)))


RULE = Rule("tests", _find)
