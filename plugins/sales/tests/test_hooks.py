"""What sales fills in on save: the chance of a stage, and prices from the price book."""

from decimal import Decimal
from typing import Any

import pytest
from guanxi.access.principal import Principal
from guanxi.records.query import record
from guanxi.records.save import save
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace


@pytest.fixture
def context(sales: Workspace) -> Context:
    return sales.context(Principal.system("test"))


def create(context: Context, object_name: str, /, **values: object) -> str:
    return str(save(context, object_name, [values], operation="create").results[0].id)


def read(context: Context, name: str, identity: str) -> Any:
    return record(context, name, record_id=identity)


def test_a_new_opportunity_has_the_chance_of_its_stage(context: Context) -> None:
    deal = create(context, "opportunity", name="Rollout")
    assert read(context, "opportunity", deal)["probability"] == 10


def test_a_chance_that_somebody_gave_stays(context: Context) -> None:
    deal = create(context, "opportunity", name="Rollout", probability=35)
    assert read(context, "opportunity", deal)["probability"] == 35


def test_the_chance_follows_the_stage(context: Context) -> None:
    deal = create(context, "opportunity", name="Rollout", probability=35)
    save(context, "opportunity", [{"id": deal, "stage": "engaging"}], operation="update")
    assert read(context, "opportunity", deal)["probability"] == 30


@pytest.mark.parametrize(
    ("quantity", "price"),
    [pytest.param(1, "100", id="single"), pytest.param(10, "90", id="bulk"), pytest.param(25, "90", id="beyond")],
)
def test_a_line_takes_the_price_for_its_quantity(context: Context, quantity: int, price: str) -> None:
    product = create(context, "product", name="Gateway", list_price=120)
    book = create(context, "price_book", name="2026")
    for start, unit_price in ((0, 100), (10, 90)):
        create(context, "price_book_entry", price_book=book, product=product, min_quantity=start, unit_price=unit_price)
    deal = create(context, "opportunity", name="Rollout", price_book=book)
    line = create(context, "opportunity_line", opportunity=deal, product=product, quantity=quantity)
    assert read(context, "opportunity_line", line)["unit_price"] == Decimal(price)


def test_a_line_without_price_book_takes_the_list_price(context: Context) -> None:
    product = create(context, "product", name="Gateway", list_price=120)
    deal = create(context, "opportunity", name="Rollout")
    line = create(context, "opportunity_line", opportunity=deal, product=product, quantity=2, discount=10)
    assert read(context, "opportunity_line", line)["unit_price"] == Decimal(120)
    assert read(context, "opportunity", deal)["line_total"] == Decimal(216)
