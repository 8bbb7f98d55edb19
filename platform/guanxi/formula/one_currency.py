"""Amounts of one currency: where a formula brings together what is not in one, its own amounts are converted (A12).

Within a record arithmetic is plain, as all its amounts share one currency. Amounts of other records, roll-ups and
literals are in the workspace's.
"""

from collections.abc import Sequence
from dataclasses import replace

from guanxi.formula.formula_type import NUMERIC, FormulaType
from guanxi.formula.typed import Apply, Children, Compare, Constant, Field, Typed, walk_typed

__all__ = ["in_one_currency"]

_AMONG = frozenset({"IN", "BETWEEN"})


def in_one_currency(tree: Typed, *, whole: bool) -> Typed:
    """Return the tree with its own amounts converted: all where it names others or `whole`, else where it compares."""
    fields = (part for part in walk_typed(tree) if isinstance(part, Field))
    amounts = [part.reference for part in fields if part.type is FormulaType.MONEY]
    if not any(amount.converted for amount in amounts):
        return tree
    if whole or any(amount.converted is None for amount in amounts):
        return _converted(tree)
    return _compared(tree)


def _compared(node: Typed) -> Typed:
    """Convert within the comparisons of an own amount with something else."""
    among = isinstance(node, Apply) and node.function in _AMONG
    if (among or isinstance(node, Compare)) and _differs(node.parts):
        return _converted(node)
    return _with_parts(node, [_compared(part) for part in node.parts])


def _differs(sides: Sequence[Typed]) -> bool:
    own = [any(isinstance(part, Field) and part.reference.converted for part in walk_typed(side)) for side in sides]
    return any(own) and any(
        side.type in NUMERIC and not has and not (isinstance(side, Constant) and not side.value)  # nothing is nothing
        for side, has in zip(sides, own, strict=True)
    )


def _converted(node: Typed) -> Typed:
    if isinstance(node, Field):
        return node if node.reference.converted is None else replace(node, reference=node.reference.converted)
    return _with_parts(node, [_converted(part) for part in node.parts])


def _with_parts(node: Typed, parts: list[Typed]) -> Typed:
    if all(new is old for new, old in zip(parts, node.parts, strict=True)):
        return node
    if isinstance(node, Apply):
        return replace(node, arguments=tuple(parts))
    if isinstance(node, Compare):
        return replace(node, left=parts[0], right=parts[1])
    assert isinstance(node, Children)  # noqa: S101 - nothing else has parts
    waiting = iter(parts)
    kept = {name: next(waiting) for name in ("value", "order", "condition") if getattr(node, name) is not None}
    return replace(node, **kept)  # type: ignore[arg-type]  # the three are expressions
