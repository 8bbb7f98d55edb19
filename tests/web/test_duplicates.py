"""Duplicates as callers are told of them: when they save, when they try, and of what is stored."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.web.client import Client

BLOCK: Mapping[str, Any] = {
    "kind": "duplicate_rule",
    "name": "one_website",
    "object": "account",
    "action": "block",
    "scope": "all",
    "message": {"en": "Taken.", "zh": "已占用。"},
    "match": [{"name": "site", "fields": [{"field": "website"}]}],
}


def made(client: Client, object_name: str = "account", **values: Any) -> Any:
    return client.post(f"/records/{object_name}", values, 201)


def told(answer: Any) -> list[tuple[str, list[str]]]:
    """Return the rules that an answer warns of, each with the names of the records."""
    warnings = answer.get("warnings", [])
    return [(one["params"]["rule"], [found["name"] for found in one["params"]["records"]]) for one in warnings]


@pytest.mark.parametrize("second, found", [
    ({"name": "HARBOR  Precision Ltd"}, []),
    ({"name": "harbor precision Ltd."}, ["Harbor Precision Ltd."]),
    ({"name": "Harbor Precison Ltd", "city": "Lyon"}, ["Harbor Precision Ltd."]),
    ({"name": "Harbor Precison Ltd", "city": "Leeds"}, []),
    ({"name": "Other", "phone": "+33 4 72 00 00 01"}, ["Harbor Precision Ltd."]),
    ({"name": "Other"}, []),
], ids=["other-spacing", "case", "alike", "alike-elsewhere", "phone", "other"])  # fmt: skip
def test_a_new_record_is_compared_by_every_key(admin: Client, second: dict[str, str], found: list[str]) -> None:
    made(admin, name="Harbor Precision Ltd.", city="Lyon", phone="+33472000001")
    assert told(made(admin, **second)) == ([("same_account", found)] if found else [])


def test_alike_chinese_names_are_found(admin: Client) -> None:
    made(admin, name="苏州海川精密机械有限公司", city="苏州")
    [(_, found)] = told(made(admin, name="苏州海川精密机械公司", city="苏州"))
    assert found == ["苏州海川精密机械有限公司"]


def test_a_form_may_ask_before_it_saves(admin: Client) -> None:
    made(admin, name="Harbor")
    tried = admin.post("/records/account?dry_run=true", {"name": "Harbor"}, 200)
    assert told(tried) == [("same_account", ["Harbor"])]
    other = made(admin, name="Quay")["data"]["id"]
    changed = admin("PATCH", f"/records/account/{other}?dry_run=true", {"name": "harbor"})
    assert (changed.status_code, told(changed.get_json())) == (200, [("same_account", ["Harbor"])])
    assert {row["name"] for row in admin.get("/records/account")["data"]} == {"Harbor", "Quay"}
    assert admin("PATCH", f"/records/account/{other}?dry_run=2", {"name": "x"}).status_code == 400
    assert admin("POST", "/records/account?dry_run=maybe&more=1", {"name": "x"}).status_code == 400


def test_duplicates_within_a_batch_are_found_and_changes_only_where_a_key_changes(admin: Client) -> None:
    rows = {"records": [{"name": name} for name in ("Alder", "Birch", "alder")]}
    answer = admin.post("/records/account", rows, 201)
    assert [(one["row"], one["params"]["records"][0]["name"]) for one in answer["warnings"]] == [(2, "Alder")]
    path = f"/records/account/{answer['data'][2]['id']}"
    assert told(admin("PATCH", path, {"city": "Lyon"}).get_json()) == []
    assert told(admin("PATCH", path, {"name": "birch"}).get_json()) == [("same_account", ["Birch"])]
    listed = admin.get(f"{path}/duplicates", Accept_Language="zh")["data"]
    assert [(one["record"]["name"], one["key"], one["score"], one["message"]) for one in listed] == [
        ("Birch", "same_name", 100, "可能已有此客户。")
    ]


def test_what_the_writer_does_not_see_is_no_duplicate(admin: Client, person: Callable[..., Client]) -> None:
    made(admin, name="Harbor", phone="+33472000001")
    rep = person("rep", "sales_rep")
    mine = made(rep, name="Harbor", phone="+33472000001")
    assert told(mine) == []
    assert rep.get(f"/records/account/{mine['data']['id']}/duplicates")["data"] == []
    assert told(made(admin, name="Harbor")) == [("same_account", ["Harbor", "Harbor"])]


def test_a_rule_over_all_records_blocks_and_says_its_own_words_alone(
    admin: Client, person: Callable[..., Client]
) -> None:
    admin.post("/metadata/apply", {"documents": [BLOCK], "message": "block"}, 200)
    made(admin, name="Harbor", website="https://harbor.example/")
    rep = person("rep", "sales_rep")
    refused = rep.post("/records/account", {"name": "x", "website": "https://harbor.example/"}, 422)["errors"]
    assert [(one["code"], one["message"], one["params"]) for one in refused] == [
        ("duplicate", "Taken.", {"rule": "one_website", "records": []})
    ]


def test_a_conversion_reports_duplicates(admin: Client) -> None:
    made(admin, name="Harbor")
    lead = made(admin, "lead", name="Ann", company="Harbor")["data"]["id"]
    path = f"/records/lead/{lead}/actions/convert_lead"
    assert told(admin.post(path, {"dry_run": True}, 200)) == [("same_account", ["Harbor"])]
    assert told(admin.post(path, {}, 200)) == [("same_account", ["Harbor"])]
