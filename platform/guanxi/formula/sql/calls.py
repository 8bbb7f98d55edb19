"""Calls of formula functions in the tree: the name says the function and how each argument is to be read.

`ROUND:2n` is ROUND of a scaled number and a decimal. A call whose argument is a call becomes one call with the inner
name in brackets, `LEN:t[TRIM:t]`, so that SQLite parses and calls once however deep functions are nested: its parser's
stack is short.
"""

from functools import lru_cache
from typing import Final

from guanxi.formula.sql.pieces import SCALES
from guanxi.sqltree import Call, Expr, Kind

__all__ = ["CODE_LETTERS", "MOST_ARGUMENTS", "Item", "called_name", "formula_call", "is_formula_call", "width"]

MOST_ARGUMENTS: Final = 100  # SQLite takes 127
CODE_LETTERS: Final = frozenset(SCALES + "ntbdicxzk")

Item = tuple[str, str]  # the code of an argument and, where the argument is a call itself, its name


def formula_call(function: str, pairs: list[tuple[Expr, str]], kind: Kind, *, scale: int = 0) -> Call:
    """Return the call of a function on arguments and their codes, calls among the arguments taken in."""
    items: list[str] = []
    leaves: list[Expr] = []
    for index, (expr, code) in enumerate(pairs):
        inner = expr.args[0] if isinstance(expr, Call) and expr.name == "formula.text" else expr
        room = MOST_ARGUMENTS - len(leaves) - (len(pairs) - index - 1)
        if isinstance(inner, Call) and is_formula_call(inner.name) and width(inner.name) == len(inner.args) <= room:
            items.append(f"{code}[{inner.name}]")
            leaves.extend(inner.args)
        else:
            items.append(code)
            leaves.append(expr)
    return Call(f"{function}:{''.join(items)}", tuple(leaves), kind, scale)


def is_formula_call(name: str) -> bool:
    """Tell whether the name is that of a formula function with its codes."""
    return ":" in name


@lru_cache(maxsize=4096)
def called_name(name: str) -> tuple[str, tuple[Item, ...]]:
    """Return the function of a name and its arguments; KeyError where it is no such name."""
    function, _, rest = name.partition(":")
    items: list[Item] = []
    at = 0
    while at < len(rest):
        if rest[at] not in CODE_LETTERS:
            raise KeyError(name)
        end = _end_of(rest, at + 1)
        items.append((rest[at], rest[at + 2 : end - 1]))
        at = end
    if not function or "[" in function:
        raise KeyError(name)
    return function, tuple(items)


def width(name: str) -> int:
    """Return how many arguments a call of that name takes."""
    return sum(width(inner) if inner else 1 for _, inner in called_name(name)[1])


def _end_of(text: str, start: int) -> int:
    """Return where the bracket that opens at the start ends, the start itself when none does."""
    if not text.startswith("[", start):
        return start
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "[") - (text[at] == "]")
        if not depth:
            return at + 1
    raise KeyError(text)
