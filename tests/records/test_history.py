"""The history of a record is cut to what its reader may see."""

import pytest
from guanxi.errors import Missing
from guanxi.records.history import history

from tests.records.shop import Shop


def test_changes_are_told_newest_first_with_who_made_them(shop: Shop) -> None:
    anna = shop.clerk("anna")
    customer = str(shop.one("customer", {"name": "A", "city": "Lyon"}, by=anna).id)
    shop.change("customer", customer, by=anna, name="B")
    shop.change("customer", customer, by=anna, name="C", city=None)

    told = history(shop.context(anna), "customer", record_id=customer)

    assert [entry["changes"] for entry in told] == [
        [{"field": "name", "old": "B", "new": "C"}, {"field": "city", "old": "Lyon", "new": None}],
        [{"field": "name", "old": "A", "new": "B"}],
    ]
    assert told[0]["by"] == {"id": anna.user_id, "name": "anna"}


def test_fields_that_the_reader_may_not_read_leave_no_trace(shop: Shop) -> None:
    anna = shop.clerk("anna")
    customer = str(shop.one("customer", {"name": "A"}, by=anna).id)
    shop.change("customer", customer, secret="s")
    shop.change("customer", customer, name="B", secret="t")

    told = history(shop.context(anna), "customer", record_id=customer)

    assert [change["field"] for entry in told for change in entry["changes"]] == ["name"]  # type: ignore[union-attr, index]
    assert len(history(shop.context(), "customer", record_id=customer)) == 2


def test_a_deleted_record_keeps_its_history(shop: Shop) -> None:
    customer = shop.add("customer", name="A")
    shop.change("customer", customer, name="B")
    shop.delete("customer", customer)

    assert len(history(shop.context(), "customer", record_id=customer)) == 1


@pytest.mark.parametrize("record_id", ["00000000-0000-7000-8000-00000000dead", "no id", None])
def test_the_history_of_an_invisible_record_is_missing(shop: Shop, record_id: str | None) -> None:
    hidden = shop.add("customer", name="Hidden")

    with pytest.raises(Missing):
        history(shop.context(shop.clerk("anna")), "customer", record_id=record_id or hidden)
