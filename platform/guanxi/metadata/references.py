"""Everything that a document mentions: objects, fields, picklist values and other items, in keys and formulas."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guanxi.formula.parsing import parse
from guanxi.formula.problems import FormulaSyntax
from guanxi.formula.tree import Call, Literal, Name, Node, Operation
from guanxi.metadata.declared import kinds_of
from guanxi.metadata.document import Body, Document, Path
from guanxi.metadata.field_specs import SYSTEM_ENTRIES
from guanxi.metadata.marks import Marked, marked_places
from guanxi.metadata.merge_fields import merge_fields
from guanxi.metadata.renames import Renames

__all__ = ["Mention", "Structure", "entries_of", "mentions"]

_SYSTEM: Mapping[str, Body] = {entry["name"]: entry for entry in SYSTEM_ENTRIES}
_USERS = frozenset({"user", "owner"})
_CHOICES = frozenset({"CASE", "SWITCH"})
_VALUE_CALLS = _CHOICES | {"IN", "ISPICKVAL", "INCLUDES"}


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a document: its kind, the object or picklist that it belongs to, and its place in the text there."""

    kind: str
    owner: str | None
    name: str
    path: Path
    start: int
    end: int
    declares: bool = False
    quoted: bool = False  # a value written as a literal of a formula


def entries_of(body: Mapping[str, Any], key: str) -> Iterator[Body]:
    """Yield the named entries of a list, without those that do not fit the schema."""
    entries = body.get(key)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            yield entry


class Structure:
    """What documents say of objects, as far as it takes to follow a path: fields, child relations, states."""

    def __init__(self, documents: Iterable[Document], renames: Renames | None = None) -> None:
        """Walk through the fields of all documents, checked or not; what was renamed goes by its new name."""
        documents = tuple(documents)
        self.kinds = kinds_of(documents)
        self._renames = renames or Renames()
        self._fields: dict[tuple[str, str], Body] = {}
        self._relations: dict[tuple[str, str], str] = {}
        self._states: dict[str, str] = {}
        self._controls: dict[str, str] = {}
        self._subjects: dict[tuple[str, str], str] = {}
        for document in documents:
            body, subject = document.body, document.body.get("object")
            if document.kind == "object":
                subject = document.name
            if document.kind == "picklist" and isinstance(body.get("depends_on"), str):
                self._controls[document.name] = body["depends_on"]
            if isinstance(subject, str):
                subject = self._renames.object(subject)
                states = body.get("states")
                if document.kind == "object" and isinstance(states, dict) and isinstance(states.get("field"), str):
                    self._states[subject] = states["field"]
                self._subjects.setdefault(document.ref, subject)
                for entry in entries_of(body, "fields"):
                    self._add(subject, entry)

    def present(self, owner: str | None) -> str | None:
        """Return the present name of an object."""
        return None if owner is None else self._renames.object(owner)

    def _add(self, owner: str, entry: Body) -> None:
        key = (owner, self._renames.field(owner, entry["name"]))
        self._fields[key] = {**self._fields.get(key, {}), **entry}
        relation, target = entry.get("children"), self.target(owner, entry["name"])
        if isinstance(relation, str) and target is not None:
            self._relations[target, relation] = owner

    def entry(self, owner: str, name: str) -> Body:
        """Return what is said of a field, nothing where there is none."""
        return self._fields.get((owner, self._renames.field(owner, name))) or _SYSTEM.get(name, {})

    def target(self, owner: str, name: str) -> str | None:
        """Return the object that a field points to."""
        entry = self.entry(owner, name)
        to = entry.get("to")
        return self._renames.object(to) if isinstance(to, str) else "user" if entry.get("type") in _USERS else None

    def child(self, owner: str, relation: str) -> str | None:
        """Return the object behind a child relation."""
        named = self.entry(owner, relation).get("type") == "many_to_many"
        return self.target(owner, relation) if named else self._relations.get((owner, relation))

    def picklist(self, owner: str, name: str) -> str | None:
        """Return the picklist of a field."""
        values = self.entry(owner, name).get("values")
        return values if isinstance(values, str) else None

    def subject(self, document: Document) -> str | None:
        """Return the object that a document is about; a patch leaves it to the document it changes."""
        return self._subjects.get(document.ref)

    def belongs(self, place: Marked, scope: str | None) -> str | None:
        """Return the object of a field or formula, or the picklist of a value, at a place."""
        of, value = place.mark.of, place.mark.target == "value"
        if of == "states":
            field = self._states.get(scope or "")
            return self.picklist(scope or "", field) if field is not None else None
        if not of:
            return scope
        *outer, last = of.split()
        for key in outer:
            scope = self._behind(scope, self._beside(place, scope, key))
        beside = self._beside(place, scope, last)
        if value and beside is not None:
            return beside if last in {"values", "depends_on"} else self.picklist(scope or "", beside)
        return self._behind(scope, beside)

    def _behind(self, owner: str | None, name: str | None) -> str | None:
        """Return the object behind a child relation or a reference."""
        return None if owner is None or name is None else self.child(owner, name) or self.target(owner, name)

    def _beside(self, place: Marked, scope: str | None, key: str) -> str | None:
        """Return what a key beside or around a place says; a patch of a field leaves it to the field it changes."""
        nearest = place.around[-1] if place.around else {}
        said = next((node[key] for node in reversed(place.around) if isinstance(node.get(key), str)), None)
        if said is None and key == "depends_on":  # an extension leaves it to the picklist
            said = self._controls.get(str(place.around[0].get("picklist")))
        found = said or self.entry(scope or "", str(nearest.get("name"))).get(key)
        return found if isinstance(found, str) else None


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
        elif mark.target == "value":
            owner = picklist if mark.declares else structure.belongs(place, scope)
            if isinstance(owner, str):
                yield Mention("value", owner, text, place.path, 0, len(text), mark.declares)
        elif mark.target != "relation":
            sign = len(text) - len(text.lstrip("-"))
            yield Mention(mark.target, None, text[sign:], place.path, sign, len(text), mark.declares)


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
    part = {("object", "fields"): "field", ("picklist", "values"): "value"}.get((kind, key))
    entry = tail.rpartition("/")[0]
    if part is not None and entry:
        start += len(name) + 1 + len(key) + 1
        owner = structure.present(name) if part == "field" else name
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
                yield Mention("value", picklist, part.value, self.path, part.start, part.end, quoted=True)

    def _picklist(self, node: Node, scope: str, outer: str | None) -> str | None:
        """Return the picklist of a field that is named, alone or as the one argument of a call."""
        name = node.children[0] if isinstance(node, Call) and len(node.children) == 1 else node
        ends = list(self._name(name, scope, outer)) if isinstance(name, Name) else []
        last = next((mention for mention in reversed(ends) if mention.kind == "field"), None)
        return self.structure.picklist(last.owner, last.name) if last is not None and last.owner else None
