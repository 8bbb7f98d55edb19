"""The checked tree as JSON, for the browser: plain objects, numbers as texts so that no digit is lost."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from guanxi.formula.formula_type import Value
from guanxi.formula.typed import Apply, Checked, Children, Compare, Constant, Field, Typed

__all__ = ["checked_json"]


def checked_json(checked: Checked) -> dict[str, Any]:
    """Return the formula as a JSON-ready object: its text, type, facts, references and typed tree."""
    return {
        "text": checked.text,
        "type": checked.type.value,
        "returns": checked.returns.value if checked.returns else None,
        "blank_as": checked.blank_as,
        "may_fail": checked.may_fail,
        "volatile": checked.volatile,
        "filterable": checked.filterable,
        "functions": list(checked.functions),
        "references": [
            {"path": reference.text, "type": reference.type.value, "context": reference.context}
            for reference in checked.references
        ],
        "tree": _tree(checked.tree),
    }


def _tree(tree: Typed) -> dict[str, Any]:
    shared: dict[str, Any] = {"type": tree.type.value}
    if isinstance(tree, Constant):
        return {"node": "constant", **shared, "value": _value(tree.value)}
    if isinstance(tree, Field):
        flags = {name: True for name, is_set in (("zero", tree.zero), ("outer", tree.outer)) if is_set}
        return {"node": "field", **shared, "path": tree.reference.text, **flags}
    if isinstance(tree, Compare):
        sides = {"left": _tree(tree.left), "right": _tree(tree.right)}
        return {"node": "compare", **shared, "operator": tree.operator, "kind": tree.kind.value, **sides}
    if isinstance(tree, Children):
        parts = {"value": tree.value, "order": tree.order, "condition": tree.condition}
        present = {name: _tree(part) for name, part in parts.items() if part is not None}
        return {"node": "children", **shared, "function": tree.function, "relation": tree.relation, **present}
    assert isinstance(tree, Apply)  # noqa: S101 - the kinds of checked expression are all there are
    return {"node": "apply", **shared, "function": tree.function, "arguments": [_tree(part) for part in tree.arguments]}


def _value(value: Value) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | bool | int) else None
