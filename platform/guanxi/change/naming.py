"""What plans and hints call things: their labels in the reader's language, with the names that builders know."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from guanxi.access.explain_names import WORDS, Names
from guanxi.catalog import EVERY
from guanxi.text.label import Label
from guanxi.text.messages import message

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType

__all__ = ["Naming"]

_EVERY_FIELD: Final = Label("every field of {object}", "{object}的所有字段")
_OF_OBJECTS: Final = frozenset({"object", "extension", "sharing"})  # kinds whose items bear the name of their object


@dataclass(frozen=True, slots=True)
class Naming:
    """Names in one language; what the first catalog does not know any more, a later one may."""

    catalogs: "tuple[Catalog, ...]"
    language: str

    def sentence(self, code: str, params: Mapping[str, object], kind: str, name: str) -> str:
        """Return the sentence of a code about an item, in which its values are called as people call them."""
        place = _Place(self, kind, name, str(params.get("object") or (name if kind in _OF_OBJECTS else "")))
        told = {key: place.told(key, value) for key, value in params.items()}
        return message(code, told, language=self.language)

    def called(self, find: "Callable[[Catalog], Label | None]", name: str) -> str:
        """Return the label that the first catalog has for a name, the name alone where none has."""
        label = next((found for catalog in self.catalogs if (found := find(catalog)) is not None), None)
        return Names(self.catalogs[0], self.language).called(label, name)


@dataclass(frozen=True, slots=True)
class _Place:
    """The item that a sentence is about, and the object whose fields it names."""

    naming: Naming
    kind: str
    name: str
    object_name: str

    def told(self, key: str, value: object) -> object:
        """Return a value of the sentence as people read it; what is no name stays."""
        teller = _TELLERS.get(key)
        if teller is None or not value:
            return value
        if key in _SEVERAL:
            names = str(value).removesuffix(_MORE)
            told = [teller(self, name) for name in names.split(", ")]
            return told if names == value else [*told, "…"]
        return teller(self, str(value))

    def object(self, name: str) -> str:
        """Return what an object is called."""
        return self.naming.called(lambda catalog: _label(_object(catalog, name)), name)

    def field(self, name: str) -> str:
        """Return what a field of the object is called, or a part of one."""

        def label(catalog: "Catalog") -> Label | None:
            item = _object(catalog, self.object_name)
            return None if item is None else _label(item.find(name))

        return self.naming.called(label, name)

    def type(self, name: str) -> str:
        """Return what a record type of the object is called."""

        def label(catalog: "Catalog") -> Label | None:
            item = _object(catalog, self.object_name)
            return None if item is None else _named(item.record_types, name)

        return self.naming.called(label, name)

    def role(self, name: str) -> str:
        """Return what a role is called."""
        return self.naming.called(lambda catalog: _label(catalog.roles.get(name)), name)

    def picklist(self, name: str) -> str:
        """Return what a picklist is called."""
        return self.naming.called(lambda catalog: _label(catalog.picklists.get(name)), name)

    def value(self, name: str) -> str:
        """Return what a value of the picklist is called."""

        def label(catalog: "Catalog") -> Label | None:
            picklist = catalog.picklists.get(self.name) if self.kind == "picklist" else None
            return None if picklist is None else _named(picklist.values, name)

        return self.naming.called(label, name)

    def rule(self, name: str) -> str:
        """Return what a rule or a restriction of sharing is called, or the message of a rule."""

        def label(catalog: "Catalog") -> Label | None:
            sharing = catalog.sharing.get(self.object_name)
            shared = None if sharing is None else _named((*sharing.rules, *sharing.restrictions), name)
            item = _object(catalog, self.object_name)
            rules = () if item is None else item.rules
            return shared or next((rule.message for rule in rules if rule.name == name), None)

        return self.naming.called(label, name)

    def right(self, name: str) -> str:
        """Return what a right of a role is called: on an object, on a field of it, on the workspace, or a button."""
        target, _colon, way = name.partition(": ")
        object_name, dot, right = target.partition(".")
        if not way:
            return f"{self.object(object_name)}: {self._act(right)}" if dot else self._act(name)
        if right == EVERY:
            field = _EVERY_FIELD.text(self.naming.language).format(object=self.object(object_name))
        else:
            field = replace(self, object_name=object_name).field(right)
        return f"{field}: {self._act(way)}"

    def _act(self, name: str) -> str:
        if name in WORDS["act"]:
            return Names(self.naming.catalogs[0], self.naming.language).act(name, {})
        return self.naming.called(
            lambda catalog: next((found for every in catalog.actions.values() if (found := _named(every, name))), None),
            name,
        )

    def screen(self, name: str) -> str:
        """Return what a view, a layout or an app is called."""

        def label(catalog: "Catalog") -> Label | None:
            if self.kind == "app":
                return _named(catalog.apps.values(), name)
            screens = catalog.views if self.kind == "view" else catalog.layouts
            return next((found for every in screens.values() if (found := _named(every, name)) is not None), None)

        return self.naming.called(label, name)


def _object(catalog: "Catalog", name: str) -> "ObjectType | None":
    return catalog.find(name)


def _label(item: object) -> Label | None:
    return getattr(item, "label", None)


def _named(items: Iterable[object], name: str) -> Label | None:
    return next((_label(item) for item in items if getattr(item, "name", None) == name), None)


_TELLERS: Final[Mapping[str, Callable[[_Place, str], str]]] = MappingProxyType({
    "object": _Place.object, "field": _Place.field, "fields": _Place.field, "control": _Place.field,
    "type": _Place.type, "role": _Place.role, "roles": _Place.role, "picklist": _Place.picklist, "value": _Place.value,
    "rule": _Place.rule, "name": _Place.screen, "other": _Place.screen, "old": _Place.value, "new": _Place.value,
    "rights": _Place.right,
})  # fmt: skip
"""How the value of a sentence is told, by its key."""

_MORE: Final = " …"  # what stands behind names of which not all are told
_SEVERAL: Final = frozenset({"fields", "rights", "roles"})
