"""Records over HTTP."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.client import Client, told


def test_a_record_is_made_read_changed_and_deleted(admin: Client) -> None:
    made = admin("POST", "/records/account", {"name": "Acme"})
    record = told(made, 201)["data"]
    place = f"/records/account/{record['id']}"
    assert made.headers["Location"] == f"/api/v1{place}"
    assert made.headers["ETag"] == '"1"'
    assert admin.get(place)["data"]["name"] == "Acme"
    changed = admin("PATCH", place, {"name": "Acme 2"})
    assert told(changed, 200)["data"]["version"] == 2
    assert changed.headers["ETag"] == '"2"'
    assert admin("DELETE", place).status_code == 204
    assert admin("GET", place).status_code == 404
    assert told(admin("POST", f"{place}/restore"), 200)["data"]["name"] == "Acme 2"


def test_a_stale_version_is_refused_with_both_versions(admin: Client) -> None:
    record = admin.post("/records/account", {"name": "Acme"})["data"]
    place = f"/records/account/{record['id']}"
    told(admin("PATCH", place, {"name": "Other"}, If_Match='"1"'), 200)
    problem = told(admin("PATCH", place, {"name": "Third"}, If_Match='"1"'), 412)
    assert problem["code"] == "stale"
    assert problem["params"]["expected"] == 1
    assert problem["params"]["stored"] == 2


def test_a_list_is_cut_into_pages(admin: Client) -> None:
    told(admin("POST", "/records/account", {"records": [{"name": f"A{n}"} for n in range(5)]}), 201)
    first = admin.get("/records/account?fields=name&sort=name&limit=3&count=exact")
    assert [row["name"] for row in first["data"]] == ["A0", "A1", "A2"]
    assert first["count"] == 5
    second = admin.get(f"/records/account?fields=name&sort=name&limit=3&cursor={first['page']['next']}")
    assert [row["name"] for row in second["data"]] == ["A3", "A4"]
    assert second["page"]["next"] is None


def test_a_query_in_a_body_gives_what_the_url_gives(admin: Client) -> None:
    told(admin("POST", "/records/account", {"records": [{"name": "A"}, {"name": "B"}]}), 201)
    question = {"fields": ["name"], "filter": "name = 'B'", "count": "exact"}
    by_body = admin.post("/records/account/query", question, 200)
    assert by_body == admin.get("/records/account?fields=name&filter=name%20=%20'B'&count=exact")
    assert admin.post("/records/account/count", {"filter": "name = 'B'"}, 200)["count"] == 1


def test_a_partial_batch_tells_what_came_of_each_row(admin: Client) -> None:
    body = {"records": [{"name": "Good"}, {"industry": "no such"}], "mode": "partial"}
    rows = told(admin("POST", "/records/account", body), 200)["data"]
    assert [row["status"] for row in rows] == ["created", "refused"]
    assert {error["code"] for error in rows[1]["errors"]} >= {"not_in_picklist"}


def test_all_problems_of_a_batch_are_told_at_once_in_the_language_of_the_caller(admin: Client) -> None:
    body = {"records": [{"name": "A", "industry": "x"}, {"name": "B", "industry": "y"}]}
    problem = told(admin("POST", "/records/account", body, Accept_Language="zh-CN,zh;q=0.9,en;q=0.1"), 422)
    assert [(error["row"], error["code"]) for error in problem["errors"]] == [
        (0, "not_in_picklist"), (1, "not_in_picklist"),
    ]  # fmt: skip
    assert "不在可选值中" in problem["errors"][0]["message"]


def test_upsert_changes_what_is_there_and_makes_what_is_not(admin: Client) -> None:
    unit = admin.post("/records/org_unit", {"name": "North"})["data"]
    rows = [{"id": unit["id"], "name": "South"}, {"name": "East"}]
    found = told(admin("POST", "/records/org_unit", {"records": rows, "upsert_by": "id"}), 200)["data"]
    assert [row["status"] for row in found] == ["updated", "created"]


def test_many_records_are_changed_by_one_call(admin: Client) -> None:
    made = told(admin("POST", "/records/account", {"records": [{"name": "A"}, {"name": "B"}]}), 201)["data"]
    rows = [{"id": row["id"], "city": "Oslo"} for row in made]
    changed = told(admin("PATCH", "/records/account", {"records": rows}), 200)["data"]
    assert [row["version"] for row in changed] == [2, 2]


def test_a_request_that_is_sent_again_under_its_key_is_answered_again(admin: Client) -> None:
    first = admin("POST", "/records/account", {"name": "Once"}, Idempotency_Key="k1")
    again = admin("POST", "/records/account", {"name": "Once"}, Idempotency_Key="k1")
    assert told(first, 201) == told(again, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = told(admin("POST", "/records/account", {"name": "Twice"}, Idempotency_Key="k1"), 409)
    assert other["code"] == "key_reused"
    assert admin.get("/records/account?count=exact")["count"] == 1


def test_an_aggregate_groups_and_measures(admin: Client) -> None:
    rows = [{"name": "A", "employees": 1}, {"name": "A", "employees": 2}]
    told(admin("POST", "/records/account", {"records": rows}), 201)
    question = {"group_by": ["name"], "measures": ["count", "sum:employees"]}
    found = admin.post("/aggregate/account", question, 200)
    assert found == {"data": [{"name": "A", "count": 2, "employees_sum": 3}]}


def test_history_tells_old_and_new_values(admin: Client) -> None:
    account = admin.post("/records/account", {"name": "Acme"})["data"]["id"]
    made = admin.post("/records/opportunity", {"name": "Deal", "account": account})["data"]
    place = f"/records/opportunity/{made['id']}"
    told(admin("PATCH", place, {"name": "Great deal", "next_step": "call"}), 200)
    entries = admin.get(f"{place}/history")["data"]
    assert len(entries) == 1
    assert entries[0]["by"]["id"] == admin.user_id


def test_the_recycle_bin_is_a_list(admin: Client) -> None:
    record = admin.post("/records/account", {"name": "Gone"})["data"]
    assert admin("DELETE", f"/records/account/{record['id']}").status_code == 204
    assert admin.get("/records/account")["data"] == []
    assert [row["id"] for row in admin.get("/records/account?deleted=true")["data"]] == [record["id"]]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/records/nothing", 404, "missing"),
        ("/records/account/nothing", 404, "missing"),
        ("/records/account?limit=none", 400, "malformed"),
        ("/records/account?sort=a&sort=b", 400, "malformed"),
        ("/records/account?cursor=abc", 400, "cursor_invalid"),
        ("/records/account?filter=(", 400, "formula_syntax"),
    ],
)
def test_what_cannot_be_read_is_told(admin: Client, path: str, status: int, code: str) -> None:
    assert told(admin("GET", path), status)["code"] == code


def test_who_lacks_a_right_is_told_so_and_who_may_not_know_is_not(person: Callable[..., Client], app: Flask) -> None:
    guest = person("guest", "portal_user", audience="portal")
    assert told(guest("GET", "/records/account"), 404)["code"] == "missing"
    assert told(guest("GET", "/metadata"), 404)["code"] == "missing"
    clerk = person("clerk")
    assert told(clerk("GET", "/metadata"), 403)["code"] == "denied"
    anonymous = app.test_client().get("/api/v1/me")
    assert anonymous.status_code == 401
    assert anonymous.headers["WWW-Authenticate"] == "Bearer"


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(admin: Client) -> None:
    problem = told(admin("POST", "/records/account", {"name": "x" * (33 * 2**20)}), 413)
    assert problem["code"] == "too_large"


def test_fields_are_chosen_for_one_record(admin: Client) -> None:
    record = admin.post("/records/account", {"name": "Acme"})["data"]
    found = admin.get(f"/records/account/{record['id']}?fields=name,name,city")["data"]
    assert found == {"id": record["id"], "name": "Acme", "city": None}


def test_what_is_wrong_with_a_filter_or_a_field_is_said_in_words(admin: Client) -> None:
    wrong = told(admin("GET", "/records/account?filter=naem = 1", Accept_Language="en"), 400)["errors"]
    assert [problem["message"] for problem in wrong] == ["There is no “naem”. Did you mean “name”?"]
    wrong = told(admin("GET", "/records/account?filter=name > 1", Accept_Language="zh"), 400)["errors"]
    assert [problem["message"] for problem in wrong] == ["文本不能与数字比较。"]
    row = {"name": "Acme", "colour": "x"}
    wrong = told(admin("POST", "/records/account", row, Accept_Language="en"), 422)["errors"]
    assert [problem["message"] for problem in wrong] == ["There is no field “colour”."]


def test_everything_that_is_wrong_with_a_question_is_told_at_once(admin: Client) -> None:
    path = "/records/account?limit=abc&fields=foo&sort=bar&filter=baz%20%3D%201&more=1"
    errors = told(admin("GET", path), 400)["errors"]
    found = {(error["field"], error["code"], error["params"].get("name")) for error in errors}
    unknown = {(None, "unknown_name", name) for name in ("foo", "bar", "baz")}
    assert {("limit", "not_a_positive_number", None), ("more", "unknown_argument", None)} | unknown <= found


def test_the_answer_to_a_write_holds_what_a_read_holds(admin: Client) -> None:
    account = admin.post("/records/account", {"name": "A"})["data"]
    line = {"name": "Deal", "account": account["id"], "stage": "prospecting"}
    made = admin.post("/records/opportunity", line)["data"]
    assert made == admin.get(f"/records/opportunity/{made['id']}")["data"]
    changed = told(admin("PATCH", f"/records/opportunity/{made['id']}", {"name": "Other"}), 200)["data"]
    assert changed == admin.get(f"/records/opportunity/{made['id']}")["data"]


def test_a_bulk_call_that_expects_no_count_is_told_it_and_changes_nothing(admin: Client) -> None:
    made = admin.post("/records/account", {"name": "Alpha"})["data"]
    for method, path, body in (
        ("PATCH", "/records/account", {"filter": "TRUE", "set": {"city": "Lyon"}}),
        ("DELETE", "/records/account?filter=TRUE", None),
    ):
        refused = told(admin(method, path, body), 409)
        assert (refused["code"], refused["params"]) == ("count_unexpected", {"count": 1})
        assert refused["detail"] == "Say how many records you expect; it is 1 now."
    assert admin.get(f"/records/account/{made['id']}")["data"] == made


def test_words_narrow_what_is_changed_or_removed_at_once(admin: Client) -> None:
    for name in ("Alpha", "Beta"):
        admin.post("/records/account", {"name": name})
    edit = {"filter": "TRUE", "search": "beta", "set": {"city": "Lyon"}, "expect": 1}
    changed = admin("PATCH", "/records/account", edit)
    assert (changed.status_code, changed.get_json()["count"]) == (200, 1)
    removed = admin("DELETE", "/records/account?filter=TRUE&search=alpha&expect=1")
    assert (removed.status_code, removed.get_json()["count"]) == (200, 1)
    rows = admin.get("/records/account?fields=name,city")["data"]
    assert [(row["name"], row["city"]) for row in rows] == [("Beta", "Lyon")]
