"""References in roles and sharing documents."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from guanxi.catalog import EVERY
from guanxi.catalog.dependencies import cycle_in
from guanxi.metadata.check_actions import check_rights_to_act
from guanxi.metadata.check_fields import depends_on, field_names
from guanxi.metadata.compile_access import DEFAULT_KEYS
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.load import WORKSPACE

if TYPE_CHECKING:
    from guanxi.metadata.document import Body
    from guanxi.metadata.layers import Item, Merged

__all__ = ["check_guards", "check_roles", "check_sharing"]


def check_roles(merged: "Merged") -> Iterator[Finding]:
    """Yield what is wrong with roles."""
    roles = {item.name: item for item in merged.of_kind("role")}
    yield from check_rights_to_act(merged)
    inherited = {
        ("role", name): [("role", base) for base in item.body.get("inherits", ())] for name, item in roles.items()
    }
    for item in roles.values():
        for base in item.body.get("inherits", ()):
            if base not in roles:
                yield item.finding("unknown_role", ("inherits",), fix=nearest(base, roles), name=base)
            elif roles[base].body["audience"] != item.body["audience"]:
                yield item.finding("audience_mixed", ("inherits",), audience=item.body["audience"], name=base)
        for key in ("objects", "mutes"):
            for entry in item.body.get(key, ()):
                yield from _granted(merged, item, key, entry)
    circle = cycle_in(inherited)
    if circle is not None:
        yield roles[circle[0][1]].finding("role_cycle", ("inherits",), cycle=" → ".join(name for _, name in circle))


def check_guards(merged: "Merged") -> Iterator[Finding]:
    """Yield the objects that packages guard and that are not there."""
    known = [found.name for found in merged.of_kind("object")]
    for head in merged.manifests:
        for name in sorted(head.guards - set(known)):
            place = f"plugin/{head.name}/guards"
            yield Finding("unknown_object", path=place, params={"name": name}, fix=nearest(name, known))


def _granted(merged: "Merged", item: "Item", key: str, entry: "Body") -> Iterator[Finding]:
    name, path = entry["object"], (key, entry["object"])
    if name != EVERY:
        if merged.get("object", name) is None:
            known = [found.name for found in merged.of_kind("object")]
            yield item.finding("unknown_object", (*path, "object"), fix=nearest(name, known), name=name)
            return
        yield from depends_on(merged, item, (*path, "object"), name)
    known_fields = field_names(merged, name)
    named = [("fields", grant) for grant in entry.get("fields", {}).values() if grant != EVERY]
    for place, names in [*named, ("mask", entry.get("mask", ()))]:
        for field in names:
            if field not in known_fields:
                yield item.finding("unknown_field", (*path, place), fix=nearest(field, known_fields), name=field)


def check_sharing(merged: "Merged") -> Iterator[Finding]:
    """Yield what is wrong with sharing documents."""
    for item in merged.of_kind("sharing"):
        name = item.body["object"]
        found = merged.get("object", name)
        if found is None:
            known = [known.name for known in merged.of_kind("object")]
            yield item.finding("unknown_object", ("object",), fix=nearest(name, known), name=name)
            continue
        yield from depends_on(merged, item, ("object",), name)
        is_part = any(entry["type"] == "master_detail" for entry in found.body.get("fields", ()))
        if is_part and not found.body.get("owned"):
            yield item.finding("sharing_by_parent", ("object",), object=name)
        for key in DEFAULT_KEYS:
            if key in item.body and item.package not in {found.package, WORKSPACE} and item.owner(key) != WORKSPACE:
                yield item.finding("sharing_default_elsewhere", (key,), package=found.package, key=key, object=name)
        for key, targets in (("rules", "to"), ("restrictions", "unless")):
            yield from _targets(merged, item, key, targets)


def _targets(merged: "Merged", item: "Item", key: str, target: str) -> Iterator[Finding]:
    entries: Iterable[Body] = item.body.get(key, ())
    for entry in entries:
        role = entry.get(target, {}).get("role")
        if role is not None and merged.get("role", role) is None:
            known = [found.name for found in merged.of_kind("role")]
            yield item.finding("unknown_role", (key, entry["name"], target), fix=nearest(role, known), name=role)
