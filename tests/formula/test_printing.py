"""Tree to text, and renaming."""

from decimal import Decimal

import pytest
from guanxi.formula import FormulaSyntax, format_formula, parse, references, rename_reference
from guanxi.formula.tree import Call, Literal, Name, Node, Operation
from hypothesis import given, settings
from hypothesis import strategies as st

_LEAVES = st.one_of(
    st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False, allow_infinity=False).map(Literal),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8).map(Literal),
    st.sampled_from([True, False, None]).map(Literal),
    st.sampled_from(
        [("a",), ("account", "owner", "name"), ("subject:contact", "email"), ("$user", "id"), ("X__c",)]
    ).map(Name),
)


def _chain(operator: str, parts: list[Node]) -> Node:
    """Join parts as the parser would: a first part that is the same chain would be one with it."""
    return Operation(operator, tuple(parts))


def _nodes(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.builds(_chain, st.sampled_from("+*&"), st.lists(inner, min_size=2, max_size=3)),
        st.builds(Operation, st.sampled_from(["-", "/", "^", "=", "<>", "<", "<=", ">", ">="]), pair),
        st.builds(Operation, st.sampled_from("+-"), st.tuples(inner)),
        st.builds(Call, st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Call, st.just("NOT"), st.tuples(inner)),
        st.builds(Call, st.sampled_from(["IF", "IN", "BETWEEN", "TODAY"]), st.lists(inner, max_size=3).map(tuple)),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(_LEAVES, _nodes, max_leaves=20))
def test_a_printed_tree_parses_to_itself(tree: Node) -> None:
    assert parse(format_formula(tree)) == tree


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1.,()'\"+-*/^&<>=! $INOTAD{}:\\\n", max_size=40))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        tree = parse(text)
    except FormulaSyntax:
        return
    assert parse(format_formula(tree)) == tree


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        pytest.param("/* old */ old+ 'old' &  old.name", "/* old */ new+ 'old' &  new.name", id="references-only"),
        pytest.param("OLD(old)", "OLD(new)", id="not-functions"),
        pytest.param("{!old}  +x.old", "{!new}  +x.old", id="not-inside-other-paths"),
    ],
)
def test_rename_touches_references_only(text: str, renamed: str) -> None:
    assert rename_reference(text, ("old",), ("new",)) == renamed


def test_references_are_listed_once_in_order() -> None:
    assert references(parse("b + a.c + b")) == (("b",), ("a", "c"))


def test_numbers_print_without_exponent() -> None:
    assert format_formula(Literal(Decimal("1E+3"))) == "1000"
