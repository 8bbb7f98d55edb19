"""The door to checking: text or tree in, a formula that may be run out, or every problem at once."""

from guanxi.formula.checking import Checker, TooManyProblems
from guanxi.formula.coercion import convert
from guanxi.formula.formula_type import LISTS, NUMERIC, TEXTUAL, FormulaType
from guanxi.formula.function import FunctionTable
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.one_currency import in_one_currency
from guanxi.formula.parsing import parse
from guanxi.formula.printing import format_formula
from guanxi.formula.problems import FormulaInvalid, FormulaProblem
from guanxi.formula.special_rules import SPECIAL_RULES
from guanxi.formula.tree import Name, Node, walk
from guanxi.formula.typed import Apply, BlankAs, Checked, Children, Field, Reference, Scope, Typed, walk_typed

__all__ = ["check"]

T = FormulaType
_HEIGHT_LIMIT = 100
_ASK_MANY = frozenset({"INCLUDES", "ISBLANK", "ISNULL"})  # take a field of many values as it is


def check(
    formula: str | Node,
    scope: Scope,
    *,
    blank_as: BlankAs = "blank",
    returns: FormulaType | None = None,
    stored: bool = False,
    one_currency: bool = False,
    functions: FunctionTable = CORE_FUNCTIONS,
) -> Checked:
    """Check a formula against the names of a scope; raise FormulaSyntax or FormulaInvalid with all problems.

    With `one_currency` every amount is taken in the workspace's currency, as the result is.
    """
    text = formula if isinstance(formula, str) else format_formula(formula)
    node = parse(formula) if isinstance(formula, str) else formula
    checker = Checker(scope, functions, blank_as=blank_as, rules=SPECIAL_RULES)
    try:
        tree = in_one_currency(_result(checker, checker.check(node), returns), whole=one_currency)
    except TooManyProblems as error:
        raise FormulaInvalid(text, _in_order(checker.problems)) from error
    if _height(tree) > _HEIGHT_LIMIT:
        checker.problem("too_deep", tree, limit=_HEIGHT_LIMIT)
    if stored:
        _refuse_unstorable(checker, node)
    if checker.problems:
        raise FormulaInvalid(text, _in_order(checker.problems))
    used = [functions.get(name) for name in checker.used]
    return Checked(
        text=text,
        tree=tree,
        type=returns or tree.type,
        returns=returns,
        blank_as=blank_as,
        references=_references(checker, tree),
        children=tuple(checker.relations),
        functions=tuple(sorted(checker.used)),
        may_fail=tree.may_fail,
        volatile=any(row.volatile for row in used if row),
        filterable=_filterable(tree, functions),
    )


def _references(checker: Checker, tree: Typed) -> tuple[Reference, ...]:
    """Return what the formula names, and the converted amounts that it reads instead."""
    named = tuple(checker.references.values())
    amounts = {each.converted: None for each in named if each.converted is not None}
    read = {part.reference for part in walk_typed(tree) if isinstance(part, Field)} if amounts else set()
    return (*named, *(amount for amount in amounts if amount in read))


def _result(checker: Checker, tree: Typed, returns: FormulaType | None) -> Typed:
    """Return the tree with the type that was asked for, or report that it has another."""
    if returns is None or tree.type in {returns, T.BLANK, T.ANY}:
        return tree
    if (tree.type in NUMERIC and returns in NUMERIC) or (tree.type in TEXTUAL and returns in TEXTUAL):
        return tree
    if {tree.type, returns} == {T.DATE, T.DATETIME}:
        return convert(tree, returns, checker.functions)
    return checker.problem("wrong_result", tree, expected=returns.value, found=tree.type.value)


def _refuse_unstorable(checker: Checker, node: Node) -> None:
    """A stored value may only follow from the record's own columns, so that no other change makes it stale."""
    for name, place in checker.used.items():
        row = checker.functions.get(name)
        if row is not None and (row.volatile or (row.context and row.family == "user")):
            checker.problem("volatile", place, name=name)
    for part in walk(node):
        if isinstance(part, Name) and (len(part.path) > 1 or part.path[0].startswith("$")):
            checker.problem("stored_reference", part, name=part.text)


def _height(tree: Typed) -> int:
    """Return how many expressions lie on the longest way down; operators on dates and numbers add their own levels."""
    level, height = [tree], 0
    while level and height <= _HEIGHT_LIMIT:
        level = [part for parent in level for part in parent.parts]
        height += 1
    return height


def _in_order(problems: list[FormulaProblem]) -> list[FormulaProblem]:
    unique = {(problem.code, problem.start, problem.end): problem for problem in problems}
    return sorted(unique.values(), key=lambda problem: (problem.start, problem.end))


def _filterable(tree: Typed, functions: FunctionTable) -> bool:
    """Tell whether every part that depends on the record has a form in both databases."""
    stack = [tree]
    while stack:
        part = stack.pop()
        if part.constant:
            continue
        if isinstance(part, Field) and part.type in LISTS:
            return False  # many values are no value of an expression
        if isinstance(part, Apply | Children):
            row = functions.get(part.function)
            if row is None or not row.sql:
                return False
            if any(not part.parts[position].constant for position in row.fixed if position < len(part.parts)):
                return False
        asks_many = isinstance(part, Apply) and part.function in _ASK_MANY
        stack.extend(each for each in part.parts if not (asks_many and isinstance(each, Field) and each.type in LISTS))
    return True
