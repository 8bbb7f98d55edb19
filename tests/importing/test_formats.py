"""Dates and instants in the writing of a file."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from guanxi.fields.base import FieldProblem
from guanxi.importing.formats import FormatFault, compile_format, without_format

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("tokens", "text", "day"),
    [
        ("M/D/YYYY", "3/1/2017", dt.date(2017, 3, 1)), ("D/M/YYYY", "3/1/2017", dt.date(2017, 1, 3)),
        ("DD.MM.YYYY", "01.03.2017", dt.date(2017, 3, 1)), ("YYYYMMDD", "20170301", dt.date(2017, 3, 1)),
        ("YYYY年M月D日", "2017年3月1日", dt.date(2017, 3, 1)),
    ],
)  # fmt: skip
def test_a_date_is_read_as_its_format_says(tokens: str, text: str, day: dt.date) -> None:
    assert compile_format(tokens, "date")(text, SHANGHAI) == day


@pytest.mark.parametrize("text", ["13/1/2017", "2017-03-01", "2/30/2017", "3/1/17", "٣/1/2017"])
def test_what_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        compile_format("M/D/YYYY", "date")(text, SHANGHAI)
    assert caught.value.code == "not_in_format"


def test_an_instant_without_z_is_read_in_the_zone() -> None:
    read = compile_format("YYYY-MM-DD HH:mm:ss", "datetime")
    assert read("2017-03-01 08:00:00", SHANGHAI) == dt.datetime(2017, 3, 1, tzinfo=dt.UTC)
    assert compile_format("YYYY-MM-DD HH:mmZ", "datetime")("2017-03-01 08:00Z", SHANGHAI) == dt.datetime(
        2017, 3, 1, 8, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("tokens", "kind"),
    [("M/D", "date"), ("M/D/YYYY M", "date"), ("YYYY-MM-DD", "datetime"), ("YYYY-MM-DD HH:mm", "date"), ("", "date")],
)
def test_a_format_names_every_part_once(tokens: str, kind: str) -> None:
    with pytest.raises(FormatFault):
        compile_format(tokens, kind)


@pytest.mark.parametrize("text", ["3/1/2017", "01.02.2017", "20170301", "1-Mar-2017", "2017/3/1"])
def test_without_a_format_no_date_is_guessed(text: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        without_format(text, "date")
    assert caught.value.code == "date_needs_format"
