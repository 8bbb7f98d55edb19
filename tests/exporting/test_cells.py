"""Cells of a spreadsheet: what a program that reads it finds in them."""

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from guanxi.errors import Conflict
from guanxi.exporting import spreadsheet as spreadsheet_module
from guanxi.exporting.cells import column_cells, letters
from guanxi.exporting.columns import Column
from guanxi.exporting.spreadsheet import spreadsheet
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from guanxi.catalog import Field

# Signs of XML, of its escapes in spreadsheets, and spaces, controls and letters of all sizes.
SIGNS = "a关😀 &<>\"'|_x0D=\t\r\n\x01\x7f\u200b\u2028"


def column(kind: str = "text") -> Column:
    return Column("T", ("value",), cast("Field", SimpleNamespace(type=kind)))


def read_back(path: Path, values: list[Any], kind: str = "text") -> list[Any]:
    with spreadsheet(path, ["T", "end"]) as sheet:
        end = Column("end", ("end",), cast("Field", SimpleNamespace(type="text")))
        sheet.write((column(kind), end), [{"value": value, "end": "."} for value in values])
    return [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]]


def test_texts_come_back_sign_by_sign(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sheets")

    @given(st.lists(st.text(SIGNS, min_size=1).filter(lambda text: text[0] != "'"), min_size=1, max_size=5))
    def check(texts: list[str]) -> None:
        (folder / "a.xlsx").unlink(missing_ok=True)
        assert read_back(folder / "a.xlsx", texts) == texts

    check()


@given(st.lists(st.text(SIGNS), min_size=1, max_size=5))
def test_a_column_is_written_as_its_cells_are_one_by_one(texts: list[str]) -> None:
    rows = range(2, len(texts) + 3)
    assert column_cells(column(), "A", rows[:-1], texts) == column_cells(column(), "A", rows, [*texts, None])[:-1]


def test_values_are_what_they_are(tmp_path: Path) -> None:
    values = [True, 5, -1.5, 1e-7, 10**15, None, "007", ["a"]]
    assert read_back(tmp_path / "a.xlsx", values) == [True, 5.0, -1.5, 1e-7, "1000000000000000", "", "007", '["a"]']
    days = ["1900-03-01", "2026-02-28", "1900-02-28", "****"]
    assert list(map(str, read_back(tmp_path / "b.xlsx", days, "date"))) == days


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_are_named_as_spreadsheets_name_them(index: int, name: str) -> None:
    assert letters(index) == name


@pytest.mark.parametrize("sign", ["x", "😀"])
def test_a_text_longer_than_a_cell_is_refused(sign: str) -> None:
    most = 32_767 // (len(sign.encode("utf-16-le")) // 2)
    assert column_cells(column(), "A", [2], [sign * most])
    with pytest.raises(Conflict) as refused:
        column_cells(column(), "A", [2, 3], ["short", sign * (most + 1)])
    assert (refused.value.params["reason"], refused.value.params["row"]) == ("export_cell_too_long", 2)


def test_more_than_a_sheet_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_module, "_MOST_BYTES", 2_000)
    with pytest.raises(Conflict) as refused:
        read_back(tmp_path / "a.xlsx", ["x" * 2_000])
    assert refused.value.params["reason"] == "export_sheet_too_large"
    monkeypatch.setattr(spreadsheet_module, "_MOST_ROWS", 1)
    with pytest.raises(Conflict) as refused:
        read_back(tmp_path / "b.xlsx", ["x", "y"])
    assert refused.value.params["reason"] == "export_too_many_rows"
