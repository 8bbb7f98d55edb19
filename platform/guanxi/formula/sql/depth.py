"""Deep expressions made shallow: SQLite's parser holds about eighty open pieces, a dozen choices within each other.

What is deeper becomes one call of formula functions within each other. Operators and choices take part in it under a
name with `~`: they take and give values as SQLite holds them (code `k`), NULL included, and mean what their SQL means.
"""

from typing import Any, Final

from guanxi.errors import TooExpensive
from guanxi.formula.sql.calls import MOST_ARGUMENTS, called_name, is_formula_call, width
from guanxi.formula.sql.raw_operations import RAW_OPERATIONS
from guanxi.sqltree import And, Call, Case, Exists, Expr, InList, InSelect, Not, Or, Scalar, Select, Union

__all__ = ["shallow"]

_BUDGET: Final = 40  # what a formula may take of the parser's stack; the statement around it takes the rest
_FLAT: Final = 16  # more alternatives than these are printed as a balanced tree
_KEYWORDS: Final = {And: "and", Or: "or"}
_Sizes = dict[int, int]


def shallow(expr: Expr) -> Expr:
    """Return the expression itself, or one call that means the same where it is too deep."""
    if _depth(expr, {}) <= _BUDGET:
        return expr
    name, leaves = _call(expr)
    if len(leaves) > MOST_ARGUMENTS:
        raise TooExpensive(reason="formula_too_deep", limit=_BUDGET)
    return Call(f"~value:k[{name}]", tuple(leaves), "any")


def _depth(node: Any, sizes: _Sizes) -> int:
    known = sizes.get(id(node))
    if known is None:
        known = sizes[id(node)] = max((cost + _depth(part, sizes) for part, cost in _costs(node)), default=1)
    return known


def _costs(node: Any) -> list[tuple[Any, int]]:
    """Return the parts of a node and how many pieces the parser has open around each."""
    match node:
        case Case():
            branches = [pair for branch in node.branches for pair in ((branch[0], 5), (branch[1], 6))]
            return [*branches, (node.otherwise, 5)]
        case Call():
            return [(part, 5) for part in node.args]
        case And() | Or():
            halvings = max(0, (len(node.items) - 1) // _FLAT).bit_length()
            return [(part, 3 * (1 + halvings)) for part in node.items]
        case Not():
            return [(node.item, 2)]
        case InList():
            return [(node.value, 3)]
        case InSelect():
            return [(node.value, 2), (node.select, 4)]
        case Exists() | Scalar():
            return [(node.select, 4)]
        case Select():
            return [*((column.value, 3) for column in node.columns), *([(node.where, 4)] if node.where else [])]
        case Union():
            return [(select, 2) for select in node.selects]
        case _:
            return []


def _call(node: Expr) -> tuple[str, list[Expr]]:
    """Return the name of the call that a node becomes, and its arguments."""
    match node:
        case Case():
            parts = [part for branch in node.branches for part in branch]
            return _raw("case", [*parts, node.otherwise])
        case And() | Or():
            return _raw(_KEYWORDS[type(node)], list(node.items))
        case Not():
            return _raw("not", [node.item])
        case Call() if is_formula_call(node.name) and width(node.name) == len(node.args):
            return _rebuilt(node.name, list(node.args))
        case Call() if node.name in RAW_OPERATIONS:
            return _raw(node.name, list(node.args))
        case _:
            return _raw("value", [node])


def _raw(function: str, parts: list[Expr]) -> tuple[str, list[Expr]]:
    items, leaves = [], []
    for part in parts:
        item, taken = _item("k", part)
        items.append(item)
        leaves += taken
    return f"~{function}:{''.join(items)}", leaves


def _item(code: str, part: Expr) -> tuple[str, list[Expr]]:
    is_leaf = not isinstance(part, Case | And | Or | Not | Call)
    if is_leaf or (isinstance(part, Call) and (not part.args or not _is_known(part.name))):
        return code, [part]
    name, leaves = _call(part)
    return f"{code}[{name}]", leaves


def _is_known(name: str) -> bool:
    return is_formula_call(name) or name in RAW_OPERATIONS


def _rebuilt(name: str, args: list[Expr]) -> tuple[str, list[Expr]]:
    """Return a call of a formula function with what is deep among its arguments taken in."""
    function, items = called_name(name)
    written: list[str] = []
    leaves: list[Expr] = []
    at = 0
    for code, inner in items:
        if inner:
            size = width(inner)
            inner, taken = _rebuilt(inner, args[at : at + size])
            written.append(f"{code}[{inner}]")
        else:
            size = 1
            item, taken = _item(code, args[at])
            written.append(item)
        leaves += taken
        at += size
    return f"{function}:{''.join(written)}", leaves
