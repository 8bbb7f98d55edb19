"""Text to tree, and its bounds."""

from decimal import Decimal

import pytest
from guanxi.formula import FormulaSyntax, caret, describe, parse
from guanxi.formula.tree import Call, Literal, Name, Operation

A, B, C = Name(("a",)), Name(("b",)), Name(("c",))


def number(text: str) -> Literal:
    return Literal(Decimal(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("2^-1", Operation("^", (number("2"), Operation("-", (number("1"),)))), id="signed-exponent"),
        pytest.param("-2^2", Operation("-", (Operation("^", (number("2"), number("2"))),)), id="power-before-sign"),
        pytest.param(
            "2^3^2", Operation("^", (Operation("^", (number("2"), number("3"))), number("2"))), id="power-from-the-left"
        ),
        pytest.param("a - b - c", Operation("-", (Operation("-", (A, B)), C)), id="minus-from-the-left"),
        pytest.param("a + b + c", Operation("+", (A, B, C)), id="one-flat-chain"),
        pytest.param("(a + b) + c", Operation("+", (Operation("+", (A, B)), C)), id="bracket-keeps-its-node"),
        pytest.param("a + b * c", Operation("+", (A, Operation("*", (B, C)))), id="times-before-plus"),
        pytest.param("a & b = c", Operation("=", (Operation("&", (A, B)), C)), id="join-before-comparison"),
        pytest.param("a || b && !c", Call("OR", (A, Call("AND", (B, Call("NOT", (C,)))))), id="symbols-are-words"),
        pytest.param("not a = b and c", Call("AND", (Call("NOT", (Operation("=", (A, B)),)), C)), id="not-before-and"),
        pytest.param("a == b", Operation("=", (A, B)), id="double-equals"),
        pytest.param("a != b", Operation("<>", (A, B)), id="not-equal"),
        pytest.param("a in (1, b)", Call("IN", (A, number("1"), B)), id="in-list"),
        pytest.param("a not in (b)", Call("NOT", (Call("IN", (A, B)),)), id="not-in"),
        pytest.param("a between 1 and b & c", Call("BETWEEN", (A, number("1"), Operation("&", (B, C)))), id="between"),
        pytest.param("and(a, b)", Call("AND", (A, B)), id="and-as-function"),
        pytest.param("a.b:c.d", Name(("a", "b:c", "d")), id="polymorphic-path"),
        pytest.param("$Setup.X__c.Y__c", Name(("$Setup", "X__c", "Y__c")), id="foreign-global"),
        pytest.param("{! $User.Id }", Name(("$User", "Id")), id="merge-field"),
        pytest.param("/* a */ 1 /* b */", number("1"), id="comments"),
        pytest.param("'it\\'s\\n'", Literal("it's\n"), id="escapes"),
        pytest.param('"\\d"', Literal("\\d"), id="unknown-escape-stays"),
        pytest.param("tRue", Literal(True), id="keywords-in-any-case"),
        pytest.param(".5", number("0.5"), id="bare-fraction"),
    ],
)
def test_parse_gives_the_tree(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        pytest.param("", "empty", 0, id="nothing"),
        pytest.param("1 +", "unexpected", 3, id="cut-off"),
        pytest.param("IF(a, b", "unexpected", 7, id="open-call"),
        pytest.param("a b", "unexpected", 2, id="two-values"),
        pytest.param("1 + 'x", "unterminated_text", 4, id="open-text"),
        pytest.param("1 /* x", "unterminated_comment", 2, id="open-comment"),
        pytest.param("a # b", "unexpected_character", 2, id="strange-character"),
        pytest.param("'a\x00'", "unexpected_character", 2, id="nul"),
        pytest.param("'\ud800'", "unexpected_character", 1, id="lone-surrogate"),
        pytest.param("1e40", "number_out_of_range", 0, id="huge-number"),
        pytest.param("a AND", "unexpected", 5, id="missing-operand"),
    ],
)
def test_parse_refuses_with_the_place(text: str, code: str, start: int) -> None:
    with pytest.raises(FormulaSyntax) as caught:
        parse(text)
    problem = caught.value.found[0]
    assert (problem.code, problem.start) == (code, start)
    assert describe(problem, "en") and describe(problem, "zh") != describe(problem, "en")


def test_caret_points_below_the_problem() -> None:
    with pytest.raises(FormulaSyntax) as caught:
        parse("1 +\n 2 # 3")
    assert caret("1 +\n 2 # 3", caught.value.found[0]) == " 2 # 3\n   ^"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 30_000,
        "-" * 30_000 + "1",
        "1" + "^-1" * 1_500,
        "1" + "-1" * 2_400,
        "NOT " * 8_000 + "a",
        "IF(" * 3_000,
        "a&" * 15_000,
        "a IN (" * 3_000,
        "x BETWEEN " * 3_000,
        '"' + "\\" * 30_000,
        "/*" * 15_000,
        "9" * 32_000,
        "a" * 40_000,
        "{!" * 9_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_text_is_refused_and_never_crashes(text: str) -> None:
    with pytest.raises(FormulaSyntax):
        parse(text)


def test_a_long_chain_stays_flat() -> None:
    tree = parse("+".join(["1"] * 2_000))
    assert isinstance(tree, Operation)
    assert len(tree.operands) == 2_000
