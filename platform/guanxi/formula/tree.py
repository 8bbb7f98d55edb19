"""The syntax tree of a formula: what was written, before names and types are looked up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a formula; `start` and `end` are its place in the text and take no part in equality."""

    start: int = field(compare=False, kw_only=True, default=0)
    end: int = field(compare=False, kw_only=True, default=0)

    @property
    def children(self) -> "tuple[Node, ...]":
        """The nodes directly below this one, in the order they were written."""
        return ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, TRUE, FALSE or NULL."""

    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A reference such as `parent.owner.name`, `owner:user.name` or `$user.id`, split at its dots."""

    path: tuple[str, ...]

    @property
    def text(self) -> str:
        """The reference as it is written in a formula."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """An operator with its operands.

    One operand: `-` `+`. Two: `- / ^ = <> < <= > >=`. Two or more: `+ * &`, a chain of equal operators being one node,
    so that long chains stay flat. NOT, AND, OR, IN and BETWEEN are calls, however they were written.
    """

    operator: str
    operands: tuple[Node, ...]

    @property
    def children(self) -> "tuple[Node, ...]":
        """The operands."""
        return self.operands


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function call; the name is in upper case."""

    name: str
    arguments: tuple[Node, ...]

    @property
    def children(self) -> "tuple[Node, ...]":
        """The arguments."""
        return self.arguments


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, parents first, without recursion."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def height(node: Node) -> int:
    """Return how many nodes lie on the longest way down, without recursion."""
    highest = 0
    stack = [(node, 1)]
    while stack:
        current, depth = stack.pop()
        highest = max(highest, depth)
        stack.extend((child, depth + 1) for child in current.children)
    return highest
