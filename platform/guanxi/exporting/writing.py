"""The kinds of file that rows are written to; each writes block by block, so that memory does not grow with rows."""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import orjson

from guanxi.errors import Conflict
from guanxi.importing.guarding import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from guanxi.exporting.columns import Column, Record
    from guanxi.exporting.order import ExportFormat

__all__ = ["MEDIA", "RowFile", "row_file"]

MEDIA: "Mapping[ExportFormat, str]" = {
    "csv": "text/csv", "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip

_MOST_ROWS: Final = 1_048_575  # of a sheet, below its titles
_LONGEST_CELL: Final = 32_767
_MOST_DIGITS: Final = 10**15  # beyond it a spreadsheet's numbers are no longer exact
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # before it spreadsheets count a day that never was
_DAY_ZERO: Final = dt.date(1899, 12, 30).toordinal()
_APOSTROPHES: Final = re.compile("'+")


class RowFile(Protocol):
    """A file in the making."""

    def write(self, columns: "Sequence[Column]", records: "Sequence[Record]") -> None:
        """Add records."""


Opener: TypeAlias = "Callable[[Path, Sequence[str]], AbstractContextManager[RowFile]]"


def row_file(kind: "ExportFormat", path: Path, titles: Sequence[str]) -> AbstractContextManager[RowFile]:
    """Open a new file of that kind with its titles; it is whole when the block ends."""
    return _OPENERS[kind](path, titles)


class _Csv:
    def __init__(self, stream: Any, titles: Sequence[str]) -> None:  # noqa: ANN401 - a text stream
        self._write = csv.writer(stream).writerows
        self._write([[guarded(title) for title in titles]])

    def write(self, columns: "Sequence[Column]", records: "Sequence[Record]") -> None:
        self._write(zip(*([_text(value) for value in column.values(records)] for column in columns), strict=True))


@contextmanager
def _csv_file(path: Path, titles: Sequence[str]) -> Iterator[_Csv]:
    """Open a CSV file in UTF-8 with its mark, by which spreadsheets know the encoding."""
    with path.open("x", encoding="utf-8-sig", newline="") as stream:
        yield _Csv(stream, titles)


def _text(value: object) -> str:
    """Return a JSON value as a cell of CSV, as import reads it."""
    if value is None:
        return ""
    if type(value) is str:
        return guarded(value)
    if type(value) is bool:
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    text = str(value)
    return format(Decimal(text), "f") if "e" in text else text


class _JsonLines:
    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - a byte stream
        self._stream = stream

    def write(self, columns: "Sequence[Column]", records: "Sequence[Record]") -> None:
        del columns
        self._stream.writelines(map(orjson.dumps, records, repeat(None), repeat(orjson.OPT_APPEND_NEWLINE)))


@contextmanager
def _json_lines(path: Path, titles: Sequence[str]) -> Iterator[_JsonLines]:
    """Open a file of one JSON object a line, each as the API shows the record."""
    del titles
    with path.open("xb") as stream:
        yield _JsonLines(stream)


class _Sheet:
    """A spreadsheet's one sheet: texts are never formulas there, numbers and dates are what they are."""

    def __init__(self, sheet: "Worksheet", titles: Sequence[str], *, head: "Format", day: "Format") -> None:
        self._sheet = sheet
        self._day = day
        self._last = 0
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(titles) - 1, 0), 18)
        for index, title in enumerate(titles):
            sheet.write_string(0, index, title, head)

    def write(self, columns: "Sequence[Column]", records: "Sequence[Record]") -> None:
        if self._last + len(records) > _MOST_ROWS:
            raise Conflict(reason="export_too_many_rows", limit=_MOST_ROWS)
        dated = [column.member.type == "date" for column in columns]
        for values in zip(*(column.values(records) for column in columns), strict=True):
            self._last += 1
            for index, value in enumerate(values):
                if value is not None:
                    self._cell(index, value, columns[index], dated=dated[index])

    def _cell(self, index: int, value: Any, column: "Column", *, dated: bool) -> None:  # noqa: ANN401 - of JSON
        kind, row = type(value), self._last
        if kind is bool:
            self._sheet.write_boolean(row, index, value)
        elif kind in (int, float) and abs(value) < _MOST_DIGITS:
            self._sheet.write_number(row, index, value)
        elif dated and (day := _day(value)) is not None:
            self._sheet.write_number(row, index, day, self._day)
        else:
            text = value if kind is str else _text(value)
            if len(text) > _LONGEST_CELL:
                raise Conflict(reason="export_cell_too_long", limit=_LONGEST_CELL, column=column.title, row=row)
            # What import takes for guarded has to be; the cell itself is text whatever it begins with.
            self._sheet.write_string(row, index, guarded(text) if _APOSTROPHES.match(text) else text)


@contextmanager
def _spreadsheet(path: Path, titles: Sequence[str]) -> Iterator[_Sheet]:
    """Open a spreadsheet that keeps finished rows in a file beside it."""
    from xlsxwriter import Workbook  # here, since every start of a command would wait for it

    with Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        formats = {"head": book.add_format({"bold": True}), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
        yield _Sheet(book.add_worksheet(), titles, **formats)


def _day(value: object) -> int | None:
    """Return the number of a day, None where a spreadsheet has none for it or it is masked."""
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return None
    return day.toordinal() - _DAY_ZERO if day >= _FIRST_DAY else None


_OPENERS: "Mapping[ExportFormat, Opener]" = {"csv": _csv_file, "xlsx": _spreadsheet, "jsonl": _json_lines}
