"""Fields of class sensitive are masked by their class, for all but those with the right to unmask."""

import pytest
from guanxi.errors import Malformed
from guanxi.records.history import history
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.web.objects import describe_object

from tests.fields.things_world import Things


def test_sensitive_field_is_masked_without_the_right_unmask(things: Things) -> None:
    identity = things.add(name="x", salary=5000)
    handler, payer = things.user("handler"), things.user("payer")

    assert things.shown(identity, "salary", by=handler) == "****"
    assert things.shown(identity, "salary", by=payer) == 5000
    assert things.shown(identity, "salary") == 5000
    with pytest.raises(Malformed):
        rows(things.context(handler), Query("thing", ("name",), filter="salary > 1"))
    with pytest.raises(Malformed):
        rows(things.context(handler), Query("thing", ("name",), sort=("salary",)))


def test_history_tells_no_value_to_one_who_may_not_unmask(things: Things) -> None:
    identity = things.add(name="x", salary=5000)
    things.change(identity, salary=6000)
    context = things.context(things.user("handler"))

    told = history(context, "thing", record_id=identity)
    assert told[0]["changes"] == [{"field": "salary", "old": "****", "new": "****"}]
    assert "5000" not in repr(told) and "6000" not in repr(told)


def test_description_says_that_the_field_is_masked(things: Things) -> None:
    context = things.context(things.user("handler"))
    told = {field["name"]: field for field in describe_object(context, context.catalog.object("thing"))["fields"]}

    assert told["salary"]["masked"] and not told["salary"]["filterable"] and not told["salary"]["sortable"]
    assert not told["name"]["masked"]
