"""Spreadsheets given to an import: read as rows, or refused with the reason."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from guanxi.errors import Invalid
from guanxi.importing.opening import open_rows
from guanxi.importing.spreadsheet import Spreadsheet
from guanxi.workspace.workspace import Workspace

from tests.support.importing import imported, mapping_of, stored, system

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DATE_STYLE = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
Cell = str | int | float | None


def cell(value: Cell, *, date: bool) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c s="{int(date)}"><v>{value}</v></c>'


def write_spreadsheet(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], *, dates: int = -1) -> Path:
    """Write a workbook; the numbers of the column `dates` are days."""
    listed, related = "", ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for number, (name, rows) in enumerate(sheets.items(), start=1):
            lines = "".join(
                f"<row>{''.join(cell(value, date=index == dates) for index, value in enumerate(row))}</row>"
                for row in rows
            )
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
            book.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
            listed += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
            related += f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        related += f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
        book.writestr("xl/styles.xml", DATE_STYLE)
        listed = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
        book.writestr("xl/workbook.xml", listed)
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>')
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="w" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Invalid) as caught:
        open_rows(path)
    return caught.value.problems[0].code


def test_a_spreadsheet_is_imported_as_a_file_of_text_is(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["title", "sku", "price"], ["螺丝", "P1", 1.5], [None, None, None], ["Nut", 20240131, 2]]
    path = write_spreadsheet(tmp_path / "a.xlsx", {"Products": rows, "Empty": []})
    mapping = mapping_of("product", {"name": "title", "code": "sku", "list_price": "price"}, match="code")
    context = system(workspace)
    assert imported(context, path, mapping).counts == {"created": 2}
    assert stored(context, "product", "code", "name", "list_price") == [("20240131", "Nut", 2), ("P1", "螺丝", 1.5)]


def test_days_numbers_and_rows_that_are_too_long_are_told_as_text(tmp_path: Path) -> None:
    rows = [["name", "day"], ["a", 45322], ["b", 45322.5], ["c"], ["d", 1, "more"]]
    source = open_rows(write_spreadsheet(tmp_path / "a.xlsx", {"One": rows}, dates=1))
    assert isinstance(source, Spreadsheet)
    (chunk,) = source.chunks()
    assert chunk.rows[:3] == [["a", "2024-01-31"], ["b", "2024-01-31T12:00:00"], ["c", ""]]
    assert {number: problem.code for number, problem in chunk.broken.items()} == {3: "row_cells"}
    assert source.count() == 4


def test_what_is_no_readable_spreadsheet_is_refused_with_the_reason(tmp_path: Path) -> None:
    two = write_spreadsheet(tmp_path / "two.xlsx", {"One": [["a"]], "Two": [["b"]]})
    assert refusal(two) == "spreadsheet_sheets"
    assert refusal(write_spreadsheet(tmp_path / "none.xlsx", {"One": []})) == "file_empty"
    old, cut, other = tmp_path / "old.xls", tmp_path / "cut.xlsx", tmp_path / "other.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert refusal(old) == "spreadsheet_kind"
    cut.write_bytes(two.read_bytes()[:200])
    assert refusal(cut) == "spreadsheet_unreadable"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert refusal(other) == "spreadsheet_unreadable"


def test_a_spreadsheet_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/workbook.xml", "w") as part:
        for _ in range(520):
            part.write(bytes(1 << 20))
    assert refusal(path) == "spreadsheet_unreadable"
