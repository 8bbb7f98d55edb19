"""What is left of a view when some of what it names is gone, or not its reader's to compare by any more."""

from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.formula import format_formula, parse
from guanxi.formula.tree import Call
from guanxi.screens.visible import condition_for, readable_view, sorts_by

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType, View
    from guanxi.workspace.context import Context

__all__ = ["remaining_view"]


def remaining_view(context: "Context", item: "ObjectType", view: "View") -> "View | None":
    """Return the view without the conditions and sort keys that the reader could not write, None where it needs more.

    Its rows tell nothing of what was left out, since they are not narrowed or ordered by it; `left_out` counts it.
    """
    parts = [] if view.filter is None else _parts(view.filter)
    held = [part for part in parts if condition_for(context, item.name, part) is not None]
    sort = tuple(name for name in view.sort if sorts_by(context, item, name))
    left_out = len(parts) - len(held) + len(view.sort) - len(sort)
    both = " AND ".join(f"({part})" for part in held) or None
    return readable_view(context, item, replace(view, filter=both, sort=sort, left_out=left_out))


def _parts(text: str) -> list[str]:
    """Return the conditions of a filter that must all be met."""
    tree = parse(text)
    parts = tree.arguments if isinstance(tree, Call) and tree.name == "AND" else (tree,)
    return [format_formula(part) for part in parts]
