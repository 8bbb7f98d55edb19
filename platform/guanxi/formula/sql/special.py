"""Functions that SQL says better than by a call: prefixes as ranges an index serves, patterns, fixed units."""

from dataclasses import replace

from guanxi.formula.formula_type import FormulaType
from guanxi.formula.pattern import PatternRefused, translate
from guanxi.formula.sql.compiler import Compiler
from guanxi.formula.sql.pieces import Known, Piece, argument
from guanxi.formula.sql.structure import NotFilterable, Structure
from guanxi.formula.sql.truths import negated
from guanxi.formula.typed import Apply
from guanxi.sqltree import FALSE, TRUE, Call, Expr, all_of, any_of

__all__ = ["SPECIAL"]

_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_UNITS = frozenset({"minute", "hour", "day", "week", "month", "quarter", "year"})
_SPANS = frozenset({"D", "M", "Y", "YM", "MD", "YD"})


def _begins(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    text, start = (compiler.value(part) for part in node.arguments)
    if isinstance(text, Piece) and text.stored and text.kind == "text" and isinstance(start, Known) and start.value:
        test = _prefix_range(compiler, text, start)
    else:
        called = compiler.call(node)
        test = called.expr if isinstance(called, Piece) else FALSE
    return test if positive else all_of(negated(test), compiler.safe(node))


def _prefix_range(compiler: Compiler, text: Piece, start: Known) -> Expr:
    prefix = str(start.value)
    low = Call(">=", (text.expr, compiler.slots.bind(start, prefix, "text")), "boolean")
    after = _after(prefix)
    if after is None:
        return low
    return all_of(low, Call("<", (text.expr, compiler.slots.bind((start, "end"), after, "text")), "boolean"))


def _after(prefix: str) -> str | None:
    """Return the first text in code point order that is greater than every text with the prefix."""
    kept = prefix.rstrip(chr(_LAST_CHARACTER))
    if not kept:
        return None
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(_SURROGATES.stop if following in _SURROGATES else following)


def _translated(compiler: Compiler, node: Apply) -> str | None:
    """Return the pattern that both engines get, None where it is outside the subset."""
    pattern = compiler.value(node.arguments[1])
    if not isinstance(pattern, Known):
        raise NotFilterable(function=node.function)
    try:
        return f"^(?:{translate(str(pattern.value or ''))})$"  # the anchors are PostgreSQL's full match
    except PatternRefused:
        return None


def _matches(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    pattern = _translated(compiler, node)
    if pattern is None:
        return FALSE
    pairs = [
        argument(compiler.slots, compiler.value(node.arguments[0])),
        argument(compiler.slots, Known(FormulaType.TEXT, pattern)),
    ]
    test = compiler.computed("REGEX", FormulaType.BOOLEAN, pairs=pairs).expr
    return test if positive else all_of(negated(test), compiler.safe(node))


def _matches_failure(compiler: Compiler, node: Apply) -> Expr:
    if _translated(compiler, node) is None:
        return TRUE
    return any_of(*(compiler.failure(part) for part in node.arguments))


def _fixed_unit(compiler: Compiler, node: Apply, *, allowed: frozenset[str], spelled: str) -> Piece | Known:
    *parts, unit = node.arguments
    known = compiler.value(unit)
    if not isinstance(known, Known) or spelled not in allowed:
        raise NotFilterable(function=node.function)
    inner = replace(node, arguments=tuple(parts))
    return compiler.call_named(f"{node.function}.{spelled}", inner)


def _unit(compiler: Compiler, node: Apply) -> str:
    known = compiler.value(node.arguments[-1])
    return str(known.value or "") if isinstance(known, Known) else ""


def _start_of(compiler: Compiler, node: Apply) -> Piece | Known:
    unit = _unit(compiler, node).lower()
    if unit not in _UNITS or (unit in {"minute", "hour"} and node.type == FormulaType.DATE):
        return Known(node.type, None)
    return _fixed_unit(compiler, node, allowed=_UNITS, spelled=unit)


def _start_of_failure(compiler: Compiler, node: Apply) -> Expr:
    unit = _unit(compiler, node).lower()
    fails = unit not in _UNITS or (unit in {"minute", "hour"} and node.type == FormulaType.DATE)
    return _unit_failure(compiler, node, fails=fails)


def _difference(compiler: Compiler, node: Apply) -> Piece | Known:
    span = _unit(compiler, node).upper()
    return Known(node.type, None) if span not in _SPANS else _fixed_unit(compiler, node, allowed=_SPANS, spelled=span)


def _difference_failure(compiler: Compiler, node: Apply) -> Expr:
    return _unit_failure(compiler, node, fails=_unit(compiler, node).upper() not in _SPANS)


def _unit_failure(compiler: Compiler, node: Apply, *, fails: bool) -> Expr:
    below = any_of(*(compiler.failure(part) for part in node.arguments))
    if not fails:
        return any_of(below, compiler.own_failure(node))
    filled = (compiler.filled(piece) for piece in map(compiler.value, node.arguments[:-1]) if isinstance(piece, Piece))
    return any_of(below, all_of(*filled))


SPECIAL: dict[str, Structure] = {
    "BEGINS": Structure(truth=_begins),
    "REGEX": Structure(truth=_matches, failure=_matches_failure),
    "STARTOF": Structure(_start_of, None, _start_of_failure),
    "DATEDIF": Structure(_difference, None, _difference_failure),
}
