"""The door of the SQL back end: a checked formula becomes an expression of the neutral SQL tree."""

from dataclasses import replace
from types import MappingProxyType

from guanxi.formula.formula_type import NUMERIC, FormulaType
from guanxi.formula.function import FunctionTable
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.sql.aggregates import aggregate, aggregate_failure, exists
from guanxi.formula.sql.calls import formula_call
from guanxi.formula.sql.choices import CHOICES
from guanxi.formula.sql.compiler import Compiler
from guanxi.formula.sql.depth import shallow
from guanxi.formula.sql.folding import Folding
from guanxi.formula.sql.limits import refuse_if_large
from guanxi.formula.sql.membership import MEMBERSHIP
from guanxi.formula.sql.pieces import KINDS, SCALES, Known, Piece, Slots, bare
from guanxi.formula.sql.result import OpenChildren, Resolve, SqlResult, Values
from guanxi.formula.sql.special import SPECIAL
from guanxi.formula.sql.structure import Names, Structures
from guanxi.formula.sql.truths import settled
from guanxi.formula.typed import Checked
from guanxi.sqltree import FALSE, NULL, Call, Case, Expr, integer

__all__ = ["at_scale", "compile_sql"]

_STRUCTURES = Structures(MappingProxyType({**CHOICES, **MEMBERSHIP, **SPECIAL}), aggregate, exists, aggregate_failure)
_STORED_SCALE = 6


def compile_sql(
    checked: Checked,
    resolve: Resolve,
    *,
    folding: Folding,
    children: OpenChildren | None = None,
    values: Values | None = None,
    prefix: str = "f",
    condition: bool = False,
    scale: int = _STORED_SCALE,
    functions: FunctionTable = CORE_FUNCTIONS,
) -> SqlResult:
    """Compile a formula for one record.

    With `condition` the expression is TRUE exactly where the formula is, and an error never matches: for filters, rules
    and sharing. Else it is the formula's value, NULL where it is blank or #ERROR. A number that is not a plain sum of
    columns is rounded to `scale` places, half away from zero. What has no form in SQL raises NotFilterable.
    """
    slots = Slots(prefix)
    compiler = Compiler(
        Names(resolve, values, children),
        folding=folding,
        slots=slots,
        table=functions,
        structures=_STRUCTURES,
    )
    if condition:
        result = SqlResult(compiler.truth(checked.tree), slots.values, None, "boolean")
    else:
        result = _value(compiler, checked, scale=scale)
        if result.error is not None and result.expr != NULL:
            result = (
                replace(result, expr=Case(((result.error, NULL),), result.expr))
                if compiler.leaks(checked.tree)
                else result
            )
    refuse_if_large(result.expr, result.error)
    error = None if result.error is None else shallow(result.error)
    return SqlResult(shallow(result.expr), MappingProxyType(slots.values), error, result.kind, result.scale)


def at_scale(result: SqlResult, scale: int) -> SqlResult:
    """Return a number rounded half away from zero to another scale; what is no number, or has that scale, as it is."""
    if result.kind not in {"number", "integer"} or result.scale == scale:
        return result
    pairs: list[tuple[Expr, str]] = [(result.expr, SCALES[result.scale]), (integer(scale), "k"), (integer(1), "k")]
    return replace(result, expr=formula_call("store", pairs, "number", scale=scale), kind="number", scale=scale)


def _value(compiler: Compiler, checked: Checked, *, scale: int) -> SqlResult:
    tree = checked.tree
    failure = compiler.failure(tree)
    error = None if failure == FALSE else failure
    if tree.type == FormulaType.BOOLEAN:
        test = settled(compiler.truth(tree))
        return SqlResult(
            test if error is None else Case(((error, NULL),), test), compiler.slots.values, error, "boolean"
        )
    piece = compiler.value(tree)
    if tree.type in NUMERIC:
        expr, places = _number(compiler.slots, piece, percent=checked.returns == FormulaType.PERCENT, scale=scale)
        return SqlResult(expr, compiler.slots.values, error, "number", places)
    expr = NULL if isinstance(piece, Known) and piece.value == "" else bare(compiler.slots, piece)[0]
    if (
        piece.type in KINDS
        and KINDS[piece.type] == "text"
        and isinstance(piece, Piece)
        and not piece.stored
        and piece.kind == "text"
    ):
        expr = Call("formula.or_blank", (expr,), "text")
    kind = piece.kind if isinstance(piece, Piece) else KINDS.get(piece.type, "text")
    return SqlResult(expr, compiler.slots.values, error, kind)


def _number(slots: Slots, piece: Piece | Known, *, percent: bool, scale: int) -> tuple[Expr, int]:
    """Return the number as a column of some scale holds it, a percent times 100 where that was asked for."""
    if isinstance(piece, Piece) and piece.scale is not None and piece.percent == percent:
        return piece.expr, piece.scale - 2 if percent else piece.scale
    expr, code = bare(slots, piece)
    if code == "x":
        return NULL, scale
    pairs: list[tuple[Expr, str]] = [(expr, code), (integer(scale), "k"), (integer(100 if percent else 1), "k")]
    return formula_call("store", pairs, "number", scale=scale), scale
