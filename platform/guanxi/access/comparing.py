"""What two roles give differently, with what each inherits and is denied: only the differences."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guanxi.access.rights import Policy, Rights
    from guanxi.catalog import ObjectType

__all__ = ["compare_roles"]


def compare_roles(policy: "Policy", left: str, right: str, *, language: str) -> dict[str, Any]:
    """Return by object the rights and fields that only one of two roles gives, then system rights and actions."""
    one, other = (policy.rights(frozenset({name})) for name in (left, right))
    objects = (_of_object(item, one, other, language) for item in policy.catalog.objects.values())
    return {
        "objects": [told for told in objects if told is not None],
        "system": _sides(one.system_rights, other.system_rights),
        "actions": _sides(one.actions, other.actions),
    }


def _of_object(item: "ObjectType", one: "Rights", other: "Rights", language: str) -> dict[str, Any] | None:
    rights = _sides(one.of(item.name).rights, other.of(item.name).rights)
    fields = list(_fields(item, one, other, language))
    if not any(rights.values()) and not fields:
        return None
    return {"object": item.name, "label": item.label.text(language), "rights": rights, "fields": fields}


def _fields(item: "ObjectType", one: "Rights", other: "Rights", language: str) -> Iterator[dict[str, Any]]:
    for member in item.fields.values():
        if member.internal or member.whole is not None:
            continue
        mine, theirs = _ways(one, item.name, member.name), _ways(other, item.name, member.name)
        if mine != theirs:
            yield {
                "field": member.name, "label": member.label.text(language), "left": sorted(mine),
                "right": sorted(theirs),
            }  # fmt: skip


def _ways(rights: "Rights", object_name: str, name: str) -> set[str]:
    """Return in which ways a field is open: read, write, and mask where only its mask shows."""
    held = rights.of(object_name)
    ways = (("read", held.readable), ("write", held.writable), ("mask", held.masked))
    return {way for way, names in ways if name in names}


def _sides(left: Collection[str], right: Collection[str]) -> dict[str, list[str]]:
    """Return what only the one and only the other has."""
    return {"left": sorted(set(left) - set(right)), "right": sorted(set(right) - set(left))}
