"""Arguments are read by their rows, and their schemas say what is read."""

import datetime as dt

import pytest
from guanxi.errors import Malformed
from guanxi.records.arguments import Argument, Choice, Flag, Instant, Names, Number, Text, Whole, read
from jsonschema import Draft202012Validator
from pytest import param

ROWS: dict[str, Argument] = {
    "text": Text("x", ""), "language": Text("x", "", "[a-z]{2}"), "names": Names("x", "", 3),
    "limit": Number("x", "", 50, 200), "skip": Whole("x", "", 1_000, 0), "expect": Whole("x", ""),
    "mode": Choice("x", "", ("all", "some"), "all"), "flag": Flag("x", ""), "at": Instant("x", ""),
}  # fmt: skip


def told(row: Argument, value: object) -> list[tuple[str | None, str]]:
    """Return what is wrong with a value."""
    try:
        read([row], {"x": value})
    except Malformed as refusal:
        return [(problem.field, problem.code) for problem in refusal.problems]
    return []


@pytest.mark.parametrize(
    ("row", "value", "found"),
    [
        param("text", "a b", "a b", id="text"), param("text", " ", None, id="blank-text"),
        param("names", "a, b,a", ("a", "b"), id="names-in-a-text"), param("names", ["b", "a"], ("b", "a"), id="names"),
        param("limit", "7", 7, id="number-in-a-text"), param("limit", 900, 200, id="number-above-the-highest"),
        param("skip", "0", 0, id="whole"), param("mode", "some", "some", id="choice"),
        param("flag", "true", True, id="flag-in-a-text"), param("flag", False, False, id="flag"),
        param("at", "2026-03-01T10:00:00+08:00", dt.datetime(2026, 3, 1, 2, tzinfo=dt.UTC), id="instant"),
    ],
)  # fmt: skip
def test_an_argument_is_read_as_its_row_says(row: str, value: object, found: object) -> None:
    assert read([ROWS[row]], {"x": value}) == {"x": found}


@pytest.mark.parametrize(
    ("row", "value", "code"),
    [
        param("text", 3, "not_text", id="text"), param("language", "FR", "pattern", id="pattern"),
        param("names", ["a", 1], "not_text", id="names"), param("names", "a,b,c,d", "too_many", id="many-names"),
        param("names", {"a": 1}, "not_a_list", id="no-names"), param("limit", "0", "not_a_positive_number", id="zero"),
        param("limit", True, "not_a_positive_number", id="number"), param("skip", "-1", "not_number", id="whole"),
        param("skip", 1_001, "max", id="whole-above-the-highest"), param("mode", "none", "not_allowed", id="choice"),
        param("flag", "yes", "not_boolean", id="flag"), param("at", "soon", "not_datetime", id="instant"),
        param("at", "2026-03-01T10:00:00", "datetime_needs_zone", id="instant-without-zone"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_argument_is_told(row: str, value: object, code: str) -> None:
    assert told(ROWS[row], value) == [("x", code)]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_null_is_as_if_nothing_was_given(row: Argument) -> None:
    assert read([row], {"x": None}) == read([row], {})


@pytest.mark.parametrize(
    "row",
    [Text("x", "", required=True), Choice("x", "", ("a",), required=True), Instant("x", "", required=True)],
    ids=["text", "choice", "instant"],
)
def test_an_argument_that_is_needed_is_told_to_be_missing(row: Argument) -> None:
    assert told(row, None) == [("x", "required")]


def test_an_argument_without_a_row_is_unknown_and_all_faults_are_told_at_once() -> None:
    with pytest.raises(Malformed) as refusal:
        read([ROWS["flag"]], {"x": "maybe", "y": "1"})
    assert {(problem.field, problem.code) for problem in refusal.value.problems} == {
        ("y", "unknown_argument"), ("x", "not_boolean"),
    }  # fmt: skip


@pytest.mark.parametrize("value", ["text", "fr", 0, 1, 7, 1_000, 1_001, -1, True, "all", ["a"], ["a", 1], {"a": 1}])
@pytest.mark.parametrize("row", [row for name, row in ROWS.items() if name not in {"at", "text"}])
def test_a_value_that_the_schema_allows_is_read_and_no_other(row: Argument, value: object) -> None:
    in_a_text = isinstance(value, str) and isinstance(row, Names)
    assert (not told(row, value)) == (in_a_text or Draft202012Validator(row.schema()).is_valid(value))
