"""Opens a file of rows by what it is: a spreadsheet, or text with delimiters."""

from pathlib import Path

from guanxi.errors import Invalid, Problem
from guanxi.importing.source import Source, open_source
from guanxi.importing.spreadsheet import OLD_SPREADSHEET, SPREADSHEET, open_spreadsheet

__all__ = ["open_rows"]


def open_rows(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, columns: frozenset[str] = frozenset()
) -> Source:
    """Find out what the file is and how it is written; Invalid says what is not clear."""
    with path.open("rb") as stream:
        head = stream.read(len(OLD_SPREADSHEET))
    if head == OLD_SPREADSHEET:
        raise Invalid(problems=[Problem(None, "spreadsheet_kind")])
    if head.startswith(SPREADSHEET):
        return open_spreadsheet(path)
    return open_source(path, encoding=encoding, delimiter=delimiter, columns=columns)
