"""Roles and sharing documents become rows of the catalog."""

from collections import defaultdict
from collections.abc import Mapping

from guanxi.catalog import (
    FieldGrant,
    Mute,
    ObjectType,
    Restriction,
    Role,
    RoleObject,
    Sharing,
    SharingRule,
    Target,
)
from guanxi.metadata.document import Body
from guanxi.metadata.labels import Labels
from guanxi.metadata.layers import Item, Merged

__all__ = ["DEFAULT_KEYS", "compile_role", "compile_sharing"]

# What only the package that owns the object, or the workspace, says about its sharing.
DEFAULT_KEYS = ("default", "portal_default", "hierarchy", "teams")


def compile_role(item: Item, labels: Labels) -> Role:
    """Return a role; who may write a field may read it."""
    body = item.body
    return Role(
        name=item.name,
        package=item.package,
        label=labels.of(item),
        audience=body["audience"],
        inherits=tuple(body.get("inherits", ())),
        objects=tuple(_role_object(entry) for entry in body.get("objects", ())),
        actions=frozenset(body.get("actions", ())),
        system=frozenset(body.get("system", ())),
        mutes=tuple(
            Mute(entry["object"], frozenset(entry.get("rights", ())), _grant(entry, "read"), _grant(entry, "write"))
            for entry in body.get("mutes", ())
        ),
    )


def _role_object(entry: Body) -> RoleObject:
    read, write = _grant(entry, "read"), _grant(entry, "write")
    both = FieldGrant(read.every or write.every, read.names | write.names)
    return RoleObject(
        entry["object"],
        frozenset(entry.get("rights", ())),
        both,
        write,
        frozenset(entry.get("mask", ())),
        entry.get("record_type"),
    )


def _grant(entry: Body, key: str) -> FieldGrant:
    names = entry.get("fields", {}).get(key, ())
    return FieldGrant(every=True) if names == "*" else FieldGrant(False, frozenset(names))


def compile_sharing(merged: Merged, objects: Mapping[str, ObjectType], labels: Labels) -> dict[str, Sharing]:
    """Return the sharing of every object: nothing for anybody where no document says more (deny by default)."""
    documents: dict[str, list[Item]] = defaultdict(list)
    for item in merged.of_kind("sharing"):
        documents[item.body["object"]].append(item)
    return {name: _sharing(found, documents.get(name, []), labels) for name, found in objects.items()}


def _sharing(found: ObjectType, documents: list[Item], labels: Labels) -> Sharing:
    said: Body = {}
    for item in documents:
        said |= {key: item.body[key] for key in DEFAULT_KEYS if key in item.body}
    return Sharing(
        object=found.name,
        package=found.package,
        default=said.get("default", "private"),
        portal_default=said.get("portal_default", "private"),
        hierarchy=said.get("hierarchy", found.owned),
        teams=said.get("teams", False),
        rules=tuple(_rule(item, entry, labels) for item in documents for entry in item.body.get("rules", ())),
        restrictions=tuple(
            _restriction(item, entry, labels) for item in documents for entry in item.body.get("restrictions", ())
        ),
    )


def _rule(item: Item, entry: Body, labels: Labels) -> SharingRule:
    label = labels.of(item, "rules", entry["name"], body=entry)
    package = item.owner("rules", entry["name"])
    return SharingRule(
        entry["name"],
        package,
        _target(entry["to"]),
        entry["level"],
        entry.get("where"),
        label,
        entry.get("blank_as", "blank"),
    )


def _restriction(item: Item, entry: Body, labels: Labels) -> Restriction:
    label = labels.of(item, "restrictions", entry["name"], body=entry)
    unless = _target(entry["unless"]) if "unless" in entry else None
    package = item.owner("restrictions", entry["name"])
    return Restriction(entry["name"], package, entry["where"], unless, label, entry.get("blank_as", "blank"))


def _target(body: Body) -> Target:
    kind, name = next(iter(body.items()))
    return Target(kind, name)  # type: ignore[arg-type]  # the schema knows the kinds
