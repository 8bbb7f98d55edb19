"""The names that a formula on an object may use, resolved in a catalog.

Keys of references are paths of names: ('parent', 'owner', 'name'), ('owner:user', 'unit'), ('$user', 'party'). Keys of
child scopes are relation names. Whoever compiles a formula for a reader hands over names cut to the reader's rights.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from guanxi.fields import FIELD_TYPES
from guanxi.formula.formula_type import FormulaType
from guanxi.formula.typed import Reference

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.fields import FieldSpec

__all__ = ["AllNames", "Names", "ObjectScope"]

_DEEPEST = 10
_ALWAYS = frozenset({"id", "created_at", "created_by", "updated_at", "updated_by", "version"})
_ORG = {"name": FormulaType.TEXT, "currency": FormulaType.TEXT, "zone": FormulaType.TEXT, "language": FormulaType.TEXT}
_GLOBALS = ("$org", "$setting", "$user")
_PARAMETER = "$parameter"


class Names(Protocol):
    """Which fields and objects may be named."""

    def field(self, item: "ObjectType", name: str) -> "Field | None":
        """Return a field of an object, None where it does not exist for whoever asks."""

    def fields(self, item: "ObjectType") -> "Iterable[Field]":
        """Return all fields of an object that may be named."""

    def target(self, member: "Field", kind: str = "") -> "ObjectType | None":
        """Return the object that a path enters through a reference, of the named kind where it can be several."""

    def object(self, name: str) -> "ObjectType | None":
        """Return an object whose records may be read as children."""


class AllNames:
    """Every name of the catalog but internal ones: formulas of metadata are computed as the system."""

    def __init__(self, catalog: "Catalog") -> None:
        """Take the catalog."""
        self._catalog = catalog

    def field(self, item: "ObjectType", name: str) -> "Field | None":
        """Return a field by its name or former name."""
        found = item.find(name)
        return None if found is None or found.internal else found

    def fields(self, item: "ObjectType") -> "Iterable[Field]":
        """Return the fields that are not internal."""
        return [member for member in item.fields.values() if not member.internal]

    def target(self, member: "Field", kind: str = "") -> "ObjectType | None":
        """Return the object behind a reference."""
        to = kind or (member.to if member.kind.reference else None)
        return self._catalog.find(to) if to else None

    def object(self, name: str) -> "ObjectType | None":
        """Return any object."""
        return self._catalog.find(name)


class ObjectScope:
    """The scope of one object; `visited` gathers the objects that were looked into, `$setting` among them."""

    def __init__(
        self,
        catalog: "Catalog",
        name: str,
        *,
        names: Names | None = None,
        key: Hashable = None,
        visited: set[str] | None = None,
        parameters: "Mapping[str, FieldSpec] | None" = None,
    ) -> None:
        """Open the scope of an object by its name; `parameters` are those of an action, told as `$parameter.NAME`."""
        self._catalog = catalog
        self._item = catalog.object(name)
        self._names = names or AllNames(catalog)
        self._key = self._item.name if key is None else key
        self._of_child = key is not None
        self.visited: set[str] = set() if visited is None else visited
        self.visited.add(self._item.name)
        self._parameters = parameters or {}

    @property
    def key(self) -> Hashable:
        """Return the object's name, or for children the name of their relation."""
        return self._key

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        """Return what a path stands for, None when there is no such thing."""
        if not path or len(path) > _DEEPEST:
            return None
        if path[0].startswith("$"):
            return self._global(path)
        return self._walk(self._item, path, path, context=False)

    def shows(self, path: tuple[str, ...]) -> bool:
        """Tell whether a path ends at something that can be shown, such as a pointer, which no formula can use."""
        if self.resolve(path) is not None:
            return True
        item: ObjectType | None = self._item
        for step in path[:-1][:_DEEPEST]:
            item = self._enter(item, step) if item is not None else None
        return item is not None and len(path) <= _DEEPEST and self._names.field(item, path[-1]) is not None

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        """Return the names that may follow a prefix."""
        if prefix and prefix[0].startswith("$"):
            return self._global_names(prefix)
        own = [member.name for member in self.members(prefix)]
        return own if prefix else [*own, *_GLOBALS, *([_PARAMETER] if self._parameters else ())]

    def members(self, prefix: tuple[str, ...]) -> "list[Field]":
        """Return the fields that may follow a prefix, those that every object has behind its own."""
        own_user = bool(prefix) and prefix[0].lower() == "$user"
        item: ObjectType | None = self._catalog.find("user") if own_user else self._item
        for step in prefix[1:] if own_user else prefix:
            item = self._enter(item, step) if item is not None else None
        found = [] if item is None else self._names.fields(item)
        return sorted(found, key=lambda member: member.name in _ALWAYS)

    def children(self, name: str) -> "ObjectScope | None":
        """Return the scope of the children behind a relation name."""
        relation = self._item.relation(name)
        if relation is None:
            return self._linked(name)
        child = self._names.object(relation.object)
        if child is None or self._names.field(child, relation.field) is None:
            return None
        return ObjectScope(
            self._catalog,
            child.name,
            names=self._names,
            key=relation.name,
            visited=self.visited,
            parameters=self._parameters,
        )

    def _linked(self, name: str) -> "ObjectScope | None":
        """Return the scope of the records that a many_to_many field names."""
        member = self._names.field(self._item, name)
        if member is None or not member.kind.links:
            return None
        found = self._names.object(member.to or "")
        return None if found is None else ObjectScope(
            self._catalog, found.name, names=self._names, key=member.name, visited=self.visited,
            parameters=self._parameters,
        )  # fmt: skip

    def _enter(self, item: "ObjectType", step: str) -> "ObjectType | None":
        name, _, kind = step.partition(":")
        member = self._names.field(item, name)
        if member is None or (kind and member.type != "owner" and kind not in member.targets):
            return None
        target = self._names.target(member, kind)
        if target is not None:
            self.visited.add(target.name)
        return target

    def _walk(
        self, item: "ObjectType", steps: tuple[str, ...], path: tuple[str, ...], *, context: bool
    ) -> Reference | None:
        nullable = False
        for index, step in enumerate(steps[:-1]):
            part = item.part(step, steps[-1]) if index == len(steps) - 2 else None
            if part is not None:  # address.city is the field address__city
                path = (*path[:-2], part)
                return self._walk(item, (part,), path, context=context)
            member = self._names.field(item, step.partition(":")[0])
            if member is not None and step == "owner" and member.type == "owner":
                return self._owner(steps[index + 1 :], path)
            target = self._enter(item, step)
            if target is None:
                return None
            item, nullable = target, True
        member = self._names.field(item, steps[-1])
        if member is None or not member.kind.formula_type(member):
            return None
        blank = nullable or context or member.name not in _ALWAYS
        parts = tuple(
            _reference(part, (*path[:-1], part.name), nullable=True, context=context)
            for _, part in item.parts_of(member)
        )
        found = _reference(member, path, nullable=blank, context=context, parts=parts)
        amount = item.converted(member.name)
        if amount is None:
            return found
        converted = _reference(amount, (*path[:-1], amount.name), nullable=blank, context=context)
        return converted if nullable or context or self._of_child else replace(found, converted=converted)

    def _owner(self, rest: tuple[str, ...], path: tuple[str, ...]) -> Reference | None:
        """An owner of any kind has an id and a name; fields of a user need `owner:user` (decision A8)."""
        if rest == ("id",):
            return Reference(path, FormulaType.REFERENCE, path, target="user")
        return Reference(path, FormulaType.TEXT, path) if rest == ("name",) else None

    def _global(self, path: tuple[str, ...]) -> Reference | None:
        head, rest = path[0].lower(), path[1:]
        key = (head, *rest)
        if head == "$user" and rest:
            self.visited.add("user")
            user = self._catalog.find("user")
            return None if user is None else self._walk(user, rest, key, context=True)
        if head == "$org" and len(rest) == 1 and rest[0] in _ORG:
            return Reference(key, _ORG[rest[0]], key, context=True)
        if head == _PARAMETER and len(rest) == 1 and rest[0] in self._parameters:
            return _reference(self._parameters[rest[0]], key, nullable=True, context=True)
        if head == "$setting" and len(rest) == 1:
            self.visited.add("$setting")
            setting = self._catalog.settings.get(rest[0])
            secret = setting is None or setting.secret
            return None if setting is None or secret else _reference(setting.spec, key, nullable=True, context=True)
        return None

    def _global_names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        head = prefix[0].lower()
        if head == "$org":
            return list(_ORG)
        if head == "$setting":
            return [name for name, setting in self._catalog.settings.items() if not setting.secret]
        if head == _PARAMETER:
            return list(self._parameters)
        return [member.name for member in self.members(prefix)]


def _reference(
    spec: "FieldSpec", path: tuple[str, ...], *, nullable: bool, context: bool, parts: tuple[Reference, ...] = ()
) -> Reference:
    kind = FIELD_TYPES[spec.type]
    family = FormulaType(kind.formula_type(spec))
    numeric = family in {FormulaType.NUMBER, FormulaType.MONEY, FormulaType.PERCENT}
    return Reference(
        path,
        family,
        path,
        nullable=nullable,
        picklist=frozenset(spec.values) if spec.picklist is not None else None,
        former_values=spec.former_values,
        scale=(0 if spec.returns == "integer" else spec.scale) if numeric else None,
        target=spec.to if kind.reference else None,
        context=context,
        parts=parts,
    )
