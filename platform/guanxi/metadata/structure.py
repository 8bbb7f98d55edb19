"""What documents say of objects and picklists, as far as it takes to follow a path or to find what has a name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guanxi.metadata.declared import kinds_of
from guanxi.metadata.document import Body, Document
from guanxi.metadata.field_specs import SYSTEM_ENTRIES
from guanxi.metadata.marks import Marked
from guanxi.metadata.record_types import FIELD, picklist_of_types
from guanxi.metadata.renames import Renames

__all__ = ["PARTS", "Structure", "entries_of", "place_of"]

PARTS: Mapping[str, Mapping[str, str]] = {
    "object": {"fields": "field", "record_types": "record_type"}, "picklist": {"values": "value"},
}  # fmt: skip
"""Of which kind the entries of an item's lists are that have names of their own to be renamed by."""
_SYSTEM: Mapping[str, Body] = {entry["name"]: entry for entry in SYSTEM_ENTRIES}
_USERS = frozenset({"user", "owner"})
_TYPED = frozenset({"object", "extension"})


def place_of(kind: str) -> tuple[str, str]:
    """Return the kind of item and the list of it that things of a kind stand in."""
    return next((whole, key) for whole, lists in PARTS.items() for key, part in lists.items() if part == kind)


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
                if document.kind in _TYPED and body.get("record_types"):
                    self._add(subject, {"name": FIELD, "values": picklist_of_types(subject)})

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
