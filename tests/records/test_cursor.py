"""Cursors are opaque, signed and bound to their question."""

import datetime as dt
from decimal import Decimal

import pytest
from guanxi.errors import Malformed
from guanxi.records.cursor import Cursor, question_digest, read_cursor, write_cursor
from hypothesis import given
from hypothesis import strategies as st

NOW = dt.datetime(2026, 3, 4, 5, 6, 7, 891_000, dt.UTC)
ID = "0198c0de-0000-7000-8000-000000000001"
SECRET = b"secret of the workspace"
values = st.lists(st.one_of(st.none(), st.text(), st.booleans(), st.integers(-(2**53), 2**53)), max_size=5)


@given(values)
def test_a_cursor_comes_back_as_it_was_written(sort_values: list[object]) -> None:
    text = write_cursor(Cursor(tuple(sort_values), ID, NOW), "digest", SECRET)
    assert read_cursor(text, "digest", SECRET) == Cursor(tuple(sort_values), ID, NOW)


def test_decimal_sort_values_travel_exactly() -> None:
    text = write_cursor(Cursor((Decimal("123456789012345678.90"),), ID, NOW), "digest", SECRET)
    assert read_cursor(text, "digest", SECRET).values == ("123456789012345678.90",)


def test_a_cursor_of_another_question_is_expired() -> None:
    text = write_cursor(Cursor((), ID, NOW), question_digest("a"), SECRET)
    with pytest.raises(Malformed) as raised:
        read_cursor(text, question_digest("b"), SECRET)
    assert raised.value.params["reason"] == "cursor_expired"


@given(st.text(max_size=60))
def test_what_nobody_signed_is_refused(text: str) -> None:
    with pytest.raises(Malformed) as raised:
        read_cursor(text, "digest", SECRET)
    assert raised.value.params["reason"] == "cursor_invalid"


def test_a_changed_cursor_is_refused() -> None:
    text = write_cursor(Cursor(("a",), ID, NOW), "digest", SECRET)
    changed = text[:30] + ("A" if text[30] != "A" else "B") + text[31:]
    with pytest.raises(Malformed):
        read_cursor(changed, "digest", SECRET)
