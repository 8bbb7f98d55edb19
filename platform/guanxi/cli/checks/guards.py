"""What a package says that its code does, it does; hooks bear the names of the menu and take its arguments."""

import ast
import inspect
from collections.abc import Iterator

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.hooks import MENU
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.kinds import KIND

__all__ = ["RULE"]

_GUARD, _ACTION, _COMPILER = "restrict_rows", "run_action", "compile_kind"
_OFFERED = {
    name: set(inspect.signature(hook).parameters) - {"self"}
    for group in MENU
    for name, hook in vars(group).items()
    if not name.startswith("_")
}


def _find(subject: Subject) -> Iterator[Fault]:
    tree = subject.syntax(subject.hooks) if subject.hooks.is_file() else None
    hooks = [node for node in ast.iter_child_nodes(tree) if _is_hook(node)] if isinstance(tree, ast.Module) else []
    names = {node.name for node in hooks if isinstance(node, ast.FunctionDef)}
    if subject.package.manifest.guards and _GUARD not in names:
        yield Fault(subject.at_manifest("plugin_guard_missing", "guards", hook=_GUARD))
    asked = any(document.kind == "action" and "hook" in document.body for document in subject.package.documents)
    if asked and _ACTION not in names:
        yield Fault(subject.at_manifest("plugin_action_missing", "powers", hook=_ACTION))
    declares = any(document.kind == KIND for document in subject.package.documents)
    if _COMPILER in names and not declares:
        yield Fault(subject.at_manifest("plugin_kind_missing", "powers", hook=_COMPILER))
    for node in hooks:
        if not isinstance(node, ast.FunctionDef):
            continue
        offered = _OFFERED.get(node.name)
        if offered is None:
            fix, params = nearest(node.name, _OFFERED), {"hook": node.name}
            yield Fault(Finding("plugin_hook_unknown", str(subject.hooks), node.lineno, params=params, fix=fix))
            continue
        for argument in (given.arg for given in node.args.args if given.arg not in offered):
            params = {"hook": node.name, "argument": argument, "offered": ", ".join(sorted(offered))}
            yield Fault(Finding("plugin_hook_argument", str(subject.hooks), node.lineno, params=params))


def _is_hook(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef):
        return False
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in node.decorator_list]
    return any(isinstance(mark, ast.Name) and mark.id == "hookimpl" for mark in marks)


RULE = Rule("guards", _find)
