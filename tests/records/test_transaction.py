"""The unit of work: one transaction at one revision, run again when the database or the catalog asks for it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.wanted import Wanted
from guanxi.errors import CatalogMoved, Conflict, Invalid
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


def test_of_eight_creates_of_one_key_one_wins_and_the_others_are_told_the_field(shop: Shop) -> None:
    def create(number: int) -> str:
        try:
            return shop.one("customer", {"name": str(number), "code": "K"}).status
        except Invalid as error:
            return ", ".join(f"{problem.field} {problem.code}" for problem in error.problems)

    with ThreadPoolExecutor(8) as pool:
        told = sorted(pool.map(create, range(8)))

    assert told == ["code not_unique"] * 7 + ["created"]


def test_of_eight_upserts_of_one_key_one_creates_and_the_others_change(shop: Shop) -> None:
    def put(number: int) -> str:
        row = {"name": f"n{number}", "code": "K"}
        return shop.one("customer", row, operation="upsert", upsert_by="code").status

    with ThreadPoolExecutor(8) as pool:
        told = sorted(pool.map(put, range(8)))

    assert told == ["created", *["updated"] * 7]


def test_readers_of_a_deleted_parent_and_writers_of_its_children_never_meet(shop: Shop) -> None:
    customers = [shop.add("customer", name=str(number)) for number in range(6)]

    def work(number: int) -> None:
        try:
            if number % 2:
                shop.delete("customer", customers[number // 2])
            else:
                shop.add("sales_order", name="o", customer=customers[number // 2])
        except (Invalid, Conflict):
            pass  # whoever came second is refused

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(work, range(12)))

    for customer in customers:
        stored = shop.read("customer", customer)
        assert not (stored["deleted_at"] and stored["order_count"])
