"""Changes drawn at random from what the workspace's own documents are: each is a function of them and a way to choose.

A function returns the documents that the change puts, or nothing where what is there does not allow it.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from tests.change.changes import a_field, removal

__all__ = ["CHANGES", "Choose", "Documents", "beginning"]

T = TypeVar("T")
Body = dict[str, Any]
Documents = Mapping[tuple[str, str], Body]


class Choose:
    """Chooses one of several things, as the test's source of chance says; `choose.count` never repeats."""

    def __init__(self, number: Callable[[int], int]) -> None:
        self._number = number
        self.count = 0

    def __call__(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self._number(len(options) - 1)]

    def fresh(self, letter: str) -> str:
        """Return a name that nothing had before."""
        self.count += 1
        return f"{letter}{self.count}"


def words(text: str) -> dict[str, str]:
    return {"en": text.title(), "zh": "词"}


def beginning() -> list[Body]:
    """Return two objects, two picklists, and a document of every further kind that names fields, types and values."""
    fields = [
        a_field("name", required=True), a_field("place"), a_field("mood", "picklist", values="mood"),
        a_field("moods", "multi_picklist", values="mood"), a_field("size", "integer"),
        a_field("half", "formula", returns="number", formula="size / 2"),
        a_field("spot", "lookup", to="spot", children="visits"), a_field("spots", "many_to_many", to="spot"),
    ]  # fmt: skip
    types = [{"name": "short", "label": words("short"), "values": [{"field": "mood", "values": ["calm", "loud"]}]},
             {"name": "long", "label": words("long")}]  # fmt: skip
    total = a_field("total", "rollup", over="visits", function="sum", of="size")
    return [
        {"kind": "picklist", "name": "mood", "label": words("mood"),
         "values": [{"name": name, "label": words(name)} for name in ("calm", "loud", "odd")]},
        {"kind": "object", "name": "visit", "label": words("visit"), "fields": fields, "record_types": types},
        {"kind": "object", "name": "spot", "label": words("spot"), "fields": [a_field("name"), total]},
        {"kind": "rule", "name": "no_moon", "object": "visit", "at": "place", "message": words("no"),
         "when": "place = 'moon' OR (mood = 'odd' AND size = -1)"},
        {"kind": "layout", "name": "visit_page", "object": "visit", "label": words("page"), "record_types": ["long"],
         "tabs": [{"name": "main", "label": words("main"), "sections": [
             {"name": "top", "label": words("top"), "fields": [{"field": "name"}, {"field": "mood"}]}]}]},
        {"kind": "view", "name": "visit_list", "object": "visit", "label": words("all"),
         "columns": [{"field": "name"}, {"field": "place"}], "filter": "mood <> 'odd'", "sort": ["-size"]},
        {"kind": "role", "name": "guest", "audience": "staff", "label": words("guest"), "objects": [
            {"object": "visit", "rights": ["read"], "fields": {"read": ["name", "place"]}, "record_type": "long"}]},
        {"kind": "sharing", "name": "visits", "object": "visit", "default": "private", "rules": [
            {"name": "calm", "to": {"role": "guest"}, "level": "read", "where": "mood = 'calm'"}]},
    ]  # fmt: skip


TYPES: tuple[Body, ...] = (
    *({"type": kind} for kind in ("text", "integer", "money", "boolean", "date", "tags", "address")),
    {"type": "picklist", "values": "mood"}, {"type": "multi_picklist", "values": "mood"},
    {"type": "lookup", "to": "account"}, {"type": "many_to_many", "to": "account"},
)  # fmt: skip
OTHERS: Mapping[str, tuple[Body, ...]] = {
    "text": ({"type": "long_text"}, {"type": "tags"}, {"type": "email"}),
    "integer": ({"type": "text"}, {"type": "money"}),
    "money": ({"type": "decimal", "scale": 4}, {"type": "text"}),
    "decimal": ({"type": "integer"}, {"type": "money"}),
    "boolean": ({"type": "long_text"}, {"type": "integer"}),
    "date": ({"type": "datetime"}, {"type": "long_text"}),
    "picklist": ({"type": "long_text"}, {"type": "multi_picklist", "values": "mood"}),
    "multi_picklist": ({"type": "picklist", "values": "mood"}, {"type": "tags"}),
}
"""By type: what a field may become."""
TOGGLES: Mapping[str, tuple[str, ...]] = {
    "text": ("unique", "required", "indexed", "searchable", "track_history"), "date": ("required", "indexed"),
    "integer": ("unique", "indexed", "track_history"), "picklist": ("required", "indexed"),
}  # fmt: skip


def an_object(documents: Documents, choose: Choose) -> Body | None:
    found = [body for (kind, name), body in documents.items() if kind == "object" and name != "account"]
    return deepcopy(choose(found)) if found else None


def put_entry(body: Body, key: str, old: str, entry: Body | None) -> list[Body]:
    """Return the document with another entry in the place of one, or without it."""
    entries = [entry if one["name"] == old else one for one in body[key]]
    return [{**body, key: [one for one in entries if one is not None]}]


def a_member(body: Body, choose: Choose, *types: str) -> Body | None:
    found = [one for one in body["fields"] if one["name"] != "name" and (not types or one["type"] in types)]
    return choose(found) if found else None


def add_field(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    if body is None:
        return []
    known = {one["name"] for one in body["fields"]}
    free = [name for name in ("f0", "f1", "f2", "f3") if name not in known]
    return [{**body, "fields": [*body["fields"], a_field(choose(free), **choose(TYPES))]}] if free else []  # type: ignore[arg-type]


def remove_field(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    member = None if body is None else a_member(body, choose)
    return put_entry(body, "fields", member["name"], None) if body and member else []


def rename_field(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    if body is None:
        return []
    member = choose(body["fields"])
    return put_entry(
        body, "fields", member["name"], {**member, "name": choose.fresh("r"), "renamed_from": member["name"]}
    )


def retype_field(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    member = None if body is None else a_member(body, choose, *OTHERS)
    if body is None or member is None:
        return []
    kept = {key: member[key] for key in ("name", "label", "renamed_from") if key in member}
    return put_entry(body, "fields", member["name"], {**kept, **choose(OTHERS[member["type"]])})


def toggle_key(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    member = None if body is None else a_member(body, choose, *TOGGLES)
    if body is None or member is None:
        return []
    key = choose(TOGGLES[member["type"]])
    rest = {had: value for had, value in member.items() if had != key}
    return put_entry(body, "fields", member["name"], rest if key in member else {**member, key: True})


def toggle_owned(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    return [] if body is None else [{**body, "owned": not body.get("owned", False)}]


def toggle_unique_key(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    if body is None:
        return []
    plain = [one["name"] for one in body["fields"] if one["type"] in {"text", "integer", "date", "picklist"}]
    keys = [*body.get("unique_keys", ())]
    if keys and choose((True, False)):
        return [{**body, "unique_keys": [one for one in keys if one is not choose(keys)]}]
    pair = [plain[0], choose(plain)]
    return [{**body, "unique_keys": [*keys, {"name": choose.fresh("k"), "fields": list(dict.fromkeys(pair))}]}]


def toggle_index(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    if body is None:
        return []
    if body.get("indexes"):
        return [{key: value for key, value in body.items() if key != "indexes"}]
    plain = [one["name"] for one in body["fields"] if one["type"] in {"text", "integer", "date", "picklist"}]
    return [{**body, "indexes": [{"name": "by_some", "fields": [f"-{choose(plain)}"]}]}]


def rename_object(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    return [] if body is None else [{**body, "name": choose.fresh("o"), "renamed_from": body["name"]}]


def add_object(documents: Documents, choose: Choose) -> list[Body]:
    to = choose([name for kind, name in documents if kind == "object"])
    fields = [a_field("name"), a_field("about", "lookup", to=to), a_field("place")]
    free = [name for name in ("extra", "other") if ("object", name) not in documents]
    return [{"kind": "object", "name": choose(free), "label": words("extra"), "fields": fields}] if free else []


def remove_object(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    return [] if body is None else [removal("object", body["name"])]


def remove_document(documents: Documents, choose: Choose) -> list[Body]:
    found = [ref for ref in documents if ref[0] not in {"object", "picklist"}]
    return [removal(*choose(found))] if found else []


def mood_of(documents: Documents) -> Body:
    return deepcopy(next(body for (kind, _), body in documents.items() if kind == "picklist"))


def change_value(documents: Documents, choose: Choose) -> list[Body]:
    body = mood_of(documents)
    values = body["values"]
    what = choose(("add", "remove", "rename", "rename", "rest", "order"))
    value = choose(values)
    if what == "add":
        name = choose(("v0", "v1", "v2", "v3"))
        return [{**body, "values": [*values, {"name": name, "label": words(name)}]}]
    if what == "remove":
        return put_entry(body, "values", value["name"], None)
    if what == "order":
        return [{**body, "values": values[::-1]}]
    changed = {**value, "active": not value.get("active", True)}
    if what == "rename":
        changed = {**value, "name": choose.fresh("w"), "renamed_from": value["name"]}
    return put_entry(body, "values", value["name"], changed)


def typed(documents: Documents) -> Body | None:
    found = [body for (kind, _), body in documents.items() if kind == "object" and body.get("record_types")]
    return deepcopy(found[0]) if found else None


def change_type(documents: Documents, choose: Choose) -> list[Body]:
    body = typed(documents)
    if body is None:
        return []
    types, one = body["record_types"], choose(body["record_types"])
    what = choose(("add", "remove", "rename", "rename", "rest", "subset", "order"))
    if what == "add":
        name = choose(("t0", "t1"))
        return [{**body, "record_types": [*types, {"name": name, "label": words(name)}]}]
    if what == "remove":
        return put_entry(body, "record_types", one["name"], None)
    if what == "order":
        return [{**body, "record_types": types[::-1]}]
    member = a_member(body, choose, "picklist")
    changed = {**one, "active": not one.get("active", True)}
    if what == "rename":
        changed = {**one, "name": choose.fresh("s"), "renamed_from": one["name"]}
    if what == "subset" and member is not None:
        some = [value["name"] for value in mood_of(documents)["values"] if choose((True, False))]
        rest = [part for part in one.get("values", ()) if part["field"] != member["name"]]
        changed = {**one, "values": [*rest, *([{"field": member["name"], "values": some}] if some else [])]}
    return put_entry(body, "record_types", one["name"], changed)


def change_rule(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    member = None if body is None else a_member(body, choose, "text", "integer", "picklist", "date")
    if body is None or member is None:
        return []
    name = choose(("q0", "q1"))
    if ("rule", name) in documents and choose((True, False)):
        return [removal("rule", name)]
    when = f"ISBLANK({member['name']}) AND name = 'nobody'"
    return [{"kind": "rule", "name": name, "object": body["name"], "when": when, "message": words("no")}]


def change_layout(documents: Documents, choose: Choose) -> list[Body]:
    body = typed(documents)
    if body is None:
        return []
    fields = [{"field": one["name"]} for one in body["fields"] if choose((True, False))]
    sections = [{"name": "top", "label": words("top"), "fields": fields}]
    some = {"record_types": [choose(body["record_types"])["name"]]} if choose((True, False)) else {}
    tabs = [{"name": "main", "label": words("main"), "sections": sections}]
    name = choose(("visit_page", "second_page"))
    return [{"kind": "layout", "name": name, "object": body["name"], "label": words("page"), "tabs": tabs, **some}]


def change_access(documents: Documents, choose: Choose) -> list[Body]:
    body = an_object(documents, choose)
    if body is None:
        return []
    member = choose(body["fields"])
    if choose((True, False)):
        rights = {"object": body["name"], "rights": ["read", "update"], "fields": {"read": [member["name"]]}}
        return [{"kind": "role", "name": choose(("guest", "clerk")), "audience": "staff", "label": words("role"),
                 "objects": [rights]}]  # fmt: skip
    where = f"NOT ISBLANK({member['name']})"
    rule = {"name": "some", "to": {"audience": "staff"}, "level": "read", "where": where}
    return [{"kind": "sharing", "name": f"{body['name']}_rows", "object": body["name"], "rules": [rule]}]


PATCHES: tuple[Body, ...] = (
    {"hidden": True}, {"label": words("renamed")}, {"required": True}, {"indexed": True}, {"track_history": True},
)  # fmt: skip


def patch_account(documents: Documents, choose: Choose) -> list[Body]:
    """Put something over an object of a package, or take it off again."""
    present = documents.get(("object", "account"), {"kind": "object", "name": "account"})
    name = choose(("country", "city", "employees", "f0"))
    rest = [one for one in present.get("fields", ()) if one["name"] != name]
    if len(rest) == len(present.get("fields", ())):
        rest.append(a_field(name) if name == "f0" else {"name": name, **choose(PATCHES)})
    elif not rest:
        return [removal("object", "account")]
    return [{**present, "fields": rest}]


CHANGES: tuple[Callable[[Documents, Choose], list[Body]], ...] = (
    add_field, remove_field, rename_field, retype_field, toggle_key, toggle_owned, toggle_unique_key, toggle_index,
    rename_object, add_object, remove_object, remove_document, change_value, change_value, change_type, change_rule,
    change_layout, change_access, patch_account,
)  # fmt: skip
