"""Delete puts records into the recycle bin with what belongs to them; restore brings all of it back."""

import pytest
from guanxi.errors import Conflict, Invalid, Missing
from guanxi.hooks import Batch, hookimpl

from tests.records.shop import Shop


def an_order(shop: Shop) -> tuple[str, str, str]:
    customer = shop.add("customer", name="Acme", code="A1")
    order = shop.add("sales_order", name="o", customer=customer)
    return customer, order, shop.add("order_line", sales_order=order, price=1)


def test_a_deleted_record_is_missing_to_further_writes(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme")

    outcome = shop.delete("customer", customer)

    assert outcome.results[0].status == "deleted"
    with pytest.raises(Missing):
        shop.change("customer", customer, name="again")
    with pytest.raises(Missing):
        shop.delete("customer", customer)


def test_a_record_that_others_point_to_with_restrict_stays(shop: Shop) -> None:
    customer, order, _ = an_order(shop)

    with pytest.raises(Conflict) as error:
        shop.delete("customer", customer)
    assert error.value.problems[0].code == "still_referenced"

    shop.delete("sales_order", order)
    assert shop.delete("customer", customer).results[0].status == "deleted"


def test_parts_go_and_come_with_their_whole(shop: Shop) -> None:
    _, order, line = an_order(shop)

    shop.delete("sales_order", order)
    gone, part = shop.read("sales_order", order), shop.read("order_line", line)
    assert part["deleted_at"] is not None
    assert part["delete_id"] == gone["delete_id"]

    shop.restore("sales_order", order)
    assert shop.read("order_line", line)["deleted_at"] is None


def test_a_part_deleted_before_its_whole_stays_deleted(shop: Shop) -> None:
    _, order, line = an_order(shop)
    shop.delete("order_line", line)
    shop.delete("sales_order", order)

    shop.restore("sales_order", order)

    assert shop.read("order_line", line)["deleted_at"] is not None


def test_a_part_cannot_come_back_without_its_whole(shop: Shop) -> None:
    _, order, line = an_order(shop)
    shop.delete("sales_order", order)

    with pytest.raises(Conflict) as error:
        shop.restore("order_line", line)

    assert error.value.params["reason"] == "parent_deleted"


def test_a_deleted_record_frees_its_unique_value_and_restore_may_find_it_taken(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme", code="A1")
    shop.delete("customer", customer)
    shop.add("customer", name="New", code="a1")

    with pytest.raises(Conflict) as error:
        shop.restore("customer", customer)

    assert (error.value.problems[0].field, error.value.problems[0].code) == ("code", "not_unique")


def test_what_is_not_deleted_cannot_be_restored(shop: Shop) -> None:
    with pytest.raises(Missing):
        shop.restore("customer", shop.add("customer", name="Acme"))


def test_a_new_child_cannot_point_to_a_deleted_record(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme")
    shop.delete("customer", customer)

    with pytest.raises(Invalid) as error:
        shop.save("sales_order", {"name": "o", "customer": customer})

    assert error.value.problems[0].code == "reference_not_found"


def test_delete_and_restore_leave_audit_and_events(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme")
    shop.delete("customer", customer)
    shop.restore("customer", customer)

    assert [action for (action,) in shop.rows("gx_audit", "action", record_id=customer)] == [
        "create",
        "delete",
        "restore",
    ]
    assert [kind for (kind,) in shop.rows("gx_outbox", "kind", object="customer")] == ["created", "deleted", "restored"]


def test_a_part_that_must_stay_keeps_its_whole(shop: Shop) -> None:
    class Plugin:
        @hookimpl
        def before_save(self, batch: Batch) -> None:
            for row in batch.rows:
                if batch.object == "order_line" and batch.operation == "delete":
                    batch.refuse(row, None, "kept")

    shop.workspace.plugins.relay.register(Plugin(), name="shop")
    _, order, line = an_order(shop)

    with pytest.raises(Invalid) as error:
        shop.delete("sales_order", order)

    assert [problem.code for problem in error.value.problems] == ["kept"]
    assert shop.read("sales_order", order)["deleted_at"] is None
    assert shop.read("order_line", line)["deleted_at"] is None
