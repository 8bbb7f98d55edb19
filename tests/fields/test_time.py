"""The field type time: written forms, storage, order, filters and groups."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fields.things_world import Things, code_of, parse


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("09:30", dt.time(9, 30)),
        (" 09:30:15 ", dt.time(9, 30, 15)),
        ("23:59:59.9999", dt.time(23, 59, 59, 999000)),
        ("", None),
    ],
)
def test_time_is_kept_to_the_millisecond(written: str, kept: dt.time | None) -> None:
    assert parse("time", written) == kept


@pytest.mark.parametrize(
    "written", ["24:00", "9:30", "09:60", "09:30Z", "noon", "０９:30", 930, dt.time(9, tzinfo=dt.UTC)]
)
def test_what_is_no_time_is_refused(written: object) -> None:
    assert code_of("time", written) == "not_time"


@given(value=st.times())
def test_time_reads_its_own_written_form(value: dt.time) -> None:
    kept = parse("time", value)

    assert parse("time", kept.isoformat(timespec="milliseconds")) == kept  # type: ignore[attr-defined]


def test_times_are_shown_compared_ordered_and_grouped(things: Things) -> None:
    early = things.add(name="early", opens="07:05")
    things.add(name="late", opens="21:30:00.5")
    things.add(name="never")

    assert things.shown(early, "opens", "closes") == {"id": early, "opens": "07:05:00.000", "closes": "07:05:00.000"}
    assert things.named("opens = '07:05'") == ["early"]
    assert things.named("opens > '07:05' AND HOUR(opens) < 22") == ["late"]
    assert things.named("ISBLANK(opens)") == ["never"]
    assert things.named(None, "-opens") == ["late", "early", "never"]
    groups = things.measured("opens")
    assert {group["opens"]: group["count"] for group in groups} == {None: 1, "07:05:00.000": 1, "21:30:00.500": 1}
    assert things.measured(opens="max") == [{"opens_max": "21:30:00.500"}]
    assert things.refusal(opens="05:59") == [("opens", "min")]
