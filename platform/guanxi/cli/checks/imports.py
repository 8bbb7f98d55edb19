"""Code of a package uses the plugins' door and nothing else of the platform."""

import ast
from collections.abc import Iterator

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.findings import Finding

__all__ = ["RULE"]

_DOOR = "guanxi.api"


def _find(subject: Subject) -> Iterator[Fault]:
    for file in sorted(subject.folder.rglob("*.py")):
        if file.relative_to(subject.folder).parts[0] == "tests":
            continue
        tree = subject.syntax(file)
        if isinstance(tree, Finding):
            yield Fault(tree)
            continue
        for line, module in _imports(tree):
            if module.partition(".")[0] == "guanxi" and not f"{module}.".startswith(f"{_DOOR}."):
                yield Fault(Finding("plugin_import", str(file), line, params={"module": module, "door": _DOOR}))


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "guanxi":
            yield from ((node.lineno, f"guanxi.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            yield node.lineno, node.module


RULE = Rule("imports", _find)
