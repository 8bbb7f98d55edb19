"""The write pipeline as a whole: what comes in, what is stored, what is refused and how that is told."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from guanxi import clock
from guanxi.errors import Conflict, Denied, Invalid, Missing, Stale
from guanxi.records.answer import stored_record
from guanxi.records.save import save
from guanxi.records.transaction import tried
from guanxi.sqltree import Insert, Param

from tests.records.shop import Shop


def refused(
    error: pytest.ExceptionInfo[Invalid] | pytest.ExceptionInfo[Conflict],
) -> list[tuple[str | None, str, int | None]]:
    return [(problem.field, problem.code, problem.row) for problem in error.value.problems]


def test_a_created_record_has_defaults_and_system_values(shop: Shop) -> None:
    made = shop.one("customer", {"name": "  Acme ", "code": "A1"})

    stored = shop.read("customer", str(made.id))
    assert made.status == "created"
    assert (stored["name"], stored["credit"], stored["version"]) == ("Acme", Decimal(1000), 1)
    assert (stored["order_count"], stored["order_total"], stored["remaining"]) == (0, Decimal(0), Decimal(1000))
    assert stored["owner"] == stored["created_by"] == shop.context().principal.user_id


def test_a_default_formula_sees_the_given_values(shop: Shop) -> None:
    order = shop.add("sales_order", name="o", due="2026-05-01")

    assert shop.read("sales_order", order)["expected"] == dt.date(2026, 5, 8)


def test_all_problems_of_a_batch_are_told_by_row_and_field(shop: Shop) -> None:
    shop.add("customer", name="Acme", code="A1")

    with pytest.raises(Invalid) as error:
        shop.save("customer", {"name": "X", "code": "a1"}, {"code": "B"}, {"name": "Y", "sise": 3, "credit": "many"})

    assert sorted(refused(error), key=str) == sorted(
        [("code", "not_unique", 0), ("name", "required", 1), ("sise", "unknown_field", 2), ("credit", "not_number", 2)],
        key=str,
    )


def test_nothing_is_kept_when_one_row_of_all_or_none_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        shop.save("customer", {"name": "X", "code": "K1"}, {"code": "K2"})

    assert shop.rows("gx_outbox", "id", object="customer") == []
    assert shop.one("customer", {"name": "X", "code": "K1"}).status == "created"


def test_partial_mode_keeps_good_rows_and_answers_in_the_callers_order(shop: Shop) -> None:
    outcome = shop.save("customer", {"name": "A"}, {"code": "B"}, {"name": "C"}, mode="partial")

    assert [result.status for result in outcome.results] == ["created", "refused", "created"]
    assert [problem.row for problem in outcome.problems] == [1]


def test_an_update_writes_only_what_differs_and_raises_the_version(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme", city="Lyon")

    changed = shop.change("customer", customer, name="Acme 2", city="Lyon")

    assert (changed.status, changed.version) == ("updated", 2)
    assert [event[0]["records"][0]["fields"] for event in shop.rows("gx_outbox", "payload", kind="updated")] == [
        ["name"]
    ]


def test_an_update_that_changes_nothing_writes_nothing(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme")
    before = shop.rows("gx_audit", "id")

    assert shop.change("customer", customer, name="Acme").status == "unchanged"
    assert shop.read("customer", customer)["version"] == 1
    assert shop.rows("gx_audit", "id") == before


def test_a_stale_version_is_refused_with_both_versions(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme")
    shop.change("customer", customer, name="Acme 2")

    with pytest.raises(Stale) as error:
        shop.change("customer", customer, name="Acme 3", version=1)

    assert (error.value.params["expected"], error.value.params["stored"]) == (1, 2)


def test_a_create_repeated_with_the_same_id_answers_again_and_another_is_taken(shop: Shop) -> None:
    row = {"id": clock.new_id(), "name": "Acme", "code": "A1"}
    shop.save("customer", row)

    assert shop.one("customer", row).status == "unchanged"
    with pytest.raises(Conflict) as error:
        shop.save("customer", {**row, "name": "Other"})
    assert error.value.params["reason"] == "id_taken"


def test_upsert_by_a_unique_field_creates_changes_and_leaves(shop: Shop) -> None:
    shop.save("customer", {"name": "Acme", "code": "A1"}, {"name": "Beta", "code": "B1"})

    outcome = shop.save(
        "customer",
        {"code": "a1", "name": "Acme 2"},
        {"code": "C1", "name": "New"},
        {"code": "B1", "name": "Beta"},
        operation="upsert",
        upsert_by="code",
    )

    assert [result.status for result in outcome.results] == ["updated", "created", "unchanged"]


def test_upsert_refuses_a_key_that_stands_twice_in_the_batch(shop: Shop) -> None:
    with pytest.raises(Invalid) as error:
        shop.save(
            "customer", {"code": "A", "name": "1"}, {"code": "a", "name": "2"}, operation="upsert", upsert_by="code"
        )

    assert refused(error) == [("code", "repeated", 1)]


def test_two_rows_of_a_batch_cannot_take_one_key(shop: Shop) -> None:
    with pytest.raises(Invalid) as error:
        shop.save(
            "customer", {"name": "A", "city": "Lyon", "street": "Rue"}, {"name": "B", "city": "Lyon", "street": "Rue"}
        )

    assert refused(error) == [("street", "not_unique", 1)]


def test_a_lookup_to_nothing_is_reference_not_found(shop: Shop) -> None:
    with pytest.raises(Invalid) as error:
        shop.save("sales_order", {"name": "o", "customer": clock.new_id()})

    assert refused(error) == [("customer", "reference_not_found", 0)]


def test_a_lookup_to_an_invisible_record_is_told_like_one_to_nothing(shop: Shop) -> None:
    hidden, anna = shop.add("customer", name="Hidden"), shop.clerk("anna")

    with pytest.raises(Invalid) as error:
        shop.save("sales_order", {"name": "o", "customer": hidden}, by=anna)

    assert refused(error) == [("customer", "reference_not_found", 0)]


def test_a_lookup_to_an_object_that_may_not_be_read_is_told_like_one_to_nothing(shop: Shop) -> None:
    giver = shop.clerk("gil", role="giver")
    order = shop.add("sales_order", name="o", owner=giver.user_id)
    own = shop.add("customer", name="Own", owner=giver.user_id)  # the row is its own, the object is hidden from it

    for identity in (own, clock.new_id()):
        with pytest.raises(Invalid) as error:
            shop.change("sales_order", order, by=giver, customer=identity)
        assert refused(error) == [("customer", "reference_not_found", 0)]


def test_a_unique_hit_on_an_invisible_record_says_only_not_unique(shop: Shop) -> None:
    shop.add("customer", name="Hidden", code="X9")
    anna = shop.clerk("anna")

    for options in ({}, {"operation": "upsert", "upsert_by": "code"}):
        with pytest.raises(Invalid) as error:
            shop.save("customer", {"name": "Mine", "code": "x9"}, by=anna, **options)
        assert [(problem.field, problem.code, dict(problem.params)) for problem in error.value.problems] == [
            ("code", "not_unique", {})
        ]


def test_fields_without_right_are_not_writable_and_hidden_ones_unknown(shop: Shop) -> None:
    with pytest.raises(Invalid) as error:
        shop.save("customer", {"name": "Mine", "credit": 5, "secret": "s", "order_total": 3}, by=shop.clerk("anna"))

    assert refused(error) == [
        ("credit", "field_not_writable", 0),
        ("secret", "unknown_field", 0),
        ("order_total", "field_not_writable", 0),
    ]


def test_a_row_of_somebody_else_is_missing_to_those_who_cannot_see_it(shop: Shop) -> None:
    customer, anna = shop.add("customer", name="Hidden"), shop.clerk("anna")

    with pytest.raises(Missing):
        shop.change("customer", customer, by=anna, name="Taken")


def test_an_object_without_any_right_is_missing_and_one_without_the_right_denied(shop: Shop) -> None:
    anna = shop.clerk("anna")

    with pytest.raises(Missing):
        shop.save("team", {"name": "t"}, by=anna)
    with pytest.raises(Denied):
        shop.save("user", {"name": "n", "login": "n"}, by=anna)


def test_owners_write_what_they_own_and_are_kept_as_authors(shop: Shop) -> None:
    anna = shop.clerk("anna")
    mine = str(shop.one("customer", {"name": "Mine"}, by=anna).id)

    shop.change("customer", mine, by=anna, name="Mine 2")

    stored = shop.read("customer", mine)
    assert (stored["owner"], stored["updated_by"], stored["name"]) == (anna.user_id, anna.user_id, "Mine 2")


def test_protected_fields_of_users_need_the_system_right(shop: Shop) -> None:
    anna = shop.clerk("anna")

    with pytest.raises(Invalid) as error:
        shop.change("user", anna.user_id, by=anna, roles=["clerk", "administrator"], active=False, name="Anna")

    assert refused(error) == [("active", "needs_users_right", 0), ("roles", "needs_users_right", 0)]
    assert shop.read("user", anna.user_id)["roles"] == ("clerk",)


def test_a_rule_refuses_by_its_own_words_and_sees_the_stored_value(shop: Shop) -> None:
    order = shop.add("sales_order", name="o", due="2026-05-02")

    with pytest.raises(Invalid) as error:
        shop.change("sales_order", order, due="2026-05-01")

    problem = error.value.problems[0]
    assert (problem.field, problem.code, problem.params["rule"]) == ("due", "rule", "due_is_kept")
    assert (problem.message or {})["zh"] == "到期日只能推后。"
    assert shop.change("sales_order", order, due="2026-05-03").status == "updated"


def test_a_rule_reads_through_lookups(shop: Shop) -> None:
    rich, poor = shop.add("customer", name="Rich", credit=5), shop.add("customer", name="Poor", credit=1)

    with pytest.raises(Invalid) as error:
        shop.save("sales_order", {"name": "o", "customer": rich}, {"name": "o", "customer": poor})
    assert refused(error) == [("customer", "rule", 1)]


def test_multi_picklists_are_stored_in_declared_order_and_changed(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme", colours=["blue", "red"])
    assert shop.read("customer", customer)["colours"] == ("red", "blue")

    shop.change("customer", customer, colours=["blue", "green"])
    assert shop.read("customer", customer)["colours"] == ("green", "blue")

    shop.change("customer", customer, colours=None)
    assert shop.read("customer", customer)["colours"] is None


def test_auto_numbers_ascend_in_the_shape_of_their_format(shop: Shop) -> None:
    outcome = shop.save("sales_order", {"name": "a"}, {"name": "b"})
    shop.save("sales_order", {"name": "c"})

    assert [result.values["number"] for result in outcome.results if result.values] == ["O-0001", "O-0002"]
    assert shop.one("sales_order", {"name": "d"}).values["number"] == "O-0004"  # type: ignore[index]


def test_a_trial_takes_no_auto_number_from_the_records_that_are_saved(shop: Shop) -> None:
    tried(shop.context(), lambda inside: save(inside, "sales_order", [{"name": "a"}], operation="create"))

    assert shop.one("sales_order", {"name": "b"}).values["number"] == "O-0001"  # type: ignore[index]


@pytest.mark.parametrize("operation", ["create", "update", "delete", "restore"])
def test_two_hundred_rows_take_as_many_statements_as_one(shop: Shop, operation: str) -> None:
    customer = shop.add("customer", name="Acme", credit=10**6)
    orders = [shop.add("sales_order", name=str(number), customer=customer) for number in range(2)]
    lines = [{"sales_order": orders[number % 2], "price": 1} for number in range(202)]
    ids = [result.id for result in shop.save("order_line", *lines).results]
    if operation == "restore":
        shop.delete("order_line", *map(str, ids))
    rows = lines if operation == "create" else [{"id": identity, "price": 2} for identity in ids]
    counts = []

    for part in (rows[:1], rows[2:]):
        seen: list[str] = []
        context = shop.context()
        shop.workspace.database.observe(seen.append)
        save(context, "order_line", part, operation=operation)  # type: ignore[arg-type]
        shop.workspace.database.observe(None)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_history_keeps_old_and_new_by_item_id_and_none_for_a_create(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme", credit=5)
    assert shop.rows("gx_history", "changes", record_id=customer) == []

    shop.change("customer", customer, name="Acme 2", credit="7.50")

    item = shop.context().catalog.object("customer")
    changes = {item.fields["name"].id: ["Acme", "Acme 2"], item.fields["credit"].id: [5, 7.5]}
    assert shop.rows("gx_history", "changes", record_id=customer) == [(changes,)]


def test_every_write_is_audited_with_the_principal_and_its_reason(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme")

    principal, action, detail = shop.rows("gx_audit", "principal", "action", "detail", record_id=customer)[0]
    assert (principal["kind"], principal["reason"], action) == ("system", "test", "create")
    assert "request_id" in detail


def test_bulk_writes_leave_one_event_and_one_audit_row(shop: Shop) -> None:
    shop.save("customer", *({"name": f"c{number}"} for number in range(600)))

    assert len(shop.rows("gx_outbox", "id", object="customer")) == 1
    assert [len(payload["records"]) for (payload,) in shop.rows("gx_outbox", "payload", object="customer")] == [600]
    assert len(shop.rows("gx_audit", "id", object="customer")) == 1


def test_the_answer_of_a_save_holds_what_the_caller_may_read(shop: Shop) -> None:
    anna = shop.clerk("anna")

    made = shop.one("customer", {"name": "Acme", "city": "Lyon"}, by=anna)

    answer = stored_record(shop.context(anna), "customer", made)
    assert (answer["id"], answer["version"], answer["city"], answer["credit"]) == (made.id, 1, "Lyon", 1000)
    assert answer["owner"] == {"id": anna.user_id, "name": "anna"}
    assert "secret" not in answer
    assert "deleted_at" not in answer


def test_giving_a_record_away_takes_more_than_changing_it(shop: Shop) -> None:
    anna, bert = shop.clerk("anna"), shop.clerk("bert")
    shared, mine = (str(shop.one("sales_order", {"name": "o"}, by=who).id) for who in (bert, anna))
    with shop.workspace.database.write() as connection:
        row = {"record_id": shared, "grantee_id": anna.user_id, "level": 2, "reason": "manual"}
        values = {
            name: Param(name, "uuid" if name.endswith("_id") else "integer" if name == "level" else "text")
            for name in row
        }
        connection.change_tree(Insert("sales_order__share", tuple(values), tuple(values.values())), row)
    giver = dataclasses.replace(anna, roles=anna.roles | {"giver"})

    assert shop.change("sales_order", mine, by=giver, owner=bert.user_id).status == "updated"
    assert shop.change("sales_order", shared, by=giver, owner=bert.user_id, name="p").status == "updated"
    with pytest.raises(Denied):
        shop.change("sales_order", shared, by=giver, owner=anna.user_id)
