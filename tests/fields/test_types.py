"""What field types say about storage, JSON, masks and the keys they take."""

import datetime as dt
from decimal import Decimal

import pytest
from guanxi import sqltree
from guanxi.fields import FIELD_TYPES, AutoNumberField, FieldProblem, FieldSpec

DECLARED = {
    "text", "long_text", "rich_text", "markdown", "integer", "decimal", "money", "percent", "rating", "boolean", "date",
    "datetime", "time", "duration", "picklist", "multi_picklist", "lookup", "master_detail", "user", "email", "phone",
    "url", "colour", "barcode", "external_id", "json", "person_name", "address", "geolocation", "poly_lookup", "tags",
    "many_to_many", "encrypted", "auto_number", "formula", "rollup",
}  # fmt: skip


def spec(kind: str, **keys: object) -> FieldSpec:
    return FieldSpec(name="x", type=kind, **keys)  # type: ignore[arg-type]


def codes(kind: str, **keys: object) -> list[str]:
    return [problem.code for problem in FIELD_TYPES[kind].problems_of_spec(spec(kind, **keys))]


def test_the_declarable_types_are_those_of_the_specification() -> None:
    assert {token for token, kind in FIELD_TYPES.items() if kind.declarable} == DECLARED


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_every_type_describes_itself(kind: str) -> None:
    found, described = FIELD_TYPES[kind], spec(kind, returns="money" if kind in {"formula", "rollup"} else None)

    assert found.openapi(described)
    assert found.editor(described)["input"]
    assert found.formula_type(described) or found.parts or found.sealed
    assert found.mask("") == ""


@pytest.mark.parametrize(
    ("kind", "keys", "columns"),
    [
        ("text", {}, [("", "text", 0)]),
        ("text", {"searchable": True}, [("", "text", 0), ("fold", "text", 0), ("sort", "text", 0)]),
        ("integer", {}, [("", "integer", 0)]),
        ("money", {"scale": 4}, [("", "scaled", 4)]),
        ("boolean", {}, [("", "boolean", 0)]),
        ("lookup", {}, [("", "uuid", 0)]),
        ("multi_picklist", {}, []),
        ("auto_number", {"unique": True}, [("", "text", 0)]),
        ("formula", {"returns": "date"}, []),
        ("formula", {"returns": "date", "stored": True}, [("", "date", 0)]),
        ("rollup", {"returns": "money", "scale": 3}, [("", "scaled", 3)]),
    ],
)
def test_type_names_its_columns(kind: str, keys: dict[str, object], columns: list[tuple[str, str, int]]) -> None:
    found = FIELD_TYPES[kind].columns(spec(kind, **keys))

    assert [(column.part, column.kind, column.scale) for column in found] == columns


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+8613800138000", "+86138****8000"[:6] + "****8000"),
        ("email", "person@example.com", "p****@example.com"),
        ("text", "张三", "张****"),
        ("money", 100, "****"),
        ("lookup", "0190a0b0-0000-7000-8000-000000000000", "****"),
        ("formula", 5, "****"),
    ],
)
def test_mask_shows_that_there_is_a_value_not_which(kind: str, value: object, shown: str) -> None:
    assert FIELD_TYPES[kind].mask(value) == shown


@pytest.mark.parametrize(
    ("kind", "keys", "code"),
    [
        ("text", {"max_length": 5000}, "length_over_limit"),
        ("text", {"max_length": 300, "unique": True}, "length_over_limit"),
        ("text", {"pattern": "(a"}, "bad_pattern"),
        ("text", {"pattern": "(?=a)b"}, "bad_pattern"),
        ("decimal", {"precision": 19}, "precision_over_limit"),
        ("decimal", {"scale": 7}, "scale_over_limit"),
        ("decimal", {"min": Decimal(2), "max": Decimal(1)}, "min_over_max"),
        ("auto_number", {"format": "INV"}, "bad_number_shape"),
        ("phone", {"region": "XX"}, "unknown_region"),
        ("formula", {"returns": "text", "unique": True}, "needs_stored"),
    ],
)
def test_impossible_keys_are_reported(kind: str, keys: dict[str, object], code: str) -> None:
    assert code in codes(kind, **keys)


def test_hostile_pattern_does_not_backtrack() -> None:
    read = FIELD_TYPES["text"].parser(spec("text", pattern="(a+)+$", max_length=4000))

    with pytest.raises(FieldProblem):
        read("a" * 3999 + "!")


def test_auto_number_takes_the_shape_of_its_format() -> None:
    kind = AutoNumberField()

    assert kind.number(spec("auto_number", format="INV-{0000}/x"), 17) == "INV-0017/x"
    assert kind.number(spec("auto_number", format="INV-{0}"), 12345) == "INV-12345"


def test_numbers_beyond_fifteen_digits_are_text_in_json() -> None:
    kind, wide = FIELD_TYPES["decimal"], spec("decimal", precision=18, scale=2)
    to_json = kind.to_json(wide)
    assert to_json is not None

    assert to_json(Decimal("1234567890123456.70")) == "1234567890123456.7"
    assert "string" in kind.openapi(wide)["type"]  # type: ignore[operator]


def test_postgresql_writes_json_values_by_named_operations() -> None:
    column = sqltree.Column("t", "x", "number", 2)

    written = FIELD_TYPES["money"].sql_json(spec("money"), "postgresql", column)

    assert written == sqltree.Call("json_number", (column,), "number", 2)
    assert FIELD_TYPES["date"].sql_json(spec("date"), "postgresql", column) == column
    assert FIELD_TYPES["datetime"].sql_json(spec("datetime"), "sqlite", column) == column


def test_days_and_instants_have_one_written_form() -> None:
    day, instant = FIELD_TYPES["date"].to_json(spec("date")), FIELD_TYPES["datetime"].to_json(spec("datetime"))
    assert day and instant

    assert day(dt.date(24, 1, 2)) == "0024-01-02"
    assert instant(dt.datetime(2024, 1, 2, 3, 4, 5, 6000, tzinfo=dt.UTC)) == "2024-01-02T03:04:05.006Z"


def test_derived_keys_follow_from_the_text() -> None:
    derived = FIELD_TYPES["text"].derive(spec("text", natural_sort=True))

    assert derived["fold"]("ＡＢＣ ß") == "abc ss"
    assert derived["sort"]("长沙") == "chang sha\x01长沙"
