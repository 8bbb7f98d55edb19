"""Hints about rules that do nothing: their outcome is always the same, or they look at what no record fills."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.change.filled import present_objects
from guanxi.change.hint import Ground, Hint
from guanxi.formula import PlainEnvironment, compile_typed
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.typed import Apply, Children, Field, Typed, walk_typed

if TYPE_CHECKING:
    from guanxi.formula.typed import Checked

__all__ = ["idle_rules"]


def idle_rules(ground: Ground) -> Iterator[Hint]:
    """Yield rules whose outcome is the same for every record, and those that look only at what no record fills."""
    for item in present_objects(ground.catalog):
        unfilled = ground.unfilled.get(item.name, frozenset())
        for rule in item.rules:
            checked = ground.catalog.formulas.condition(item.name, rule.when, blank_as=rule.blank_as)
            params = {"rule": rule.name, "object": item.name, "fields": _fields(checked)}
            settled = _settled(checked.tree)
            if settled is not None:
                yield Hint("hint_rule_always" if settled else "hint_rule_never", "rule", rule.name, params)
            elif _looks_only_at(checked, unfilled):
                yield Hint("hint_rule_unfilled", "rule", rule.name, params)


def _settled(tree: Typed) -> bool | None:
    """Return what a condition is for every record, person and time; None where it may differ."""
    if isinstance(tree, Apply) and tree.function in {"AND", "OR"}:
        ends = tree.function == "OR"  # one such part decides, whatever the others are
        found = [_settled(part) for part in tree.arguments]
        return ends if ends in found else (None if None in found else not ends)
    if isinstance(tree, Apply) and tree.function == "NOT":
        inner = _settled(tree.arguments[0])
        return None if inner is None else not inner
    if any(_differs(part) for part in walk_typed(tree)):
        return None
    value = compile_typed(tree)(PlainEnvironment())
    return value if isinstance(value, bool) else None


def _differs(tree: Typed) -> bool:
    """Tell whether an expression asks the record, its surroundings or the clock."""
    if isinstance(tree, Apply):
        row = CORE_FUNCTIONS.get(tree.function)
        return row is None or row.context or row.volatile
    return isinstance(tree, Field | Children)


def _looks_only_at(checked: "Checked", fields: frozenset[str]) -> bool:
    """Tell whether a condition depends on some of these fields of its record and on nothing else of records."""
    asked = [reference.path for reference in checked.references if not reference.context]
    return bool(asked) and not checked.children and all(len(path) == 1 and path[0] in fields for path in asked)


def _fields(checked: "Checked") -> str:
    return ", ".join(sorted({reference.text for reference in checked.references if not reference.context}))
