"""What documents about an object name, such as views, layouts and actions, and apps: held against the catalog."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from guanxi.catalog.scope import ObjectScope
from guanxi.metadata.check_actions import check_action
from guanxi.metadata.check_assignments import check_assignment
from guanxi.metadata.check_fields import depends_on
from guanxi.metadata.check_templates import check_template
from guanxi.metadata.duplicate_rules import check_duplicate_rule
from guanxi.metadata.findings import Finding, nearest

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.metadata.document import Body, Document
    from guanxi.metadata.layers import Item, Merged

__all__ = ["check_screens", "conditions_of", "roles_of_fields"]

# What a type of view cannot do without, and the types of field that fit each such key.
_NEEDS = {"board": ("group",), "calendar": ("start",), "timeline": ("start",), "tree": ("parent",), "map": ("place",)}
# The fields that a type of view takes; others would be read by nobody.
_TAKES = {
    "list": ("group",), "board": ("group",), "calendar": ("start", "end"), "timeline": ("start", "end", "group"),
    "gallery": (), "map": ("place",), "tree": ("parent",),
}  # fmt: skip
_ROLES = ("group", "start", "end", "parent", "place")
_DATES = frozenset({"date", "datetime"})
_FITTING = {"start": _DATES, "end": _DATES, "parent": frozenset({"lookup"}), "place": frozenset({"geolocation"})}
_CONDITIONS = ("visible_when", "required_when", "readonly_when")


def check_screens(merged: "Merged", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what is wrong with views, layouts, actions and apps, their formulas apart, and with types in roles."""
    for item in merged.of_kind("role"):
        for entry in item.body.get("objects", ()):
            if "record_type" in entry and entry["object"] in catalog.objects:
                place = ("objects", entry["object"], "record_type")
                yield from _record_types(item, place, [entry["record_type"]], catalog.objects[entry["object"]])
    for kind, check in _CHECKS.items():
        for item in merged.of_kind(kind):
            yield from _roles(merged, item)
            found = merged.get("object", item.body["object"])
            if found is None:
                yield _unknown_object(merged, item, ("object",), item.body["object"])
                continue
            yield from depends_on(merged, item, ("object",), found.name)
            if found.name in catalog.objects:
                yield from check(item, catalog.objects[found.name], catalog)
    for item in merged.of_kind("app"):
        yield from _roles(merged, item)
        yield from _app(merged, item, catalog)


def conditions_of(item: "Item") -> Iterator[tuple[tuple[str, ...], str, "Body"]]:
    """Yield the conditions of a layout: their place, key and the body they stand in."""
    for tab in item.body["tabs"]:
        for place, body in _places(tab):
            for key in _CONDITIONS:
                if key in body:
                    yield place, key, body


def _places(tab: "Body") -> Iterator[tuple[tuple[str, ...], "Body"]]:
    path: tuple[str, ...] = ("tabs", tab["name"])
    yield path, tab
    for section in tab.get("sections", ()):
        inside = (*path, "sections", section["name"])
        yield inside, section
        yield from (((*inside, "fields", entry["field"]), entry) for entry in section["fields"])
    for key, name in (("related", "relation"), ("components", "name")):
        yield from (((*path, key, entry[name]), entry) for entry in tab.get(key, ()))


def _view(item: "Item", found: "ObjectType", catalog: "Catalog") -> Iterator[Finding]:
    body, scope = item.body, ObjectScope(catalog, found.name)
    for entry in body.get("columns", ()):
        yield from _paths(item, ("columns", entry["field"], "field"), scope, [entry["field"]], shown=True)
    yield from _paths(item, ("sort",), scope, body.get("sort", ()))
    yield from roles_of_fields(item, found, scope)


def roles_of_fields(item: "Item | Document", found: "ObjectType", scope: ObjectScope) -> Iterator[Finding]:
    """Yield what is wrong with the fields by which a view groups, places and sums records; names are the scope's."""
    body = item.body
    kind = body.get("type", "list")
    for key in _NEEDS.get(kind, ()):
        if key not in body:
            yield item.finding("view_needs", (key,), type=kind, key=key)
    for key in _ROLES:
        if key in body and key not in _TAKES[kind]:
            yield item.finding("view_ignores", (key,), type=kind, key=key)
    for entry in body.get("summaries", ()):
        yield from _paths(item, ("summaries", entry["field"], "field"), scope, [entry["field"]])
    yield from _paths(item, ("group",), scope, [body["group"]] if "group" in body else ())
    for key, types in _FITTING.items():
        wrong = list(_paths(item, (key,), scope, [body[key]] if key in body else ()))
        yield from wrong
        member = found.find(body[key]) if key in body and not wrong else None
        if member is not None and member.type not in types:
            wanted = ", ".join(sorted(types))
            yield item.finding("unfit_field", (key,), name=member.name, type=member.type, wanted=wanted)
        elif member is not None and key == "parent" and member.to != found.name:
            yield item.finding("unfit_parent", (key,), name=member.name, object=found.name)


def _layout(item: "Item", found: "ObjectType", catalog: "Catalog") -> Iterator[Finding]:
    scope = ObjectScope(catalog, found.name)
    yield from _record_types(item, ("record_types",), item.body.get("record_types", ()), found)
    for key in ("compact", "highlights"):
        yield from _paths(item, (key,), scope, item.body.get(key, ()), shown=True)
    for tab in item.body["tabs"]:
        for place, body in _places(tab):
            if "field" in body:
                yield from _paths(item, place, scope, [body["field"]], shown=True)
            elif "relation" in body:
                yield from _related(item, place, body, found, catalog)


def _record_types(item: "Item", place: tuple[str, ...], names: Iterable[str], found: "ObjectType") -> Iterator[Finding]:
    """Yield the names that are no record types of an object."""
    known = [one.name for one in found.record_types]
    for name in names:
        if name not in known:
            yield item.finding("unknown_record_type", place, fix=nearest(name, known), name=name)


def _related(
    item: "Item", place: tuple[str, ...], body: "Body", found: "ObjectType", catalog: "Catalog"
) -> Iterator[Finding]:
    relation = found.relation(body["relation"])
    if relation is None:
        fix = nearest(body["relation"], found.relations)
        yield item.finding("unknown_relation", place, fix=fix, name=body["relation"])
        return
    scope = ObjectScope(catalog, relation.object)
    for key in ("columns", "sort"):
        yield from _paths(item, (*place, key), scope, body.get(key, ()), shown=key == "columns")


def _paths(
    item: "Item | Document", place: tuple[str, ...], scope: ObjectScope, paths: Iterable[str], *,
    shown: bool = False,
) -> Iterator[Finding]:  # fmt: skip
    """Yield a finding for every path that ends nowhere, or where it is not only shown, at what no formula can use."""
    for path in paths:
        steps = tuple(path.lstrip("-").split("."))
        if not (scope.shows(steps) if shown else scope.resolve(steps) is not None):
            yield item.finding("unknown_field", place, fix=nearest(steps[-1], scope.names(steps[:-1])), name=path)


def _app(merged: "Merged", item: "Item", catalog: "Catalog") -> Iterator[Finding]:
    names: list[str] = []
    ways: dict[tuple[str, str | None], str] = {}
    for group in item.body["menu"]:
        for entry in group["items"]:
            place = ("menu", group["name"], "items", entry["name"])
            names.append(entry["name"])
            first = ways.setdefault((entry["object"], entry.get("view")), entry["name"])
            if first != entry["name"]:
                yield item.finding("repeated_item", place, name=entry["name"], first=first)
            yield from _way(merged, item, catalog, place, entry)
    for entry in item.body.get("cards", ()):
        yield from _way(merged, item, catalog, ("cards", entry["name"]), entry)
    home = item.body.get("home")
    if home is not None and home not in names:
        yield item.finding("unknown_item", ("home",), fix=nearest(home, names), name=home)


def _way(
    merged: "Merged", item: "Item", catalog: "Catalog", place: tuple[str, ...], entry: "Body"
) -> Iterator[Finding]:
    if merged.get("object", entry["object"]) is None:
        yield _unknown_object(merged, item, (*place, "object"), entry["object"])
        return
    yield from depends_on(merged, item, (*place, "object"), entry["object"])
    found = catalog.objects.get(entry["object"])
    views = [view.name for view in catalog.views_of(found)] if found is not None else []
    if "view" in entry and found is not None and entry["view"] not in views:
        yield item.finding("unknown_view", (*place, "view"), fix=nearest(entry["view"], views), name=entry["view"])


def _roles(merged: "Merged", item: "Item") -> Iterator[Finding]:
    for name in item.body.get("roles", ()):
        if merged.get("role", name) is None:
            known = [found.name for found in merged.of_kind("role")]
            yield item.finding("unknown_role", ("roles",), fix=nearest(name, known), name=name)


def _unknown_object(merged: "Merged", item: "Item", place: tuple[str, ...], name: str) -> Finding:
    known = [found.name for found in merged.of_kind("object")]
    return item.finding("unknown_object", place, fix=nearest(name, known), name=name)


_CHECKS = {
    "view": _view,
    "layout": _layout,
    "action": check_action,
    "duplicate_rule": check_duplicate_rule,
    "assignment": check_assignment,
    "template": check_template,
}
