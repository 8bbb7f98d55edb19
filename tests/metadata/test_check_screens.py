"""What is wrong with views, layouts and apps is told with its place."""

import pytest

from tests.metadata.test_check import SHOP
from tests.support.packages import codes, layer

WORDS = "label: {en: Words, zh: 文字}\n"
VIEW = f"kind: view\nname: v\nobject: shop_order\n{WORDS}"
LAYOUT = f"""
kind: layout
name: p
object: shop_order
{WORDS}compact: [nmae]
tabs:
  - name: main
    sections: [{{name: s, fields: [{{field: stag, visible_when: 1 +}}]}}]
    related: [{{relation: itms}}, {{relation: items, columns: [prise]}}]
"""
APP = f"""
kind: app
name: a
{WORDS}home: elsewhere
cards: [{{name: today, object: shop_item, view: nothing}}, {{name: gone, object: shop_ordr, view: v}}]
menu:
  - name: m
    {WORDS}    items: [{{name: one, object: shop_ordr}}, {{name: two, object: shop_item, view: nothing}},
      {{name: again, object: shop_item, view: nothing}}]
"""


@pytest.mark.parametrize("text, place, code", [
    ("columns: [{field: nmae}]", "columns/nmae/field", "unknown_field"),
    ("columns: [{field: owner.nothing}]", "columns/owner.nothing/field", "unknown_field"),
    ("filter: name + 1", "filter", "formula"),
    ("filter: PINYIN(name) = 'a'", "filter", "formula_not_filterable"),
    ("type: board", "group", "view_needs"),
    ("type: calendar\nstart: name", "start", "unfit_field"),
    ("type: tree\nparent: name", "parent", "unfit_field"),
    ("roles: [nobody]", "roles", "unknown_role"),
    ("sort: [-nothing]", "sort", "unknown_field"),
    ("summaries: [{field: dobule, function: sum}]", "summaries/dobule/field", "unknown_field"),
], ids=[
    "column", "path", "filter", "no-sql", "needs-group", "unfit-date", "unfit-parent", "role", "sort", "sum",
])  # fmt: skip
def test_a_view_is_refused_for(text: str, place: str, code: str) -> None:
    assert (code, f"view/v/{place}") in codes(layer(f"{SHOP}---\n{VIEW}{text}"))


def test_all_faults_of_a_layout_are_told_at_once() -> None:
    assert codes(layer(f"{SHOP}---\n{LAYOUT}")) == [
        ("unknown_field", "layout/p/compact"),
        ("unknown_field", "layout/p/tabs/main/sections/s/fields/stag"),
        ("unknown_relation", "layout/p/tabs/main/related/itms"),
        ("unknown_field", "layout/p/tabs/main/related/items/columns"),
        ("formula", "layout/p/tabs/main/sections/s/fields/stag/visible_when"),
    ]


def test_a_page_lists_what_names_a_record_among_others() -> None:
    head = f"kind: object\nname: shop_box\n{WORDS}plural: {{en: Boxes, zh: 箱}}\nname_field: name\nfields:\n"
    fields = (
        "  - {name: name, label: {en: Name, zh: 名称}, type: text}\n"
        "  - {name: mates, label: {en: Mates, zh: 伙伴}, type: many_to_many, to: shop_order, children: mate_of}"
    )
    page = LAYOUT.replace("nmae", "name").replace("stag, visible_when: 1 +", "name").split("    related")[0]
    related = "    related: [{relation: mate_of, columns: [name, prise]}]"
    found = layer(f"{SHOP}---\n{head}{fields}\n---\n{page}{related}")
    assert codes(found) == [("unknown_field", "layout/p/tabs/main/related/mate_of/columns")]


def test_all_faults_of_an_app_are_told_at_once() -> None:
    assert codes(layer(f"{SHOP}---\n{APP}")) == [
        ("unknown_object", "app/a/menu/m/items/one/object"),
        ("unknown_view", "app/a/menu/m/items/two/view"),
        ("repeated_item", "app/a/menu/m/items/again"),
        ("unknown_view", "app/a/menu/m/items/again/view"),
        ("unknown_view", "app/a/cards/today/view"),
        ("unknown_object", "app/a/cards/gone/object"),
        ("unknown_item", "app/a/home"),
    ]


def test_a_view_of_an_object_that_is_not_there_says_which_was_meant() -> None:
    assert ("unknown_object", "view/v/object") in codes(layer(f"{SHOP}---\n{VIEW.replace('shop_order', 'shop_ordr')}"))
