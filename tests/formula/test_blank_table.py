"""The rule table of blanks in the guide is true."""

import re
from pathlib import Path

import pytest
from guanxi.formula import ERROR

from tests.formula.scopes import value

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "formulas.md"
_ROW = re.compile(r"\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|")


@pytest.mark.parametrize(("formula", "zero", "blank"), _ROW.findall(_PAGE.read_text("utf-8")))
def test_the_row_of_the_blank_table_is_true(formula: str, zero: str, blank: str) -> None:
    wanted = [ERROR if text == "#ERROR" else value(text) for text in (zero, blank)]
    assert [value(formula, blank_as="zero"), value(formula, blank_as="blank")] == wanted
