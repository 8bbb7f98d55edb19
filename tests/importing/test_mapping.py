"""Mappings: everything that is wrong is found at once, by the rules of each field's type."""

from pathlib import Path

import pytest
from guanxi.errors import Invalid, Missing
from guanxi.importing.mapping import mapping_of_titles, read_mapping
from guanxi.workspace.workspace import Workspace

from tests.support.importing import imported, mapping_of, stored, system, write_csv


def faults(workspace: Workspace, body: object, object_name: str = "opportunity") -> set[tuple[str | None, str]]:
    """Return the place and code of everything that is wrong."""
    with pytest.raises(Invalid) as caught:
        read_mapping(system(workspace), body, object_name=object_name)
    return {(problem.field, problem.code) for problem in caught.value.problems}


def test_constants_are_read_as_the_field_reads_them(sales: Workspace) -> None:
    body = mapping_of(
        "opportunity",
        {
            "name": "name", "amount": {"value": "much"}, "close_date": {"column": "end", "default": "3/1/2017"},
            "stage": {"column": "state", "values": {"Open": "opened", "Won": "won"}}, "probability": {"value": 120},
        },
    )  # fmt: skip
    assert faults(sales, body) == {
        ("fields.1.value", "not_number"), ("fields.2.default", "not_date"), ("fields.3.values.Open", "not_in_picklist"),
        ("fields.4.value", "max"),
    }  # fmt: skip


def test_all_findings_come_together(sales: Workspace) -> None:
    body = {
        "object": "account", "match": "amount", "distinct": "yes", "encoding": "klingon", "colour": 1,
        "fields": [
            {"field": "name", "column": "a", "value": "b"}, {"field": "nothing", "column": "a"},
            {"field": "is_closed", "column": "a"}, {"field": "amount", "column": "a", "format": "M/D/YYYY"},
            {"field": "close_date", "column": "a", "format": "M/D"},
            {"field": "account", "column": "a", "lookup": "city"}, {"field": "source", "column": "a", "other": "drop"},
        ],
    }  # fmt: skip
    assert faults(sales, body) == {
        ("object", "mapping_value"), ("match", "match_key_not_unique"), ("distinct", "mapping_value"),
        ("encoding", "encoding_unknown"), ("colour", "mapping_key_unknown"), ("fields.0", "mapping_one_source"),
        ("fields.1.field", "unknown_field"), ("fields.2.field", "field_not_writable"),
        ("fields.3.format", "mapping_key_unknown"), ("fields.4.format", "mapping_format"),
        ("fields.5.lookup", "lookup_not_unique"), ("fields.6.other", "mapping_value"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "body", [[], "x", None, {}, {"fields": []}, {"fields": ["name"]}, {"fields": {"name": "x"}}, {"fields": [{}]}]
)
def test_anything_may_be_sent(workspace: Workspace, body: object) -> None:
    assert faults(workspace, body, "account")


def test_the_whole_must_fit_together(workspace: Workspace) -> None:
    twice = [{"field": "name", "column": "a"}, {"field": "name", "column": "b"}]
    assert faults(workspace, {"fields": twice, "distinct": True}, "product") == {
        ("fields", "mapping_field_repeated"), ("distinct", "distinct_needs_match"),
    }  # fmt: skip
    assert faults(workspace, {"fields": twice[:1], "match": "code"}, "product") == {("match", "match_key_not_mapped")}


def test_an_object_that_is_not_there_is_missing(workspace: Workspace) -> None:
    with pytest.raises(Missing):
        read_mapping(system(workspace), {"fields": []}, object_name="nothing")


def test_what_a_mapping_shows_reads_as_the_same_mapping(sales: Workspace) -> None:
    body = mapping_of(
        "opportunity",
        {"name": "a", "stage": {"column": "s", "values": {"W": "won"}, "other": "keep"}, "amount": {"value": 0}},
    )
    first = read_mapping(system(sales), body, object_name="opportunity")
    assert read_mapping(system(sales), first.as_json(), object_name="opportunity") == first


def test_columns_that_are_missing_or_repeated_and_bad_formulas_are_found_with_the_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,b\n1,2,3\n")
    body = mapping_of(
        "product", {"name": "c", "code": "b", "family": {"formula": "UPPER(a"}, "unit": {"formula": "d & a"}}
    )
    with pytest.raises(Invalid) as caught:
        imported(system(workspace), path, body)
    assert {(problem.field, problem.code) for problem in caught.value.problems} == {
        ("fields.0", "column_missing"), ("fields.1", "column_repeated"), ("fields.2", "mapping_formula"),
        ("fields.3", "mapping_formula"),
    }  # fmt: skip


def test_titles_alone_are_a_mapping(workspace: Workspace, tmp_path: Path) -> None:
    context = system(workspace)
    imported(
        context,
        write_csv(tmp_path / "a.csv", [{"名称": "Pen", "CODE": "p"}]),
        titles(workspace, "product", "名称", "CODE"),
    )
    imported(context, write_csv(tmp_path / "b.csv", [{"Name": "Book"}]), titles(workspace, "price_book", "Name"))
    path = write_csv(
        tmp_path / "c.csv",
        [{"price_book": stored(context, "price_book", "id")[0][0], "product.code": "P", "import_problem": "x"}],
    )
    body = titles(workspace, "price_book_entry", "price_book", "product.code", "import_problem")
    assert body["fields"] == [
        {"field": "price_book", "column": "price_book"},
        {"field": "product", "column": "product.code", "lookup": "code"},
    ]  # fmt: skip
    assert stored(context, "product", "name", "code") == [("Pen", "p")]
    assert path.exists()


def titles(workspace: Workspace, object_name: str, *names: str) -> dict[str, object]:
    """Return the mapping of a file with these titles."""
    return mapping_of_titles(system(workspace), object_name, names)
