"""The pieces a formula is compiled to: SQL expressions with what is known of their values and of how SQLite holds them.

SQLite has no decimals. A number is held there either *scaled*, as a column is (an integer and a scale), or as the text
of a decimal. PostgreSQL has numeric for both. A *code* of one letter per argument tells the Python function that SQLite
calls how to read what it gets: `0`–`9`, `A`–`J` an integer of scale 0 to 19, `n` a decimal text, `t` text, `b` boolean,
`d` date, `i` instant, `c` time of day, `u` duration in milliseconds, `x` always blank; a last `z` is the name of a
zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from guanxi.formula.formula_type import NUMERIC, TEXTUAL, FormulaType, Value
from guanxi.sqltree import FALSE, NULL, Call, Case, Column, Constant, Expr, Kind, Param, Scalar

__all__ = [
    "CODES",
    "KINDS",
    "LARGEST",
    "LARGEST_SCALE",
    "SCALES",
    "Known",
    "Piece",
    "Slots",
    "argument",
    "bare",
    "kind_of",
    "piece_of_column",
    "scaled_value",
]

LARGEST: Final = 2**63  # first integer that SQLite cannot hold
_STORED_DIGITS: Final = 18
_MILLISECOND: Final = timedelta(milliseconds=1)
SCALES: Final = "0123456789ABCDEFGHIJ"  # the code of each scale
LARGEST_SCALE: Final = len(SCALES) - 1

KINDS: Final[dict[FormulaType, Kind]] = {
    FormulaType.TEXT: "text",
    FormulaType.PICKLIST: "text",
    FormulaType.REFERENCE: "text",
    FormulaType.NUMBER: "number",
    FormulaType.MONEY: "number",
    FormulaType.PERCENT: "number",
    FormulaType.BOOLEAN: "boolean",
    FormulaType.DATE: "date",
    FormulaType.DATETIME: "datetime",
    FormulaType.TIME: "time",
    FormulaType.DURATION: "integer",
}
CODES: Final[dict[Kind, str]] = {
    "text": "t",
    "uuid": "t",
    "boolean": "b",
    "date": "d",
    "datetime": "i",
    "time": "c",
    "number": "n",
    "integer": "0",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A value that depends on the record.

    `scale`: of a scaled number, None of a decimal; `bound`: its raw integer stays below. `percent`: PostgreSQL holds it
    times 100 (SQLite's scale already says so). `stored`: a plain column, whose text is never empty but blank.
    """

    type: FormulaType
    expr: Expr
    code: str
    scale: int | None = None
    bound: int = LARGEST
    percent: bool = False
    stored: bool = False
    kind: Kind = "any"


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A value computed beforehand, bound where it is used in the form that the use needs."""

    type: FormulaType
    value: Value


class Slots:
    """Names the bound values of one formula by their position, so that formulas of equal shape are equal trees."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._given: dict[tuple[object, str, int], Param] = {}
        self.values: dict[str, object] = {}

    def bind(self, owner: object, value: object, kind: Kind, *, scale: int = 0) -> Param:
        """Return the parameter of a value; the same owner asked again for the same form gets the same parameter."""
        key = (owner, kind, scale)
        known = self._given.get(key)
        if known is None:
            known = self._given[key] = Param(f"{self._prefix}{len(self._given)}", kind, scale)
            self.values[known.slot] = value
        return known

    def adopt(self, values: Mapping[str, object]) -> None:
        """Take over the values of an expression that was compiled by itself, under slots of its own."""
        self.values.update(values)


def kind_of(expr: Expr) -> Kind:
    """Return the kind of an expression, `any` where it says nothing."""
    match expr:
        case Column() | Param() | Call() | Scalar():
            return expr.kind
        case Constant():
            return "boolean" if expr.kind == "boolean" else "integer" if expr.kind == "integer" else "any"
        case Case():
            kinds = [kind_of(value) for _, value in expr.branches] + [kind_of(expr.otherwise)]
            return next((kind for kind in kinds if kind != "any"), "any")
        case _:
            return "boolean"


def _scale_of(expr: Expr) -> int:
    match expr:
        case Column() | Param() | Call() | Scalar():
            return expr.scale
        case Case():
            return max([_scale_of(value) for _, value in expr.branches] + [_scale_of(expr.otherwise)])
        case _:
            return 0


def piece_of_column(kind: FormulaType, expr: Expr) -> Piece:
    """Return the piece of what a reference resolves to."""
    held = kind_of(expr)
    if held == "any":
        held = KINDS.get(kind, "any")
    if kind in NUMERIC:
        percent = kind == FormulaType.PERCENT
        scale = (_scale_of(expr) if held == "number" else 0) + (2 if percent else 0)
        bound = 10**_STORED_DIGITS if held == "number" and isinstance(expr, Column) else LARGEST
        return Piece(kind, expr, SCALES[scale], scale, bound, percent, isinstance(expr, Column), held)
    code = "u" if kind == FormulaType.DURATION else CODES.get(held, "t")
    return Piece(kind, expr, code, stored=isinstance(expr, Column), kind=held)


def scaled_value(value: Decimal, scale: int) -> int | None:
    """Return the integer that stands for the number at that scale, None when digits would be lost."""
    raw = value.scaleb(scale)
    whole = int(raw)
    return whole if whole == raw else None


def argument(slots: Slots, piece: "Piece | Known") -> tuple[Expr, str]:
    """Return the expression and code with which a piece is handed to a function; a blank text becomes an empty one."""
    if isinstance(piece, Known) and piece.value is None and piece.type in TEXTUAL:
        return slots.bind(piece, "", "text"), "t"
    expr, code = bare(slots, piece)
    return (Call("formula.text", (expr,), "text") if code == "t" and isinstance(piece, Piece) else expr), code


def bare(slots: Slots, piece: "Piece | Known") -> tuple[Expr, str]:
    """Return the expression of a piece, blank where it is blank, and the code of its form."""
    if isinstance(piece, Piece):
        if piece.percent:
            return Call("formula.hundredth", (piece.expr,), "number", piece.scale or 0), piece.code
        if piece.kind == "uuid":
            return Call("formula.uuid_text", (piece.expr,), "text"), "t"
        return piece.expr, piece.code
    value = piece.value
    if value is None:
        return NULL, "x"
    if isinstance(value, bool):
        return slots.bind(piece, value, "boolean"), "b"
    if isinstance(value, Decimal | int):
        return _number_argument(slots, piece, Decimal(value))
    if isinstance(value, timedelta):
        return slots.bind(piece, value // _MILLISECOND, "integer"), "u"
    kind = KINDS.get(piece.type, "text")
    if kind == "boolean":
        return FALSE, "b"
    return slots.bind(piece, value, kind), CODES[kind]


def _number_argument(slots: Slots, piece: Known, value: Decimal) -> tuple[Expr, str]:
    exponent = value.normalize().as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else 0
    raw = scaled_value(value, scale)
    if scale > LARGEST_SCALE or raw is None or abs(raw) >= LARGEST:
        text = slots.bind(piece, format(value, "f"), "text")
        return Call("formula.decimal", (text,), "number"), "n"
    return slots.bind(piece, value, "number", scale=scale), SCALES[scale]
