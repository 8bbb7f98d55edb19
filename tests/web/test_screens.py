"""Views, layouts and apps as callers are told of them, and lists that follow a view."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.client import Client

NAMES = {"en": "Words", "zh": "文字"}
MINE: Mapping[str, Any] = {
    "kind": "view",
    "name": "big_ones",
    "object": "account",
    "label": {"en": "Big ones", "zh": "大客户"},
    "columns": [{"field": "name", "width": 240}, {"field": "owner.name"}],
    "filter": "annual_revenue > 10",
    "sort": ["-annual_revenue"],
    "summaries": [{"field": "annual_revenue", "function": "sum"}],
}
PAGE: Mapping[str, Any] = {
    "kind": "layout", "name": "words_page", "object": "account", "label": NAMES, "compact": ["name", "industry"],
    "roles": ["administrator", "clerk"],
    "tabs": [{
        "name": "main", "label": NAMES,
        "sections": [{
            "name": "facts", "label": NAMES,
            "fields": [{"field": "name"}, {"field": "industry", "required_when": "annual_revenue > 10"}],
        }],
        "related": [{"relation": "contacts", "columns": ["name"]}],
    }],
}  # fmt: skip
APP: Mapping[str, Any] = {
    "kind": "app", "name": "desk", "label": {"en": "Desk", "zh": "工作台"}, "colour": "#1c7ed6",
    "menu": [{"name": "main", "label": NAMES, "items": [
        {"name": "accounts", "object": "account", "view": "big_ones"}, {"name": "contacts", "object": "contact"},
    ]}],
    "cards": [
        {"name": "big", "label": {"en": "Big", "zh": "大"}, "object": "account", "view": "big_ones"},
        {"name": "all", "object": "account", "view": "all_accounts"},
    ],
}  # fmt: skip
CLERK: Mapping[str, Any] = {
    "kind": "role",
    "name": "clerk",
    "label": NAMES,
    "audience": "staff",
    "objects": [{"object": "account", "rights": ["read"], "fields": {"read": ["name", "industry"]}}],
}


def applied(admin: Client, *documents: Mapping[str, Any]) -> None:
    admin.post("/metadata/apply", {"documents": list(documents), "message": "screens"}, 200)


def test_an_object_for_which_nobody_drew_screens_has_a_list_and_a_page(admin: Client) -> None:
    told = admin.get("/objects/team")
    assert told["views"][-1]["name"] == "all"
    assert told["views"][-1]["columns"][0]["field"] == told["name_field"]
    shown = [place["field"] for place in told["layouts"][-1]["tabs"][0]["sections"][0]["fields"]]
    assert shown == [field["name"] for field in told["fields"] if not field["system"]]


def test_a_list_follows_its_view_beside_the_filter_of_the_caller(admin: Client) -> None:
    applied(admin, MINE)
    for name, revenue in (("Small", 5), ("Large", 50), ("Larger", 500)):
        admin.post("/records/account", {"name": name, "annual_revenue": revenue}, 201)
    rows = admin.get("/records/account?view=big_ones&count=exact")
    assert [row["name"] for row in rows["data"]] == ["Larger", "Large"]
    assert rows["count"] == 2
    assert set(rows["data"][0]) == {"id", "name", "owner"}
    narrowed = admin.get("/records/account?view=big_ones&filter=annual_revenue < 100 OR FALSE&fields=name")
    assert [row["name"] for row in narrowed["data"]] == ["Large"]


def test_a_view_whose_filter_names_a_hidden_field_is_not_there(admin: Client, person: Callable[..., Client]) -> None:
    applied(admin, MINE, CLERK, APP)
    clerk = person("clerk", "clerk")
    assert "big_ones" in [view["name"] for view in admin.get("/objects/account")["views"]]
    assert [view["name"] for view in clerk.get("/objects/account")["views"]][:1] == ["all_accounts"]
    assert "big_ones" not in [view["name"] for view in clerk.get("/objects/account")["views"]]
    hidden = clerk("GET", "/records/account?view=big_ones").get_json()
    absent = clerk("GET", "/records/account?view=big_onez").get_json()
    assert hidden["status"] == absent["status"] == 400
    assert hidden["errors"][0]["code"] == absent["errors"][0]["code"] == "unknown_name"
    menu = clerk.get("/apps")["data"][0]["menu"]
    assert [(entry["object"], entry["view"]) for entry in menu[0]["items"]] == [("account", None)]


def test_cards_are_told_to_those_who_have_their_view(admin: Client, person: Callable[..., Client]) -> None:
    applied(admin, MINE, CLERK, APP)
    desk, seen = (
        next(app for app in reader.get("/apps", Accept_Language="zh")["data"] if app["name"] == "desk")
        for reader in (admin, person("clerk", "clerk"))
    )
    assert [(card["view"], card["label"]) for card in desk["cards"]] == [("big_ones", "大"), ("all_accounts", None)]
    assert [card["view"] for card in seen["cards"]] == ["all_accounts"]


def test_a_page_is_cut_to_its_reader_with_the_conditions_it_cannot_know(
    admin: Client, person: Callable[..., Client]
) -> None:
    applied(admin, PAGE, CLERK)
    tab = admin.get("/objects/account")["layouts"][0]["tabs"][0]
    industry = tab["sections"][0]["fields"][1]
    assert industry["required_when"]["references"] == [{"path": "annual_revenue", "type": "money", "context": False}]
    assert tab["related"][0]["object"] == "contact"
    seen = person("clerk", "clerk").get("/objects/account")["layouts"][0]["tabs"][0]
    assert seen["sections"][0]["fields"][1]["required_when"] is None
    assert seen["related"] == []


def test_a_page_lists_the_records_that_name_one_among_others(admin: Client, person: Callable[..., Client]) -> None:
    partners = {"name": "partners", "label": NAMES, "type": "many_to_many", "to": "account", "children": "partner_of"}
    related = [{"relation": "partner_of", "columns": ["name"]}]
    page = {**PAGE, "tabs": [{**PAGE["tabs"][0], "related": related}]}
    reads: dict[str, Any] = {"object": "account", "rights": ["read"], "fields": {"read": ["name", "partners"]}}
    sees = {**CLERK, "name": "sees", "objects": [reads]}
    blind = {**CLERK, "objects": [{**reads, "fields": {"read": ["name"]}}]}
    more = {"kind": "extension", "name": "account_more", "object": "account", "fields": [partners]}
    applied(admin, more, {**page, "roles": ["administrator", "clerk", "sees"]}, blind, sees)
    told = person("sees", "sees").get("/objects/account")
    way = {"object": "account", "field": "partners"}
    assert told["layouts"][0]["tabs"][0]["related"] == [
        {"relation": "partner_of", **way, "label": None, "columns": ["name"], "sort": [], "visible_when": None}
    ]
    assert {"name": "partner_of", **way} in told["children"]
    told = person("clerk", "clerk").get("/objects/account")
    assert told["layouts"][0]["tabs"][0]["related"] == []
    assert "partner_of" not in [relation["name"] for relation in told["children"]]


def test_layouts_of_a_role_come_first_and_only_to_its_holders(admin: Client, person: Callable[..., Client]) -> None:
    applied(admin, CLERK, {**PAGE, "name": "words_page", "roles": ["clerk"]})
    assert [page["name"] for page in person("c", "clerk").get("/objects/account")["layouts"]] == [
        "words_page", "account_page",
    ]  # fmt: skip
    assert [page["name"] for page in admin.get("/objects/account")["layouts"]] == ["account_page"]


def test_sales_brings_pages_a_pipeline_and_a_menu(admin: Client, person: Callable[..., Client]) -> None:
    rep = person("rep", "sales_rep")
    told = rep.get("/objects/opportunity", Accept_Language="zh")
    assert [page["name"] for page in told["layouts"]] == ["opportunity_page"]
    places = {place["field"]: place for place in told["layouts"][0]["tabs"][0]["sections"][0]["fields"]}
    assert places["loss_reason"]["visible_when"]["text"] == "stage = 'lost'"
    board = next(view for view in told["views"] if view["type"] == "board")
    assert (board["group"], board["label"]) == ("stage", "销售漏斗")
    [app] = [app for app in rep.get("/apps")["data"] if app["name"] == "sales"]
    assert (app["home"], app["menu"][0]["items"][0]["view"]) == ("pipeline", "pipeline")
    for name, stage in (("Won", "won"), ("Open", "prospecting")):
        admin.post("/records/opportunity", {"name": name, "stage": stage, "amount": 5, "close_date": "2026-01-01"})
    rows = admin.get("/records/opportunity?view=open_opportunities")["data"]
    assert [row["name"] for row in rows] == ["Open"]
    partner = person("guest", "sales_portal", audience="portal")
    assert [app["name"] for app in partner.get("/apps")["data"]] == ["sales_portal"]


def test_apps_speak_the_language_of_the_caller(admin: Client) -> None:
    applied(admin, MINE, APP)
    desk = next(app for app in admin.get("/apps", Accept_Language="zh")["data"] if app["name"] == "desk")
    assert desk["label"] == "工作台"
    assert [entry["label"] for entry in desk["menu"][0]["items"]] == ["客户", "联系人"]
