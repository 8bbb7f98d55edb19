"""Reads XLSX spreadsheets as rows of texts, so that everything behind the reading is the same as for CSV."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from guanxi.errors import Invalid, Problem
from guanxi.importing.source import Source

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

__all__ = ["OLD_SPREADSHEET", "SPREADSHEET", "Spreadsheet", "open_spreadsheet"]

SPREADSHEET: Final = b"PK\x03\x04"
OLD_SPREADSHEET: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNPACKED: Final = 512 * 1024 * 1024
_DIGITS: Final = ".15g"  # of a spreadsheet's numbers no more are its own
Cell: TypeAlias = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


@dataclass(frozen=True, slots=True)
class Spreadsheet(Source):
    """The one filled sheet of a spreadsheet; its refused rows are told as CSV in UTF-8."""

    sheet: str = ""

    def count(self) -> int:
        """Return how many rows stand below the header."""
        return sum(1 for _ in self._rows())

    def _rows(self) -> Iterator[tuple[list[str], Problem | None]]:
        width = len(self.header)
        lines = _lines(_opened(self.path).get_sheet_by_name(self.sheet))
        next(lines)
        for line, cells in lines:
            if len(cells) > width:
                yield cells, Problem(None, "row_cells", {"line": line, "expected": width, "found": len(cells)})
            else:
                yield cells + [""] * (width - len(cells)), None


def open_spreadsheet(path: Path) -> Spreadsheet:
    """Find the sheet that holds rows; Invalid says why there is none, or that there are several."""
    book = _opened(path)
    filled = [(name, line) for name in book.sheet_names if (line := next(_lines(book.get_sheet_by_name(name)), None))]
    if not filled:
        raise _refused("file_empty")
    if len(filled) > 1:
        raise _refused("spreadsheet_sheets", sheets=", ".join(name for name, _ in filled))
    (name, (_, header)) = filled[0]
    return Spreadsheet(path, "utf-8", ",", tuple(cell.strip() for cell in header), name)


def _opened(path: Path) -> CalamineWorkbook:
    """Open the file, unless what it unpacks to would fill the memory."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise _refused("spreadsheet_unreadable", reason=f"> {_MOST_UNPACKED >> 20} MB")
        return CalamineWorkbook.from_path(path)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise _refused("spreadsheet_unreadable", reason=str(error)[:200]) from error


def _lines(sheet: "CalamineSheet") -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank with their line, without the blank cells at their ends."""
    for line, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield line, cells


def _text(cell: Cell) -> str:
    """Return a cell as a CSV file would have it: dates as YYYY-MM-DD, whole numbers without a point."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, _DIGITS)
    if isinstance(cell, dt.datetime):
        return (cell.date() if cell.time() == dt.time() else cell).isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _refused(code: str, **params: object) -> Invalid:
    return Invalid(problems=[Problem(None, code, params)])
