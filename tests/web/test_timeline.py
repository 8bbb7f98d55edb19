"""Activities, notes and comments of records: seen with the record they are about, told in one timeline."""

from collections.abc import Callable
from typing import Any

import pytest
from guanxi.access.principal import Principal
from guanxi.automation.relay import deliver
from guanxi.automation.sequencer import seal_pending
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, told


def about(object_name: str, identity: str) -> dict[str, str]:
    return {"type": object_name, "id": identity}


def an_account(client: Client, **values: Any) -> str:
    return str(client.post("/records/account", {"name": "Acme", **values})["data"]["id"])


def pages(client: Client, path: str, limit: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = client.get(f"{path}?limit={limit}{cursor}")
        entries += page["data"]
        if page["page"]["next"] is None:
            return entries
        cursor = f"&cursor={page['page']['next']}"


def test_what_the_platform_wrote_is_told_by_its_name_in_the_language_of_the_reader(
    admin: Client, sales: Workspace
) -> None:
    account = an_account(admin)
    system = sales.context(Principal.system("test"))
    save(system, "account", [{"id": account, "phone": "+44 20 7946 0018"}], operation="update")

    def writers(language: str) -> set[str]:
        entries = admin.get(f"/records/account/{account}/timeline", Accept_Language=language)["data"]
        return {entry["by"]["name"] for entry in entries}

    assert ("系统" in writers("zh"), "The system" in writers("en")) == (True, True)


def test_who_sees_a_record_sees_what_is_about_it_and_changes_only_its_own(
    admin: Client, person: Callable[..., Client]
) -> None:
    rep, other = person("rep", "sales_rep"), person("other", "sales_rep")
    account = an_account(rep)
    task = admin.post("/records/activity", {"name": "Call back", "about": about("account", account)})["data"]["id"]
    said = admin.post("/records/comment", {"text": "Well done", "record": about("account", account)})["data"]["id"]
    on_task = admin.post("/records/comment", {"text": "Soon", "record": about("activity", task)})["data"]["id"]
    assert [row["id"] for row in rep.get("/records/activity?filter=status = 'open'")["data"]] == [task]
    assert {row["id"] for row in rep.get("/records/comment?count=exact")["data"]} == {said, on_task}
    assert rep("PATCH", f"/records/comment/{said}", {"text": "mine"}).status_code == 403
    assert rep("DELETE", f"/records/comment/{said}").status_code == 403
    assert other.get("/records/activity")["data"] == other.get("/records/comment")["data"] == []
    assert other("GET", f"/records/comment/{said}").status_code == 404
    refused = told(other("POST", "/records/comment", {"text": "x", "record": about("account", account)}), 422)
    assert [problem["code"] for problem in refused["errors"]] == ["reference_not_found"]
    explained = rep("GET", f"/access/explain?action=read&object=comment&id={said}").get_data(as_text=True)
    assert '"inherited"' in explained
    rep("DELETE", f"/records/account/{account}")
    admin("DELETE", f"/records/account/{account}")
    assert rep.get("/records/activity")["data"] == []


def test_a_timeline_tells_everything_once_in_order_by_pages_of_any_size(admin: Client) -> None:
    account = an_account(admin)
    for number in range(3):
        told(admin("PATCH", f"/records/account/{account}", {"city": f"City {number}"}), 200)
    together = [{"name": f"Note {number}", "about": about("account", account)} for number in range(4)]
    admin.post("/records/note", {"records": together}, 201)  # all at one instant
    for kind in ("call", "meeting"):
        admin.post("/records/activity", {"name": kind, "kind": kind, "about": about("account", account)})
    admin.post("/records/comment", {"text": "Last", "record": about("account", account)})
    whole = admin.get(f"/records/account/{account}/timeline")
    assert whole["page"]["next"] is None
    kinds = [entry["kind"] for entry in whole["data"]]
    assert kinds == ["comment", "activity", "activity", *["note"] * 4, *["history"] * 3]
    assert whole["data"][0]["record"]["text"] == "Last"
    assert whole["data"][0]["by"] == {"id": admin.user_id, "name": "Admin"}
    assert whole["data"][-1]["changes"] == [{"field": "city", "old": None, "new": "City 0"}]
    for limit in (1, 2, 3):
        again = pages(admin, f"/records/account/{account}/timeline", limit)
        assert sorted(map(str, again)) == sorted(map(str, whole["data"]))
        assert [entry["at"] for entry in again] == [entry["at"] for entry in whole["data"]]
    for wrong in ("limit=0", "cursor=x", "since=1"):
        assert admin("GET", f"/records/account/{account}/timeline?{wrong}").status_code == 400


def test_a_timeline_holds_nothing_that_its_reader_may_not_see(admin: Client, person: Callable[..., Client]) -> None:
    grants = [
        {"object": "account", "rights": ["read", "create", "update"], "fields": {"read": ["name"], "write": ["name"]}},
        {"object": "note", "rights": ["read"], "fields": {"read": ["name", "about"]}},
    ]
    names = {"en": "Clerk", "zh": "文员"}
    role = {"kind": "role", "name": "clerk", "label": names, "audience": "staff", "objects": grants}
    admin.post("/metadata/apply", {"documents": [role], "message": "clerk"}, 200)
    clerk = person("clerk", "clerk")
    account = an_account(clerk)
    told(admin("PATCH", f"/records/account/{account}", {"city": "Hidden town"}), 200)
    told(clerk("PATCH", f"/records/account/{account}", {"name": "Renamed"}), 200)
    admin.post("/records/note", {"name": "Seen", "body": "Hidden words", "about": about("account", account)})
    admin.post("/records/activity", {"name": "Hidden task", "about": about("account", account)})
    answer = clerk("GET", f"/records/account/{account}/timeline").get_data(as_text=True)
    assert "Hidden" not in answer
    assert "Renamed" in answer
    assert "Seen" in answer
    assert clerk("GET", f"/records/account/{an_account(admin)}/timeline").status_code == 404


def test_an_object_made_a_moment_ago_takes_comments_when_it_says_so(admin: Client) -> None:
    names = {"en": "Lamp", "zh": "灯"}
    lamp = {"kind": "object", "name": "lamp", "label": names, "fields": [{"name": "name", "type": "text"}]}
    admin.post("/metadata/apply", {"documents": [lamp], "message": "lamp"}, 200)
    made = admin.post("/records/lamp", {"name": "Bright"})["data"]["id"]
    comment = {"text": "Shines", "record": about("lamp", made)}
    assert admin("POST", "/records/comment", comment).status_code == 422
    admin.post("/metadata/apply", {"documents": [{**lamp, "features": ["comments"]}], "message": "talk"}, 200)
    admin.post("/records/comment", comment)
    assert [entry["kind"] for entry in admin.get(f"/records/lamp/{made}/timeline")["data"]] == ["comment"]
    wrong = {**lamp, "name": "lantern", "features": ["coments"], "inherits": "name", "provides": "light"}
    refused = told(admin("POST", "/metadata/plan", {"documents": [wrong]}), 422)
    assert {problem["code"] for problem in refused["errors"]} == {"unknown_feature", "inherits_no_pointer"}


def test_whom_a_comment_mentions_is_told_of_it_once_if_it_sees_the_record(
    sales: Workspace, admin: Client, person: Callable[..., Client]
) -> None:
    rep, other = person("rep", "sales_rep"), person("other", "sales_rep")
    account = an_account(rep)
    text = "请 @rep、@other 和 @nobody 看一下，mail@rep.example is none. @rep."
    said = admin.post("/records/comment", {"text": text, "record": about("account", account)})["data"]["id"]
    told(admin("PATCH", f"/records/comment/{said}", {"text": f"{text} Thanks @admin"}), 200)
    seal_pending(sales.database)
    deliver(sales, owner="me")
    told(admin("PATCH", f"/records/comment/{said}", {"text": f"{text} Again"}), 200)
    seal_pending(sales.database)
    deliver(sales, owner="me")
    assert [(row["kind"], row["params"], row["record"]) for row in rep.get("/notifications")["data"]] == [
        ("mentioned", {"comment": said}, {"object": "account", "id": account, "name": "Acme"}),
    ]  # fmt: skip
    assert other.get("/notifications")["data"] == admin.get("/notifications")["data"] == []


@pytest.mark.parametrize(
    ("values", "status"),
    [
        pytest.param({"kind": "call"}, "done", id="logged-call"),
        pytest.param({"kind": "call", "starts_at": "2020-01-01T09:00:00Z"}, "done", id="call-that-was"),
        pytest.param({"kind": "call", "starts_at": "2999-01-01T09:00:00Z"}, "open", id="planned-call"),
        pytest.param({"kind": "call", "due": "2999-01-01"}, "open", id="call-to-make"),
        pytest.param({"kind": "call", "status": "cancelled"}, "cancelled", id="said"),
        pytest.param({"kind": "meeting", "starts_at": "2999-01-01T09:00:00Z"}, "open", id="meeting"),
        pytest.param({}, "open", id="task"),
    ],
)
def test_a_call_is_done_when_it_is_logged_and_what_is_yet_to_do_is_open(
    admin: Client, values: dict[str, str], status: str
) -> None:
    made = admin.post("/records/activity", {"name": "Talk", **values})["data"]
    assert made["status"] == status


def test_a_writer_is_told_beforehand_who_of_those_it_names_would_not_see_the_comment(
    admin: Client, person: Callable[..., Client]
) -> None:
    rep = person("rep", "sales_rep")
    person("other", "sales_rep")
    person("manager", "administrator")
    account = an_account(rep)
    path = f"/records/account/{account}/mentions"
    assert rep.get(f"{path}?logins=manager,other,nobody,rep")["data"] == [
        {"login": "manager", "sees": True}, {"login": "other", "sees": False}, {"login": "rep", "sees": True},
    ]  # fmt: skip
    assert rep("GET", f"/records/account/{an_account(admin)}/mentions?logins=other").status_code == 404
    assert rep("GET", f"{path}?names=other").status_code == 400


def test_people_whose_sign_in_name_is_hidden_are_not_foretold(admin: Client, person: Callable[..., Client]) -> None:
    grants = [
        {"object": "account", "rights": ["read", "create"], "fields": {"read": ["name"], "write": ["name"]}},
        {"object": "user", "rights": ["read"], "fields": {"read": ["name"]}},
    ]
    names = {"en": "Clerk", "zh": "文员"}
    role = {"kind": "role", "name": "clerk", "label": names, "audience": "staff", "objects": grants}
    admin.post("/metadata/apply", {"documents": [role], "message": "clerk"}, 200)
    clerk = person("clerk", "clerk")
    assert clerk.get(f"/records/account/{an_account(clerk)}/mentions?logins=admin,nobody")["data"] == []
