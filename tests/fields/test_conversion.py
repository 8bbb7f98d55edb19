"""Conversions of single values: what each type makes of another's, and what it refuses."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from guanxi.fields import FIELD_TYPES, FieldProblem, FieldSpec
from guanxi.fields.conversion import CONVERSIONS, Side, conversion, converts
from pytest import param

ZONE = ZoneInfo("Asia/Shanghai")
WORDS = {"calm": "calm", "平静": "calm", "yes": "yes", "no": "no"}


def side(kind: str, **keys: Any) -> Side:
    if kind == "integer":
        keys["scale"] = 0
    if "picklist" in kind:
        keys |= {"values": ("calm", "yes", "no"), "active_values": frozenset({"calm"})}
    return Side(FIELD_TYPES[kind], FieldSpec(name="x", type=kind, **keys), WORDS if "picklist" in kind else {})


@pytest.mark.parametrize(
    ("source", "target", "value", "expected"),
    [
        param("text", "integer", " 12 ", 12, id="text-integer"),
        param("text", "boolean", "否", False, id="text-boolean"),
        param("text", "picklist", "平静", "calm", id="label"),
        param("text", "tags", "a；b; ;a", ("a", "b"), id="tags"),
        param("decimal", "integer", Decimal("3.00"), 3, id="whole"),
        param("decimal", "text", Decimal("3.50"), "3.5", id="zeros"),
        param("boolean", "picklist", False, "no", id="boolean-picklist"),
        param("boolean", "integer", True, 1, id="boolean-integer"),
        param("date", "datetime", dt.date(2026, 5, 1), dt.datetime(2026, 4, 30, 16, tzinfo=dt.UTC), id="day-begins"),
        param("datetime", "date", dt.datetime(2026, 4, 30, 16, tzinfo=dt.UTC), dt.date(2026, 5, 1), id="local-day"),
        param("multi_picklist", "picklist", ("calm",), "calm", id="only-one"),
        param("picklist", "picklist", "yes", "yes", id="retired-value"),
        param("text", "integer", None, None, id="blank"),
    ],
)
def test_a_value_becomes_one_of_the_other_type(source: str, target: str, value: object, expected: object) -> None:
    assert conversion(side(source), side(target), ZONE)(value) == expected


@pytest.mark.parametrize(
    ("source", "target", "value", "code"),
    [
        param("text", "integer", "many", "not_number", id="word"),
        param("text", "boolean", "perhaps", "not_boolean", id="perhaps"),
        param("text", "picklist", "wild", "not_in_picklist", id="no-value"),
        param("decimal", "integer", Decimal("3.5"), "scale", id="fraction"),
        param("multi_picklist", "picklist", ("calm", "yes"), "several_values", id="several"),
        param("long_text", "text", "x" * 256, "max_length", id="too-long"),
    ],
)
def test_a_value_that_would_lose_its_meaning_is_refused(source: str, target: str, value: object, code: str) -> None:
    keys = {"max_length": 255} if target == "text" else {}
    with pytest.raises(FieldProblem) as caught:
        conversion(side(source), side(target, **keys), ZONE)(value)
    assert caught.value.code == code


def test_conversions_are_between_types_that_there_are() -> None:
    assert {kind for pair in CONVERSIONS for kind in pair} <= set(FIELD_TYPES)
    assert not converts("text", "lookup")
