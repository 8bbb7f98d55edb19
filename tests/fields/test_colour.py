"""The field type colour: one written form."""

import pytest

from tests.fields.things_world import Things, code_of, parse


def test_colour_has_one_written_form() -> None:
    assert parse("colour", "#FA0") == parse("colour", "#ffaa00") == "#ffaa00"


@pytest.mark.parametrize("given", ["red", "#12", "#12345", "#gggggg", "url(javascript:1)", "#fff;}"])
def test_what_is_no_colour_is_refused(given: str) -> None:
    assert code_of("colour", given) == "not_colour"


def test_colours_are_stored_filtered_and_grouped(things: Things) -> None:
    identity = things.add(name="orange", tint="#FA0")

    assert things.shown(identity, "tint") == "#ffaa00"
    assert things.named("tint = '#ffaa00'") == ["orange"]
    assert things.measured("tint") == [{"tint": "#ffaa00", "count": 1}]
