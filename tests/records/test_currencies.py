"""Amounts in several currencies: a record has one, and what brings records together is in the workspace's (A12)."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from guanxi.automation.relay import deliver
from guanxi.automation.sequencer import seal_pending
from guanxi.automation.worker import Worker
from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.cli.handlers import HANDLERS
from guanxi.errors import Invalid
from guanxi.records.aggregate import aggregate_rows
from guanxi.records.query import rows
from guanxi.records.question import Aggregate, Measure, Query
from guanxi.web.objects import describe_object

from tests.change.changes import ADMIN, a_field, loose
from tests.records.shop import Shop
from tests.support.importing import codes, imported, mapping_of, write_csv

SEVERAL: Mapping[str, Any] = {"kind": "setting", "name": "multi_currency", "type": "boolean", "default": True}
FIELDS = (
    a_field("name", required=True), a_field("day", "date"), a_field("fee", "money"), a_field("budget", "money"),
    a_field("customer", "lookup", to="customer", children="visits"),
    a_field("double", "formula", returns="money", formula="fee * 2"),
    a_field("left", "formula", returns="money", formula="customer.credit - fee"),
    a_field("big", "formula", returns="boolean", formula="fee > 50"),
)  # fmt: skip
LABEL = {"en": "Visit", "zh": "拜访"}
VISIT = {"kind": "object", "name": "visit", "label": LABEL, "rate_date": "day", "fields": [*FIELDS]}
SUMS = {
    "kind": "extension", "name": "customer", "object": "customer",
    "fields": [
        a_field("fees", "rollup", over="visits", function="sum", of="fee"),
        a_field("big_fees", "rollup", over="visits", function="count", filter="fee > 50"),
        a_field("dearest", "rollup", over="visits", function="last", of="name", order_by="fee"),
    ],
}  # fmt: skip


def publish(shop: Shop, *bodies: Mapping[str, Any]) -> None:
    """Apply documents and carry out what they build."""
    for job in apply(shop.workspace, loose(*map(dict, bodies)), author=ADMIN).jobs:
        Worker(shop.workspace, HANDLERS).work_off(job)


def a_rate(shop: Shop, currency: str, day: str, rate: object) -> str:
    return shop.add("exchange_rate", currency=currency, valid_from=day, rate=rate)


@pytest.fixture
def trade(shop: Shop) -> Shop:
    """A shop that trades in CNY and EUR: one euro is 8 yuan in January 2026 and 9 from February on."""
    publish(shop, SEVERAL, VISIT, SUMS)
    euro = shop.add("currency", code="EUR", name="Euro")
    a_rate(shop, euro, "2026-01-01", 8)
    a_rate(shop, euro, "2026-02-01", 9)
    return shop


def a_visit(shop: Shop, name: str, fee: object, currency: str = "EUR", **values: Any) -> str:
    return shop.add("visit", **{"name": name, "fee": fee, "currency": currency, "day": "2026-01-31", **values})


def found(shop: Shop, *fields: str, object_name: str = "visit", **keys: Any) -> list[tuple[Any, ...]]:
    keys.setdefault("sort", ("name",))
    return [tuple(row[name] for name in fields) for row in rows(shop.context(), Query(object_name, fields, **keys))]


def test_amounts_convert_at_the_rate_of_the_day_that_the_object_names(trade: Shop) -> None:
    visit = a_visit(trade, "a", "10.50", currency="eur")
    trade.add("visit", name="b", fee=3)  # in the currency of the workspace

    shown = ("currency", "fee", "fee__converted", "double", "double__converted")
    assert found(trade, *shown) == [("EUR", 10.5, 84, 21, 168), ("CNY", 3, 3, 6, 6)]
    trade.change("visit", visit, day="2026-02-01")
    assert found(trade, "fee__converted", filter="name = 'a'") == [(94.5,)]
    trade.change("visit", visit, currency="CNY")
    assert found(trade, "fee__converted", filter="name = 'a'") == [(10.5,)]


def test_what_brings_records_together_is_in_the_currency_of_the_workspace(trade: Shop) -> None:
    customer = trade.add("customer", name="c", credit=1000)
    a_visit(trade, "euro", 10, customer=customer, budget=12)
    a_visit(trade, "yuan", 60, "CNY", customer=customer, budget=50)
    a_visit(trade, "small", 40, "CNY", customer=customer)

    assert found(trade, "name", sort=("-fee",)) == [("euro",), ("yuan",), ("small",)]
    assert found(trade, "name", filter="fee > 50") == [("euro",), ("yuan",)]
    assert found(trade, "name", filter="fee BETWEEN 70 AND 90") == [("euro",)]
    assert found(trade, "name", filter="fee > budget") == [("yuan",)]
    assert found(trade, "name", "left", "big", filter="big") == [("euro", 920, True), ("yuan", 940, True)]
    summed = Aggregate("visit", measures=(Measure("sum", "fee"), Measure("max", "fee"), Measure("avg", "double")))
    assert aggregate_rows(trade.context(), summed) == [{"fee_sum": 180, "fee_max": 80, "double_avg": 120}]
    assert found(trade, "fees", "big_fees", "dearest", object_name="customer") == [(180, 2, "euro")]
    counted = "SUM(visits.fee, fee > 50) = 140 AND credit > 999"
    assert found(trade, "name", object_name="customer", filter=counted) == [("c",)]


def test_a_file_brings_amounts_with_their_currency(trade: Shop, tmp_path: Path) -> None:
    columns = {"name": "title", "fee": "amount", "currency": "money", "day": {"column": "on", "format": "YYYY-MM-DD"}}
    lines = [
        {"title": title, "amount": "10", "money": code, "on": "2026-02-03"}
        for title, code in (("a", "EUR"), ("b", ""), ("c", "USD"))
    ]
    path = write_csv(tmp_path / "a.csv", lines)

    done = imported(trade.context(), path, mapping_of("visit", columns), mode="partial", errors=tmp_path / "e.csv")

    assert codes(done) == {(3, "currency", "unknown_currency")}
    assert found(trade, "name", "currency", "fee__converted") == [("a", "EUR", 90), ("b", None, 10)]


def test_a_renamed_amount_keeps_the_converted_one(trade: Shop) -> None:
    label = {"en": "Fees", "zh": "费用"}
    columns = [{"field": "name"}, {"field": "fee__converted"}]
    view = {"kind": "view", "name": "fees", "object": "visit", "type": "list", "label": label, "columns": columns}
    publish(trade, view)
    a_visit(trade, "a", 10)
    fields = [a_field("cost", "money", renamed_from="fee") if each["name"] == "fee" else each for each in FIELDS]
    publish(trade, {**VISIT, "fields": fields})

    assert found(trade, "cost", "cost__converted", "double") == [(10, 80, 20)]
    assert [column.field for column in trade.context().catalog.views["visit"][0].columns] == ["name", "cost__converted"]


def test_rules_compare_converted_amounts(trade: Shop) -> None:
    words = {"en": "Too dear.", "zh": "太贵。"}
    publish(trade, {"kind": "rule", "name": "dear", "object": "visit", "when": "fee > 100", "message": words})
    a_visit(trade, "a", 100, "CNY")

    with pytest.raises(Invalid) as refused:
        a_visit(trade, "b", 13)
    assert [problem.code for problem in refused.value.problems] == ["rule"]
    a_visit(trade, "c", 12)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"currency": "USD"}, "unknown_currency"), ({"currency": "JPY"}, "unknown_currency"),
        ({"currency": "euro"}, "not_currency"), ({"day": "2025-12-31"}, "no_rate"),
    ],
    ids=["absent", "inactive", "no-code", "no-rate"],
)  # fmt: skip
def test_a_currency_that_cannot_be_converted_is_refused(trade: Shop, values: dict[str, str], code: str) -> None:
    yen = trade.add("currency", code="JPY", name="Yen", active=False)
    a_rate(trade, yen, "2026-01-01", "0.05")

    with pytest.raises(Invalid) as refused:
        a_visit(trade, "a", 1, **values)

    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("currency", code)]


def test_new_rates_renew_what_was_stored_with_the_old_ones(trade: Shop) -> None:
    customer = trade.add("customer", name="c")
    a_visit(trade, "a", 10, customer=customer)
    rate = rows(trade.context(), Query("exchange_rate", ("id",), filter="valid_from = '2026-01-01'"))[0]["id"]
    seal_pending(trade.workspace.database)
    while deliver(trade.workspace, owner="test"):
        pass
    Worker(trade.workspace, HANDLERS).work_off(newest_job(trade))

    trade.change("exchange_rate", rate, rate="7.5")
    seal_pending(trade.workspace.database)
    deliver(trade.workspace, owner="test")

    assert trade.context().catalog.object("visit").fields["fee__converted"].state == "building"
    Worker(trade.workspace, HANDLERS).work_off(newest_job(trade))
    assert found(trade, "fee__converted") == [(75,)]
    assert found(trade, "fees", object_name="customer") == [(75,)]
    assert trade.context().catalog.object("customer").fields["fees"].state == "ready"


def newest_job(shop: Shop) -> str:
    return str(shop.rows("gx_job", "id", kind="build")[-1][0])


def test_a_workspace_takes_up_several_currencies_with_records_in_it(shop: Shop) -> None:
    publish(shop, VISIT, SUMS)
    assert "currency" not in shop.context().catalog.object("visit").fields
    customer = shop.add("customer", name="c", credit=5)
    shop.add("visit", name="a", fee=10, customer=customer)

    told = [effect for change in plan(shop.workspace, loose(dict(SEVERAL))).changes for effect in change.effects]
    assert [(effect.code, effect.params) for effect in told] == [
        ("computes_rows", {"field": "customer.currency", "rows": 1}),
        ("computes_rows", {"field": "visit.currency", "rows": 1}),
    ]  # order_line has no records yet
    publish(shop, SEVERAL)

    assert found(shop, "currency", "fee__converted") == [(None, 10)]
    assert found(shop, "fees", object_name="customer") == [(10,)]
    context = shop.context()
    described = {field["name"]: field for field in describe_object(context, context.catalog.object("visit"))["fields"]}
    assert described["fee"]["currency"] == {"field": "currency", "converted": "fee__converted", "sums": "CNY"}
    assert described["left"]["currency"] == {"code": "CNY"}


def test_a_converted_amount_has_the_rights_of_the_amount(trade: Shop) -> None:
    anna = trade.clerk("anna")
    readable = trade.context(anna).rights.readable("customer")

    assert readable & {"credit", "credit__converted", "currency", "currency__rate"} == {"credit", "credit__converted"}


def test_formulas_convert_at_the_rate_of_a_day(trade: Shop) -> None:
    a_visit(trade, "a", 90, "CNY")

    day = "DATE(2026, 2, 3)"
    assert found(trade, "name", filter=f"fee = CONVERT(10, 'EUR', $org.currency, {day})") == [("a",)]
    worth = f"CURRENCYRATE('EUR', {day}) = 1 / 9 AND DATEDRATE('EUR', {day}) = 9"
    assert found(trade, "name", filter=worth) == [("a",)]


def test_amounts_keep_their_digits(trade: Shop) -> None:
    a_visit(trade, "a", "9999999999.99")

    assert trade.read("visit", str(found(trade, "id")[0][0]))["fee__converted"] == Decimal("79999999999.92")
