"""Several operations in one call: later ones name what earlier ones made, and all are done or none."""

from typing import Any

from tests.web.client import Client, told

ACCOUNT = {"call": "create", "object": "account", "name": "firm", "values": {"name": "Harbor"}}


def contact(reference: str = "firm.id", **values: Any) -> dict[str, Any]:
    given = {"name": "Lin", "account": {"$ref": reference}, **values}
    return {"call": "create", "object": "contact", "name": "person", "values": given}


def ask(client: Client, *operations: object, status: int = 200, **more: Any) -> Any:
    return client.post("/composite", {"operations": list(operations), **more}, status)


def names(client: Client, name: str) -> list[str]:
    return [row["name"] for row in client.get(f"/records/{name}?fields=name")["data"]]


def test_later_operations_name_what_earlier_ones_made(admin: Client) -> None:
    done = ask(
        admin, ACCOUNT, contact(),
        {"call": "update", "object": "account", "id": {"$ref": "firm"}, "values": {"city": {"$ref": "person.name"}}},
        {"call": "get", "object": "contact", "id": {"$ref": "person"}, "fields": ["account.city"]},
        {"call": "delete", "object": "contact", "id": {"$ref": "person.id"}},
    )["data"]  # fmt: skip
    assert [one["call"] for one in done] == ["create", "create", "update", "get", "delete"]
    assert (done[2]["data"]["id"], done[2]["data"]["version"]) == (done[0]["data"]["id"], 2)
    assert done[3]["data"]["account"]["city"] == "Lin"
    assert names(admin, "contact") == []
    assert names(admin, "account") == ["Harbor"]


def test_a_reference_may_be_spelt_in_a_text_and_stand_where_a_value_names_its_object(admin: Client) -> None:
    made = {"call": "create", "object": "activity", "name": "call"}
    also = {"type": "contact", "id": "@{person}"}
    done = ask(
        admin, ACCOUNT, {**contact(), "values": {"name": "Lin", "account": "@{firm.id}"}},
        {**made, "values": {"name": "One", "kind": "call", "about": {"type": "account", "id": {"$ref": "firm"}}}},
        {**made, "name": "more", "values": {"name": "@{call.name}", "kind": "call", "about": also}},
        {"call": "delete", "object": "contact", "id": "@{person.id}"},
    )["data"]  # fmt: skip
    firm, person = done[0]["data"]["id"], done[1]["data"]
    assert (person["account"], done[4]["data"]["id"]) == (firm, person["id"])
    assert done[2]["data"]["about"] == {"type": "account", "id": firm}
    assert (done[3]["data"]["name"], done[3]["data"]["about"]) == ("One", {"type": "contact", "id": person["id"]})


def test_a_text_that_names_no_earlier_operation_is_not_kept_as_it_is(admin: Client) -> None:
    refused = ask(admin, {**ACCOUNT, "values": {"name": "@{frim.name}"}}, status=400)
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [
        ("operations.0", "reference_to_no_result")
    ]
    assert (
        ask(admin, {**ACCOUNT, "values": {"name": "a @{firm} b @{}"}})["data"][0]["data"]["name"] == "a @{firm} b @{}"
    )


def test_one_refused_operation_keeps_all_out_and_all_problems_are_told_by_operation(admin: Client) -> None:
    wrong = {"call": "create", "object": "account", "name": "bad", "values": {"industry": "no such"}}
    refused = ask(admin, ACCOUNT, wrong, contact("bad"), {**contact(email="x"), "name": "other"}, status=422)
    assert {error["row"] for error in refused["errors"]} == {1, 3}
    stale = {"call": "update", "object": "account", "id": {"$ref": "firm"}, "version": 9, "values": {"name": "Other"}}
    assert ask(admin, ACCOUNT, stale, status=412)["params"]["operation"] == 1
    assert names(admin, "account") == []


def test_what_is_wrong_with_the_form_is_told_before_anything_is_done(admin: Client) -> None:
    refused = ask(
        admin, {**ACCOUNT, "colour": 1}, ACCOUNT, ACCOUNT, contact("nobody.id"), {"call": "fly"}, {"object": "account"},
        {"call": "update", "object": 5, "id": {"no": "ref"}, "version": "x", "values": []}, status=400,
    )  # fmt: skip
    assert {(error["field"], error["code"]) for error in refused["errors"]} == {
        ("operations.0.colour", "unknown_argument"), ("operations.1.name", "operation_name"),
        ("operations.2.name", "operation_name"),
        ("operations.3", "reference_to_no_result"), ("operations.4.call", "not_allowed"),
        ("operations.5.call", "required"),
        ("operations.6.object", "not_text"), ("operations.6.id", "not_text"), ("operations.6.version", "not_number"),
        ("operations.6.values", "body_not_object"),
    }  # fmt: skip
    assert ask(admin, *[ACCOUNT] * 101, status=413)["params"]["limit"] == 100
    missing = ask(admin, ACCOUNT, contact("firm.no.such"), status=422)
    assert [(error["row"], error["code"]) for error in missing["errors"]] == [(1, "reference_to_no_result")]


def test_a_dry_run_keeps_nothing_and_a_call_sent_again_is_done_once(admin: Client) -> None:
    assert ask(admin, ACCOUNT, contact(), dry_run=True)["data"][1]["data"]["name"] == "Lin"
    assert names(admin, "account") == []
    first = admin("POST", "/composite", {"operations": [ACCOUNT]}, Idempotency_Key="once")
    again = admin("POST", "/composite", {"operations": [ACCOUNT]}, Idempotency_Key="once")
    assert told(first, 200) == told(again, 200)
    assert names(admin, "account") == ["Harbor"]
