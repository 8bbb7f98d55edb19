"""Names, types and problems of formulas."""

import pytest
from guanxi.formula import FormulaInvalid, FormulaType, check, checked_json, describe
from guanxi.formula.typed import Apply, Compare, Constant

from tests.formula.scopes import SCOPE

T = FormulaType


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("amount + count", T.MONEY),
        ("amount * share", T.MONEY),
        ("amount / amount", T.NUMBER),
        ("share + share", T.PERCENT),
        ("close_date + 1", T.DATE),
        ("1 + close_date", T.DATE),
        ("close_date - close_date", T.NUMBER),
        ("made_at - 1", T.DATETIME),
        ("made_at - close_date", T.NUMBER),
        ("made_at + length", T.DATETIME),
        ("length * 2", T.DURATION),
        ("opens - opens", T.NUMBER),
        ("name + note", T.TEXT),
        ("name & count", T.TEXT),
        ("IF(flag, 1, NULL)", T.NUMBER),
        ("IF(flag, amount, 1)", T.MONEY),
        ("CASE(stage, 'won', 'a', 'b')", T.TEXT),
        ("BLANKVALUE(close_date, TODAY())", T.DATE),
        ("MAX(amount, 1)", T.MONEY),
        ("NULL", T.BLANK),
        ("YEAR(made_at)", T.NUMBER),
        ("SUM(lines.amount)", T.MONEY),
        ("COUNT(lines, rank > $parent.count)", T.NUMBER),
        ("FIRST(lines.day, rank)", T.DATE),
        ("MIN(lines.day)", T.DATE),
        ("EXISTS(lines)", T.BOOLEAN),
        ("account.amount", T.MONEY),
        ("PRIORVALUE(stage)", T.PICKLIST),
        ("SPLIT(name, ',')", T.LIST),
    ],
)
def test_a_formula_has_the_type(formula: str, kind: FormulaType) -> None:
    assert check(formula, SCOPE).type is kind


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("amnt > 1", "unknown_name"),
        ("LENN(name)", "unknown_function"),
        ("LEN()", "argument_count"),
        ("LEN(count)", "argument_type"),
        ("name = 1", "not_comparable"),
        ("flag > TRUE", "not_comparable"),
        ("name * 2", "operand_types"),
        ("close_date + close_date", "operand_types"),
        ("IF(count, 1, 2)", "not_a_condition"),
        ("IF(flag, 1, 'a')", "branches_differ"),
        ("close_date = '2026-02-30'", "bad_literal"),
        ("made_at > 'soon'", "bad_literal"),
        ("account = 'me'", "bad_literal"),
        ("stage = 'wonn'", "unknown_value"),
        ("ISPICKVAL(stage, 'wonn')", "unknown_value"),
        ("INCLUDES(tags, 'x')", "unknown_value"),
        ("ISCHANGED(1 + 1)", "field_needed"),
        ("REGEX(name, '(?=a)')", "bad_pattern"),
        ("COUNT(rows)", "unknown_children"),
        ("COUNT(lines, COUNT(lines) > 1)", "nested_children"),
        ("SUM(lines.name)", "argument_type"),
        ("CASE(stage, 'won', 1)", "argument_count"),
        ("stage IN ('won', 'x')", "unknown_value"),
        ("stage = 'dropped'", "unknown_value"),
        ("add(1, 2)", "unknown_function"),
    ],
)
def test_a_wrong_formula_is_refused(formula: str, code: str) -> None:
    with pytest.raises(FormulaInvalid) as caught:
        check(formula, SCOPE)
    problem = caught.value.found[0]
    assert problem.code == code
    assert describe(problem, "en") != describe(problem, "zh")


def test_types_are_named_in_the_language_of_the_sentence() -> None:
    with pytest.raises(FormulaInvalid) as refused:
        check("1 + 1", SCOPE, returns=FormulaType.BOOLEAN)
    (problem,) = refused.value.found
    assert describe(problem, "zh") == "公式的结果必须是“是/否”，实际为数字。"
    assert describe(problem, "en") == "The formula must give yes or no, but gives number."


def test_all_problems_are_reported_in_order_with_suggestions() -> None:
    with pytest.raises(FormulaInvalid) as caught:
        check("amnt > 1 AND LENN(nme) = 2 AND name = 3", SCOPE)
    found = [(problem.code, problem.params.get("nearest")) for problem in caught.value.found]
    assert found == [
        ("unknown_name", "amount"),
        ("unknown_function", "LEN"),
        ("unknown_name", "name"),
        ("not_comparable", None),
    ]


def test_a_text_literal_takes_the_type_of_the_other_side() -> None:
    tree = check("close_date >= '2026-1-2'", SCOPE).tree
    assert isinstance(tree, Compare)
    assert tree.kind is T.DATE
    assert isinstance(tree.right, Constant)
    assert tree.right.type is T.DATE


@pytest.mark.parametrize(
    "formula",
    [
        "stage = 'gained'", "'gained' = stage", "stage <> 'gained'", "PRIORVALUE(stage) = 'gained'",
        "stage IN ('new', 'gained')", "CASE(stage, 'lost', 1, 'gained', 2, 3)", "SWITCH(stage, 'gained', 2, 3)",
        "ISPICKVAL(stage, 'gained')", "ISPICKVAL(PRIORVALUE(stage), 'gained')", "INCLUDES(tags, 'gained')",
    ],
)  # fmt: skip
def test_a_former_name_of_a_value_is_checked_as_the_value(formula: str) -> None:
    assert check(formula, SCOPE).tree == check(formula.replace("gained", "won"), SCOPE).tree


def test_a_date_compared_with_an_instant_means_that_day() -> None:
    tree = check("made_at = '2026-01-02'", SCOPE).tree
    assert isinstance(tree, Compare)
    assert isinstance(tree.left, Apply)
    assert (tree.kind, tree.left.function) == (T.DATE, "DATEVALUE")


@pytest.mark.parametrize(
    ("formula", "may_fail"),
    [
        ("amount / 2", False),
        ("amount / count", True),
        ("IFERROR(amount / count, 0)", False),
        ("VALUE(name)", True),
        ("DATEVALUE(made_at)", False),
        ("count + other", False),
        ("REGEX(name, 'a+')", False),
        ("REGEX(name, note)", True),
    ],
)
def test_may_fail_tells_whether_an_error_is_possible(formula: str, may_fail: bool) -> None:
    assert check(formula, SCOPE).may_fail is may_fail


@pytest.mark.parametrize(
    ("formula", "filterable"),
    [
        ("stage = 'won' AND amount > 5", True),
        ("PINYIN(name) = 'a'", False),
        ("name = PINYIN('a')", True),
        ("ISCHANGED(name)", False),
        ("LIKE(name, note)", False),
        ("LIKE(name, 'a%')", True),
        ("COUNT(lines) > 1", True),
    ],
)
def test_filterable_follows_from_the_function_table(formula: str, filterable: bool) -> None:
    assert check(formula, SCOPE).filterable is filterable


def test_constants_are_marked() -> None:
    tree = check("close_date < TODAY() + 1", SCOPE).tree
    assert isinstance(tree, Compare)
    assert (tree.left.constant, tree.right.constant) == (False, True)


@pytest.mark.parametrize("formula", ["close_date < TODAY()", "account.amount > 1", "name = $user.id", "HASROLE('a')"])
def test_a_stored_formula_uses_only_its_own_record(formula: str) -> None:
    with pytest.raises(FormulaInvalid) as caught:
        check(formula, SCOPE, stored=True)
    assert caught.value.found[0].code in {"volatile", "stored_reference"}


def test_the_result_must_have_the_type_asked_for() -> None:
    with pytest.raises(FormulaInvalid) as caught:
        check("name", SCOPE, returns=T.NUMBER)
    assert caught.value.found[0].code == "wrong_result"
    assert check("made_at", SCOPE, returns=T.DATE).type is T.DATE


def test_references_and_relations_are_listed() -> None:
    checked = check("amount + account.amount + amount + SUM(lines.amount, rank > $parent.count)", SCOPE)
    assert [reference.text for reference in checked.references] == ["amount", "account.amount", "count"]
    assert checked.children == ("lines",)


def test_nested_calls_are_checked_once() -> None:
    formula = "NULLVALUE(" * 60 + "1" + ", 2)" * 60
    assert check(formula, SCOPE).type is T.NUMBER


def test_the_checked_tree_is_json() -> None:
    document = checked_json(check("amount > 1.50", SCOPE))
    assert document["tree"] == {
        "node": "compare",
        "type": "boolean",
        "operator": ">",
        "kind": "number",
        "left": {"node": "field", "type": "money", "path": "amount"},
        "right": {"node": "constant", "type": "number", "value": "1.50"},
    }


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 50 + "close_date" + (" + 1" * 38 + ")") * 50,
        "+".join(f"nme{index}" for index in range(2_000)),
        "IF(flag, " * 60 + "1" + ", 'a')" * 60,
    ],
    ids=["deep-chains", "thousands-of-problems", "nested-mismatch"],
)
def test_a_hostile_formula_is_refused(formula: str) -> None:
    with pytest.raises(FormulaInvalid):
        check(formula, SCOPE)
