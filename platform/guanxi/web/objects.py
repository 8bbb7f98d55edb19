"""Objects as the caller may see them: fields, types, values, relations, and what the caller may do."""

import hashlib
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from guanxi.errors import Missing
from guanxi.records.arguments import Text
from guanxi.records.choices import default_record_type
from guanxi.web.actions import ACTION, told_actions
from guanxi.web.answers import json_answer
from guanxi.web.call import Answer, FixedCall
from guanxi.web.fields import SPEC, SPEC_MAY, told_spec
from guanxi.web.former_names import telling_former_names
from guanxi.web.formulas import FORMULA
from guanxi.web.screens import APP, LAYOUT, VIEW, told_apps, told_condition, told_layouts, told_views
from guanxi.web.shapes import ANYTHING, FLAG, TEXT, TEXTS, Members, Named, closed, data, many, map_of, maybe, one_of

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = [
    "CALLS",
    "IF_NONE_MATCH",
    "OBJECT",
    "describe_object",
    "known_object",
    "objects_blueprint",
    "tag_of",
    "visible_objects",
]


IF_NONE_MATCH = Text("If-None-Match", "The `ETag` of the answer that the caller has: one that is the same is not sent.")
_UNCHANGED = (Answer(status=304),)
_BRIEF = Named("object", "An object that the caller may know of.", closed({
    "name": TEXT, "label": TEXT, "plural": TEXT, "icon": maybe(TEXT), "rights": TEXTS, "child": FLAG,
}))  # fmt: skip
_FIELD: Members = {
    "name": TEXT, "type": TEXT, "label": TEXT,
    **dict.fromkeys(
        ("required", "system", "computed", "masked", "writable", "filterable", "sortable", "groupable"), FLAG
    ),
    **SPEC,
}  # fmt: skip
_CURRENCY: Members = {"code": maybe(TEXT), "field": maybe(TEXT), "converted": TEXT, "sums": maybe(TEXT)}
_MAY: Members = {**SPEC_MAY, "controlled_by": TEXT, "currency": closed({}, _CURRENCY)}
_PART = closed({**_FIELD, "part": TEXT}, _MAY)
_STATES = closed({
    "field": TEXT, "initial": TEXTS, "others": one_of("refuse", "allow"),
    "transitions": many(closed({
        "from": maybe(TEXT), "to": TEXT, "requires": TEXTS, "when": maybe(FORMULA), "message": maybe(TEXT),
    })),
})  # fmt: skip
_RECORD_TYPE = closed({
    "name": TEXT, "label": TEXT, "active": FLAG, "help": maybe(TEXT), "default": FLAG, "values": map_of(TEXTS),
    "defaults": map_of(ANYTHING),
})  # fmt: skip
_RULE = closed({
    "name": TEXT, "severity": one_of("error", "warning"), "message": TEXT, "when": FORMULA, "at": maybe(TEXT),
})  # fmt: skip
OBJECT = Named("described_object", "What the caller may know of an object.", closed({
    "name": TEXT, "label": TEXT, "plural": TEXT, "icon": maybe(TEXT), "name_field": maybe(TEXT), "owned": FLAG,
    "rights": TEXTS, "fields": many(closed(_FIELD, {**_MAY, "parts": many(_PART)})), "states": maybe(_STATES),
    "unique_keys": many(TEXTS),
    "children": many(closed({"name": TEXT, "object": TEXT, "field": TEXT})), "rules": many(_RULE),
    "views": many(closed(VIEW)), "layouts": many(LAYOUT), "actions": many(ACTION),
    "record_types": many(_RECORD_TYPE),
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/objects", "The objects that the caller may know of", data(many(_BRIEF)),
              headers=(IF_NONE_MATCH,), others=_UNCHANGED),
    FixedCall("GET", "/objects/{object_name}", "Fields, values, relations and rights of an object", OBJECT,
              headers=(IF_NONE_MATCH,), others=_UNCHANGED),
    FixedCall("GET", "/apps", "The caller's apps with their menus", data(many(APP)), headers=(IF_NONE_MATCH,),
              others=_UNCHANGED),
)  # fmt: skip


def objects_blueprint(door: "Door") -> Blueprint:
    """Return the calls that describe."""
    calls = Blueprint("objects", __name__)
    calls.add_url_rule("/objects", "list_objects", door.opened(_list), methods=["GET"])
    described = door.opened(telling_former_names(_describe))
    calls.add_url_rule("/objects/<object_name>", "describe_object", described, methods=["GET"])
    calls.add_url_rule("/apps", "list_apps", door.opened(_list_apps), methods=["GET"])
    return calls


def known_object(context: "Context", name: str) -> "ObjectType":
    """Return an object by its name or a former one; Missing where there is none that the caller may know of."""
    item = context.catalog.find(name)
    if item is None or item.state == "hidden" or item.name not in context.rights.visible_objects():
        raise Missing(kind="object", name=name[:100])
    return item


def visible_objects(context: "Context") -> "list[ObjectType]":
    """Return the objects that the caller may know of, in the order of their names."""
    names = context.rights.visible_objects()
    items = (context.catalog.objects[name] for name in sorted(names))
    return [item for item in items if item.state != "hidden"]


def _list(context: "Context") -> Response:
    """List the objects that the caller may know of."""
    rights, language = context.rights, context.language
    told = [
        {
            "name": item.name, "label": item.label.text(language), "plural": item.plural.text(language),
            "icon": item.icon, "rights": sorted(rights.of(item.name).rights), "child": _is_child(context, item),
        }
        for item in visible_objects(context)
    ]  # fmt: skip
    return _tagged(context, {"data": told})


def _is_child(context: "Context", item: "ObjectType") -> bool:
    """Tell whether records of an object belong to others, as far as the caller may read by what."""
    names = {*(field.name for field in item.masters), *((item.inherits,) if item.inherits is not None else ())}
    return not names.isdisjoint(context.rights.readable(item.name))


def _list_apps(context: "Context") -> Response:
    """List the apps of the caller with their menus."""
    return _tagged(context, {"data": told_apps(context)})


def _describe(context: "Context", object_name: str) -> Response:
    """Describe one object."""
    item = known_object(context, object_name)
    told = describe_object(context, item)
    return _tagged(context, told, [view for view in told["views"] if view["personal"]])


def describe_object(context: "Context", item: "ObjectType") -> dict[str, Any]:
    """Return what the caller may know of an object."""
    rights, language = context.rights, context.language
    readable = rights.readable(item.name)
    fields = [field for field in item.fields.values() if field.name in readable and field.state != "hidden"]
    return {
        "name": item.name, "label": item.label.text(language), "plural": item.plural.text(language), "icon": item.icon,
        "name_field": item.name_field if item.name_field in readable else None, "owned": item.owned,
        "rights": sorted(rights.of(item.name).rights),
        "fields": [_field(context, item, field) for field in fields if field.whole is None],
        "states": _states(context, item, readable),
        "unique_keys": [list(key.fields) for key in item.unique_keys if readable.issuperset(key.fields)],
        "children": [
            {"name": relation.name, "object": relation.object, "field": relation.field}
            for relation in item.relations.values()
            if relation.object in rights.visible_objects() and relation.field in rights.readable(relation.object)
        ],
        "rules": _rules(context, item), "views": told_views(context, item), "layouts": told_layouts(context, item),
        "actions": told_actions(context, item),
        "record_types": _record_types(context, item, readable),
    }  # fmt: skip


def _record_types(context: "Context", item: "ObjectType", readable: frozenset[str]) -> list[dict[str, Any]]:
    """Return the types of records, which values they leave to fields, and which one new records of the caller have."""
    own = default_record_type(context, item)
    return [
        {
            "name": one.name, "label": one.label.text(context.language), "active": one.active,
            "help": None if one.help is None else one.help.text(context.language), "default": one.name == own,
            "values": {name: list(values) for name, values in one.values.items() if name in readable},
            "defaults": {name: value for name, value in one.defaults.items() if name in readable},
        }
        for one in item.record_types
    ]  # fmt: skip


def _rules(context: "Context", item: "ObjectType") -> list[dict[str, Any]]:
    """Return the rules that the caller can foresee: those that name nothing hidden from it."""
    found = ((rule, told_condition(context, item.name, rule.when)) for rule in item.rules)
    return [
        {
            "name": rule.name, "severity": rule.severity, "message": rule.message.text(context.language), "when": when,
            "at": rule.at if rule.at in context.rights.readable(item.name) else None,
        }
        for rule, when in found
        if when is not None
    ]  # fmt: skip


def _field(context: "Context", item: "ObjectType", field: "Field") -> dict[str, Any]:
    rights, language, kind = context.rights, context.language, field.kind
    masked = field.name in rights.masked(item.name)
    told: dict[str, Any] = {
        "name": field.name, "type": field.type, "label": field.label.text(language),
        "required": field.required, "system": field.system, "computed": field.computed, "masked": masked,
        "writable": field.name in rights.writable(item.name) and field.writable,
        "filterable": kind.filterable and not masked, "sortable": kind.sortable and not masked,
        "groupable": kind.groupable and not masked, **told_spec(context, item.name, field),
    }  # fmt: skip
    if field.controlled_by is not None and field.controlled_by in rights.readable(item.name):
        told["controlled_by"] = field.controlled_by
    if kind.formula_type(field) == "money":
        told["currency"] = _currency(context, item, field)
    if field.kind.parts:
        told["parts"] = [{**_field(context, item, part), "part": name} for name, part in item.parts_of(field)]
    return told


def _currency(context: "Context", item: "ObjectType", field: "Field") -> dict[str, Any]:
    """Return which field says the currency of an amount and which holds it converted, or the one code."""
    amount = item.converted(field.name)
    if amount is None:
        return {"code": context.policy.known.get(("$org", "currency"))}
    readable = context.rights.readable(item.name)
    sums = context.policy.known.get(("$org", "currency"))
    return {"field": "currency" if "currency" in readable else None, "converted": amount.name, "sums": sums}


def _states(context: "Context", item: "ObjectType", readable: frozenset[str]) -> dict[str, Any] | None:
    states = item.states
    if states is None or states.field not in readable:
        return None
    return {
        "field": states.field, "initial": list(states.initial), "others": states.others,
        "transitions": [
            {
                "from": gate.source, "to": gate.target,
                "requires": [name for name in gate.requires if name in readable],
                "when": told_condition(context, item.name, gate.when),
                "message": None if gate.message is None else gate.message.text(context.language),
            }
            for gate in states.transitions
        ],
    }  # fmt: skip


def _tagged(context: "Context", told: dict[str, Any], own: object = None) -> Response:
    """Return the answer with its ETag: of the revision, the caller's kind, and what is told that is its own."""
    tag = tag_of(context, own)
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers={"ETag": f'W/"{tag}"'})
    return json_answer(told, headers={"ETag": f'W/"{tag}"', "Cache-Control": "private, no-cache"})


def tag_of(context: "Context", own: object = None) -> str:
    """Return a short digest of the revision, the roles, the scopes, the language, and what is the caller's own."""
    who = context.principal
    scopes = ["*"] if who.scopes is None else sorted(who.scopes)
    parts = (context.catalog.revision, sorted(who.roles), scopes, context.language, who.audience, own)
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
