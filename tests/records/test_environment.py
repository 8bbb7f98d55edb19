"""What formulas of a save see: parents, owners, children, the user, rates, and records wider than one table."""

from decimal import Decimal

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.wanted import Wanted
from guanxi.errors import Invalid
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE

from tests.records.shop import Shop


def publish(shop: Shop, *bodies: dict[str, object]) -> None:
    documents = tuple(Document(str(body["kind"]), str(body["name"]), WORKSPACE, dict(body)) for body in bodies)
    apply(shop.workspace, Wanted(documents=documents), author=Principal.system("test"))


def a_rule(shop: Shop, when: str, *, on: str = "sales_order") -> None:
    """Publish a rule that refuses what the formula is true of."""
    words = {"en": "No.", "zh": "不可。"}
    publish(shop, {"kind": "rule", "name": "extra", "object": on, "when": when, "message": words})


def is_refused(shop: Shop, object_name: str, by: Principal | None = None, **values: object) -> bool:
    try:
        shop.save(object_name, values, by=by)
    except Invalid as error:
        assert [problem.params.get("rule") for problem in error.problems] == ["extra"]
        return True
    return False


def test_a_path_reads_stored_and_computed_values_of_the_parent(shop: Shop) -> None:
    customer = shop.add("customer", name="Acme", credit=50)
    a_rule(shop, "sales_order.customer.remaining < 60 AND sales_order.customer.name = 'Acme'", on="order_line")
    order, other = shop.add("sales_order", name="o", customer=customer), shop.add("sales_order", name="p")

    assert is_refused(shop, "order_line", sales_order=order)
    assert not is_refused(shop, "order_line", sales_order=other)


def test_the_owner_has_a_name_and_as_a_user_its_fields(shop: Shop) -> None:
    anna = shop.clerk("anna")
    a_rule(shop, "owner.name = 'anna' AND owner:user.login = 'anna'")

    assert is_refused(shop, "sales_order", by=anna, name="o")
    assert not is_refused(shop, "sales_order", name="o")


def test_the_user_who_saves_is_known(shop: Shop) -> None:
    anna = shop.clerk("anna")
    a_rule(shop, "$user.login = 'anna' AND HASROLE('clerk') AND ISOWNER()")

    assert is_refused(shop, "sales_order", by=anna, name="o")
    assert not is_refused(shop, "sales_order", name="o")


def test_children_are_counted_as_they_are_stored(shop: Shop) -> None:
    a_rule(shop, "COUNT(lines, price > 5) > 1")
    order = shop.add("sales_order", name="o")
    shop.save("order_line", *({"sales_order": order, "price": price} for price in (4, 6)))
    assert shop.change("sales_order", order, name="o2").status == "updated"

    shop.add("order_line", sales_order=order, price=7)

    with pytest.raises(Invalid):
        shop.change("sales_order", order, name="o3")


def test_a_deleted_parent_reads_as_blank(shop: Shop) -> None:
    publish(shop, {
        "kind": "extension", "name": "sales_order", "object": "sales_order",
        "fields": [
            {"name": "referrer", "type": "lookup", "to": "customer", "label": {"en": "Referrer", "zh": "推荐人"}}
        ],
    })  # fmt: skip
    customer = shop.add("customer", name="Acme")
    order = shop.add("sales_order", name="o", referrer=customer)
    a_rule(shop, "referrer.name = 'Acme'")
    shop.delete("customer", customer)

    assert shop.change("sales_order", order, name="o2").status == "updated"


def test_amounts_convert_at_the_rate_of_today(shop: Shop) -> None:
    currency = shop.add("currency", code="EUR", name="Euro")
    shop.save(
        "exchange_rate",
        *(
            {"currency": currency, "valid_from": day, "rate": rate}
            for day, rate in (("2020-01-01", 4), ("2021-01-01", 8), ("2999-01-01", 16))
        ),
    )
    a_rule(shop, "CURRENCYRATE('EUR') = 0.125 AND name = 'o'")

    assert is_refused(shop, "sales_order", name="o")


def test_a_rule_that_cannot_be_computed_refuses(shop: Shop) -> None:
    a_rule(shop, "1 / LEN(name) > 2 OR 1 / line_count > 5")

    with pytest.raises(Invalid) as error:
        shop.save("sales_order", {"name": "o"})
    assert error.value.problems[0].code == "rule_error"


def test_a_record_wider_than_one_table_is_written_changed_and_read_whole(shop: Shop) -> None:
    fields = [{"name": f"f{number}", "type": "text", "label": {"en": "F", "zh": "字"}} for number in range(260)]
    name = {"name": "name", "type": "text", "label": {"en": "Name", "zh": "名称"}}
    label = {"en": "Wide", "zh": "宽"}
    publish(
        shop,
        {
            "kind": "object",
            "name": "wide",
            "label": label,
            "plural": label,
            "name_field": "name",
            "fields": [name, *fields],
        },
    )
    wide = shop.add("wide", name="w", **{f"f{number}": f"v{number}" for number in range(260)})

    shop.change("wide", wide, f0="first", f259="last")

    stored = shop.read("wide", wide)
    assert len(shop.context().catalog.object("wide").parts) == 2
    assert (stored["f0"], stored["f1"], stored["f258"], stored["f259"]) == ("first", "v1", "v258", "last")
    shop.save("wide", *({"name": str(number), "f259": str(number)} for number in range(520)))


def test_a_stored_formula_that_fails_is_kept_as_blank(shop: Shop) -> None:
    order = shop.add("sales_order", name="o")

    line = shop.add("order_line", sales_order=order, price="9999999999999", quantity="999999999999")

    assert shop.read("order_line", line)["net"] is None
    assert shop.read("sales_order", order)["total"] == Decimal(0)


def test_settings_and_the_workspace_are_known(shop: Shop) -> None:
    label = {"en": "Longest", "zh": "最长"}
    publish(shop, {"kind": "setting", "name": "longest", "type": "integer", "default": 3, "label": label})
    a_rule(shop, "LEN(name) > $setting.longest AND $org.zone = 'UTC'")

    assert is_refused(shop, "sales_order", name="long")
    assert not is_refused(shop, "sales_order", name="abc")
