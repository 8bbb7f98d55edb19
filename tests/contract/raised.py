"""Which codes the platform's failures carry, read from its syntax: by code, the codes of the classes that carry it."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from guanxi import errors

__all__ = ["raised"]

PLATFORM = Path(errors.__file__).parent
FAULTS_OF_THE_PROGRAM = {"unknown_sql_form", "one_change_per_statement", "sql_form_defined_twice"}
"""They are told to developers as exceptions and to everybody else as `internal`."""

COMPUTED = {
    "refusal": "authenticate.py gives it as the argument `refusal`",
    "reason": "postgresql_failures.py takes it from _TURNED_AWAY",
    "problems[0].code": "refusal.py takes the code of the problem, for those in _FAILURES",
    "self.reason": "NotUnique has it as a fact of the class",
}
"""Reasons that are no literals, and where they come from."""


def raised() -> dict[str, set[str]]:
    """Return every finer code with the classes that carry it."""
    trees = [ast.parse(file.read_text("utf-8")) for file in sorted(PLATFORM.rglob("*.py"))]
    kinds = _kinds(trees)
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for code, name in (*_literals(tree, kinds), *_computed(tree)):
            found[code].add(kinds.get(name, name))
    for name, kind in kinds.items():
        own = _own_code(trees, name)
        if own is not None and kind not in {own, "internal"}:
            found[own].add(kind)
    return {code: found[code] for code in found.keys() - FAULTS_OF_THE_PROGRAM - {""}}


def _kinds(trees: list[ast.Module]) -> dict[str, str]:
    """Return the names of all classes of failures with the code of the class in guanxi.errors that they refine."""
    roots = {name: value for name, value in vars(errors).items() if isinstance(value, type)}
    kinds = {name: value.code for name, value in roots.items() if issubclass(value, errors.GuanxiError)}
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    before = 0
    while before != len(kinds):
        before = len(kinds)
        for node in classes:
            bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in kinds]
            if bases and node.name not in kinds:
                kinds[node.name] = kinds[bases[0]]
    return kinds


def _literals(tree: ast.Module, kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the reasons of a module with the names of their classes; fail on one whose origin is not known."""
    inside = {call: node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for call in ast.walk(node)}
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "__init__":
            name = inside.get(node, "")
        for keyword in node.keywords:
            if keyword.arg == "refusal" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value), "Unauthenticated"
            elif keyword.arg == "reason" and name in kinds:
                if isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value), name
                else:
                    assert ast.unparse(keyword.value) in COMPUTED, ast.unparse(keyword.value)


def _computed(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the reasons that are keys of tables, and that of NotUnique."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            tables = [item for item in ast.walk(node.value) if isinstance(item, ast.Dict)]
            if node.target.id == "_TURNED_AWAY":
                yield from ((key.value, "Misconfigured") for key in tables[0].keys if isinstance(key, ast.Constant))
            elif node.target.id == "_FAILURES" and tables:
                pairs = zip(tables[0].keys, tables[0].values, strict=True)
                yield from (
                    (key.elts[1].value, "Conflict") for key, made in pairs
                    if isinstance(made, ast.Name) and made.id == "_conflict"
                    and isinstance(key, ast.Tuple) and isinstance(key.elts[1], ast.Constant)
                )  # fmt: skip
            elif node.target.id == "reason" and isinstance(node.value, ast.Constant) and node.value.value:
                yield str(node.value.value), "NotUnique"


def _own_code(trees: list[ast.Module], name: str) -> str | None:
    """Return the code that a class outside of guanxi.errors has of its own."""
    if name in vars(errors):
        return None
    for node in (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name):
        for line in node.body:
            target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
            value = getattr(line, "value", None)
            if isinstance(target, ast.Name) and target.id == "code" and isinstance(value, ast.Constant):
                return str(value.value)
    return None
