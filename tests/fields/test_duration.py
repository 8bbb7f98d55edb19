"""The field type duration: written forms, storage, order, sums and stored formulas."""

import datetime as dt

import pytest
from guanxi.text.durations import duration_of, duration_text
from hypothesis import given
from hypothesis import strategies as st

from tests.fields.things_world import Things, code_of, parse

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("PT1H30M", 1.5 * HOUR),
        ("-PT1H", -HOUR),
        ("P1DT2H", 26 * HOUR),
        ("p2w", 336 * HOUR),
        ("1:30", 1.5 * HOUR),
        ("0:00:01.2345", dt.timedelta(seconds=1, milliseconds=234)),
        (" ", None),
    ],
)
def test_duration_is_read_as_iso_and_as_hours(written: str, kept: dt.timedelta | None) -> None:
    assert parse("duration", written) == kept


@pytest.mark.parametrize("written", ["P", "PT", "P1Y", "1h", "1:60", 90, "PT1H1", "P1M"])
def test_what_is_no_duration_is_refused(written: object) -> None:
    assert code_of("duration", written) == "not_duration"


def test_duration_beyond_its_bounds_is_refused() -> None:
    assert code_of("duration", "P999999D") == "duration_too_long"
    assert code_of("duration", "PT2H", max=HOUR) == "max"


@given(milliseconds=st.integers(min_value=-(10**12), max_value=10**12))
def test_duration_reads_its_own_written_form(milliseconds: int) -> None:
    length = dt.timedelta(milliseconds=milliseconds)

    assert duration_of(duration_text(length)) == length


def test_durations_are_shown_compared_ordered_and_summed(things: Things) -> None:
    lengths = {"short": "-PT0.25S", "none": "PT0S", "long": "PT26H30M", "blank": None}
    ids = {name: things.add(name=name, spent=written) for name, written in lengths.items()}

    assert {name: things.shown(identity, "spent") for name, identity in ids.items()} == lengths
    assert things.shown(ids["long"], "kept_spent") == "PT26H30M"
    assert things.named("spent > 'PT26H'") == ["long"]
    assert things.named("spent = '26:30'") == ["long"]
    assert things.named(None, "spent") == ["blank", "short", "none", "long"]
    assert things.measured(spent="sum") == [{"spent_sum": "PT26H29M59.75S"}]
    assert things.refusal(spent="PT101H") == [("spent", "max")]
