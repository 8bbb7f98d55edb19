"""Gates act on a change of the state field."""

import pytest
from guanxi.errors import Invalid

from tests.records.shop import Shop


def codes(error: pytest.ExceptionInfo[Invalid]) -> list[tuple[str | None, str]]:
    return [(problem.field, problem.code) for problem in error.value.problems]


def test_a_change_without_gate_is_refused(shop: Shop) -> None:
    order = shop.add("sales_order", name="o")

    with pytest.raises(Invalid) as error:
        shop.change("sales_order", order, stage="won")

    assert codes(error) == [("stage", "transition_refused")]


def test_a_gate_tells_all_that_it_lacks(shop: Shop) -> None:
    order = shop.add("sales_order", name="o")
    shop.change("sales_order", order, stage="open")

    with pytest.raises(Invalid) as error:
        shop.change("sales_order", order, stage="won")

    assert codes(error) == [("due", "required_for_state"), ("stage", "transition_condition")]


def test_a_gate_opens_when_its_demands_are_met(shop: Shop) -> None:
    order = shop.add("sales_order", name="o")
    shop.add("order_line", sales_order=order, price=1)
    shop.change("sales_order", order, stage="open")

    assert shop.change("sales_order", order, stage="won", due="2026-01-01").status == "updated"


def test_a_gate_from_anywhere_takes_every_state(shop: Shop) -> None:
    order = shop.add("sales_order", name="o")

    assert shop.change("sales_order", order, stage="lost").status == "updated"


def test_other_fields_change_in_a_state_that_no_gate_would_let_in(shop: Shop) -> None:
    order = shop.add("sales_order", name="o", stage="won")

    assert shop.change("sales_order", order, name="o2").status == "updated"


def test_creating_in_a_later_state_needs_a_right(shop: Shop) -> None:
    anna = shop.clerk("anna")

    with pytest.raises(Invalid) as error:
        shop.save("sales_order", {"name": "o", "stage": "won"}, by=anna)
    assert codes(error) == [("stage", "not_initial_state")]
    assert shop.one("sales_order", {"name": "o", "stage": "won"}).status == "created"


def test_a_writer_with_the_right_may_ask_to_set_any_state_and_is_audited(shop: Shop) -> None:
    order = shop.add("sales_order", name="o")

    assert (
        shop.one("sales_order", {"id": order, "stage": "won"}, operation="update", any_state=True).status == "updated"
    )
    details = [detail for (detail,) in shop.rows("gx_audit", "detail", record_id=order)]
    assert details[-1]["any_state"] is True
