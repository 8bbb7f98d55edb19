"""What each field type takes, how it keeps it, and what it refuses."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from guanxi.fields import FIELD_TYPES, FieldProblem, FieldSpec
from hypothesis import given
from hypothesis import strategies as st

UTC = dt.UTC
ID = "0190A0B0-0000-7000-8000-00000000000F"


def parse(kind: str, value: object, **keys: object) -> object:
    spec = FieldSpec(name="x", type=kind, **keys)  # type: ignore[arg-type]
    return FIELD_TYPES[kind].parser(spec)(value)


def refusal(kind: str, value: object, **keys: object) -> str:
    with pytest.raises(FieldProblem) as caught:
        parse(kind, value, **keys)
    return caught.value.code


STAGES = {"values": ("open", "won", "old"), "active_values": frozenset({"open", "won"}), "picklist": "stage"}

TAKEN = [
    ("text", "  Müller\u0301  ", {}, "Mülleŕ"),
    ("text", "   ", {}, None),
    ("text", "\u3000张三\u3000", {}, "张三"),
    ("long_text", "a\nb", {}, "a\nb"),
    ("integer", "12", {}, 12),
    ("integer", " -12 ", {}, -12),
    ("integer", 5.0, {}, 5),
    ("integer", "1e3", {}, 1000),
    ("decimal", "12.50", {}, Decimal("12.5")),
    ("decimal", 0.1, {}, Decimal("0.1")),
    ("decimal", "1.500", {}, Decimal("1.5")),
    ("decimal", ".5", {}, Decimal("0.5")),
    ("decimal", Decimal("7"), {}, Decimal(7)),
    ("decimal", "999999999999.999999", {"precision": 18, "scale": 6}, Decimal("999999999999.999999")),
    ("money", 100, {}, Decimal(100)),
    ("percent", "20", {}, Decimal(20)),
    ("boolean", None, {}, False),
    ("boolean", "TRUE", {}, True),
    ("boolean", "", {}, False),
    ("date", "2024-02-29", {}, dt.date(2024, 2, 29)),
    ("date", " 2024-02-29 ", {}, dt.date(2024, 2, 29)),
    ("datetime", "2024-02-29T10:00:00+08:00", {}, dt.datetime(2024, 2, 29, 2, tzinfo=UTC)),
    ("datetime", "2024-02-29 10:00Z", {}, dt.datetime(2024, 2, 29, 10, tzinfo=UTC)),
    ("datetime", "2024-02-29t10:00:00.123999z", {}, dt.datetime(2024, 2, 29, 10, 0, 0, 123000, tzinfo=UTC)),
    ("picklist", "won", STAGES, "won"),
    ("multi_picklist", ["won", "open", "won"], STAGES, ("open", "won")),
    ("multi_picklist", "won; open", STAGES, ("open", "won")),
    ("multi_picklist", [], STAGES, None),
    ("lookup", ID, {}, ID.lower()),
    ("email", "A.Person@Example.COM", {}, "A.Person@example.com"),
    ("phone", "+86 138-0013-8000", {}, "+8613800138000"),
    ("phone", "138 0013 8000", {"region": "CN"}, "+8613800138000"),
    ("url", "https://例子.cn/路径?q=1", {}, "https://例子.cn/路径?q=1"),
]


@pytest.mark.parametrize(("kind", "value", "keys", "kept"), TAKEN)
def test_value_is_kept_in_its_domain_form(kind: str, value: object, keys: dict[str, object], kept: object) -> None:
    found = parse(kind, value, **keys)

    assert found == kept
    assert type(found) is type(kept)


REFUSED = [
    ("text", 5, {}, "not_text"),
    ("text", True, {}, "not_text"),
    ("text", "a\x00b", {}, "bad_text"),
    ("text", "a\ud800b", {}, "bad_text"),
    ("text", "x" * 256, {}, "max_length"),
    ("text", "abc", {"pattern": "[0-9]+"}, "pattern"),
    ("text", "ﷺ" * 255, {"unique": True}, "max_length"),
    ("integer", True, {}, "not_number"),
    ("integer", "1.5", {}, "scale"),
    ("integer", "12abc", {}, "not_number"),
    ("integer", "１２", {}, "not_number"),
    ("integer", 10**15, {}, "precision"),
    ("integer", 10**400, {}, "precision"),
    ("integer", "5", {"min": 6}, "min"),
    ("decimal", "NaN", {}, "not_number"),
    ("decimal", "Infinity", {}, "not_number"),
    ("decimal", float("nan"), {}, "not_number"),
    ("decimal", float("inf"), {}, "not_number"),
    ("decimal", Decimal("sNaN"), {}, "not_number"),
    ("decimal", "1e400", {}, "precision"),
    ("decimal", "1e-400", {}, "scale"),
    ("decimal", "1e99999999999", {}, "not_number"),
    ("decimal", "9" * 30, {}, "precision"),
    ("decimal", "9" * 3000, {}, "not_number"),
    ("decimal", "1.005", {}, "scale"),
    ("decimal", "1_000", {}, "not_number"),
    ("decimal", "1,000.00", {}, "not_number"),
    ("decimal", False, {}, "not_number"),
    ("decimal", [1], {}, "not_number"),
    ("decimal", 1234567890123456.7, {"precision": 18, "scale": 1}, "number_inexact"),
    ("money", "-0.01", {"min": Decimal(0)}, "min"),
    ("percent", "100.01", {"max": Decimal(100)}, "max"),
    ("boolean", "yes", {}, "not_boolean"),
    ("boolean", 1, {}, "not_boolean"),
    ("date", "2023-02-29", {}, "not_date"),
    ("date", "20240229", {}, "not_date"),
    ("date", "2024-W09-4", {}, "not_date"),
    ("date", "29/02/2024", {}, "not_date"),
    ("date", "10000-01-01", {}, "not_date"),
    ("date", "0000-01-01", {}, "not_date"),
    ("date", dt.datetime(2024, 1, 1, tzinfo=UTC), {}, "not_date"),
    ("datetime", "2024-02-29T10:00:00", {}, "datetime_needs_zone"),
    ("datetime", "2024-02-29T25:00:00Z", {}, "not_datetime"),
    ("datetime", "0001-01-01T00:00:00+10:00", {}, "not_datetime"),
    ("datetime", 1700000000, {}, "not_datetime"),
    ("picklist", "Won", STAGES, "not_in_picklist"),
    ("picklist", "old", STAGES, "inactive_value"),
    ("picklist", 1, STAGES, "not_text"),
    ("multi_picklist", {"won": 1}, STAGES, "not_list"),
    ("multi_picklist", ["won", "lost"], STAGES, "not_in_picklist"),
    ("lookup", "123", {}, "not_reference"),
    ("lookup", {"id": ID}, {}, "not_reference"),
    ("email", "nobody", {}, "not_email"),
    ("email", "a@b@c.de", {}, "not_email"),
    ("email", "a" * 300 + "@x.de", {}, "max_length"),
    ("phone", "138 0013 8000", {}, "phone_needs_country"),
    ("phone", "+86 12", {}, "not_phone"),
    ("phone", "+1 650 253 0000 ext 12", {}, "phone_extension"),
    ("url", "javascript:alert(1)", {}, "not_url"),
    ("url", "https://", {}, "not_url"),
    ("url", "https://a b.de", {}, "not_url"),
    ("url", "https://[::1", {}, "not_url"),
    ("url", "https://x.de:99999/", {}, "not_url"),
]


@pytest.mark.parametrize(("kind", "value", "keys", "code"), REFUSED)
def test_value_is_refused_with_its_code(kind: str, value: object, keys: dict[str, object], code: str) -> None:
    assert refusal(kind, value, **keys) == code


DECLARABLE = sorted(token for token, kind in FIELD_TYPES.items() if kind.declarable)
HOSTILE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(), st.binary(), st.dates(),
    st.datetimes(timezones=st.just(UTC)), st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.from_regex(r"[+-]?[0-9]{0,20}(\.[0-9]{0,10})?([eE][+-]?[0-9]{1,6})?", fullmatch=True),
)  # fmt: skip


@pytest.mark.parametrize("kind", DECLARABLE)
@given(value=HOSTILE)
def test_any_input_is_kept_or_refused_with_a_code(kind: str, value: object) -> None:
    try:
        kept = parse(kind, value, **(STAGES if "picklist" in kind else {}))
    except FieldProblem as problem:
        assert problem.code
    else:
        # What was kept is kept the same when it comes again: no value changes by being saved twice.
        assert parse(kind, kept, **(STAGES if "picklist" in kind else {})) == kept


@given(digits=st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1), scale=st.integers(min_value=0, max_value=6))
def test_decimal_survives_json_and_both_databases(digits: int, scale: int) -> None:
    spec = FieldSpec(name="x", type="decimal", scale=scale)
    kind = FIELD_TYPES["decimal"]
    value = Decimal(digits).scaleb(-scale)
    to_json, to_sqlite = kind.to_json(spec), kind.to_database(spec, "sqlite")
    from_sqlite, short = kind.from_database(spec, "sqlite"), kind.database_to_json(spec, "sqlite")
    assert to_json and to_sqlite and from_sqlite and short
    stored = to_sqlite(value)

    assert isinstance(stored, int)
    assert from_sqlite(stored) == value
    assert kind.parser(spec)(to_json(value)) == value
    assert short(stored) == to_json(value)


@given(value=st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_instant_survives_json_and_sqlite_to_the_millisecond(value: dt.datetime) -> None:
    spec = FieldSpec(name="x", type="datetime")
    kind = FIELD_TYPES["datetime"]
    kept = kind.parser(spec)(value)
    to_json, from_sqlite = kind.to_json(spec), kind.from_database(spec, "sqlite")
    assert to_json and from_sqlite
    text = to_json(kept)

    assert isinstance(text, str) and len(text) == 24 and text.endswith("Z")
    assert kind.parser(spec)(text) == kept == from_sqlite(text)


def test_naughty_strings_are_kept_or_refused_by_every_type(shared_data: Path) -> None:
    lines = json.loads((shared_data / "naughty_strings" / "blns_A.json").read_text("utf-8"))
    for file in (shared_data / "injection_payloads").glob("*.txt"):
        lines += file.read_text("utf-8").split("\n")

    assert lines
    for kind in DECLARABLE:
        read = FIELD_TYPES[kind].parser(FieldSpec(name="x", type=kind, **(STAGES if "picklist" in kind else {})))  # type: ignore[arg-type]
        for line in lines:
            try:
                read(line)
            except FieldProblem as problem:
                assert problem.code
