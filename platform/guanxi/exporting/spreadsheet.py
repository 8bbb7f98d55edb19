"""Writes XLSX: a packed folder of XML, of which only the rows of its one sheet grow, block by block."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from guanxi.errors import Conflict
from guanxi.exporting.cells import BOLD, column_cells, letters, text_cell

if TYPE_CHECKING:
    from guanxi.exporting.columns import Column, Record

__all__ = ["Sheet", "spreadsheet"]

_MOST_ROWS: Final = 1_048_575  # of a sheet, below its titles
_MOST_BYTES: Final = zipfile.ZIP64_LIMIT  # unpacked: beyond it the packing takes a form that not all programs read
_LEVEL: Final = 3  # a tenth larger than at the usual 6, for three quarters of the time
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET: Final = "xl/worksheets/sheet1.xml"
_FONT: Final = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_PARTS: Final[Mapping[str, str]] = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/{_SHEET}" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    f'<numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><fonts count="2"><font>{_FONT}</font>'
    f'<font><b/>{_FONT}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
# The titles stay where they are when the rows are scrolled.
_HEAD: Final = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" '
    'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" '
    'max="{columns}" width="18.7109375" customWidth="1"/></cols><sheetData>'
)
_TAIL: Final = b"</sheetData></worksheet>"


class Sheet:
    """The rows of the one sheet in the making."""

    def __init__(self, part: IO[bytes], titles: Sequence[str]) -> None:
        """Begin the sheet with its titles."""
        self._part = part
        self._columns = [letters(index) for index in range(len(titles))]
        self._next, self._bytes = 2, 0
        row = "".join(text_cell(name, 1, title, BOLD) for name, title in zip(self._columns, titles, strict=True))
        self._add(_HEAD.format(columns=len(titles)) + f'<row r="1">{row}</row>')

    def write(self, columns: "Sequence[Column]", records: "Sequence[Record]") -> None:
        """Add records; Conflict says what the sheet has no room for."""
        rows = range(self._next, self._next + len(records))
        self._next = rows.stop
        if rows.stop - 2 > _MOST_ROWS:
            raise Conflict(reason="export_too_many_rows", limit=_MOST_ROWS)
        cells = (
            column_cells(column, name, rows, column.values(records))
            for column, name in zip(columns, self._columns, strict=True)
        )
        lines = zip(rows, zip(*cells, strict=True), strict=True)
        self._add("".join([f'<row r="{row}">{"".join(line)}</row>' for row, line in lines]))

    def _add(self, xml: str) -> None:
        block = xml.encode()
        self._bytes += len(block)
        if self._bytes + len(_TAIL) > _MOST_BYTES:
            raise Conflict(reason="export_sheet_too_large", limit=(_MOST_BYTES + 1) >> 30)
        self._part.write(block)


@contextmanager
def spreadsheet(path: Path, titles: Sequence[str]) -> Iterator[Sheet]:
    """Open a spreadsheet."""
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
        for name, xml in _PARTS.items():
            packed.writestr(name, _XML + xml)
        with packed.open(_SHEET, "w") as part:
            yield Sheet(part, titles)
            part.write(_TAIL)
