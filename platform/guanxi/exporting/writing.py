"""The kinds of file that rows are written to; each writes block by block, so that memory does not grow with rows."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import orjson

from guanxi.exporting.spreadsheet import spreadsheet
from guanxi.exporting.texts import csv_cells
from guanxi.importing.guarding import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.exporting.columns import Column, Record
    from guanxi.exporting.order import ExportFormat

__all__ = ["MEDIA", "RowFile", "row_file"]

MEDIA: "Mapping[ExportFormat, str]" = {
    "csv": "text/csv", "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_MARK = "\ufeff"


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
        self._write(zip(*(csv_cells(column.values(records)) for column in columns), strict=True))


@contextmanager
def _csv_file(path: Path, titles: Sequence[str]) -> Iterator[_Csv]:
    """Open a CSV file in UTF-8 with its mark, by which spreadsheets know the encoding."""
    with path.open("x", encoding="utf-8", newline="") as stream:
        stream.write(_MARK)
        yield _Csv(stream, titles)


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


_OPENERS: "Mapping[ExportFormat, Opener]" = {"csv": _csv_file, "xlsx": spreadsheet, "jsonl": _json_lines}
