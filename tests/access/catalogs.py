"""Small catalogs made by hand, for tests of rights that need no database."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from guanxi.catalog import (
    Catalog,
    ChildRelation,
    Field,
    FieldColumn,
    FieldGrant,
    Label,
    Mute,
    ObjectType,
    Role,
    RoleObject,
    Sharing,
)
from guanxi.fields import FIELD_TYPES
from guanxi.fields.spec import FieldSpec

SYSTEM_FIELDS = {
    "id": "id",
    "version": "integer",
    "created_at": "datetime",
    "created_by": "user",
    "updated_at": "datetime",
    "updated_by": "user",
}


def a_field(
    object_name: str, name: str, *, field_type: str = "text", system: bool = False, internal: bool = False, **keys: Any
) -> Field:
    kind = FIELD_TYPES[field_type]
    spec = FieldSpec(name=name, type=field_type, **keys)
    physical = "owner_id" if name == "owner" else name
    columns = tuple(
        FieldColumn(part.part, physical if not part.part else f"{physical}__{part.part}", part.kind, part.scale)
        for part in kind.columns(spec)
    )
    return Field(
        name=name,
        type=field_type,
        id=f"{object_name}.{name}",
        object=object_name,
        package="demo",
        column=columns[0].name if columns else "",
        columns=columns,
        link_table=f"{object_name}__{name}" if kind.linked else "",
        kind=kind,
        system=system,
        internal=internal,
        **keys,
    )


def an_object(
    name: str, fields: Iterable[Field], *, owned: bool = True, children: Iterable[ChildRelation] = ()
) -> ObjectType:
    own = [a_field(name, item, field_type=kind, system=True) for item, kind in SYSTEM_FIELDS.items()]
    own.append(a_field(name, "deleted_at", field_type="datetime", system=True, internal=True))
    if owned:
        own.append(a_field(name, "owner", field_type="owner", system=True))
    every = {item.name: item for item in (*own, *fields)}
    return ObjectType(
        id=name,
        name=name,
        package="demo",
        label=Label(name, name),
        plural=Label(name, name),
        icon=None,
        fields=MappingProxyType(every),
        name_field="name",
        owned=owned,
        features=frozenset(),
        provides=None,
        inherits=None,
        states=None,
        unique_keys=(),
        search_index=None,
        indexes=(),
        table=name,
        parts=(name,),
        rules=(),
        children=MappingProxyType({item.name: item for item in children}),
        linked_from={},
        references=(),
        aliases=MappingProxyType({}),
        state="ready",
        digest=name,
        master=next((item.name for item in every.values() if item.type == "master_detail"), None),
    )


def a_grant(*names: str) -> FieldGrant:
    return FieldGrant(every=names == ("*",), names=frozenset() if names == ("*",) else frozenset(names))


def a_role_object(
    object_name: str, rights: Iterable[str] = (), *, read: Any = (), write: Any = (), mask: Any = ()
) -> RoleObject:
    return RoleObject(object_name, frozenset(rights), a_grant(*read), a_grant(*write), frozenset(mask))


def a_mute(object_name: str, rights: Iterable[str] = (), *, read: Any = (), write: Any = ()) -> Mute:
    return Mute(object_name, frozenset(rights), a_grant(*read), a_grant(*write))


def a_role(
    name: str,
    *objects: RoleObject,
    inherits: Iterable[str] = (),
    actions: Iterable[str] = (),
    system: Iterable[str] = (),
    mutes: Iterable[Mute] = (),
    audience: Any = "staff",
) -> Role:
    return Role(
        name,
        "demo",
        Label(name, name),
        audience,
        tuple(inherits),
        objects,
        frozenset(actions),
        frozenset(system),
        tuple(mutes),
    )


def a_catalog(
    objects: Iterable[ObjectType],
    roles: Iterable[Role] = (),
    *,
    sharing: Iterable[Sharing] = (),
    revision: int = 1,
    formulas: Any = None,
) -> Catalog:
    return Catalog(
        revision=revision,
        objects=MappingProxyType({item.name: item for item in objects}),
        picklists=MappingProxyType({}),
        roles=MappingProxyType({role.name: role for role in roles}),
        sharing=MappingProxyType({item.object: item for item in sharing}),
        settings=MappingProxyType({}),
        plugins=MappingProxyType({}),
        aliases=MappingProxyType({}),
        rollups=MappingProxyType({}),
        views=MappingProxyType({}),
        layouts=MappingProxyType({}),
        apps=MappingProxyType({}),
        actions=MappingProxyType({}),
        duplicate_rules=MappingProxyType({}),
        kinds=MappingProxyType({}),
        formulas=formulas,
    )


def core_objects() -> list[ObjectType]:
    """The objects of package core that access reads."""
    fields: dict[str, list[Field]] = {
        "user": [
            a_field("user", "name"),
            a_field("user", "login", unique=True),
            a_field("user", "audience", field_type="picklist"),
            a_field("user", "active", field_type="boolean"),
            a_field("user", "roles", field_type="multi_picklist"),
            a_field("user", "unit", field_type="lookup", to="org_unit"),
            a_field("user", "party"),
            a_field("user", "language", field_type="picklist"),
            a_field("user", "zone"),
            a_field("user", "region"),
        ],
        "team": [a_field("team", "name")],
        "team_member": [
            a_field("team_member", "team", field_type="master_detail", to="team"),
            a_field("team_member", "user", field_type="user", to="user"),
        ],
        "org_unit": [
            a_field("org_unit", "name"),
            a_field("org_unit", "code"),
            a_field("org_unit", "parent", field_type="lookup", to="org_unit"),
        ],
        "queue": [a_field("queue", "name"), a_field("queue", "unit", field_type="lookup", to="org_unit")],
        "queue_member": [
            a_field("queue_member", "queue", field_type="master_detail", to="queue"),
            a_field("queue_member", "user", field_type="user", to="user"),
        ],
    }
    return [an_object(name, items, owned=False) for name, items in fields.items()]
