"""Drafts of metadata over HTTP: one's own, planned, published together, and held against what others do."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.client import Client, told

OBJECT = {
    "label": {"en": "Site visit", "zh": "实地拜访"},
    "fields": [
        {"name": "name", "type": "text", "required": True}, {"name": "place", "type": "text"},
        {"name": "state", "type": "picklist", "values": "visit_state"},
    ],
}  # fmt: skip
TRIP = {"label": OBJECT["label"], "fields": [{"name": "name", "type": "text"}]}
VALUES = {"values": [{"name": "open"}, {"name": "done"}]}


def keep(client: Client, path: str, item: dict[str, Any] | None, base: str | None = None) -> Any:
    return told(client("PUT", f"/metadata/drafts/{path}", {"item": item, "base": base}), 200)["data"]


def publish(client: Client, message: str = "") -> Any:
    planned = client.get("/metadata/drafts/plan")
    body = {"plan_id": planned["plan_id"], "message": message}
    return client("POST", "/metadata/drafts/publish", body)


def item_of(client: Client, path: str) -> tuple[dict[str, Any], str]:
    found = client.get(f"/metadata/{path}")["data"]
    return found["body"], found["digest"]


def test_drafts_are_nobody_elses_until_they_are_published(admin: Client, person: Callable[..., Client]) -> None:
    other = person("other", "administrator")
    keep(admin, "object/visit", OBJECT)
    keep(admin, "picklist/visit_state", VALUES)
    assert [draft["name"] for draft in admin.get("/metadata/drafts")["data"]] == ["visit", "visit_state"]
    assert other.get("/metadata/drafts")["data"] == []
    assert told(other("GET", "/metadata/drafts/object/visit"), 404)["code"] == "missing"
    assert admin("GET", "/records/visit").status_code == 404
    applied = told(publish(admin, "visits"), 200)
    assert (admin.get("/metadata/revisions?limit=1")["data"][0]["message"], admin.get("/metadata/drafts")["data"]) == (
        "visits", [],
    )  # fmt: skip
    assert other.post("/records/visit", {"name": "A", "state": "open"})
    history = admin.get("/metadata/revisions?kind=picklist&name=visit_state")["data"]
    assert [known["number"] for known in history] == [applied["revision"]]


def test_a_faulty_draft_is_kept_and_told_of_at_the_place_of_its_fault(admin: Client) -> None:
    fields = [{"name": "name", "type": "text"}, {"name": "place", "type": "txt"}, {"name": "size", "type": "formula",
              "returns": "number", "formula": "nam & 1"}]  # fmt: skip
    keep(admin, "object/visit", {**OBJECT, "fields": fields})
    planned = admin.get("/metadata/drafts/plan")
    found = {finding["path"]: finding for finding in planned["findings"]}
    assert {"object/visit/fields/place/type", "object/visit/fields/size/formula"} <= found.keys()
    assert found["object/visit/fields/place/type"]["fix"] == "text"
    assert told(publish(admin), 422)["code"] == "invalid"
    keep(admin, "object/visit", OBJECT)
    assert told(admin("DELETE", "/metadata/drafts/object/visit"), 204) is None
    assert told(admin("DELETE", "/metadata/drafts/object/visit"), 404)["code"] == "missing"


def test_a_packages_item_is_changed_by_a_patch_of_what_differs(admin: Client) -> None:
    item, base = item_of(admin, "object/opportunity")
    first, second, *rest = item["fields"]
    label = {"en": "Deal", "zh": "交易"}
    fields = [second, {**first, "help": label}, *rest, {"name": "extra", "type": "text"}]
    changed = {**item, "label": label, "fields": fields}
    keep(admin, "object/opportunity", changed, base)
    told(publish(admin), 200)
    body, _ = item_of(admin, "object/opportunity")
    assert body == changed
    layers = admin.get("/metadata/object/opportunity")["data"]["layers"]
    patch = next(layer["body"] for layer in layers if layer["package"] == "workspace")
    assert patch == {
        "kind": "object", "name": "opportunity", "label": label,
        "fields": [
            {"name": second["name"], "after": "^"}, {"name": first["name"], "help": label},
            {"name": "extra", "type": "text"},
        ],
    }  # fmt: skip
    bare = {key: value for key, value in item.items() if key != "icon"}
    keep(admin, "object/opportunity", bare, item_of(admin, "object/opportunity")[1])
    codes = [finding["code"] for finding in admin.get("/metadata/drafts/plan")["findings"]]
    assert codes == ["vendor_keeps"]
    keep(admin, "object/opportunity", {**item, "fields": [first, first]})
    assert "duplicate_entry" in [finding["code"] for finding in admin.get("/metadata/drafts/plan")["findings"]]


def test_a_draft_conflicts_with_what_another_published_of_the_same_item_alone(
    admin: Client, person: Callable[..., Client]
) -> None:  # fmt: skip
    keep(admin, "object/visit", OBJECT)
    keep(admin, "picklist/visit_state", VALUES)
    told(publish(admin), 200)
    other = person("other", "administrator")
    (item, base), (_, values_base) = item_of(admin, "object/visit"), item_of(admin, "picklist/visit_state")
    keep(admin, "object/visit", {**item, "icon": "star"}, base)
    keep(admin, "picklist/visit_state", {"values": [*VALUES["values"], {"name": "late"}]}, values_base)
    keep(other, "object/visit", {**item, "icon": "flag"}, base)
    told(publish(other), 200)
    states = {draft["name"]: draft["state"] for draft in admin.get("/metadata/drafts/plan")["drafts"]}
    assert states == {"visit": "conflict", "visit_state": "changed"}
    refused = told(publish(admin), 409)
    assert [problem["field"] for problem in refused["errors"]] == ["object/visit"]
    theirs, newer = item_of(admin, "object/visit")
    assert theirs["icon"] == "flag"
    keep(admin, "object/visit", {**theirs, "icon": "star"}, newer)
    told(publish(admin), 200)
    assert item_of(admin, "object/visit")[0]["icon"] == "star"


def test_a_rename_and_a_removal_are_drafts_too(admin: Client) -> None:
    keep(admin, "object/visit", OBJECT)
    keep(admin, "picklist/visit_state", VALUES)
    rule = {"object": "visit", "when": "ISBLANK(place)", "message": {"en": "No.", "zh": "不行。"}}
    keep(admin, "rule/placed", rule)
    told(publish(admin), 200)
    item, base = item_of(admin, "object/visit")
    fields = [{**field, "name": "venue", "renamed_from": "place"} if field["name"] == "place" else field
              for field in item["fields"]]  # fmt: skip
    keep(admin, "object/visit", {**item, "fields": fields}, base)
    told(publish(admin), 200)
    assert item_of(admin, "rule/placed")[0]["when"] == "ISBLANK(venue)"
    keep(admin, "rule/placed", None, item_of(admin, "rule/placed")[1])
    told(publish(admin), 200)
    assert admin("GET", "/metadata/rule/placed").status_code == 404


def test_a_formula_is_checked_with_the_fields_of_drafts(admin: Client) -> None:
    fields = [*OBJECT["fields"], {"name": "size", "type": "formula", "returns": "number", "formula": "plce &"}]
    keep(admin, "object/visit", {**OBJECT, "fields": fields})
    right = admin.post("/metadata/formula", {"object": "visit", "formula": "LEN(place) > 3"}, 200)
    assert (right["type"], right["problems"], "place" in right["names"]) == ("boolean", [], True)
    wrong = admin.post("/metadata/formula", {"object": "visit", "formula": "1 + plce", "prefix": "created_by"}, 200)
    assert [(found["start"], found["end"]) for found in wrong["problems"]] == [(4, 8)]
    assert "name" in wrong["names"]


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("", {"en": [("place", "Place"), ("calls", "Calls"), ("id", "Id")],
              "zh": [("place", "地点"), ("calls", "电话"), ("id", "标识")]}),
        ("created_by", {"en": [("login", "Sign-in name"), ("place", None)], "zh": [("id", "标识")]}),
        ("$User", {"en": [("login", "Sign-in name")], "zh": [("login", "登录名")]}),
        ("$org", {"en": [("name", None)], "zh": [("name", None)]}),
    ],
)  # fmt: skip
def test_names_that_may_follow_in_a_formula_are_told_as_people_call_them(
    admin: Client, prefix: str, told: dict[str, list[tuple[str, str | None]]]
) -> None:
    place = {"name": "place", "type": "text", "label": {"en": "Place", "zh": "地点"}}
    keep(admin, "object/visit", {**TRIP, "fields": [*TRIP["fields"], place]})
    link = {"name": "visit", "type": "lookup", "to": "visit", "children": "calls"}
    call = {"label": {"en": "Call", "zh": "电话"}, "plural": {"en": "Calls", "zh": "电话"}}
    keep(admin, "object/call", {**call, "fields": [TRIP["fields"][0], link]})
    for language, wanted in told.items():
        asked = {"object": "visit", "formula": " ", "prefix": prefix}
        answer = admin.post("/metadata/formula", asked, 200, Accept_Language=language)
        assert [(name, answer["labels"].get(name)) for name, _ in wanted] == wanted
        names = answer["names"]
        assert "id" not in names or names.index("id") > names.index("name")  # what is one's own comes first


@pytest.mark.parametrize(
    ("language", "refused"), [("en", "There is no “place”."), ("zh", "没有“place”。")], ids=["en", "zh"]
)
def test_a_formula_that_names_a_dropped_field_is_refused_in_the_language_of_the_reader(
    admin: Client, language: str, refused: str
) -> None:
    keep(admin, "picklist/visit_state", VALUES)
    keep(admin, "object/visit", OBJECT)
    told(publish(admin), 200)
    rule = {"object": "visit", "when": "ISBLANK(place)", "message": {"en": "Where?", "zh": "在哪？"}}
    body, digest = item_of(admin, "object/visit")
    keep(admin, "object/visit", {**body, "fields": [one for one in body["fields"] if one["name"] != "place"]}, digest)
    keep(admin, "rule/placed", rule)
    (finding,) = admin.get("/metadata/drafts/plan", Accept_Language=language)["findings"]
    assert (finding["path"], finding["message"]) == ("rule/placed/when", refused)
    keep(admin, "rule/placed", None)
    told(publish(admin), 200)
    asked = {"filter": "ISBLANK(place)"}
    answer = admin.post("/records/visit/query", asked, 400, Accept_Language=language)
    assert [(told["code"], told["message"]) for told in answer["errors"]] == [("unknown_name", refused)]


def test_a_formula_is_tried_on_a_record_as_far_as_its_writer_may_read(
    admin: Client, person: Callable[..., Client]
) -> None:
    role = {"kind": "role", "name": "builder", "audience": "staff", "system": ["setup"], "objects": [
        {"object": "account", "rights": ["create", "read"], "fields": {"read": ["name"], "write": ["name"]}},
    ]}  # fmt: skip
    admin.post("/metadata/apply", {"documents": [role]}, 200)
    builder = person("builder", "builder")
    own = builder.post("/records/account", {"name": "Acme"})["data"]["id"]
    other = admin.post("/records/account", {"name": "Hidden"})["data"]["id"]

    def tried(formula: str, identity: str, status: int = 200) -> Any:
        asked = {"object": "account", "formula": formula, "id": identity}
        return builder.post("/metadata/formula", asked, status)

    assert tried("LEN(name) * 2", own)["tried"] == {"value": 8, "message": None}
    hidden = tried("employees + 1", own)["tried"]
    assert (hidden["value"], "may not read" in hidden["message"]) == (None, True)
    assert [tried("name", identity, 404)["code"] for identity in (other, "no id")] == ["missing", "missing"]
    assert "tried" not in tried("nam", own)


def test_what_is_no_draft_is_refused(admin: Client, person: Callable[..., Client]) -> None:
    clerk = person("clerk", "sales_rep")
    assert told(clerk("GET", "/metadata/drafts"), 403)["code"] == "denied"
    assert told(clerk("PUT", "/metadata/drafts/object/x", {"item": {}}), 403)["code"] == "denied"
    assert told(admin("PUT", "/metadata/drafts/thing/x", {"item": {}}), 404)["code"] == "missing"
    assert told(admin("PUT", "/metadata/drafts/object/a b", {"item": {}}), 404)["code"] == "missing"
    assert told(admin("DELETE", "/metadata/drafts/object/a%00b"), 404)["code"] == "missing"
    assert told(admin("PUT", "/metadata/drafts/object/x", {"item": None, "base": "\x00"}), 422)["code"] == "invalid"
    assert told(admin("PUT", "/metadata/drafts/object/x", {"item": 5}), 422)["code"] == "invalid"
    keep(admin, "object/x", {"label": {"en": "\x00"}, "fields": [{"name": 5}, 7, {"name": "a", "type": ["b"]}]})
    assert admin.get("/metadata/drafts/plan")["findings"]
    assert told(admin("POST", "/metadata/drafts/publish", {"plan_id": "old"}), 422)["code"] == "invalid"


def test_an_object_in_drafts_is_described_as_holders_of_a_role_will_see_it(admin: Client) -> None:
    fields = [*OBJECT["fields"], {"name": "cost", "type": "decimal"}]
    keep(admin, "picklist/visit_state", VALUES)
    keep(admin, "object/visit", {**OBJECT, "fields": fields})
    places = [{"field": "name"}, {"field": "cost"}, {"field": "place", "visible_when": "cost > 1"}]
    tabs = [{"name": "main", "sections": [{"name": "first", "fields": places}]}]
    keep(admin, "layout/visit_page", {"object": "visit", "label": {"en": "Visit"}, "tabs": tabs})
    rights = {"object": "visit", "rights": ["read"], "fields": {"read": ["name", "place"]}}
    keep(admin, "role/visitor", {"label": {"en": "Visitor"}, "audience": "staff", "objects": [rights]})

    def seen(role: str) -> list[tuple[str, bool]]:
        told = admin.get(f"/metadata/drafts/objects/visit/seen{role}")["data"]
        places = told["layouts"][0]["tabs"][0]["sections"][0]["fields"]
        return [(place["field"], place["visible_when"] is not None) for place in places]

    assert seen("") == [("name", False), ("cost", False), ("place", True)]
    assert seen("?role=visitor") == [("name", False), ("place", False)]  # of a hidden field nothing is told
    assert admin.get("/metadata/drafts/objects/account/seen?role=visitor")["data"] is None
    assert told(admin("GET", "/metadata/drafts/objects/visit/seen?role=nobody"), 404)["code"] == "missing"


def test_a_draft_of_another_type_is_published_with_what_does_not_fit_left_blank(admin: Client) -> None:
    keep(admin, "picklist/visit_state", VALUES)
    keep(admin, "object/visit", OBJECT)
    told(publish(admin), 200)
    admin.post("/records/visit", {"name": "A", "place": "here"})
    item, base = item_of(admin, "object/visit")
    fields = [{**field, "type": "integer"} if field["name"] == "place" else field for field in item["fields"]]
    keep(admin, "object/visit", {**item, "fields": fields}, base)
    (found,) = admin.get("/metadata/drafts/plan")["findings"]
    assert (found["code"], found["path"]) == ("retype_unfit", "object/visit/fields/place/type")
    planned = admin.get("/metadata/drafts/plan?blank=visit.place")
    assert planned["findings"] == []
    body = {"plan_id": planned["plan_id"], "blank": ["visit.place"]}
    assert told(admin("POST", "/metadata/drafts/publish", body), 200)["copying"] == ["visit.place"]
    assert told(admin("GET", "/metadata/drafts/plan?blank=a&other=b"), 400)["code"]


def test_nobody_sees_an_object_that_a_draft_takes_away(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [{"kind": "object", "name": "trip", **TRIP}], "message": ""}, 200)
    keep(admin, "object/trip", None, item_of(admin, "object/trip")[1])
    assert admin.get("/metadata/drafts/objects/trip/seen") == {"data": None}
    assert told(admin("GET", "/metadata/drafts/objects/nothing/seen"), 404)["code"] == "missing"


def test_an_object_with_record_types_keeps_no_field_of_the_platform_in_its_document(admin: Client) -> None:
    types = {"record_types": [{"name": name, "label": OBJECT["label"]} for name in ("short", "long")]}
    keep(admin, "object/trip", {**TRIP, **types})
    told(publish(admin), 200)
    item, base = item_of(admin, "object/trip")
    keep(admin, "object/trip", {**item, "icon": "map"}, base)
    told(publish(admin), 200)
    (layer,) = admin.get("/metadata/object/trip")["data"]["layers"]
    assert [field["name"] for field in layer["body"]["fields"]] == ["name"]
    item, base = item_of(admin, "object/trip")
    assert [field["name"] for field in item["fields"]] == ["name", "record_type"]
    keep(admin, "object/trip", {key: value for key, value in item.items() if key != "record_types"}, base)
    told(publish(admin), 200)
    assert [field["name"] for field in item_of(admin, "object/trip")[0]["fields"]] == ["name"]
