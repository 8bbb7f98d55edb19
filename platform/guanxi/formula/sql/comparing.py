"""Comparisons: plain operators wherever a column meets a value, so that indexes serve them as in hand-written SQL.

Every function here returns an expression that is TRUE exactly when the comparison holds; elsewhere it is FALSE or NULL.
"""

import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from guanxi.formula.formula_type import NUMERIC, FormulaType
from guanxi.formula.sql.calls import formula_call
from guanxi.formula.sql.pieces import LARGEST, Known, Piece, Slots, bare, scaled_value
from guanxi.sqltree import FALSE, TRUE, Call, Expr

__all__ = ["MIRRORED", "compare", "compare_booleans", "is_identifier"]

MIRRORED: Final = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ORDERS: Final[dict[str, Callable[[object, object], bool]]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,  # type: ignore[operator]  # values of one kind, which the checker has seen to
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_identifier(text: str) -> bool:
    """Tell whether PostgreSQL can read the text as a uuid."""
    return _UUID.fullmatch(text) is not None


def compare(slots: Slots, operator: str, kind: FormulaType, *, left: Piece | Known, right: Piece | Known) -> Expr:
    """Return the comparison `= < <= > >=` of two pieces that are not boolean; `<>` is NOT of `=`."""
    if isinstance(left, Known) and isinstance(right, Known):
        return _known(operator, kind, left=left, right=right)
    if isinstance(left, Known):
        left, right, operator = right, left, MIRRORED[operator]
    assert isinstance(left, Piece)  # noqa: S101 - the two cases above leave no other
    if kind in {FormulaType.TEXT, FormulaType.PICKLIST, FormulaType.REFERENCE}:
        return _texts(slots, operator, left=left, right=right)
    if kind in NUMERIC:
        return _numbers(slots, operator, left=left, right=right)
    if isinstance(right, Known):
        if right.value is None:
            return FALSE
        return Call(operator, (left.expr, bare(slots, right)[0]), "boolean")
    return Call(operator, (left.expr, right.expr), "boolean")


def compare_booleans(left: Expr, right: Expr) -> Expr:
    """Return the equality of two booleans that are never NULL."""
    return Call("=", (left, right), "boolean")


def _known(operator: str, kind: FormulaType, *, left: Known, right: Known) -> Expr:
    one, two = left.value, right.value
    if kind in {FormulaType.TEXT, FormulaType.PICKLIST, FormulaType.REFERENCE}:
        if operator == "=":
            one, two = one or "", two or ""
        else:
            one, two = one or None, two or None
    if one is None or two is None:
        return FALSE
    return TRUE if _ORDERS[operator](one, two) else FALSE


def _texts(slots: Slots, operator: str, *, left: Piece, right: Piece | Known) -> Expr:
    if isinstance(right, Known):
        return _text_with_value(slots, operator, left=left, right=right)
    if operator == "=":
        if left.stored and right.stored and left.kind == right.kind:
            return Call("formula.same", (left.expr, right.expr), "boolean")
        filled = tuple(Call("formula.or_empty", (bare(slots, side)[0],), "text") for side in (left, right))
        return Call("=", filled, "boolean")
    return Call(_textual(operator), (_ordered(slots, left), _ordered(slots, right)), "boolean")


def _ordered(slots: Slots, piece: Piece) -> Expr:
    """Return the text as order takes it: an empty one is blank, and order with a blank is FALSE."""
    expr = bare(slots, piece)[0]
    return expr if piece.stored or piece.kind == "uuid" else Call("formula.or_blank", (expr,), "text")


def _text_with_value(slots: Slots, operator: str, *, left: Piece, right: Known) -> Expr:
    text = str(right.value or "")
    if not text:
        blank = "is_null" if left.stored or left.kind == "uuid" else "formula.is_empty"
        return Call(blank, (left.expr,), "boolean") if operator == "=" else FALSE
    if left.kind == "uuid":
        return _reference_with_value(slots, operator, left=left, text=text, right=right)
    bound = slots.bind(right, text, "text")
    if operator == "=":
        return Call("=", (left.expr, bound), "boolean")
    return Call(operator if left.stored else _textual(operator), (_ordered(slots, left), bound), "boolean")


def _reference_with_value(slots: Slots, operator: str, *, left: Piece, text: str, right: Known) -> Expr:
    if operator != "=":
        return Call(_textual(operator), (bare(slots, left)[0], slots.bind(right, text, "text")), "boolean")
    return Call("=", (left.expr, slots.bind(right, text, "uuid")), "boolean") if is_identifier(text) else FALSE


def _textual(operator: str) -> str:
    # Computed text is ordered by code point whatever the database's collation is; columns have it from their DDL.
    return f"formula.text{operator}"


def _numbers(slots: Slots, operator: str, *, left: Piece, right: Piece | Known) -> Expr:
    if isinstance(right, Known):
        if right.value is None:
            return FALSE
        if left.scale is not None:
            return _scaled_with_value(slots, operator, left=left, right=right)
    elif left.scale is not None and left.scale == right.scale and left.percent == right.percent:
        return Call(operator, (left.expr, right.expr), "boolean")
    pairs = [bare(slots, side) for side in (left, right)]
    return formula_call(operator, pairs, "boolean")


def _scaled_with_value(slots: Slots, operator: str, *, left: Piece, right: Known) -> Expr:
    """Compare a column with a value in the column's own scale, also where the value has more digits than the column."""
    scale = left.scale or 0
    value = Decimal(right.value)  # type: ignore[arg-type]  # a number, as the checker has seen to
    raw = scaled_value(value, scale)
    rounded = ""
    if raw is None:
        if operator == "=":
            return FALSE
        below = operator in {"<", "<="}
        rounded = "down" if below else "up"
        operator = "<=" if below else ">="
        raw = int(value.scaleb(scale).to_integral_value(ROUND_FLOOR if below else ROUND_CEILING))
    if not -LARGEST <= raw < LARGEST:
        certain = operator != "=" and (operator in {"<", "<="}) == (raw > 0)
        return Call("is_not_null", (left.expr,), "boolean") if certain else FALSE
    # PostgreSQL holds a percent times 100: the bound value has the column's own scale, two less than in formulas.
    held = scale - 2 if left.percent else scale
    kind = "integer" if left.kind == "integer" and not left.percent else "number"
    bound = raw if kind == "integer" else Decimal(raw).scaleb(-held)
    return Call(operator, (left.expr, slots.bind((right, left.percent, rounded), bound, kind, scale=held)), "boolean")  # type: ignore[arg-type]
