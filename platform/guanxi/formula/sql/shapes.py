"""Bringing several pieces to one form, as the branches of a choice need it."""

from decimal import Decimal

from guanxi.formula.formula_type import NUMERIC, FormulaType
from guanxi.formula.sql.calls import formula_call
from guanxi.formula.sql.pieces import KINDS, LARGEST, LARGEST_SCALE, SCALES, Known, Piece, Slots, bare, scaled_value
from guanxi.sqltree import NULL, Expr

__all__ = ["decimal", "unified"]


def unified(slots: Slots, kind: FormulaType, *, pieces: list[Piece | Known]) -> tuple[list[Expr], Piece]:
    """Return the expressions of the pieces in one form, and a piece of that form (its own expression is NULL)."""
    if kind in NUMERIC:
        return _numbers(slots, kind, pieces=pieces)
    exprs = [bare(slots, piece)[0] for piece in pieces]
    held = KINDS.get(kind, "text")
    code = next(
        (piece.code for piece in pieces if isinstance(piece, Piece)),
        {"date": "d", "datetime": "i", "time": "c", "integer": "u"}.get(held, "t"),
    )
    stored = all(piece.value != "" if isinstance(piece, Known) else piece.stored for piece in pieces)
    return exprs, Piece(kind, NULL, code, stored=stored and held == "text", kind=held)


def decimal(slots: Slots, piece: Piece | Known) -> Expr:
    """Return the number as SQLite's text of a decimal, PostgreSQL's numeric."""
    expr, code = bare(slots, piece)
    return expr if code in {"n", "x"} else formula_call("decimal", [(expr, code)], "number")


def _numbers(slots: Slots, kind: FormulaType, *, pieces: list[Piece | Known]) -> tuple[list[Expr], Piece]:
    form = _common_scale(pieces)
    if form is None:
        return [decimal(slots, piece) for piece in pieces], Piece(kind, NULL, "n", kind="number")
    scale, percent = form
    places = scale - 2 if percent else scale
    exprs: list[Expr] = []
    bound = 0
    for piece in pieces:
        if isinstance(piece, Piece):
            exprs.append(piece.expr)
            bound = max(bound, piece.bound)
        elif piece.value is None:
            exprs.append(NULL)
        else:
            raw = scaled_value(Decimal(piece.value), scale) or 0  # type: ignore[arg-type]  # a number
            exprs.append(slots.bind((piece, percent), Decimal(raw).scaleb(-places), "number", scale=places))
            bound = max(bound, abs(raw) + 1)
    return exprs, Piece(kind, NULL, SCALES[scale], scale, bound, percent, kind="number")


def _common_scale(pieces: list[Piece | Known]) -> tuple[int, bool] | None:
    held = {(piece.scale, piece.percent) for piece in pieces if isinstance(piece, Piece)}
    values = [Decimal(piece.value) for piece in pieces if isinstance(piece, Known) and piece.value is not None]  # type: ignore[arg-type]
    if len(held) > 1:
        return None
    scale, percent = held.pop() if held else (_needed(values), False)
    if scale is None or scale > LARGEST_SCALE:
        return None
    raws = [scaled_value(value, scale) for value in values]
    return None if any(raw is None or abs(raw) >= LARGEST for raw in raws) else (scale, percent)


def _needed(values: list[Decimal]) -> int:
    exponents = [value.normalize().as_tuple().exponent for value in values]
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])
