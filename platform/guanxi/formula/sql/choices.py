"""Logic in SQL: what the lazy rows of the function table are written as, errors and their order included."""

from dataclasses import dataclass, replace

from guanxi.formula.formula_type import TEXTUAL, FormulaType
from guanxi.formula.sql.compiler import Compiler
from guanxi.formula.sql.membership import equals, is_blank
from guanxi.formula.sql.pieces import Known, Piece
from guanxi.formula.sql.shapes import unified
from guanxi.formula.sql.structure import Structure
from guanxi.formula.sql.truths import negated, settled
from guanxi.formula.typed import Apply, Typed
from guanxi.sqltree import FALSE, NULL, TRUE, Case, Constant, Expr, all_of, any_of

__all__ = ["CHOICES"]


@dataclass(frozen=True, slots=True)
class _Step:
    """One branch of a choice: its condition, when the condition is #ERROR, and what it gives."""

    condition: Expr
    failure: Expr
    result: Typed | None


_Ladder = tuple[tuple[_Step, ...], Typed | None]


def _ladder(compiler: Compiler, node: Apply) -> _Ladder:
    return (_case if node.function in {"CASE", "SWITCH"} else _conditions)(compiler, node)


def _conditions(compiler: Compiler, node: Apply) -> _Ladder:
    parts = node.arguments
    steps = tuple(
        _Step(compiler.truth(condition), compiler.failure(condition), result)
        for condition, result in zip(parts[0:-1:2], parts[1::2], strict=False)
    )
    return steps, parts[-1] if len(parts) % 2 else None


def _case(compiler: Compiler, node: Apply) -> _Ladder:
    subject, *rest = node.arguments
    otherwise = rest[-1] if len(rest) % 2 else None
    steps = [_Step(FALSE, compiler.failure(subject), None)]
    if subject.type not in TEXTUAL:
        steps.append(_Step(is_blank(compiler, subject), FALSE, otherwise))
    for candidate, result in zip(rest[0:-1:2], rest[1::2], strict=False):
        steps.append(_Step(equals(compiler, subject, candidate), compiler.failure(candidate), result))
    return tuple(steps), otherwise


def _choose(compiler: Compiler, node: Apply) -> Piece | Known:
    steps, otherwise = _ladder(compiler, node)
    results = [compiler.value(step.result) for step in steps if step.result is not None]
    last = compiler.value(otherwise) if otherwise is not None else Known(node.type, None)
    return _chosen(compiler, node.type, steps=steps, results=[*results, last])


def _chosen(
    compiler: Compiler, kind: FormulaType, *, steps: tuple[_Step, ...], results: list[Piece | Known]
) -> Piece | Known:
    if all(isinstance(piece, Known) and piece.value is None for piece in results):
        return Known(kind, None)
    exprs, form = unified(compiler.slots, kind, pieces=results)
    values = iter(exprs)
    branches: list[tuple[Expr, Expr]] = []
    for step in steps:
        if step.failure != FALSE:
            branches.append((step.failure, NULL))
        if step.result is not None:
            branches.append((step.condition, next(values)))
    expr = _case_of(branches, exprs[-1])
    return Known(kind, None) if expr == NULL else replace(form, expr=expr)


def _case_of(branches: list[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    kept: list[tuple[Expr, Expr]] = []
    for condition, value in branches:
        if condition == FALSE:
            continue
        if condition == TRUE:
            otherwise = value
            break
        kept.append((condition, value))
    if isinstance(otherwise, Case):
        # One flat list of branches, as deep nesting overflows SQLite's parser.
        kept += otherwise.branches
        otherwise = otherwise.otherwise
    # Constants only: comparing large trees costs more than an idle branch.
    while kept and isinstance(otherwise, Constant) and kept[-1][1] == otherwise:
        kept.pop()
    return Case(tuple(kept), otherwise) if kept else otherwise


def _choose_truth(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    steps, otherwise = _ladder(compiler, node)
    branches: list[tuple[Expr, Expr]] = []
    for step in steps:
        branches.append((step.failure, FALSE))
        if step.result is not None or step.condition != FALSE:
            branches.append((step.condition, _truth_or_blank(compiler, step.result, positive)))
    return _case_of(branches, _truth_or_blank(compiler, otherwise, positive))


def _truth_or_blank(compiler: Compiler, node: Typed | None, positive: bool) -> Expr:
    # A choice without a matching branch is blank, and a blank boolean is FALSE.
    return compiler.truth(node, positive) if node is not None else FALSE if positive else TRUE


def _choose_failure(compiler: Compiler, node: Apply) -> Expr:
    steps, otherwise = _ladder(compiler, node)
    branches: list[tuple[Expr, Expr]] = []
    for step in steps:
        branches.append((step.failure, TRUE))
        branches.append((step.condition, compiler.failure(step.result) if step.result is not None else FALSE))
    return _case_of(branches, compiler.failure(otherwise) if otherwise is not None else FALSE)


def _and(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    if positive:
        return all_of(*(compiler.truth(part) for part in node.arguments))
    return _first_of(compiler, node.arguments, positive=False)


def _or(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    if not positive:
        return all_of(*(compiler.truth(part, False) for part in node.arguments))
    return _first_of(compiler, node.arguments, positive=True)


def _first_of(compiler: Compiler, parts: tuple[Typed, ...], *, positive: bool) -> Expr:
    """Return the test that a part is true (false) and none before it is an error, looked at from left to right."""
    tests: list[Expr] = []
    safe: list[Expr] = []
    for part in parts:
        tests.append(all_of(compiler.truth(part, positive), *safe))
        failure = compiler.failure(part)
        if failure != FALSE:
            safe.append(negated(failure))
    return any_of(*tests)


def _junction_failure(compiler: Compiler, node: Apply) -> Expr:
    """Return the test that a part is an error and none before it has decided."""
    going_on = node.function == "AND"
    failures: list[Expr] = []
    before: list[Expr] = []
    for part in node.arguments:
        failures.append(all_of(*before, compiler.failure(part)))
        before.append(settled(compiler.truth(part, going_on)))
    return any_of(*failures)


def _if_error(compiler: Compiler, node: Apply) -> Piece | Known:
    attempt, otherwise = node.arguments
    failure = compiler.failure(attempt)
    if failure == FALSE:
        return compiler.value(attempt)
    step = _Step(failure, FALSE, otherwise)
    return _chosen(compiler, node.type, steps=(step,), results=[compiler.value(otherwise), compiler.value(attempt)])


def _if_error_truth(compiler: Compiler, node: Apply, positive: bool) -> Expr:
    attempt, otherwise = node.arguments
    return _case_of(
        [(compiler.failure(attempt), compiler.truth(otherwise, positive))], compiler.truth(attempt, positive)
    )


def _coalesce(compiler: Compiler, node: Apply) -> Piece | Known:
    steps = tuple(
        _Step(negated(is_blank(compiler, part)), compiler.failure(part), part) for part in node.arguments[:-1]
    )
    return _chosen(compiler, node.type, steps=steps, results=[compiler.value(part) for part in node.arguments])


def _coalesce_failure(compiler: Compiler, node: Apply) -> Expr:
    branches: list[tuple[Expr, Expr]] = []
    for part in node.arguments[:-1]:
        branches += [(compiler.failure(part), TRUE), (negated(is_blank(compiler, part)), FALSE)]
    return _case_of(branches, compiler.failure(node.arguments[-1]))


_LADDER = Structure(_choose, _choose_truth, _choose_failure, exact=True)
_COALESCE = Structure(
    _coalesce,
    lambda compiler, node, positive: compiler.truth(node.arguments[0], positive),
    _coalesce_failure,
    exact=True,
)

CHOICES: dict[str, Structure] = {
    "AND": Structure(truth=_and, failure=_junction_failure, exact=True),
    "OR": Structure(truth=_or, failure=_junction_failure, exact=True),
    "NOT": Structure(
        truth=lambda compiler, node, positive: compiler.truth(node.arguments[0], not positive), exact=True
    ),
    "IF": _LADDER,
    "IFS": _LADDER,
    "CASE": _LADDER,
    "SWITCH": _LADDER,
    "IFERROR": Structure(
        _if_error,
        _if_error_truth,
        lambda compiler, node: all_of(*(compiler.failure(part) for part in node.arguments)),
        exact=True,
    ),
    "ISERROR": Structure(
        truth=lambda compiler, node, positive: (
            compiler.failure(node.arguments[0]) if positive else compiler.safe(node.arguments[0])
        ),
        failure=lambda compiler, node: FALSE,
        exact=True,
    ),
    # A boolean is never blank.
    "COALESCE": _COALESCE,
    "BLANKVALUE": _COALESCE,
    "NULLVALUE": _COALESCE,
}
