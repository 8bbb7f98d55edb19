"""Write a tree back as text, and rename references in a text without touching anything else."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from guanxi.formula.lexer import tokenize
from guanxi.formula.parsing import PRECEDENCE, parse
from guanxi.formula.tree import Call, Literal, Name, Node, Operation, walk

__all__ = ["format_formula", "references", "rename_reference"]

_ATOM = 10
_ESCAPES: Mapping[int, str] = MappingProxyType(
    str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
)


def format_formula(node: Node) -> str:
    """Return the text of a tree; parsing it gives the same tree again."""
    return _written(node)[0]


def rename_reference(text: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Return the text with every reference that begins with the old path rewritten, all else byte for byte."""
    parse(text)
    pieces: list[str] = []
    position = 0
    tokens = tokenize(text)
    for token, following in pairwise(tokens):
        if token.kind != "name" or (following.kind == "operator" and following.value == "("):
            continue
        path = tuple(str(token.value).split("."))
        if path[: len(old)] == old:
            pieces += [text[position : token.start], ".".join((*new, *path[len(old) :]))]
            position = token.end
    return "".join(pieces) + text[position:]


def _written(node: Node) -> tuple[str, int]:
    """Return a node's text and how tightly its outermost operator binds."""
    if isinstance(node, Literal):
        return _literal(node.value), _ATOM
    if isinstance(node, Name):
        return node.text, _ATOM
    if isinstance(node, Call):
        return _call(node)
    assert isinstance(node, Operation)  # noqa: S101 - the four kinds of node are all there are
    if len(node.operands) == 1:
        return node.operator + _bracketed(node.operands[0], PRECEDENCE["SIGN"]), PRECEDENCE["SIGN"]
    return _infix(node.operator, node.operands)


def _call(node: Call) -> tuple[str, int]:
    if node.name in {"AND", "OR"} and len(node.arguments) > 1:
        return _infix(node.name, node.arguments)
    return f"{node.name}({', '.join(_written(argument)[0] for argument in node.arguments)})", _ATOM


def _infix(operator: str, operands: tuple[Node, ...]) -> tuple[str, int]:
    binding = PRECEDENCE[operator]
    # The first operand of a flat chain is bracketed when it is a chain of its kind itself; later ones bind tighter.
    first, *rest = operands
    is_flat = operator in {"+", "*", "&", "AND", "OR"}
    left = _bracketed(first, binding + (is_flat and _operator(first) == operator))
    if operator == "^":
        right = [_exponent(operand) for operand in rest]
    else:
        right = [_bracketed(operand, binding + 1) for operand in rest]
    return f" {operator} ".join((left, *right)), binding


def _operator(node: Node) -> str:
    if isinstance(node, Operation):
        return node.operator if len(node.operands) > 1 else ""
    return node.name if isinstance(node, Call) else ""


def _exponent(node: Node) -> str:
    if isinstance(node, Operation) and len(node.operands) == 1:
        return node.operator + _exponent(node.operands[0])
    return _bracketed(node, PRECEDENCE["^"] + 1)


def _bracketed(node: Node, binding: int) -> str:
    text, own = _written(node)
    return text if own >= binding else f"({text})"


def _literal(value: Decimal | str | bool | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return f"'{value.translate(_ESCAPES)}'"
    return f"{value:f}"


def references(node: Node) -> tuple[tuple[str, ...], ...]:
    """Return the paths that a tree names, each once, in order."""
    return tuple(dict.fromkeys(part.path for part in walk(node) if isinstance(part, Name)))
