"""What is wrong with actions is told with its place, all at once."""

import pytest

from tests.metadata.test_check import SHOP
from tests.support.packages import codes, layer

ACTION = "kind: action\nname: close\nobject: shop_order\nlabel: {en: Close, zh: 关闭}\n"


@pytest.mark.parametrize("text, place, code", [
    ("", "", "action_does_one"),
    ("hook: true\nopen: \"'https://a.example'\"", "hook", "action_does_one"),
    ("update: [{field: stag, value: done}]", "update/stag/field", "unknown_field"),
    ("update: [{field: total, value: 1}]", "update/total/field", "field_takes_nothing"),
    ("update: [{field: stage, value: don}]", "update/stage/value", "bad_value"),
    ("update: [{field: name, value: {formula: $parameter.reason}}]", "update/name/value", "formula"),
    ("available_when: stag = 'done'\nhook: true", "available_when", "formula"),
    ("create: {relation: itms}", "create/relation", "unknown_relation"),
    ("create: {relation: items, values: [{field: prise, value: 1}]}", "create/values/prise/field", "unknown_field"),
    ("open: 1 + 1", "open", "formula"),
    ("hook: true\nparameters: [{name: a, type: lookup, to: shop_ordr}]", "parameters/a/to", "unknown_object"),
    ("hook: true\nparameters: [{name: a, type: integer, default: x}]", "parameters/a/default", "bad_default"),
    ("hook: true\nparameters: [{name: a, type: text, default: {formula: nmae}}]", "parameters/a/default", "formula"),
], ids=[
    "nothing", "two-things", "field", "computed", "value", "no-such-parameter", "condition", "relation",
    "field-of-child", "open", "lookup", "default", "default-formula",
])  # fmt: skip
def test_an_action_is_refused_for(text: str, place: str, code: str) -> None:
    path = "/".join(filter(None, ("action/close", place)))
    assert (code, path) in codes(layer(f"{SHOP}---\n{ACTION}{text}"))


def test_formulas_of_an_action_name_its_parameters() -> None:
    parameters = "parameters: [{name: reason, type: text}]\n"
    update = "update: [{field: name, value: {formula: UPPER($parameter.reason) & name}}, {field: stage, value: done}]"
    assert codes(layer(f"{SHOP}---\n{ACTION}{parameters}{update}")) == []


def test_a_role_that_may_press_what_is_not_there_is_refused() -> None:
    role = "kind: role\nname: r\nlabel: {en: R, zh: 角色}\naudience: staff\nactions: [clos]"
    text = f"{SHOP}---\n{ACTION}hook: true\n---\n{role}"
    assert ("unknown_action", "role/r/actions") in codes(layer(text))
