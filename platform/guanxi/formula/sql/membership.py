"""Tests of a value against others in SQL: blank, equal, among, between, chosen."""

from guanxi.formula.formula_type import LISTS, TEXTUAL, FormulaType
from guanxi.formula.sql.comparing import is_identifier
from guanxi.formula.sql.compiler import Compiler
from guanxi.formula.sql.pieces import Known, Piece, bare
from guanxi.formula.sql.structure import NotFilterable, Structure
from guanxi.formula.sql.truths import negated, settled
from guanxi.formula.typed import Apply, Field, Typed
from guanxi.sqltree import FALSE, TRUE, Call, Exists, Expr, InList, InSelect, Select, all_of, any_of

__all__ = ["MEMBERSHIP", "equals", "is_blank"]

_LISTED = frozenset({*TEXTUAL, FormulaType.DATE})


def equals(compiler: Compiler, left: Typed, right: Typed) -> Expr:
    """Return the test that two expressions of one kind are equal, blank texts too."""
    if left.type == FormulaType.BOOLEAN:
        if right.constant:
            return compiler.truth(left, compiler.truth(right) == TRUE)
        return Call("=", (settled(compiler.truth(left)), settled(compiler.truth(right))), "boolean")
    return compiler.compared("=", kind_of_all((left, right)), left=left, right=right)


def kind_of_all(parts: tuple[Typed, ...]) -> FormulaType:
    """Return the type by whose rule the parts are compared."""
    return next(
        (part.type for part in parts if part.type not in {FormulaType.BLANK, FormulaType.ANY}), FormulaType.BLANK
    )


def is_blank(compiler: Compiler, node: Typed) -> Expr:
    """Return the test that an expression is blank; it is never NULL, and TRUE for an error."""
    if node.type == FormulaType.BOOLEAN:
        return FALSE
    if node.type in LISTS and isinstance(node, Field):
        return negated(Exists(_values(compiler, node)))
    piece = compiler.value(node)
    if isinstance(piece, Known):
        return TRUE if piece.value in (None, "", ()) else FALSE
    if piece.kind == "text" and not piece.stored:
        return Call("formula.is_empty", (piece.expr,), "boolean")
    return Call("is_null", (piece.expr,), "boolean")


def _is_blank(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    (part,) = node.arguments
    blank = is_blank(compiler, part)
    return all_of(blank if positive else negated(blank), compiler.safe(part))


def _in(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    test = _in_list(compiler, node)
    if test is None:
        test = _in_turn(compiler, node)
    return test if positive else all_of(negated(test), negated(_in_failure(compiler, node)))


def _in_list(compiler: Compiler, node: Apply) -> Expr | None:
    """Return the test of a column against known values as one list parameter, None where it is no such test."""
    if not all(part.constant for part in node.arguments[1:]) or node.arguments[0].type not in _LISTED:
        return None
    column = compiler.value(node.arguments[0])
    pieces = [compiler.value(part) for part in node.arguments[1:]]
    if not isinstance(column, Piece) or not column.stored or _in_failure(compiler, node) != FALSE:
        return None
    values = [piece.value for piece in pieces if isinstance(piece, Known) and piece.value not in (None, "")]
    if column.kind == "uuid":
        values = [value for value in values if is_identifier(str(value))]
    return InList(column.expr, compiler.slots.bind(node, values, column.kind)) if values else FALSE


def _in_turn(compiler: Compiler, node: Apply) -> Expr:
    """Return the test of one candidate after the other."""
    subject, *candidates = node.arguments
    filled = TRUE if subject.type not in TEXTUAL else negated(is_blank(compiler, subject))
    tests: list[Expr] = []
    safe: list[Expr] = []
    for candidate in candidates:
        if subject.type in TEXTUAL and candidate.constant and is_blank(compiler, candidate) == TRUE:
            continue
        tests.append(all_of(equals(compiler, subject, candidate), *safe))
        failure = compiler.failure(candidate)
        if failure != FALSE:
            safe.append(negated(failure))
    if all(candidate.constant for candidate in candidates):
        filled = TRUE  # no candidate is blank, so a blank subject equals none
    return all_of(filled, any_of(*tests))


def _in_failure(compiler: Compiler, node: Apply) -> Expr:
    subject, *candidates = node.arguments
    before: list[Expr] = [negated(is_blank(compiler, subject))]
    failures: list[Expr] = []
    for candidate in candidates:
        failures.append(all_of(compiler.failure(candidate), *before))
        before.append(negated(equals(compiler, subject, candidate)))
    return any_of(compiler.failure(subject), *failures)


def _between(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    subject, low, high = node.arguments
    kind = kind_of_all(node.arguments)
    test = all_of(
        compiler.compared(">=", kind, left=subject, right=low),
        compiler.compared("<=", kind, left=subject, right=high),
    )
    return test if positive else all_of(negated(test), compiler.safe(node))


def _is_value(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    test = equals(compiler, *node.arguments)
    return test if positive else all_of(negated(test), compiler.safe(node))


def _values(compiler: Compiler, node: Field) -> Select:
    owner = compiler.outer if node.outer and compiler.outer is not None else compiler
    if owner.names.values is None:
        raise NotFilterable(function=node.reference.text)
    return owner.names.values(node.reference)


def _includes(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    field, value = node.arguments
    if is_blank(compiler, value) == TRUE:
        test: Expr = FALSE
    else:
        chosen = bare(compiler.slots, compiler.value(value))[0]
        test = _among_chosen(compiler, node, field, chosen)
    return test if positive else all_of(negated(test), compiler.safe(value))


def _among_chosen(compiler: Compiler, node: Apply, field: Typed, chosen: Expr) -> Expr:
    if isinstance(field, Field) and not field.constant:
        return InSelect(chosen, _values(compiler, field))
    known = compiler.value(field) if field.constant else None
    if not isinstance(known, Known):
        raise NotFilterable(function=node.function)
    values = list(known.value) if isinstance(known.value, tuple) else []
    return InList(chosen, compiler.slots.bind(node, values, "text")) if values else FALSE


MEMBERSHIP: dict[str, Structure] = {
    "ISBLANK": Structure(truth=_is_blank, exact=True),
    "ISNULL": Structure(truth=_is_blank, exact=True),
    "IN": Structure(truth=_in, failure=_in_failure),
    "BETWEEN": Structure(truth=_between),
    "ISPICKVAL": Structure(truth=_is_value),
    "INCLUDES": Structure(truth=_includes),
}
