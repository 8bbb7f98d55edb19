"""Everything that a document mentions: objects, fields, types, values and other items, in keys and formulas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from guanxi.formula.parsing import parse
from guanxi.formula.problems import FormulaSyntax
from guanxi.formula.tree import Call, Literal, Name, Node, Operation
from guanxi.metadata.document import Document, Path
from guanxi.metadata.marks import Marked, marked_places
from guanxi.metadata.merge_fields import merge_fields
from guanxi.metadata.record_types import TYPES_OF
from guanxi.metadata.renames import NAMED
from guanxi.metadata.structure import PARTS, Structure

__all__ = ["Mention", "mentions"]

_CHOICES = frozenset({"CASE", "SWITCH"})
_VALUE_CALLS = _CHOICES | {"IN", "ISPICKVAL", "INCLUDES"}


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a document: its kind, the object or picklist that it belongs to, and its place in the text there.

    A field and a record type belong to an object, a value to a picklist.
    """

    kind: str
    owner: str | None
    name: str
    path: Path
    start: int
    end: int
    declares: bool = False
    quoted: bool = False  # a value written as a literal of a formula


def mentions(document: Document, structure: Structure) -> Iterator[Mention]:
    """Yield everything that a document mentions, in the order of its keys."""
    own = structure.subject(document)
    picklist = document.name if document.kind == "picklist" else document.body.get("picklist")
    kind = structure.kinds.get(document.kind)
    for place in () if kind is None else marked_places(kind, document.body):
        scope = structure.present(place.scope) or own
        mark, text = place.mark, place.text
        if mark.target in {"formula", "merge"}:
            owner = structure.belongs(place, scope)
            if owner is not None:
                yield from _of_formulas(structure, place, owner)
        elif mark.target == "item":
            yield from _item(structure, place, text)
        elif mark.target == "field":
            owner = structure.belongs(place, scope)
            sign = len(text) - len(text.lstrip("-"))
            if owner is not None:
                steps = text[sign:].split(".")
                yield from _path(structure, place.path, steps, owner, sign, declares=mark.declares)
        elif mark.target in NAMED:
            yield from _named(structure, place, scope, picklist)
        elif mark.target == "picklist" and text.startswith(TYPES_OF):
            yield Mention("object", None, text.removeprefix(TYPES_OF), place.path, len(TYPES_OF), len(text))
        elif mark.target != "relation":
            sign = len(text) - len(text.lstrip("-"))
            yield Mention(mark.target, None, text[sign:], place.path, sign, len(text), mark.declares)


def _named(structure: Structure, place: Marked, scope: str | None, picklist: object) -> Iterator[Mention]:
    """Yield the value or record type at a place; in a document of a picklist that is its own value."""
    mark, text = place.mark, place.text
    owner: object = scope
    if mark.target == "value":
        owner = picklist if mark.declares else structure.belongs(place, scope)
    if isinstance(owner, str):
        yield _value(owner, Mention(mark.target, owner, text, place.path, 0, len(text), mark.declares))


def _value(picklist: str, mention: Mention) -> Mention:
    """Return the mention of a value, which is a record type where these are the picklist."""
    if not picklist.startswith(TYPES_OF):
        return mention
    return replace(mention, kind="record_type", owner=picklist.removeprefix(TYPES_OF))


def _of_formulas(structure: Structure, place: Marked, owner: str) -> Iterator[Mention]:
    """Yield what the formula at a place mentions, or those among the words of a text."""
    parts = [(0, place.text)] if place.mark.target == "formula" else merge_fields(place.text)
    for start, formula in parts:
        for mention in _Formula(structure, place.path).mentions(formula, owner):
            yield replace(mention, start=mention.start + start, end=mention.end + start)


def _path(
    structure: Structure, place: Path, steps: Iterable[str], owner: str | None, start: int, *, declares: bool = False
) -> Iterator[Mention]:
    """Yield the steps of a path such as `parent.owner:user.name`, each a field of the object that it starts from."""
    for step in steps:
        if owner is None:
            return
        name, _, kind = step.partition(":")
        yield Mention("field", owner, name, place, start, start + len(name), declares)
        if kind:
            yield Mention("object", None, kind, place, start + len(name) + 1, start + len(step))
        owner = structure.present(kind) if kind else structure.target(owner, name)
        start += len(step) + 1


def _item(structure: Structure, place: Marked, text: str) -> Iterator[Mention]:
    """Yield what `kind/name/list/entry/key` names: the item, and a field or value of it."""
    kind, _, rest = text.partition("/")
    name, _, below = rest.partition("/")
    start = len(kind) + 1
    yield Mention(kind, None, name, place.path, start, start + len(name))
    key, _, tail = below.partition("/")
    part = PARTS.get(kind, {}).get(key)
    entry = tail.rpartition("/")[0]
    if part is not None and entry:
        start += len(name) + 1 + len(key) + 1
        owner = name if part == "value" else structure.present(name)
        yield Mention(part, owner, entry, place.path, start, start + len(entry))


@dataclass(frozen=True, slots=True)
class _Formula:
    """Follows the names of one formula; inside an aggregate they are the child's, and `$parent` steps out again."""

    structure: Structure
    path: Path

    def mentions(self, text: str, owner: str) -> Iterator[Mention]:
        """Yield what a formula on an object mentions, nothing where it cannot be parsed."""
        try:
            tree = parse(text)
        except FormulaSyntax:
            return
        pending: list[tuple[Node, str, str | None]] = [(tree, owner, None)]
        while pending:
            node, scope, outer = pending.pop()
            if isinstance(node, Name):
                yield from self._name(node, scope, outer)
                continue
            yield from self._values(node, scope, outer)
            child = self._child(node, scope) if outer is None else None
            if child is not None:
                first, *rest = node.children
                path = first.path if isinstance(first, Name) else ()
                if self.structure.entry(scope, path[0]):  # a field that names the records
                    yield from _path(self.structure, self.path, path[:1], scope, first.start)
                yield from _path(self.structure, self.path, path[1:], child, first.start + len(path[0]) + 1)
                pending += [(below, child, scope) for below in reversed(rest)]
            else:
                pending += [(below, scope, outer) for below in reversed(node.children)]

    def _child(self, node: Node, scope: str) -> str | None:
        first = node.children[0] if isinstance(node, Call) and node.children else None
        return self.structure.child(scope, first.path[0]) if isinstance(first, Name) else None

    def _name(self, node: Name, scope: str, outer: str | None) -> Iterator[Mention]:
        head, owner, steps, start = node.path[0].lower(), scope, node.path, node.start
        if head in {"$user", "$parent"}:
            owner = "user" if head == "$user" else outer or scope
            steps, start = steps[1:], start + len(head) + 1
        elif head.startswith("$"):
            return
        yield from _path(self.structure, self.path, steps, owner, start)

    def _values(self, node: Node, scope: str, outer: str | None) -> Iterator[Mention]:
        """Yield the literals that a picklist is compared with."""
        compares = isinstance(node, Operation) and node.operator in {"=", "<>"}
        if not compares and not (isinstance(node, Call) and node.name in _VALUE_CALLS):
            return
        parts = node.children
        literals = parts[1:-1:2] if isinstance(node, Call) and node.name in _CHOICES else parts
        picklist = next((found for part in parts if (found := self._picklist(part, scope, outer))), None)
        for part in literals if picklist is not None else ():
            if isinstance(part, Literal) and isinstance(part.value, str):
                said = Mention("value", picklist, part.value, self.path, part.start, part.end, quoted=True)
                yield _value(str(picklist), said)

    def _picklist(self, node: Node, scope: str, outer: str | None) -> str | None:
        """Return the picklist of a field that is named, alone or as the one argument of a call."""
        name = node.children[0] if isinstance(node, Call) and len(node.children) == 1 else node
        ends = list(self._name(name, scope, outer)) if isinstance(name, Name) else []
        last = next((mention for mention in reversed(ends) if mention.kind == "field"), None)
        return self.structure.picklist(last.owner, last.name) if last is not None and last.owner else None
