"""Records shared by hand: given and taken back over HTTP, seen at once, told to whom it concerns."""

from collections.abc import Callable

import pytest
from guanxi.automation.relay import deliver
from guanxi.automation.sequencer import seal_pending
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, told

ABSENT = "0197f000-0000-7000-8000-000000000000"


@pytest.fixture
def manager(person: Callable[..., Client]) -> Client:
    """A manager, whose own deal is shared in these tests."""
    return person("manager", "sales_manager")


@pytest.fixture
def rep(person: Callable[..., Client]) -> Client:
    """A person who sees nothing of the manager's."""
    return person("rep", "sales_rep")


@pytest.fixture
def deal(manager: Client) -> str:
    """A deal of the manager's."""
    account = manager.post("/records/account", {"name": "Acme"})["data"]
    line = {"name": "Deal", "account": account["id"], "stage": "prospecting"}
    return str(manager.post("/records/opportunity", line)["data"]["id"])


def place(deal: str) -> str:
    return f"/records/opportunity/{deal}/shares"


def given(grantee: str, level: str = "read", **more: object) -> dict[str, object]:
    return {"grantee": grantee, "level": level, **more}


def relayed(workspace: Workspace) -> None:
    seal_pending(workspace.database)
    while deliver(workspace, owner="me"):
        pass


def test_a_person_sees_what_it_is_given_changes_it_at_the_level_write_and_no_more_once_taken(
    manager: Client, rep: Client, deal: str
) -> None:
    one = f"/records/opportunity/{deal}"
    assert rep("GET", one).status_code == 404
    row = {"grantee": {"id": rep.user_id, "kind": "user", "name": "Rep"}, "level": "read", "team": False}
    assert manager.post(place(deal), {"give": [given(rep.user_id)]}, 200) == {"data": [row]}
    assert manager.get(place(deal)) == {"data": [row]}
    assert rep.get(one)["data"]["name"] == "Deal"
    assert rep("PATCH", one, {"name": "Mine"}).status_code == 403
    raised = manager.post(place(deal), {"give": [given(rep.user_id, "write")]}, 200)
    assert raised == {"data": [{**row, "level": "write"}]}
    assert told(rep("PATCH", one, {"name": "Mine"}), 200)["data"]["name"] == "Mine"
    assert manager.post(place(deal), {"take": [rep.user_id]}, 200) == {"data": []}
    assert rep("GET", one).status_code == 404


def test_a_team_a_unit_with_those_below_and_a_role_are_given_records_as_people_are(
    admin: Client, manager: Client, rep: Client, deal: str
) -> None:
    team = admin.post("/records/team", {"name": "Crew"})["data"]["id"]
    admin.post("/records/team_member", {"team": team, "user": rep.user_id})
    unit = admin.post("/records/org_unit", {"name": "North"})["data"]["id"]
    named = (team, unit, f"below:{unit}", "role:sales_rep")
    told_of = manager.post(place(deal), {"give": [given(one) for one in named]}, 200)["data"]
    assert [row["grantee"]["kind"] for row in told_of] == ["team", "unit", "unit_and_below", "role"]
    assert manager.post(place(deal), {"take": [unit, f"below:{unit}", "role:sales_rep"]}, 200)["data"] == told_of[:1]
    assert rep.get(f"/records/opportunity/{deal}")["data"]["id"] == deal


def test_whatever_is_wrong_is_told_at_once_and_nothing_is_given(manager: Client, rep: Client, deal: str) -> None:
    wrong = [given(ABSENT), given(rep.user_id, "full"), given(rep.user_id), given("nobody", "read", team=True)]
    refused = manager.post(place(deal), {"give": wrong, "take": [rep.user_id]}, 422)
    assert [(problem["field"], problem["code"]) for problem in refused["errors"]] == [
        ("give.0.grantee", "no_grantee"), ("give.1.grantee", "repeated_grantee"), ("give.1.level", "not_allowed"),
        ("give.2.grantee", "repeated_grantee"), ("give.3.grantee", "no_grantee"),
    ]  # fmt: skip
    shapeless = manager.post(place(deal), {"give": [{"level": 5, "more": 1}, "x"], "take": 1}, 422)
    assert {problem["field"] for problem in shapeless["errors"]} == {
        "give.0.grantee", "give.0.level", "give.0.more", "give.1", "take",
    }  # fmt: skip
    assert manager.get(place(deal)) == {"data": []}


def test_only_who_holds_the_right_and_the_level_full_shares_a_record(
    admin: Client, manager: Client, rep: Client, deal: str
) -> None:
    assert rep("GET", place(deal)).status_code == 404
    manager.post(place(deal), {"give": [given(rep.user_id, "write")]}, 200)
    assert told(rep("POST", place(deal), {"take": [rep.user_id]}), 403)["code"] == "denied"
    told_of = told(admin("GET", f"/records/user/{rep.user_id}/shares"), 404)
    assert told_of["detail"] == "Records of “user” have no owners, and are not shared by hand."


def test_a_manager_given_a_record_to_change_cannot_give_it_away(
    person: Callable[..., Client], manager: Client, rep: Client, deal: str
) -> None:
    second = person("second", "sales_manager")
    manager.post(place(deal), {"give": [given(second.user_id, "write")]}, 200)
    refused = told(second("POST", place(deal), {"give": [given(rep.user_id)]}), 403)
    assert refused["code"] == "denied"
    assert [row["grantee"]["id"] for row in manager.get(place(deal))["data"]] == [second.user_id]


def test_who_is_given_a_record_is_told_and_the_audit_has_who_gave_it(
    sales: Workspace, manager: Client, rep: Client, deal: str
) -> None:
    manager.post(place(deal), {"give": [given(rep.user_id)]}, 200)
    manager.post(place(deal), {"give": [given(rep.user_id)]}, 200)
    relayed(sales)
    manager.post(place(deal), {"give": [given(rep.user_id, "write", team=True)]}, 200)
    relayed(sales)
    assert [notice["text"] for notice in rep.get("/notifications")["data"]] == [
        "Manager shared Opportunity “Deal” with you."
    ]
    with sales.database.read() as connection:
        rows = connection.select("gx_audit", ("detail",), {"action": "share", "record_id": deal}, order=("id",))
    assert [row["given"] for (row,) in rows] == [
        [{"grantee": rep.user_id, "level": "read", "team": False}],
        [{"grantee": rep.user_id, "level": "write", "team": True}],
    ]


def test_the_feed_of_whom_it_concerns_begins_its_object_anew_and_others_hear_nothing(
    sales: Workspace, manager: Client, rep: Client, deal: str, person: Callable[..., Client]
) -> None:
    other = person("other", "sales_rep")
    relayed(sales)
    starts = {client.user_id: client.get("/events/changes?after=now")["page"]["next"] for client in (rep, other)}
    for body in ({"give": [given(rep.user_id)]}, {"take": [rep.user_id]}):
        manager.post(place(deal), body, 200)
        relayed(sales)
        found = {one.user_id: one.get(f"/events/changes?after={starts[one.user_id]}") for one in (rep, other)}
        assert {"object": "opportunity", "change": "reset"} in found[rep.user_id]["data"]
        assert found[other.user_id]["data"] == []
        starts = {key: value["page"]["next"] for key, value in found.items()}


def test_explain_names_the_share_by_hand(manager: Client, rep: Client, deal: str, admin: Client) -> None:
    manager.post(place(deal), {"give": [given(rep.user_id)]}, 200)
    asked = f"/access/explain?user={rep.user_id}&action=read&object=opportunity&id={deal}"
    told_of = admin.get(asked)
    assert "Rep (by hand)" in str(told_of)


def test_a_record_says_what_its_reader_may_do_with_it(manager: Client, rep: Client, deal: str) -> None:
    one = f"/records/opportunity/{deal}?rights=true"
    of_manager = manager.get(one)["rights"]
    assert of_manager == sorted(of_manager)
    assert {"read", "update", "delete", "share"} <= set(of_manager)
    assert "create" not in of_manager  # which concerns no record that is there
    assert rep("GET", one).status_code == 404
    manager.post(place(deal), {"give": [given(rep.user_id)]}, 200)
    assert not {"update", "delete", "share"} & set(rep.get(one)["rights"])
    manager.post(place(deal), {"give": [given(rep.user_id, "write")]}, 200)
    of_rep = set(rep.get(one)["rights"])
    assert {"read", "update"} <= of_rep
    assert not {"delete", "share"} & of_rep
    assert "rights" not in rep.get(f"/records/opportunity/{deal}")
