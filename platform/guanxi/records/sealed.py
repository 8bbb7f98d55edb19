"""Filters that compare an encrypted field with a whole value: written anew over the key that equal values share."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.formula.formula_type import FormulaType
from guanxi.formula.tree import Call, Literal, Name, Node, Operation
from guanxi.formula.typed import Reference

if TYPE_CHECKING:
    from guanxi.catalog import Field
    from guanxi.catalog.scope import ObjectScope

__all__ = ["EQUAL", "SealedScope", "unsealed"]

EQUAL = "equal"
_MARK = f":{EQUAL}"


def unsealed(node: Node, fields: "dict[str, Field]") -> Node:
    """Return the formula with `field = 'text'`, `<>`, IN and ISBLANK of encrypted fields in a form that SQL has."""
    member = _compared(node, fields)
    if member is not None:
        parts = tuple(_over_keys(part, member) for part in node.children)
        return replace(node, **{"operands" if isinstance(node, Operation) else "arguments": parts})  # type: ignore[arg-type]
    if isinstance(node, Operation):
        return replace(node, operands=tuple(unsealed(part, fields) for part in node.operands))
    if isinstance(node, Call):
        return replace(node, arguments=tuple(unsealed(part, fields) for part in node.arguments))
    return node


def _compared(node: Node, fields: "dict[str, Field]") -> "Field | None":
    """Return the encrypted field that the node compares with texts alone."""
    equality = isinstance(node, Operation) and node.operator in {"=", "<>"}
    if not equality and not (isinstance(node, Call) and node.name in {"IN", "ISBLANK"}):
        return None
    names = [part for part in node.children if isinstance(part, Name)]
    literals = [part for part in node.children if isinstance(part, Literal) and isinstance(part.value, str)]
    if len(names) != 1 or len(names) + len(literals) != len(node.children):
        return None
    return fields.get(names[0].path[0].lower()) if len(names[0].path) == 1 else None


def _over_keys(part: Node, member: "Field") -> Node:
    if isinstance(part, Name):
        return replace(part, path=(f"{member.name}{_MARK}",))
    if isinstance(part, Literal) and isinstance(part.value, str) and part.value and member.sealing is not None:
        return replace(part, value=member.sealing.blind(part.value))
    return part


class SealedScope:
    """The scope of an object in which the keys of its encrypted fields have names too."""

    def __init__(self, scope: "ObjectScope", fields: "dict[str, Field]") -> None:
        """Take the scope and the encrypted fields that the reader sees in the clear."""
        self._scope = scope
        self._fields = fields

    @property
    def key(self) -> Hashable:
        """Return the object's name."""
        return self._scope.key

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        """Return what a path stands for."""
        name, mark, kind = path[0].partition(":") if len(path) == 1 else ("", "", "")
        if mark and kind == EQUAL and name in self._fields:
            return Reference(path, FormulaType.TEXT, path, nullable=True)
        return self._scope.resolve(path)

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        """Return the names that may follow a prefix."""
        return self._scope.names(prefix)

    def children(self, name: str) -> "ObjectScope | None":
        """Return the scope of children."""
        return self._scope.children(name)
