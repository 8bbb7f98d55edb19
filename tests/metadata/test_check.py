"""The check of metadata: references, types, keys, rights and formulas, with every finding in one go."""

from functools import partial

import pytest
from guanxi.metadata.check import check_layers
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.findings import errors_of
from guanxi.metadata.layers import Layer
from guanxi.metadata.load import WORKSPACE, read_package
from guanxi.settings import asset_path

from tests.support.packages import CORE, catalog_of, checked, codes, layer

SHOP = """
kind: object
name: shop_order
label: {en: Order, zh: 订单}
owned: true
fields:
  - {name: name, type: text, label: {en: Name, zh: 名称}}
  - {name: stage, type: picklist, values: shop_stage, default: open, label: {en: Stage, zh: 阶段}}
  - {name: total, type: rollup, over: items, function: sum, of: price, label: {en: Total, zh: 合计}}
  - {name: double, type: formula, returns: money, formula: total * 2, label: {en: Double, zh: 双倍}}
---
kind: object
name: shop_item
label: {en: Item, zh: 明细}
fields:
  - {name: name, type: auto_number, format: "I-{000}", label: {en: Number, zh: 编号}}
  - {name: order, type: master_detail, to: shop_order, children: items, label: {en: Order, zh: 订单}}
  - {name: price, type: money, min: 0, label: {en: Price, zh: 价格}}
---
kind: picklist
name: shop_stage
label: {en: Stage, zh: 阶段}
values: [{name: open, label: {en: Open, zh: 进行中}}, {name: done, label: {en: Done, zh: 完成}}]
"""
ROLLUP = "{name: a, type: rollup, over: items, function:"
FORMULA = "{name: a, type: formula, returns: number, formula:"
STAGED = "  - {name: s, type: picklist, values: shop_stage}\nstates: "
RULE = "kind: rule\nname: r\nobject: shop_order\nmessage: {en: a, zh: b}\nwhen: "
SHARED = "kind: sharing\nname: s\nobject: shop_order\nrules: [{name: a, to: {audience: staff}, level: read, where: "
FRENCH = "kind: translation\nname: t\nlanguage: fr\ntexts: [{item: "
GRANTED = "kind: role\nname: r\naudience: staff\nobjects: [{object: shop_order, "
OBJECT = "kind: object\nname: x\nfields:\n  - {name: name, type: text}\n"


def with_field(text: str) -> list[tuple[str, str]]:
    """Return the findings about one more field of the order."""
    return codes(
        layer(SHOP),
        layer(f"kind: extension\nname: e\nobject: shop_order\nfields:\n  - {text}", "more", depends=["shop"]),
    )


def test_sound_package_has_no_findings_at_all() -> None:
    assert checked(layer(SHOP))[1] == ()


def test_shipped_packages_have_no_errors() -> None:
    packages = [read_package(asset_path("metadata") / name) for name in ("core", "base")]
    _, findings = checked(*(Layer(package.manifest, package.documents) for package in packages[1:]))

    assert [finding.text("en") for finding in errors_of(findings)] == []


@pytest.mark.parametrize(
    ("field", "code", "path"),
    [
        ("{name: a, type: txt}", "not_allowed", "type"),
        ("{name: a, type: id}", "not_allowed", "type"),
        ("{name: a, type: text, scale: 2}", "key_not_for_type", "scale"),
        ("{name: a, type: boolean, required: true}", "key_not_for_type", "required"),
        ("{name: a, type: lookup}", "field_needs_key", ""),
        ("{name: a, type: lookup, to: shop_ordr}", "unknown_object", "to"),
        ("{name: a, type: lookup, to: user, required: true}", "required_clears", ""),
        ("{name: a, type: lookup, to: user, acyclic: true}", "acyclic_points_away", "acyclic"),
        ("{name: a, type: picklist, values: shop_stages}", "unknown_picklist", "values"),
        ("{name: a, type: picklist, values: shop_stage, default: opn}", "bad_default", "default"),
        ("{name: a, type: decimal, default: 1.005}", "bad_default", "default"),
        ("{name: a, type: decimal, min: x}", "bad_limit", "min"),
        ("{name: a, type: decimal, min: 2, max: 1}", "min_over_max", ""),
        ("{name: a, type: text, pattern: '('}", "bad_pattern", ""),
        ("{name: a, type: decimal, scale: 9}", "scale_over_limit", ""),
        ("{name: a__b, type: text}", "bad_name", "name"),
        ("{name: a_, type: text}", "bad_name", "name"),
        ("{name: and, type: text}", "reserved_name", "name"),
        ("{name: created_at, type: date}", "reserved_name", "name"),
        ("{name: a, type: user, children: items}", None, None),
        ("{name: a, type: lookup, to: shop_order, children: items}", "relation_twice", "children"),
        ("{name: a, type: lookup, to: shop_order, children: stage}", "relation_is_field", "children"),
        ("{name: a, type: rollup, over: itms, function: count}", "unknown_relation", "over"),
        ("{name: a, type: rollup, over: items, function: sum}", "field_needs_key", ""),
        ("{name: a, type: rollup, over: items, function: sum, of: prize}", "unknown_field", "of"),
        ("{name: a, type: rollup, over: items, function: sum, of: name}", "rollup_of_type", "of"),
        (f"{ROLLUP} last, of: price, order_by: -nothing}}", "unknown_field", "order_by"),
        (f"{ROLLUP} count, filter: prize > 1}}", "formula", "filter"),
        (f"{ROLLUP} count, filter: order.name = 'x'}}", "rollup_reaches_out", "filter"),
        (f"{ROLLUP} count, filter: created_at > NOW()}}", "formula_volatile", "filter"),
        ("{name: a, type: formula, returns: number, formula: totl * 2}", "formula", "formula"),
        ("{name: a, type: formula, returns: number, formula: name * 2}", "formula", "formula"),
        ("{name: a, type: formula, returns: date, formula: total}", "formula", "formula"),
        ("{name: a, type: formula, returns: number, formula: (total}", "formula", "formula"),
        (f"{FORMULA} double * 2, stored: true}}", "stored_reaches_out", "formula"),
        ("{name: a, type: formula, returns: text, formula: owner.name, stored: true}", "formula", "formula"),
        ("{name: a, type: formula, returns: date, formula: TODAY(), stored: true}", "formula", "formula"),
        ("{name: a, type: formula, returns: number, formula: total, unique: true}", "needs_stored", ""),
        ("{name: a, type: formula, returns: number, formula: a + 1}", "field_cycle", ""),
        ("{name: a, type: date, default: {formula: TODAY() + 'x'}}", "formula", "default"),
        ("{name: a, type: date, default: {formula: TODAY()}}", None, None),
    ],
)  # fmt: skip
def test_fault_of_a_field_is_found_where_it_stands(field: str, code: str | None, path: str | None) -> None:
    found = with_field(field)
    name = field.split(",")[0].removeprefix("{name: ")

    if code is None:
        assert found == []
    else:
        assert (code, "/".join(part for part in (f"object/shop_order/fields/{name}", path) if part)) in found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: object\nname: x\nfields: []", "unknown_field"),
        ("kind: object\nname: x\nname_field: n\nfields: [{name: n, type: integer}]", "name_field_type"),
        (OBJECT + "unique_keys: [{name: k, fields: [nme]}]", "unknown_field"),
        (OBJECT + "  - {name: l, type: long_text}\nindexes: [{name: k, fields: [l]}]", "key_field_type"),
        (OBJECT + "states: {field: name}", "state_field_type"),
        (OBJECT + STAGED + "{field: s, transitions: [{from: opn, to: done}]}", "unknown_value"),
        (OBJECT + STAGED + "{field: s, initial: [opn]}", "unknown_value"),
        (OBJECT + STAGED + "{field: s, transitions: [{from: open, to: done, when: nme = ''}]}", "formula"),
        (OBJECT + "  - {name: up, type: master_detail, to: x}", "master_cycle"),
        ("kind: rule\nname: r\nobject: shop_ordr\nwhen: 'TRUE'\nmessage: {en: a, zh: b}", "unknown_object"),
        (RULE + "total", "formula"),
        (RULE + "stage = 'opn'", "formula"),
        (RULE + "total > 1\nat: totl", "unknown_field"),
        ("kind: role\nname: r\naudience: staff\ninherits: [r2]", "unknown_role"),
        ("kind: role\nname: r\naudience: staff\ninherits: [r]", "role_cycle"),
        ("kind: role\nname: r\naudience: portal\ninherits: [administrator]", "audience_mixed"),
        ("kind: role\nname: r\naudience: staff\nobjects: [{object: shop_ordr}]", "unknown_object"),
        (GRANTED + "fields: {read: [totl]}}]", "unknown_field"),
        (GRANTED + "mask: [totl]}]", "unknown_field"),
        ("kind: sharing\nname: s\nobject: shop_ordr", "unknown_object"),
        ("kind: sharing\nname: s\nobject: shop_order\ndefault: read", "sharing_default_elsewhere"),
        ("kind: sharing\nname: s\nobject: shop_item", "sharing_by_parent"),
        ("kind: sharing\nname: s\nobject: shop_order\nrules: [{name: a, to: {role: r}, level: read}]", "unknown_role"),
        (SHARED + "total}]", "formula"),
        (SHARED + "PINYIN(name) = 'a'}]", "formula_not_filterable"),
        ("kind: setting\nname: s\ntype: integer\ndefault: x", "bad_default"),
        (FRENCH + "object/shop_ordr/label, text: x}]", "unknown_item"),
        (FRENCH + "object/shop_order/fields/totl/label, text: x}]", "unknown_item"),
    ],
)  # fmt: skip
def test_fault_of_a_document_is_found(text: str, code: str) -> None:
    assert code in [code for code, _ in codes(layer(SHOP), layer(text, "more", depends=["shop"]))]


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("kind: rule\nname: r\nobject: shop_ordr\nwhen: 'TRUE'\nmessage: {en: a, zh: b}", "shop_order"),
        ("kind: rule\nname: r\nobject: shop_order\nwhen: totl > 1\nmessage: {en: a, zh: b}", "total"),
        ("kind: extension\nname: e\nobject: shop_order\nfields: [{name: a, type: txt}]", "text"),
    ],
)
def test_finding_says_what_was_probably_meant(text: str, fix: str) -> None:
    _, findings = checked(layer(SHOP), layer(text, "more", depends=["shop"]))

    assert fix in [finding.fix for finding in findings]


def test_all_faults_are_found_at_once() -> None:
    text = (
        "kind: object\nname: x\nlabl: {en: X}\nfields:\n  - {name: name, type: text, lenght: 5}\n"
        "  - {name: b, type: txt}\n"
        "  - {name: c, type: formula, returns: number, formula: nothing + 1}\n---\n"
        "kind: rule\nname: r\nobject: x\nwhen: nothing\nmessage: {en: a, zh: b}\n---\n"
        "kind: role\nname: q\naudience: staff\nobjects: [{object: nowhere}]"
    )
    found = [(finding.code, finding.line) for finding in errors_of(checked(layer(text))[1])]

    assert found == [
        ("unknown_key", 3), ("unknown_key", 5), ("not_allowed", 6), ("unknown_object", 18), ("formula", 7),
        ("formula", 12),
    ]  # fmt: skip


def test_faulty_document_makes_no_echo() -> None:
    text = "kind: picklist\nname: p\nvalues: 5\n---\n" + OBJECT + "  - {name: a, type: picklist, values: p}"

    assert codes(layer(text)) == [("wrong_type", "picklist/p/values")]


def test_circle_of_roll_ups_and_formulas_is_found() -> None:
    text = (
        "kind: extension\nname: e\nobject: shop_item\nfields:\n"
        "  - {name: a, type: formula, returns: money, formula: order.b}\n---\n"
        "kind: extension\nname: f\nobject: shop_order\nfields:\n"
        "  - {name: b, type: formula, returns: money, formula: 'SUM(items.a)'}"
    )
    found = codes(layer(SHOP), layer(text, "more", depends=["shop"]))

    assert [code for code, _ in found] == ["field_cycle"]


def test_roll_up_over_a_roll_up_is_judged_by_what_lies_below() -> None:
    deep = (
        "kind: object\nname: shop_part\nfields: [{name: name, type: text}, {name: made_on, type: date},"
        " {name: item, type: master_detail, to: shop_item, children: pieces}, {name: price, type: money}]\n---\n"
        "kind: extension\nname: e\nobject: shop_item\n"
        "fields: [{name: best, type: rollup, over: pieces, function: max, of: %s}]\n---\n"
        "kind: extension\nname: f\nobject: shop_order\n"
        "fields: [{name: bests, type: rollup, over: items, function: sum, of: best}]"
    )
    found = [codes(layer(SHOP), layer(deep % of, "more", depends=["shop"])) for of in ("price", "made_on")]

    assert found == [[], [("rollup_of_type", "object/shop_order/fields/bests/of")]]


def test_currency_of_amounts_has_its_name_and_a_day() -> None:
    amounts = OBJECT + "  - {name: fee, type: money}\n  - {name: currency, type: text}\nrate_date: fee"
    several = "kind: setting\nname: multi_currency\ntype: boolean\ndefault: true"

    assert codes(layer(amounts)) == [("rate_date_type", "object/x/rate_date")]
    found = codes(layer(amounts), layer(several, WORKSPACE))
    assert sorted(code for code, _ in found) == ["currency_taken", "rate_date_type"]


def test_circle_of_master_details_is_found() -> None:
    text = (
        OBJECT.replace("name: x", "name: p") + "  - {name: up, type: master_detail, to: q}\n---\n"
        + OBJECT.replace("name: x", "name: q") + "  - {name: up, type: master_detail, to: p}"
    )  # fmt: skip

    assert "master_cycle" in [code for code, _ in codes(layer(text))]


def test_third_party_names_carry_their_prefix() -> None:
    text = (
        "kind: object\nname: visit\nfields: [{name: name, type: text}]\n---\n"
        "kind: extension\nname: e\nobject: shop_order\n"
        "fields: [{name: region, type: text}, {name: acme_zone, type: text}]"
    )
    found = codes(layer(SHOP), layer(text, "acme", depends=["shop"], prefix="acme_"))

    assert sorted(found) == [
        ("needs_prefix", "object/shop_order/fields/region/name"),
        ("needs_prefix", "object/visit/name"),
    ]


def test_package_names_only_what_it_depends_on() -> None:
    text = OBJECT + "  - {name: a, type: lookup, to: shop_order}"

    assert codes(layer(SHOP), layer(text, "more")) == [("not_depended_on", "object/x/fields/a/to")]
    assert codes(layer(SHOP), layer(text, "more", depends=["shop >=1.0"])) == []
    assert codes(layer(SHOP), layer(text, WORKSPACE)) == []


def test_missing_language_is_a_warning_for_packages_alone() -> None:
    _, findings = checked(layer(OBJECT))

    assert errors_of(findings) == ()
    assert [(finding.code, finding.params["language"]) for finding in findings][:2] == [
        ("missing_label", "en"),
        ("missing_label", "zh"),
    ]
    assert checked(layer(OBJECT, WORKSPACE))[1] == ()


def test_patch_is_checked_as_a_patch() -> None:
    good = (
        "kind: object\nname: shop_order\n"
        "fields: [{name: total, label: {en: Sum}}, {name: stage, required: true, after: ^}]"
    )
    bad = "kind: object\nname: shop_order\nfields: [{name: name, max_lenght: 5}]"

    assert codes(layer(SHOP), layer(good, WORKSPACE)) == []
    assert codes(layer(SHOP), layer(bad, WORKSPACE)) == [("unknown_key", "object/shop_order/fields/0/max_lenght")]


def test_entry_that_a_patch_adds_must_be_whole() -> None:
    patch = layer("kind: object\nname: shop_order\nfields:\n  - {name: note, label: {en: Note}}", WORKSPACE)
    finding = errors_of(checked(layer(SHOP), patch)[1])[0]

    assert (finding.code, finding.path, finding.line) == ("missing_key", "object/shop_order/fields/note", 4)


def test_hiding_what_others_use_is_refused_by_naming_them() -> None:
    found = codes(
        layer(SHOP), layer("kind: object\nname: shop_order\nfields: [{name: total, hidden: true}]", WORKSPACE)
    )

    assert found == [("formula", "object/shop_order/fields/double/formula")]


def test_finding_reads_as_one_line_in_both_languages() -> None:
    _, findings = checked(layer(OBJECT + "  - {name: a, type: lookup, to: usr}"))
    finding = errors_of(findings)[0]

    assert finding.text("en") == "shop.yaml:5: There is no object “usr”. Did you mean “user”?"
    assert finding.text("zh") == "shop.yaml:5: 没有对象“usr”。是否想写“user”？"
    assert finding.as_problem().params["line"] == 5


def test_check_upon_a_catalog_finds_the_same() -> None:
    before = catalog_of(layer(SHOP))
    patch = layer("kind: object\nname: shop_order\nfields: [{name: total, hidden: true}]", WORKSPACE)
    layers = [CORE, layer(SHOP), patch]
    upon = check_layers(layers, trusted=frozenset({"core", "shop"}), compiled=partial(compile_catalog, previous=before))

    assert upon[1] == check_layers(layers)[1]


def test_a_roll_up_over_a_faulty_lookup_is_left_out_of_what_follows() -> None:
    found = codes(
        layer("""
kind: object
name: order
fields:
  - {name: name, label: {en: Name, zh: 名称}, type: text}
  - {name: total, label: {en: Total, zh: 合计}, type: rollup, over: lines, function: count}
label: {en: Order, zh: 订单}
---
kind: object
name: order_line
label: {en: Line, zh: 明细}
fields:
  - {name: name, label: {en: Name, zh: 名称}, type: text}
  - {name: order, label: {en: Order, zh: 订单}, type: lookup, to: order, children: lines, default: nobody}
""")
    )
    assert [code for code, _ in found] == ["bad_default"]


def test_a_key_of_another_type_does_not_change_what_a_field_is() -> None:
    found = codes(
        layer("""
kind: object
name: order
label: {en: Order, zh: 订单}
fields:
  - {name: name, label: {en: Name, zh: 名称}, type: text}
  - {name: account, label: {en: User, zh: 用户}, type: lookup, to: user, over: lines}
""")
    )
    assert [code for code, _ in found] == ["key_not_for_type"]
