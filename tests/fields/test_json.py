"""The field type json: a bounded structure, kept in the order of its keys."""

import pytest

from tests.fields.things_world import Things, code_of


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("{", "not_json"),
        ("NaN", "not_json"),
        ("5", "json_not_container"),
        (5, "json_not_container"),
        ([float("nan"), {1: 2}], "not_json"),
        ([object()], "not_json"),
        (["\x00"], "bad_text"),
        (["\ud800"], "not_json"),
        (["x" * 70_000], "json_too_large"),
        ("[" * 200_000, "json_too_large"),
        (nested(21), "json_too_deep"),
        ("[" * 3000 + "]" * 3000, "not_json"),
        ([2**70], "not_json"),
    ],
)
def test_what_is_no_bounded_structure_is_refused(given: object, code: str) -> None:
    assert code_of("json", given) == code


def test_structure_comes_back_as_it_was_sent(things: Things) -> None:
    sent = {"z": [1, 2.5, {"深": None}], "a": True}
    identity = things.add(name="held", extra=sent)
    again = things.add(name="text", extra='{"z": 1}')

    assert list(things.shown(identity, "extra").items()) == list(sent.items())
    assert things.shown(again, "extra") == {"z": 1}
    assert things.change(identity, extra=sent) == "unchanged"
    assert things.named("ISBLANK(extra)") == []
    assert things.named("CONTAINS(extra, '深')") == ["held"]
