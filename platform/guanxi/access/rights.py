"""What roles may do: policies compiled once per role set and catalog into a table that is only looked up."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, cast

from guanxi.access.guards import NO_GUARDS
from guanxi.access.policies import ACTIONS, CLEAR, READ, SYSTEM, WRITE, PolicyRow, build_enforcer, item_covers
from guanxi.access.vocabulary import ALL_RIGHTS, READ_RIGHTS, ScopeRow
from guanxi.catalog import EVERY

if TYPE_CHECKING:
    from guanxi.access.guards import Guards
    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog, ObjectType

__all__ = ["NO_RIGHTS_ON_OBJECT", "ObjectRights", "Policy", "Rights"]

Made = TypeVar("Made")
_EMPTY: frozenset[str] = frozenset()
_TYPE = "record_type"
_MOST_KEPT = 4_096  # compiled rights and arms; the least recently used leave first


@dataclass(frozen=True, slots=True)
class ObjectRights:
    """What a role set may do with one object and its fields."""

    rights: frozenset[str] = _EMPTY
    readable: frozenset[str] = _EMPTY
    writable: frozenset[str] = _EMPTY
    masked: frozenset[str] = _EMPTY


NO_RIGHTS_ON_OBJECT = ObjectRights()


@dataclass(frozen=True, slots=True)
class Rights:
    """The compiled rights of one role set: objects, fields, actions and system rights."""

    roles: frozenset[str]
    objects: Mapping[str, ObjectRights]
    actions: frozenset[str] = _EMPTY
    system_rights: frozenset[str] = _EMPTY
    everything: bool = False  # the platform itself: every right, now and later
    narrowed_by: frozenset[str] | None = None
    _visible: frozenset[str] = field(default=_EMPTY, compare=False)

    def of(self, object_name: str) -> ObjectRights:
        """Return all rights on one object."""
        return self.objects.get(object_name, NO_RIGHTS_ON_OBJECT)

    def can(self, object_name: str, action: str) -> bool:
        """Tell whether an object right such as create, read, export or view_all is held."""
        return action in self.of(object_name).rights

    def readable(self, object_name: str) -> frozenset[str]:
        """Return the names of the fields that may be read, masked ones included."""
        return self.of(object_name).readable

    def writable(self, object_name: str) -> frozenset[str]:
        """Return the names of the fields that may be written."""
        return self.of(object_name).writable

    def masked(self, object_name: str) -> frozenset[str]:
        """Return the readable fields that show only their mask; nobody filters, sorts, groups or searches by them."""
        return self.of(object_name).masked

    def clear(self, object_name: str) -> frozenset[str]:
        """Return the readable fields that show their value, and may be filtered, sorted, grouped and searched by."""
        rights = self.of(object_name)
        return rights.readable - rights.masked if rights.masked else rights.readable

    def may_act(self, action: str) -> bool:
        """Tell whether an action (button) may be used."""
        return self.everything or action in self.actions or EVERY in self.actions

    def system(self, name: str) -> bool:
        """Tell whether a system right such as setup, users or audit is held."""
        return self.everything or name in self.system_rights or EVERY in self.system_rights

    def visible_objects(self) -> frozenset[str]:
        """Return the names of the objects whose existence may be known: those with any right."""
        return self._visible or frozenset(name for name, rights in self.objects.items() if rights.rights)

    def narrowed(self, scopes: frozenset[str], aliases: Mapping[str, str]) -> "Rights":
        """Return what remains within the scopes of a token, which may name an object by a former name."""
        read = (row for row in map(ScopeRow.parse, sorted(scopes)) if row is not None)
        rows = [replace(row, objects=aliases.get(row.objects or "", row.objects)) for row in read]
        objects = {name: _narrow(name, rights, rows) for name, rights in self.objects.items()}
        opened = {row.system for row in rows if row.system is not None}
        writes = any(row.writes and row.objects == EVERY for row in rows)
        held = self.system_rights
        # A held "*" stays as wide as the scopes that name single rights, not wider.
        system = held if EVERY in opened else opened if EVERY in held or self.everything else held & opened
        return replace(
            self,
            objects=MappingProxyType(objects),
            actions=self.actions if writes else _EMPTY,
            system_rights=frozenset(system),
            everything=False,
            narrowed_by=scopes,
            _visible=_EMPTY,
        )


def _narrow(name: str, rights: ObjectRights, rows: list[ScopeRow]) -> ObjectRights:
    covering = [row for row in rows if row.objects in {EVERY, name}]
    if not covering:
        return NO_RIGHTS_ON_OBJECT
    if any(row.writes for row in covering):
        return rights
    return replace(rights, rights=rights.rights & READ_RIGHTS, writable=_EMPTY)


class Policy:
    """The rights of all roles of one catalog: casbin holds them, tables answer the questions."""

    def __init__(
        self, catalog: "Catalog", *, known: Mapping[tuple[str, ...], object] | None = None, guards: "Guards" = NO_GUARDS
    ) -> None:
        """Load the role documents of the catalog into casbin; `known` are further values of `$org`."""
        self._catalog = catalog
        self.guards = guards
        settings: dict[tuple[str, ...], object] = {
            ("$setting", name): setting.spec.default for name, setting in catalog.settings.items()
        }
        settings["$org", "currency"] = settings.get(("$setting", "currency"))
        self.known: Mapping[tuple[str, ...], object] = MappingProxyType({**settings, **(known or {})})
        self.enforcer = build_enforcer(catalog.roles.values())
        self._rows: dict[str, list[PolicyRow]] = defaultdict(list)
        for row in self.enforcer.get_policy():
            self._rows[row[0]].append(tuple(row))
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._system = self._everything()

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under the key for this catalog, making it first where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("Made", self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    @property
    def catalog(self) -> "Catalog":
        """Return the catalog whose roles these are."""
        return self._catalog

    def rights(self, roles: frozenset[str], scopes: frozenset[str] | None = None) -> Rights:
        """Return the compiled rights of a role set, within the scopes of a token where there are any."""
        if scopes is None:
            return self.remember(("rights", roles), lambda: self._compile(roles))
        return self.remember(
            ("rights", roles, scopes), lambda: self.rights(roles).narrowed(scopes, self._catalog.aliases)
        )

    def rights_of(self, principal: "Principal") -> Rights:
        """Return the rights of a principal: everything for the platform itself, else what its roles and scopes give."""
        if principal.is_system:
            return self._system
        return self.rights(principal.roles, principal.scopes)

    def chain(self, role: str) -> tuple[str, ...]:
        """Return the role and all roles it inherits from, nearest first; roles the catalog lacks give nothing."""
        if role not in self._catalog.roles:
            return ()
        inherited = (name for name in self.enforcer.get_implicit_roles_for_user(role) if name in self._catalog.roles)
        return tuple(dict.fromkeys((role, *inherited)))

    def rows(self, roles: frozenset[str]) -> list[tuple[str, PolicyRow]]:
        """Return every policy that applies to the role set, each with the held role through which it does."""
        held = ((role, name) for role in sorted(roles) for name in self.chain(role))
        return [(role, row) for role, name in held for row in self._rows.get(name, ())]

    def _compile(self, roles: frozenset[str]) -> Rights:
        rows = list(dict.fromkeys(row for _, row in self.rows(roles)))
        by_object: dict[str, list[PolicyRow]] = defaultdict(list)
        for row in rows:
            by_object[row[1]].append(row)
        every = by_object.get(EVERY, [])
        objects = {
            name: _compile_object(item, every + by_object.get(name, []))
            for name, item in self._catalog.objects.items()
            if name not in self.guards.missing  # what its guard cannot judge is denied
        }
        held = {name: rights for name, rights in objects.items() if rights != NO_RIGHTS_ON_OBJECT}
        return Rights(
            roles,
            MappingProxyType(held),
            actions=frozenset(row[2] for row in by_object.get(ACTIONS, ())),
            system_rights=frozenset(row[2] for row in by_object.get(SYSTEM, ())),
            _visible=frozenset(name for name, rights in objects.items() if rights.rights),
        )

    def _everything(self) -> Rights:
        objects = {
            name: ObjectRights(ALL_RIGHTS, _readable_names(item), _writable_names(item))
            for name, item in self._catalog.objects.items()
        }
        return Rights(_EMPTY, MappingProxyType(objects), everything=True, _visible=frozenset(objects))


def _readable_names(item: "ObjectType") -> frozenset[str]:
    return frozenset(f.name for f in item.fields.values() if not f.internal)


def _writable_names(item: "ObjectType") -> frozenset[str]:
    return frozenset(f.name for f in item.fields.values() if f.writable)


def _compile_object(item: "ObjectType", rows: list[PolicyRow]) -> ObjectRights:
    if not rows:
        return NO_RIGHTS_ON_OBJECT
    patterns: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, _, pattern, act, effect in rows:
        patterns["right" if pattern == "" else act, effect].add(act if pattern == "" else pattern)
    rights = _expand(patterns["right", "allow"]) - _expand(patterns["right", "deny"])
    declared = frozenset(f.name for f in item.fields.values() if not f.system and f.whole is None)
    reading = "read" in rights
    typed = frozenset({_TYPE}) & item.fields.keys()  # a record's type goes with the record, as its id does
    system = frozenset(f.name for f in item.fields.values() if f.system and not f.internal) if reading else _EMPTY
    system |= typed if reading else _EMPTY
    granted = _matching(declared, patterns[READ, "allow"]) if reading else _EMPTY
    readable = (granted | system) - _matching(granted | system, patterns[READ, "deny"])
    clear = _matching(declared, patterns[CLEAR, "allow"]) | system
    if "unmask" not in rights:
        clear -= {f.name for f in item.fields.values() if f.classification == "sensitive"}
    offered = frozenset(f.name for f in item.fields.values() if f.writable and f.whole is None)
    written = _matching(offered - {"owner"}, patterns[WRITE, "allow"])
    if not rights.isdisjoint({"create", "update"}):
        written |= typed
    if "owner" in offered and "transfer" in rights:
        written |= {"owner"}  # giving a record away is a right of its own
    writable = written - _matching(written, patterns[WRITE, "deny"])
    return ObjectRights(rights, *(_with_parts(item, names) for names in (readable, writable, readable - clear)))


def _with_parts(item: "ObjectType", names: frozenset[str]) -> frozenset[str]:
    """Return the names with the parts of the composite fields among them: a part has the rights of its whole."""
    return names | {f.name for f in item.fields.values() if f.whole in names}


def _expand(names: set[str]) -> frozenset[str]:
    return ALL_RIGHTS if EVERY in names else frozenset(names)


def _matching(names: frozenset[str], patterns: set[str]) -> frozenset[str]:
    if EVERY in patterns:
        return names
    broad = [pattern for pattern in patterns if pattern.startswith(EVERY)]
    covered = (name for name in names if any(item_covers(pattern, name) for pattern in broad)) if broad else ()
    return frozenset(covered) | (names & patterns)
