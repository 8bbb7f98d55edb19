"""The unit of work: one transaction at one revision, run again when the database or the catalog asks for it."""

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.wanted import Wanted
from guanxi.errors import CatalogMoved, Invalid
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.load import connection_of
from guanxi.records.save import save
from guanxi.records.transaction import in_transaction
from guanxi.storage.failures import Retryable
from guanxi.workspace.context import Context

from tests.records.shop import Shop


def forbid_acme(shop: Shop) -> None:
    """Publish a rule that refuses customers called Acme."""
    body = {
        "kind": "rule",
        "name": "no_acme",
        "object": "customer",
        "when": "name = 'Acme'",
        "at": "name",
        "message": {"en": "Not Acme.", "zh": "不可用。"},
    }
    apply(
        shop.workspace,
        Wanted(documents=(Document("rule", "no_acme", WORKSPACE, body),)),
        author=Principal.system("test"),
    )


def test_a_save_that_began_in_an_older_catalog_is_judged_by_the_new_one(shop: Shop) -> None:
    context = shop.context()
    forbid_acme(shop)

    with pytest.raises(Invalid) as error:
        save(context, "customer", [{"name": "Acme"}])
    assert error.value.problems[0].params["rule"] == "no_acme"


def test_a_catalog_that_moves_again_and_again_is_told(shop: Shop) -> None:
    def work(context: Context) -> None:
        raise CatalogMoved

    with pytest.raises(CatalogMoved):
        in_transaction(shop.context(), work)


@pytest.mark.parametrize("failures, passes", [(3, True), (4, False)])
def test_a_deadlock_is_tried_again_three_times(shop: Shop, failures: int, passes: bool) -> None:
    left = [failures]

    def work(context: Context) -> str | None:
        if left[0]:
            left[0] -= 1
            raise Retryable
        return save(context, "customer", [{"name": "Acme"}]).results[0].id

    if passes:
        assert in_transaction(shop.context(), work)
    else:
        with pytest.raises(Retryable):
            in_transaction(shop.context(), work)


def test_several_saves_are_kept_or_dropped_together(shop: Shop) -> None:
    def work(context: Context) -> None:
        save(context, "customer", [{"name": "A"}])
        save(context, "customer", [{"code": "no name"}])

    with pytest.raises(Invalid):
        in_transaction(shop.context(), work)
    assert shop.rows("gx_outbox", "id", object="customer") == []


def test_a_refused_save_that_is_caught_leaves_the_others(shop: Shop) -> None:
    def work(context: Context) -> None:
        save(context, "customer", [{"name": "A"}])
        with pytest.raises(Invalid):
            save(context, "customer", [{"name": "B", "code": "1"}, {"code": "2"}])
        connection_of(context).select("gx_outbox", ("id",))

    in_transaction(shop.context(), work)
    assert len(shop.rows("gx_outbox", "id", object="customer")) == 1
