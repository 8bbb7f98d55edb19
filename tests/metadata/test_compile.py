"""The catalog: what is compiled, what is shared between revisions, and what formulas see."""

from dataclasses import replace
from decimal import Decimal

import pytest
from guanxi.catalog import Alias, Catalog, ItemRow
from guanxi.catalog.scope import ObjectScope
from guanxi.errors import Missing
from guanxi.fields import DefaultFormula
from guanxi.formula.formula_type import FormulaType
from guanxi.metadata.check import check_layers
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.load import WORKSPACE

from tests.support.packages import CORE, catalog_of, layer

SHOP = """
kind: object
name: shop_order
label: {en: Order, zh: 订单}
plural: {en: Orders, zh: 订单}
owned: true
features: [history]
unique_keys: [{name: by_stage, fields: [stage, placed_on]}]
fields:
  - {name: name, type: text, unique: true}
  - {name: stage, type: picklist, values: shop_stage, default: open}
  - {name: placed_on, type: date, default: {formula: TODAY()}}
  - {name: tags, type: multi_picklist, values: shop_stage}
  - {name: buyer, type: user, children: orders}
  - {name: discount, type: percent, min: 0, max: 100, default: 5}
  - {name: total, type: rollup, over: items, function: sum, of: net}
  - {name: latest, type: rollup, over: items, function: last, of: price, order_by: -price}
  - {name: average, type: rollup, over: items, function: avg, of: pieces}
  - {name: shown, type: formula, returns: money, formula: total * (1 - discount)}
states:
  field: stage
  transitions: [{from: "*", to: done}, {from: open, to: done, when: total > 0}]
---
kind: object
name: shop_item
fields:
  - {name: name, type: auto_number, format: "I-{000}"}
  - {name: order, type: master_detail, to: shop_order, children: items}
  - {name: price, type: money}
  - {name: pieces, type: integer}
  - {name: part_sum, type: rollup, over: parts, function: sum, of: price}
  - {name: net, type: formula, returns: money, formula: price + part_sum, stored: true}
---
kind: object
name: shop_part
fields:
  - {name: name, type: text}
  - {name: item, type: master_detail, to: shop_item, children: parts}
  - {name: price, type: money, scale: 4}
---
kind: picklist
name: shop_stage
values: [{name: open}, {name: done, label: {en: Done, zh: 完成}}, {name: old, active: false}]
---
kind: setting
name: shop_limit
type: money
default: 5
---
kind: setting
name: shop_key
type: text
secret: true
---
kind: rule
name: not_free
object: shop_order
when: total < $setting.shop_limit
message: {en: Too little., zh: 太少。}
---
kind: sharing
name: shop_order
object: shop_order
default: read
rules: [{name: buyers, to: {audience: staff}, level: write, where: buyer = $user.id}]
"""
FRENCH = """
kind: translation
name: french
language: fr
texts:
  - {item: object/shop_order/label, text: Commande}
  - {item: object/shop_order/fields/name/label, text: Nom}
  - {item: picklist/shop_stage/values/done/label, text: Fait}
  - {item: rule/not_free/message, text: Trop peu.}
"""


@pytest.fixture(scope="module")
def shop() -> Catalog:
    return catalog_of(layer(SHOP))


def test_system_fields_stand_first(shop: Catalog) -> None:
    order, item = shop.object("shop_order"), shop.object("shop_item")

    assert list(order.fields)[:9] == [
        "id", "created_at", "created_by", "updated_at", "updated_by", "owner", "version", "deleted_at", "delete_id",
    ]  # fmt: skip
    assert order.field("owner").column == "owner_id"
    assert order.field("owner").writable and not order.field("version").writable
    assert "owner" not in item.fields
    assert [field.name for field in order.declared][:2] == ["name", "stage"]


def test_values_of_documents_are_domain_values(shop: Catalog) -> None:
    order = shop.object("shop_order")

    assert order.field("discount").default == Decimal(5)
    assert order.field("discount").max == Decimal(100)
    assert order.field("placed_on").default == DefaultFormula("TODAY()")
    assert order.field("stage").values == ("open", "done", "old")
    assert order.field("stage").active_values == {"open", "done"}


def test_columns_follow_from_the_type(shop: Catalog) -> None:
    order = shop.object("shop_order")

    assert [column.name for column in order.field("name").columns] == ["name", "name__fold", "name__sort"]
    assert order.field("name").fold_column == "name__fold"
    assert (order.field("shown").column, order.field("tags").link_table) == ("", "shop_order__tags")
    assert shop.object("shop_part").field("name").sort_column == "name__sort"
    assert shop.object("shop_item").field("name").unique


def test_relations_are_turned_round(shop: Catalog) -> None:
    order = shop.object("shop_order")
    relation = order.children["items"]

    assert (relation.object, relation.field, relation.master, relation.on_delete) == (
        "shop_item",
        "order",
        True,
        "cascade",
    )
    assert ("shop_order", "buyer") in [(found.object, found.field) for found in shop.object("user").references]
    assert shop.object("shop_item").master == "order"
    assert [field.name for field in shop.object("shop_item").masters] == ["order"]


def test_roll_up_takes_the_type_of_what_it_summarises(shop: Catalog) -> None:
    order, item = shop.object("shop_order"), shop.object("shop_item")

    assert (item.field("part_sum").returns, item.field("part_sum").scale) == ("money", 4)
    assert (order.field("total").returns, order.field("total").scale) == ("money", 2)
    assert (order.field("average").returns, order.field("average").scale) == ("number", 2)


def test_roll_ups_are_found_from_the_child_in_recompute_order(shop: Catalog) -> None:
    part, item = shop.rollups_over("shop_part"), shop.rollups_over("shop_item")

    assert [(rollup.field, rollup.level, rollup.via) for rollup in part] == [("part_sum", 0, "item")]
    assert [(rollup.field, rollup.level) for rollup in item] == [("average", 0), ("latest", 0), ("total", 1)]
    assert item[1].needs == {"price", "order"}
    assert shop.rollups_over("user") == ()


def test_keys_and_indexes_name_their_fields(shop: Catalog) -> None:
    order = shop.object("shop_order")

    assert [(key.name, key.fields) for key in order.unique_keys] == [
        ("name", ("name",)),
        ("by_stage", ("stage", "placed_on")),
    ]
    assert [index.fields for index in order.indexes] == [("buyer",)]


def test_states_start_at_the_default_and_know_their_gates(shop: Catalog) -> None:
    states = shop.object("shop_order").states
    assert states is not None

    assert states.initial == ("open",)
    assert [gate.source for gate in states.gates("open", "done")] == ["open", "*"]
    assert states.gates("done", "open") == ()


def test_every_object_has_sharing_and_says_nothing_means_private(shop: Catalog) -> None:
    order, item = shop.sharing["shop_order"], shop.sharing["shop_item"]

    assert (order.default, order.portal_default, order.hierarchy, order.rules[0].to.kind) == (
        "read",
        "private",
        True,
        "audience",
    )
    assert (item.default, item.portal_default) == ("private", "private")


def test_roles_are_a_picklist_of_users(shop: Catalog) -> None:
    assert set(shop.object("user").field("roles").values) == set(shop.roles)
    assert shop.roles["administrator"].objects[0].write.every


def test_labels_fall_back_to_names_and_take_translations() -> None:
    catalog = catalog_of(layer(SHOP + "---" + FRENCH))
    order = catalog.object("shop_order")

    assert (order.label.text("fr"), order.label.text("zh"), order.label.text("de")) == ("Commande", "订单", "Order")
    assert (order.field("name").label.text("fr"), order.field("placed_on").label.en) == ("Nom", "Placed on")
    assert catalog.picklist("shop_stage").values[1].label.text("fr") == "Fait"
    assert order.rules[0].message.text("fr") == "Trop peu."


@pytest.mark.parametrize("name", ["nothing", "Shop_order"])
def test_unknown_names_are_missing(shop: Catalog, name: str) -> None:
    with pytest.raises(Missing):
        shop.object(name)
    with pytest.raises(Missing):
        shop.object("shop_order").field(name)
    with pytest.raises(Missing):
        shop.picklist(name)


def rows(prefix: str = "") -> list[ItemRow]:
    return [
        ItemRow("1", "object", "shop", None, "shop_order", "o1"),
        ItemRow("2", "field", "shop", "shop_order", "name", f"{prefix}c2", part=2),
        ItemRow("3", "field", "shop", "shop_order", "stage", "c3", state="building"),
        ItemRow("4", "field", "shop", "shop_order", "tags", "l4"),
        ItemRow("5", "field", "shop", "shop_order", "name", "c_old", state="hidden"),
        ItemRow("6", "unique_key", "shop", "shop_order", "by_stage", None, state="building"),
    ]


def test_rows_of_the_database_give_ids_and_physical_names() -> None:
    merged, _ = check_layers([CORE, layer(SHOP)])
    catalog = compile_catalog(
        merged, rows(), [Alias("field", "shop_order", "title", "name"), Alias("object", None, "ordr", "shop_order")]
    )
    order = catalog.object("ordr")

    assert (order.id, order.table, order.parts) == ("1", "o1", ("o1", "o1__2"))
    assert (order.field("title").id, order.field("name").column, order.field("name").fold_column) == (
        "2",
        "c2",
        "c2__fold",
    )
    assert (order.field("stage").state, order.field("tags").link_table, order.field("id").id) == (
        "building",
        "l4",
        "1:id",
    )
    assert [key.state for key in order.unique_keys] == ["ready", "building"]


def test_unchanged_objects_are_the_same_in_the_next_catalog() -> None:
    first = catalog_of(layer(SHOP))
    patch = layer("kind: object\nname: shop_part\nfields: [{name: price, required: true}]", WORKSPACE)
    second = catalog_of(layer(SHOP), patch, previous=first, revision=2)
    changed = {name for name in second.objects if second.objects[name] is not first.objects[name]}

    assert changed == {"shop_part"}
    assert second.picklists["shop_stage"] is first.picklists["shop_stage"]


@pytest.mark.parametrize(
    ("patch", "changed"),
    [
        ("kind: picklist\nname: shop_stage\nvalues: [{name: new}]", {"shop_order"}),
        ("kind: rule\nname: not_free\nseverity: warning", {"shop_order"}),
        ("kind: role\nname: clerk\naudience: staff", {"user"}),
        (
            "kind: object\nname: note\nfields: [{name: name, type: text}, {name: o, type: lookup, to: shop_part}]",
            {"note", "shop_part"},
        ),
        (FRENCH, {"shop_order"}),
    ],
    ids=["picklist", "rule", "role", "new-lookup", "translation"],
)
def test_object_changes_with_what_it_is_made_of(patch: str, changed: set[str]) -> None:
    first = catalog_of(layer(SHOP))
    second = catalog_of(layer(SHOP), layer(patch, WORKSPACE), previous=first)

    assert {name for name in second.objects if second.objects[name] is not first.objects.get(name)} == changed


def test_rows_that_change_give_a_new_object() -> None:
    merged, _ = check_layers([CORE, layer(SHOP)])
    first = compile_catalog(merged, rows())
    second = compile_catalog(merged, rows("x"), previous=first)

    assert second.object("shop_order") is not first.object("shop_order")
    assert second.object("shop_item") is first.object("shop_item")


def test_checked_formulas_live_on_while_what_they_name_is_unchanged() -> None:
    first = catalog_of(layer(SHOP))
    kept, lost = first.formulas.field("shop_item", "net"), first.formulas.condition("shop_order", "buyer.name = 'x'")
    second = catalog_of(layer(SHOP), layer("kind: role\nname: clerk\naudience: staff", WORKSPACE), previous=first)

    assert second.formulas.field("shop_item", "net") is kept
    assert second.formulas.condition("shop_order", "buyer.name = 'x'") is not lost


def test_formula_book_knows_fields_defaults_and_filters(shop: Catalog) -> None:
    assert shop.formulas.field("shop_order", "shown").returns == FormulaType.MONEY
    assert shop.formulas.default("shop_order", "placed_on").type == FormulaType.DATE
    assert shop.formulas.rollup_filter("shop_order", "total") is None
    with pytest.raises(Missing):
        shop.formulas.field("shop_order", "name")
    with pytest.raises(Missing):
        shop.formulas.default("shop_order", "name")


@pytest.mark.parametrize(
    ("path", "kind", "nullable"),
    [
        ("id", FormulaType.REFERENCE, False),
        ("created_at", FormulaType.DATETIME, False),
        ("name", FormulaType.TEXT, True),
        ("total", FormulaType.MONEY, True),
        ("tags", FormulaType.MULTI_PICKLIST, True),
        ("buyer", FormulaType.REFERENCE, True),
        ("buyer.id", FormulaType.REFERENCE, True),
        ("buyer.unit.parent.name", FormulaType.TEXT, True),
        ("owner", FormulaType.REFERENCE, True),
        ("owner.name", FormulaType.TEXT, True),
        ("owner.id", FormulaType.REFERENCE, True),
        ("owner:user.unit.name", FormulaType.TEXT, True),
        ("$user.roles", FormulaType.MULTI_PICKLIST, True),
        ("$User.unit.name", FormulaType.TEXT, True),
        ("$org.currency", FormulaType.TEXT, True),
        ("$setting.shop_limit", FormulaType.MONEY, True),
    ],
)
def test_scope_resolves_paths(shop: Catalog, path: str, kind: FormulaType, nullable: bool) -> None:
    steps = tuple(path.split("."))
    found = ObjectScope(shop, "shop_order").resolve(steps)
    assert found is not None

    assert (found.type, found.nullable, found.context) == (kind, nullable, path.startswith("$"))
    assert found.key == (steps[0].lower(), *steps[1:])


@pytest.mark.parametrize(
    "path",
    [
        "nothing", "deleted_at", "delete_id", "name.x", "owner.unit", "owner:nothing.name", "buyer:user.name",
        "$setting.shop_key", "$setting.nothing", "$org.secret", "$user", "$nothing.x",
        ".".join(["buyer"] + ["unit"] * 11), "",
    ],
)  # fmt: skip
def test_scope_knows_no_other_names(shop: Catalog, path: str) -> None:
    assert ObjectScope(shop, "shop_order").resolve(tuple(path.split(".")) if path else ()) is None


def test_scope_opens_children_and_suggests_names(shop: Catalog) -> None:
    scope = ObjectScope(shop, "shop_order")
    items = scope.children("items")
    assert items is not None

    assert items.key == "items" and items.resolve(("price",)) is not None
    assert scope.children("nothing") is None
    assert "total" in scope.names(()) and "$user" in scope.names(()) and "deleted_at" not in scope.names(())
    assert "unit" in scope.names(("buyer",))
    assert list(scope.names(("$setting",))) == ["currency", "multi_currency", "working_calendar", "shop_limit"]


def test_scope_can_be_cut_to_what_a_reader_may_name(shop: Catalog) -> None:
    class Reader:
        def field(self, item, name):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            return None if name == "total" else item.find(name)

        def fields(self, item):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            return [field for field in item.fields.values() if field.name != "total"]

        def target(self, member, kind=""):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            return None

        def object(self, name):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            return None if name == "shop_item" else shop.find(name)

    scope = ObjectScope(shop, "shop_order", names=Reader())

    assert scope.resolve(("name",)) is not None
    assert scope.resolve(("total",)) is None
    assert scope.resolve(("buyer", "name")) is None
    assert scope.children("items") is None
    assert "total" not in scope.names(())


def test_catalog_rows_cannot_be_changed(shop: Catalog) -> None:
    with pytest.raises(TypeError):
        shop.objects["x"] = shop.object("user")  # type: ignore[index]
    with pytest.raises(AttributeError):
        shop.object("user").name = "x"  # type: ignore[misc]
    assert replace(shop, revision=5).revision == 5
