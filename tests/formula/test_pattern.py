"""The subset of regular expressions."""

import pytest
from guanxi.formula.pattern import PatternRefused, full_match, pattern_of, translate
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (r"\d{3}-\d{4}", "555-1234", True),
        (r"[A-Za-z][\w-]*", "a-1", True),
        ("a|b", "c", False),
        ("(a*)+b", "a" * 40 + "c", False),
        (".", "\n", False),
        (r"\d", "٣", False),
        (r"[^\]]+", "ab", True),
        (r"[]a]", "]", True),
        (r"[a\-z]", "-", True),
        ("^a$", "a", True),
        (r"\$\.", "$.", True),
        ("(?:ab)+", "abab", True),
        ("", "", True),
        ("中+", "中中", True),
        ("}", "}", True),
    ],
)
def test_full_match_in_the_subset(pattern: str, text: str, matches: bool) -> None:
    assert full_match(text, pattern) is matches


@pytest.mark.parametrize(
    "pattern",
    ["((", "(?=a)", r"(a)\1", "a**", "a{9999}", "[a", "[[:alpha:]]", r"\p{L}", "a{,2}", "*a", ")", "a" * 1001, "\\"],
)
def test_what_is_outside_the_subset_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        pattern_of(pattern)


@given(st.text(alphabet="ab01\\[](){}*+?|^$.-,dwsn:", max_size=20))
def test_any_pattern_compiles_or_is_refused(pattern: str) -> None:
    try:
        translate(pattern)
    except PatternRefused:
        return
    try:
        pattern_of(pattern)
    except PatternRefused as refused:
        assert str(refused)
