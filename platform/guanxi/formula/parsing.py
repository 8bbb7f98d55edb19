"""Parse a formula by operator precedence, within bounds of length and depth."""

from collections.abc import Mapping
from types import MappingProxyType

from guanxi.formula.lexer import Token, tokenize
from guanxi.formula.problems import FormulaProblem, FormulaSyntax
from guanxi.formula.tree import Call, Literal, Name, Node, Operation, height

__all__ = ["DEPTH_LIMIT", "PRECEDENCE", "RESERVED", "parse"]

# As deep as Excel allows; every later step recurses over the tree, so this bound keeps the stack of all of them small.
DEPTH_LIMIT = 64
_HEIGHT_LIMIT = 70

# How tightly an operator binds its left operand; all of them group from the left.
PRECEDENCE: Mapping[str, int] = MappingProxyType(
    {
        "OR": 1,
        "AND": 2,
        "NOT": 3,
        "=": 4,
        "<>": 4,
        "<": 4,
        "<=": 4,
        ">": 4,
        ">=": 4,
        "IN": 4,
        "BETWEEN": 4,
        "&": 5,
        "+": 6,
        "-": 6,
        "*": 7,
        "/": 7,
        "SIGN": 8,
        "^": 9,
    }
)
RESERVED = frozenset({"AND", "OR", "NOT", "IN", "BETWEEN", "TRUE", "FALSE", "NULL"})
_SPELLINGS: Mapping[str, str] = MappingProxyType({"==": "=", "!=": "<>", "&&": "AND", "||": "OR"})
_CONSTANTS: Mapping[str, bool | None] = MappingProxyType({"TRUE": True, "FALSE": False, "NULL": None})
_CHAINS = frozenset({"+", "*", "&", "AND", "OR"})


def parse(text: str) -> Node:
    """Return the syntax tree of a formula, or raise FormulaSyntax with the place and what was expected."""
    parser = _Parser(text)
    node = parser.expression(0, 0)
    parser.expect_end()
    if height(node) > _HEIGHT_LIMIT:
        raise parser.failure("too_deep", parser.tokens[-1], limit=DEPTH_LIMIT)
    return node


class _Parser:
    """The tokens of one formula and the place reached in them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        if len(self.tokens) == 1:
            raise self.failure("empty", self.tokens[0])

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def expression(self, binding: int, depth: int) -> Node:
        """Parse as much as binds tighter than the given precedence."""
        if depth > DEPTH_LIMIT:
            raise self.failure("too_deep", self.token, limit=DEPTH_LIMIT)
        left = self.prefix(depth)
        while True:
            operator, width = self.infix_operator()
            if PRECEDENCE.get(operator.removeprefix("NOT "), 0) <= binding:
                return left
            self.index += width
            left = self.infix(left, operator, depth)

    def infix_operator(self) -> tuple[str, int]:
        """Return the operator at this place in its one spelling with its number of tokens, or an empty text."""
        token = self.token
        if token.kind == "operator":
            operator = _SPELLINGS.get(str(token.value), str(token.value))
            return ("" if operator == "!" else operator), 1
        word = _word(token)
        if word in {"AND", "OR", "IN", "BETWEEN"}:
            return word, 1
        if word == "NOT" and _word(self.tokens[self.index + 1]) in {"IN", "BETWEEN"}:
            return "NOT " + _word(self.tokens[self.index + 1]), 2
        return "", 0

    def infix(self, left: Node, operator: str, depth: int) -> Node:
        """Parse what follows an infix operator and join it to its left operand."""
        if operator.startswith("NOT "):
            inner = self.infix(left, operator[4:], depth)
            return Call("NOT", (inner,), start=left.start, end=inner.end)
        if operator == "IN":
            arguments = (left, *self.arguments(depth))
            return Call("IN", arguments, start=left.start, end=self.tokens[self.index - 1].end)
        if operator == "BETWEEN":
            low = self.expression(PRECEDENCE["BETWEEN"], depth + 1)
            if _word(self.token) != "AND":
                raise self.unexpected("AND")
            self.index += 1
            high = self.expression(PRECEDENCE["BETWEEN"], depth + 1)
            return Call("BETWEEN", (left, low, high), start=left.start, end=high.end)
        operands = [
            left,
            self.signed(depth + 1) if operator == "^" else self.expression(PRECEDENCE[operator], depth + 1),
        ]
        # Operators of one kind written side by side form one flat node; a bracket keeps its own.
        while operator in _CHAINS and self.infix_operator() == (operator, 1):
            self.index += 1
            operands.append(self.expression(PRECEDENCE[operator], depth + 1))
        end = operands[-1].end
        if operator in {"AND", "OR"}:
            return Call(operator, tuple(operands), start=left.start, end=end)
        return Operation(operator, tuple(operands), start=left.start, end=end)

    def signed(self, depth: int) -> Node:
        """Parse the right operand of a power, which may carry signs of its own."""
        token = self.token
        if token.kind == "operator" and token.value in {"-", "+"}:
            if depth > DEPTH_LIMIT:
                raise self.failure("too_deep", token, limit=DEPTH_LIMIT)
            self.index += 1
            operand = self.signed(depth + 1)
            return Operation(str(token.value), (operand,), start=token.start, end=operand.end)
        return self.expression(PRECEDENCE["^"], depth)

    def prefix(self, depth: int) -> Node:
        """Parse a literal, reference, call, bracket or prefix operator."""
        token = self.token
        self.index += 1
        if token.kind in {"number", "text"}:
            return Literal(token.value, start=token.start, end=token.end)
        if token.kind == "name":
            return self.word(token, depth)
        if token.kind == "operator" and token.value == "(":
            inner = self.expression(0, depth + 1)
            self.expect(")")
            return inner
        if token.kind == "operator" and token.value in {"-", "+", "!"}:
            operand = self.expression(PRECEDENCE["SIGN"], depth + 1)
            if token.value == "!":
                return Call("NOT", (operand,), start=token.start, end=operand.end)
            return Operation(str(token.value), (operand,), start=token.start, end=operand.end)
        self.index -= 1
        raise self.unexpected("value")

    def word(self, token: Token, depth: int) -> Node:
        """Parse what begins with a name: a call, a constant, NOT, or a reference."""
        word = _word(token)
        if self.token.kind == "operator" and self.token.value == "(" and word not in _CONSTANTS:
            arguments = self.arguments(depth)
            return Call(word, arguments, start=token.start, end=self.tokens[self.index - 1].end)
        if word in _CONSTANTS:
            return Literal(_CONSTANTS[word], start=token.start, end=token.end)
        if word == "NOT":
            operand = self.expression(PRECEDENCE["NOT"], depth + 1)
            return Call("NOT", (operand,), start=token.start, end=operand.end)
        if word in RESERVED:
            self.index -= 1
            raise self.unexpected("value")
        return Name(tuple(str(token.value).split(".")), start=token.start, end=token.end)

    def arguments(self, depth: int) -> tuple[Node, ...]:
        """Parse a bracketed list of expressions, which may be empty."""
        self.expect("(")
        items: list[Node] = []
        if not (self.token.kind == "operator" and self.token.value == ")"):
            items.append(self.expression(0, depth + 1))
            while self.token.kind == "operator" and self.token.value == ",":
                self.index += 1
                items.append(self.expression(0, depth + 1))
        self.expect(")")
        return tuple(items)

    def expect(self, operator: str) -> None:
        """Go past the operator or raise."""
        if self.token.kind != "operator" or self.token.value != operator:
            raise self.unexpected(operator)
        self.index += 1

    def expect_end(self) -> None:
        """Raise unless all tokens are used up."""
        if self.token.kind != "end":
            raise self.unexpected("operator")

    def unexpected(self, expected: str) -> FormulaSyntax:
        """Return the failure that names what was expected here and what is written instead."""
        token = self.token
        written = self.text[token.start : token.end][:40] or "end"
        return self.failure("unexpected", token, expected=expected, found=written)

    def failure(self, code: str, token: Token, **params: object) -> FormulaSyntax:
        """Return a failure at a token."""
        return FormulaSyntax(self.text, [FormulaProblem(code, token.start, token.end, params)])


def _word(token: Token) -> str:
    return str(token.value).upper() if token.kind == "name" else ""
