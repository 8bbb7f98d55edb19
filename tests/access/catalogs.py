"""Small catalogs made by hand, for tests of rights that need no database."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from guanxi.fields import FIELD_TYPES
from guanxi.metadata.catalog import Catalog, Field, FieldGrant, Label, Mute, ObjectType, Role, RoleObject

SYSTEM_FIELDS = ("id", "version", "created_at", "owner")


def a_field(object_name: str, name: str, *, field_type: str = "text", system: bool = False, internal: bool = False) -> Field:
    return Field(
        name=name, type=field_type, id=f"{object_name}.{name}", object=object_name, package="demo", column=name,
        kind=FIELD_TYPES[field_type], system=system, internal=internal,
    )


def an_object(name: str, fields: Iterable[Field]) -> ObjectType:
    own = [a_field(name, item, system=True) for item in SYSTEM_FIELDS]
    own.append(a_field(name, "deleted_at", system=True, internal=True))
    return ObjectType(
        id=name, name=name, package="demo", label=Label(name, name), plural=Label(name, name), icon=None,
        fields=MappingProxyType({item.name: item for item in (*own, *fields)}), name_field="name", owned=True,
        features=frozenset(), states=None, unique_keys=(), indexes=(), table=name, parts=(name,), rules=(),
        children=MappingProxyType({}), references=(), master=None, formula_order=(), aliases=MappingProxyType({}),
        state="ready", digest=name,
    )


def a_grant(*names: str) -> FieldGrant:
    return FieldGrant(every=names == ("*",), names=frozenset() if names == ("*",) else frozenset(names))


def a_role_object(object_name: str, rights: Iterable[str] = (), *, read: Any = (), write: Any = (), mask: Any = ()) -> RoleObject:
    return RoleObject(object_name, frozenset(rights), a_grant(*read), a_grant(*write), frozenset(mask))


def a_mute(object_name: str, rights: Iterable[str] = (), *, read: Any = (), write: Any = ()) -> Mute:
    return Mute(object_name, frozenset(rights), a_grant(*read), a_grant(*write))


def a_role(
    name: str, *objects: RoleObject, inherits: Iterable[str] = (), actions: Iterable[str] = (), system: Iterable[str] = (),
    mutes: Iterable[Mute] = (), audience: Any = "staff",
) -> Role:
    return Role(
        name, "demo", Label(name, name), audience, tuple(inherits), objects, frozenset(actions), frozenset(system), tuple(mutes),
    )


def a_catalog(objects: Iterable[ObjectType], roles: Iterable[Role], *, revision: int = 1) -> Catalog:
    return Catalog(
        revision=revision, objects=MappingProxyType({item.name: item for item in objects}), picklists=MappingProxyType({}),
        roles=MappingProxyType({role.name: role for role in roles}), sharing=MappingProxyType({}), settings=MappingProxyType({}),
        plugins=MappingProxyType({}), aliases=MappingProxyType({}), rollups=MappingProxyType({}), formulas=None,  # type: ignore[arg-type]
    )
