"""Hooks of plugins inside a save: when they run, what they may do, what raising does."""

from typing import Any

import pytest
from guanxi.errors import Invalid
from guanxi.hooks import Batch, Context, hookimpl
from guanxi.records.save import save

from tests.records.shop import Shop


def enable(shop: Shop, plugin: object) -> None:
    """Let an object with hook implementations act as the code of the package `shop`."""
    shop.workspace.plugins.relay.register(plugin, name="shop")


def test_before_validate_may_set_values_which_are_checked_and_stored(shop: Shop) -> None:
    class Plugin:
        @hookimpl
        def before_validate(self, batch: Batch) -> None:
            for row in batch.rows:
                if batch.object == "customer":
                    row.set("city", " Lyon ")
                    row.set("credit", row.values["name"])

    enable(shop, Plugin())

    assert shop.read("customer", shop.add("customer", name="5"))["city"] == "Lyon"
    with pytest.raises(Invalid) as error:
        shop.add("customer", name="Acme")
    assert [(problem.field, problem.code) for problem in error.value.problems] == [("credit", "not_number")]


def test_values_are_frozen_after_before_validate(shop: Shop) -> None:
    class Plugin:
        @hookimpl
        def before_save(self, batch: Batch) -> None:
            for row in batch.rows:
                row.set("name", "late")

    enable(shop, Plugin())

    with pytest.raises(Invalid) as error:
        shop.add("customer", name="Acme")
    assert (error.value.problems[0].code, error.value.problems[0].params) == (
        "plugin_failed",
        {"plugin": "shop", "hook": "before_save"},
    )
    assert isinstance(error.value.__cause__, TypeError)


def test_values_cannot_be_written_behind_the_platforms_back(shop: Shop) -> None:
    class Plugin:
        @hookimpl
        def before_save(self, batch: Any) -> None:
            batch.rows[0].values["name"] = "late"

    enable(shop, Plugin())

    with pytest.raises(Invalid):
        shop.add("customer", name="Acme")


def test_a_batch_is_handed_over_once_with_what_was_before(shop: Shop) -> None:
    calls: list[Any] = []

    class Plugin:
        @hookimpl
        def before_save(self, batch: Batch, context: Context) -> None:
            if batch.object == "customer":
                calls.append(
                    (batch.operation, [(row.before and row.before["name"], row.values["name"]) for row in batch.rows])
                )
                calls.append(context.principal.kind)

    enable(shop, Plugin())
    shop.save("customer", {"name": "A", "code": "1"}, {"name": "B", "code": "2"})
    shop.save("customer", {"name": "C", "code": "1"}, {"name": "D", "code": "3"}, operation="upsert", upsert_by="code")

    assert calls == [
        ("create", [(None, "A"), (None, "B")]),
        "system",
        ("upsert", [("A", "C"), (None, "D")]),
        "system",
    ]


@pytest.mark.parametrize("moment", ["before_save", "after_save"])
def test_a_hook_refuses_single_rows(shop: Shop, moment: str) -> None:
    def refuse(self: object, batch: Batch) -> None:
        for row in batch.rows:
            if row.values.get("name") == "bad":
                batch.refuse(row, "name", "ugly", {"why": 1})

    enable(shop, type("Plugin", (), {moment: hookimpl(refuse)})())

    outcome = shop.save("customer", {"name": "good"}, {"name": "bad"}, {"name": "fine"}, mode="partial")

    assert [result.status for result in outcome.results] == ["created", "refused", "created"]
    assert [(problem.field, problem.code, problem.row) for problem in outcome.problems] == [("name", "ugly", 1)]
    assert len(shop.rows("gx_outbox", "id", object="customer")) == 2
    with pytest.raises(Invalid):
        shop.add("customer", name="bad")


def test_other_records_written_by_a_hook_share_the_fate_of_the_save(shop: Shop) -> None:
    class Plugin:
        @hookimpl
        def after_save(self, batch: Batch, context: Any) -> None:
            if batch.object == "customer":
                save(context, "sales_order", [{"name": f"first of {row.id}", "customer": row.id} for row in batch.rows])
                if any(row.values["name"] == "bad" for row in batch.rows):
                    raise ValueError("no")

    enable(shop, Plugin())

    good = shop.add("customer", name="good")
    assert shop.read("customer", good)["order_count"] == 1
    with pytest.raises(Invalid):
        shop.add("customer", name="bad")
    assert len(shop.rows("gx_outbox", "id", object="sales_order")) == 1


def test_hooks_that_save_without_end_are_stopped(shop: Shop) -> None:
    class Plugin:
        @hookimpl
        def after_save(self, batch: Batch, context: Any) -> None:
            if batch.object == "customer":
                save(context, "customer", [{"name": "one more"}])

    enable(shop, Plugin())

    with pytest.raises(Invalid) as error:
        shop.add("customer", name="first")
    assert error.value.problems[0].code == "saves_too_deep"


def test_plugins_that_are_not_installed_are_not_called(shop: Shop) -> None:
    class Plugin:
        @hookimpl
        def before_save(self, batch: Batch) -> None:
            raise AssertionError(batch.object)

    shop.workspace.plugins.relay.register(Plugin(), name="elsewhere")

    assert shop.one("customer", {"name": "Acme"}).status == "created"
