"""Texts that a spreadsheet would compute: never written as they are, always read back as they were."""

import csv
import io

import pytest
from guanxi.importing.guarding import guarded, unguarded_rows
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''@x"])
def test_what_a_spreadsheet_would_compute_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=1", "'quoted'", "5", " =1", "1-2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(st.lists(st.text("'=+-@ \t\r\n,;\"a＝1"), min_size=1))
def test_reading_takes_away_what_writing_put_there(cells: list[str]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerow([guarded(cell) for cell in cells])
    assert unguarded_rows(list(csv.reader(io.StringIO(written.getvalue(), newline="")))) == [cells]
