"""A lead on its way: worked on, converted into account, contact and opportunity, locked; or given up."""

from collections.abc import Callable
from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.errors import Conflict, Invalid, Missing
from guanxi.records.actions import Done, Order, run_action
from guanxi.records.query import record, rows
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

LEAD = {
    "name": "李思源", "company": "海川精密", "title": "采购经理", "email": "li@haichuan.example",
    "mobile": "+8613800000011", "city": "苏州", "industry": "manufacturing", "expected_amount": "90000",
    "source": "event",
}  # fmt: skip


@pytest.fixture
def person(sales: Workspace) -> Callable[..., Context]:
    def make(login: str, role: str = "sales_rep") -> Context:
        row = {"login": login, "name": login, "audience": "staff", "roles": [role]}
        made = save(sales.context(Principal.system("test")), "user", [row], operation="create").results[0]
        with sales.database.read() as connection:
            who = Authenticator(sales.snapshot().catalog).by_id(connection, str(made.id))
        return sales.context(who)

    return make


@pytest.fixture
def rep(person: Callable[..., Context]) -> Context:
    return person("rep")


def create(context: Context, object_name: str, /, **values: object) -> str:
    return str(save(context, object_name, [values], operation="create").results[0].id)


def convert(context: Context, lead: str, /, *, dry_run: bool = False, **parameters: object) -> Done:
    return run_action(context, "lead", lead, "convert_lead", Order(parameters, dry_run=dry_run))


def read(context: Context, name: str, identity: str) -> Any:
    return record(context, name, record_id=identity)


def test_a_lead_becomes_account_contact_and_opportunity(rep: Context) -> None:
    lead = create(rep, "lead", **LEAD)
    done = convert(rep, lead, close_date="2026-12-01")
    made = dict(done.created)
    assert set(made) == {"account", "contact", "opportunity"}
    account = read(rep, "account", made["account"])
    assert (account["name"], account["city"], account["industry"]) == ("海川精密", "苏州", "manufacturing")
    contact = read(rep, "contact", made["contact"])
    assert (contact["name"], contact["mobile"], contact["account"]) == ("李思源", "+8613800000011", made["account"])
    deal = read(rep, "opportunity", made["opportunity"])
    assert (deal["name"], deal["amount"], deal["source"]) == ("海川精密", 90000, "event")
    assert deal["contact"] == made["contact"]
    kept = read(rep, "lead", lead)
    assert (kept["status"], kept["converted_at"]) == ("converted", rep.now)
    assert [kept[f"converted_{name}"] for name in made] == list(made.values())


def test_a_converted_lead_is_locked(rep: Context) -> None:
    lead = create(rep, "lead", **LEAD)
    convert(rep, lead)
    with pytest.raises(Invalid) as refused:
        save(rep, "lead", [{"id": lead, "title": "总经理"}], operation="update")
    assert refused.value.problems[0].params["rule"] == "converted_lead_is_locked"
    with pytest.raises(Invalid) as again:
        convert(rep, lead)
    assert [problem.code for problem in again.value.problems] == ["action_unavailable"]


def test_what_is_there_may_be_chosen(rep: Context) -> None:
    account = create(rep, "account", name="海川")
    contact = create(rep, "contact", name="李思源", account=account)
    other = create(rep, "account", name="别的公司")
    lead = create(rep, "lead", **LEAD)
    with pytest.raises(Invalid) as elsewhere:
        convert(rep, lead, account=other, contact=contact)
    assert [(problem.field, problem.code) for problem in elsewhere.value.problems] == [
        ("contact", "reference_not_found")
    ]
    done = convert(rep, lead, contact=contact, with_opportunity=False)
    assert done.created == ()
    kept = read(rep, "lead", lead)
    assert [kept[f"converted_{name}"] for name in ("account", "contact", "opportunity")] == [account, contact, None]


def test_a_conversion_that_fails_late_leaves_nothing(rep: Context) -> None:
    lead = create(rep, "lead", **LEAD)
    with pytest.raises(Invalid):
        convert(rep, lead, amount="-1")
    convert(rep, lead, dry_run=True)
    with pytest.raises(Invalid):  # the last step is refused: a rep gives nothing away
        convert(rep, lead, owner=create(rep.workspace.context(Principal.system("test")), "user", login="b", name="b"))
    for name in ("account", "contact", "opportunity"):
        assert rows(rep, Query(name)) == []
    assert read(rep, "lead", lead)["status"] == "new"


def test_nobody_converts_the_lead_of_another(rep: Context, person: Callable[..., Context]) -> None:
    lead = create(rep, "lead", **LEAD)
    with pytest.raises(Missing):
        convert(person("other"), lead)
    operations = person("operations", "sales_operations")
    made = dict(convert(operations, lead, owner=rep.principal.user_id).created)
    assert read(rep, "account", made["account"])["owner"]["id"] == rep.principal.user_id


def test_a_lead_is_given_up_for_a_reason(rep: Context) -> None:
    lead = create(rep, "lead", **LEAD)
    with pytest.raises(Invalid):
        save(rep, "lead", [{"id": lead, "status": "disqualified"}], operation="update")
    run_action(rep, "lead", lead, "disqualify_lead", Order({"reason": "no_budget"}))
    assert read(rep, "lead", lead)["disqualify_reason"] == "no_budget"


def test_a_lost_deal_counts_against_its_competitor_and_leaves_the_territory(rep: Context) -> None:
    operations = rep.workspace.context(Principal.system("test"))
    territory = create(operations, "territory", name="华东", code="EAST")
    rival = create(rep, "competitor", name="Rival")
    account = create(rep, "account", name="海川", territory=territory)
    deal = dict(run_action(rep, "account", account, "add_opportunity", Order({"amount": 500})).created)["opportunity"]
    create(rep, "opportunity_competitor", opportunity=deal, competitor=rival, threat="high")
    assert read(rep, "territory", territory)["open_amount"] == 500
    run_action(rep, "opportunity", deal, "lose_opportunity", Order({"reason": "competitor", "competitor": rival}))
    assert read(rep, "territory", territory)["open_amount"] == 0
    told = read(rep, "competitor", rival)
    assert [told[name] for name in ("encounter_count", "lost_count", "lost_amount")] == [1, 1, 500]
    with pytest.raises(Conflict):
        save(operations, "competitor", [{"id": rival}], operation="delete")
