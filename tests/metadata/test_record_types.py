"""Record types and dependent picklists: what is compiled of them, and what is wrong with them."""

import pytest

from tests.metadata.test_check import SHOP
from tests.support.packages import catalog_of, codes, layer

PLACES = """
kind: picklist
name: shop_country
label: {en: Country, zh: 国家}
values: [{name: cn, label: {en: China, zh: 中国}}, {name: fr, label: {en: France, zh: 法国}}]
---
kind: picklist
name: shop_city
label: {en: City, zh: 城市}
depends_on: shop_country
values:
  - {name: suzhou, label: {en: Suzhou, zh: 苏州}, goes_with: [cn]}
  - {name: other, label: {en: Other, zh: 其他}}
"""
EXTENSION = "kind: extension\nname: e\nobject: shop_order\n"
TYPES = EXTENSION + "record_types: [{name: quick, values: [{"
CITY = "{name: city, type: picklist, values: shop_city, controlled_by: "
FIELDS = EXTENSION + "fields: [{name: country, type: picklist, values: shop_country}, " + CITY


def found(text: str) -> list[tuple[str, str]]:
    return codes(layer(SHOP + "---" + PLACES), layer(text, "more", depends=["shop"]))


@pytest.mark.parametrize("text, place, code", [
    (TYPES + "field: stag, values: [open]}]}]", "record_types/quick/values/stag/field", "unknown_field"),
    (TYPES + "field: name, values: [open]}]}]", "record_types/quick/values/name/field", "unfit_field"),
    (TYPES + "field: stage, values: [opn, open]}]}]", "record_types/quick/values/stage/values", "unknown_value"),
    (TYPES + "field: stage, values: [done]}]}]", "record_types/quick/values/stage/default", "default_outside"),
    (FIELDS + "countr}]", "fields/city/controlled_by", "unknown_field"),
    (FIELDS + "stage}]", "fields/city/controlled_by", "control_unfit"),
], ids=["field", "type", "value", "default", "control", "unfit-control"])  # fmt: skip
def test_an_object_is_refused_for(text: str, place: str, code: str) -> None:
    assert (code, f"object/shop_order/{place}") in found(text)


@pytest.mark.parametrize("text, place, code", [
    ("depends_on: shop_countr\nvalues: [{name: a}]", "depends_on", "unknown_picklist"),
    ("depends_on: shop_country\nvalues: [{name: a, goes_with: [c]}]", "values/a/goes_with", "unknown_value"),
    ("values: [{name: a, goes_with: [cn]}]", "values/a/goes_with", "goes_with_nothing"),
], ids=["picklist", "value", "nothing"])  # fmt: skip
def test_a_picklist_is_refused_for(text: str, place: str, code: str) -> None:
    assert (code, f"picklist/p/{place}") in found(f"kind: picklist\nname: p\nlabel: {{en: P, zh: 表}}\n{text}")


def test_layouts_and_roles_name_record_types_that_are_there() -> None:
    more = """
{kind: layout, name: l, object: shop_order, label: {en: L, zh: 页}, record_types: [quik], tabs: []}
---
kind: role
name: r
label: {en: R, zh: 角色}
audience: staff
objects: [{object: shop_order, rights: [read], record_type: quik}]
"""
    told = found(f"{TYPES}field: stage, values: [open]}}]}}]\n---{more}")
    assert ("unknown_record_type", "layout/l/record_types") in told
    assert ("unknown_record_type", "role/r/objects/shop_order/record_type") in told


def test_the_type_of_a_record_is_a_field_with_the_types_as_values() -> None:
    text = EXTENSION + "record_types: [{name: old, active: false}, {name: quick}, {name: slow}]"
    order = catalog_of(layer(SHOP), layer(text, "more", depends=["shop"])).object("shop_order")
    field = order.field("record_type")
    assert (field.values, field.default, field.required) == (("old", "quick", "slow"), "quick", True)
    assert field.active_values == {"quick", "slow"}
    assert "record_type" not in catalog_of(layer(SHOP)).object("shop_order").fields
