"""API tokens, jobs and explanations over HTTP."""

from collections.abc import Callable

import pytest
from guanxi.automation import jobs
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, told


def test_a_token_does_no_more_than_its_scopes_and_ends_when_revoked(admin: Client) -> None:
    made = admin.post("/tokens", {"name": "reader", "scopes": ["records:account:read"]})
    reader = Client(admin.flask, admin.user_id, made["token"])
    assert reader("GET", "/records/account").status_code == 200
    assert reader("POST", "/records/account", {"name": "A"}).status_code == 403
    assert reader("GET", "/records/contact").status_code in {403, 404}
    assert reader("POST", "/tokens", {"name": "heir", "scopes": ["records:account:read"]}).status_code == 403
    assert reader("GET", "/tokens").status_code == 403
    keeper = admin.post("/tokens", {"name": "keeper", "scopes": ["read", "system:tokens"]})["token"]
    wider = told(Client(admin.flask, admin.user_id, keeper)("POST", "/tokens", {"name": "w", "scopes": ["write"]}), 422)
    assert wider["errors"][0]["code"] == "scope_too_wide"
    assert made["id"] in [token["id"] for token in admin.get("/tokens")["data"]]
    assert admin("DELETE", f"/tokens/{made['id']}").status_code == 204
    assert reader("GET", "/records/account").status_code == 401
    assert admin("DELETE", f"/tokens/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "", "scopes": ["read"]}, {"name": "a\x00", "scopes": ["read"]}, {"name": "a", "scopes": ["all"]},
     {"name": "a", "scopes": ["read"], "expires_at": "2001-01-01T00:00:00Z"},
     {"name": "a", "scopes": ["read"], "expires_at": "9999-12-31T23:59:59-14:00"}],
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(admin: Client, body: dict[str, object]) -> None:
    assert told(admin("POST", "/tokens", body), 422)["errors"]


def test_a_job_is_its_askers_and_of_those_who_may_see_all(
    admin: Client, person: Callable[..., Client], sales: Workspace
) -> None:
    rep, other = person("rep", "sales_rep"), person("other", "sales_rep")
    with sales.database.write() as transaction:
        job = jobs.enqueue(transaction, "nothing", {}, principal={"user_id": rep.user_id})
    assert rep.get(f"/jobs/{job}")["state"] == "queued"
    assert "error" not in rep.get(f"/jobs/{job}")
    assert other("GET", f"/jobs/{job}").status_code == 404
    assert other("DELETE", f"/jobs/{job}").status_code == 404
    assert other("GET", "/jobs").status_code == 403
    assert [row["id"] for row in admin.get("/jobs")["data"]] == [job]
    assert told(rep("DELETE", f"/jobs/{job}"), 202)["state"] == "cancelled"


def test_explain_says_why_and_only_of_what_the_asker_may_know(admin: Client, person: Callable[..., Client]) -> None:
    rep = person("rep", "sales_rep")
    own = rep.post("/records/account", {"name": "Mine"})["data"]["id"]
    hidden = admin.post("/records/account", {"name": "Not theirs"})["data"]["id"]
    told_own = rep.get(f"/access/explain?action=read&object=account&id={own}")
    assert told_own["allowed"]
    assert told_own["steps"]
    assert admin.get(f"/access/explain?user=rep&action=delete&object=account&id={own}")["principal"] == "Rep"
    place = "/access/explain?action=read&object=account"
    if rep("GET", f"/records/account/{hidden}").status_code == 404:
        assert rep("GET", f"{place}&id={hidden}").status_code == 404
    assert rep("GET", f"{place}&user=admin").status_code == 403
    assert rep("GET", f"{place}&field=nothing").status_code == 404
    assert rep("GET", "/access/explain").status_code == 400
    guest = person("guest", "portal_user", audience="portal")
    assert guest("GET", place).status_code == 404
