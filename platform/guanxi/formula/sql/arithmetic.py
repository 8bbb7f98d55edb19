"""Sums and differences of scaled numbers, which SQLite can compute natively as long as no integer overflows."""

from decimal import Decimal
from typing import Final

from guanxi.formula.formula_type import FormulaType
from guanxi.formula.sql.pieces import LARGEST, SCALES, Known, Piece, Slots, scaled_value
from guanxi.sqltree import Call, Expr

__all__ = ["NATIVE", "native"]

NATIVE: Final = {"add": "+", "subtract": "-", "negate": "negate"}


def native(slots: Slots, function: str, kind: FormulaType, *, pieces: list[Piece | Known]) -> Piece | None:
    """Return the piece for `add`, `subtract` or `negate` when all numbers have one scale, else None."""
    held = [piece for piece in pieces if isinstance(piece, Piece)]
    if not held or any((piece.scale, piece.percent) != (held[0].scale, held[0].percent) for piece in held):
        return None
    scale, percent = held[0].scale, held[0].percent
    if scale is None:
        return None
    places = scale - 2 if percent else scale  # of what PostgreSQL holds: a percent times 100
    exprs: list[Expr] = []
    bound = 0
    for piece in pieces:
        if isinstance(piece, Piece):
            exprs.append(piece.expr)
            bound += piece.bound
            continue
        raw = None if piece.value is None else scaled_value(Decimal(piece.value), scale)  # type: ignore[arg-type]  # a number
        if raw is None:
            return None
        exprs.append(slots.bind((piece, percent), Decimal(raw).scaleb(-places), "number", scale=places))
        bound += abs(raw)
        if abs(raw) >= LARGEST:
            return None
    if bound >= LARGEST and function != "negate":
        return None
    result = exprs[0] if function != "negate" else Call("negate", (exprs[0],), "number", places)
    for expr in exprs[1:]:
        result = Call(NATIVE[function], (result, expr), "number", places)
    return Piece(kind, result, SCALES[scale], scale, bound, percent, False, "number")
