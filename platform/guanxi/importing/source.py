"""Reads files of rows: finds out encoding and delimiter, says so where it cannot, and streams the rows."""

import codecs
import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from guanxi.errors import Invalid, Problem

__all__ = ["CHUNK", "PROBLEM_COLUMN", "Chunk", "Source", "digest_of", "open_source"]

CHUNK: Final = 5_000
PROBLEM_COLUMN: Final = "import_problem"
_LONGEST_CELL: Final = 16_000_000
_DELIMITERS: Final = (",", ";", "\t", "|")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BLOCK: Final = 1 << 20
_MOSTLY: Final = 0.9
csv.field_size_limit(_LONGEST_CELL)


@dataclass(slots=True)
class Chunk:
    """Some rows of a file in a row; `broken` are those that cannot be read, by position in `rows`."""

    first: int  # number of the first row, from 0, the header not counted
    rows: list[list[str]]
    broken: dict[int, Problem] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose writing is known."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    def chunks(self, *, skip: int = 0, size: int = CHUNK) -> Iterator[Chunk]:
        """Yield the rows in chunks, leaving out the first `skip` of them; blank lines are no rows."""
        chunk, number = Chunk(0, []), 0
        for cells, fault in self._rows():
            if fault is not None:
                chunk.broken[len(chunk.rows)] = fault
            chunk.rows.append(cells)
            if len(chunk.rows) == size:
                if number >= skip:
                    yield chunk
                number += 1
                chunk = Chunk(number * size, [])
        if chunk.rows and number >= skip:
            yield chunk

    def count(self) -> int:
        """Return about how many rows the file has: quotes out of place may hide where one ends."""
        with _text(self.path, self.encoding) as stream:
            reader = csv.reader(stream, delimiter=self.delimiter)
            found = 0
            while True:
                try:
                    found += sum(1 for row in reader if row)
                except csv.Error:
                    continue
                return max(found - 1, 0)

    def _rows(self) -> Iterator[tuple[list[str], Problem | None]]:
        width = len(self.header)
        with _text(self.path, self.encoding) as stream:
            lines = _Lines(stream)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            header_seen = False
            while True:
                lines.taken.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    if not header_seen:
                        header_seen = True
                        continue
                    loose = csv.reader(lines.taken, delimiter=self.delimiter, strict=False)
                    yield (
                        next(loose, []),
                        Problem(None, "row_malformed", {"line": reader.line_num, "reason": str(error)}),
                    )
                    continue
                if not cells:
                    continue
                if not header_seen:
                    header_seen = True
                elif len(cells) != width:
                    params = {"line": reader.line_num, "expected": width, "found": len(cells)}
                    yield cells, Problem(None, "row_cells", params)
                else:
                    yield cells, None


class _Lines:
    """The lines of a stream; those of the row being read are kept, for a row that cannot be read."""

    def __init__(self, stream: Iterable[str]) -> None:
        self._lines = iter(stream)
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        return line


def open_source(path: Path, *, encoding: str | None, delimiter: str | None, columns: frozenset[str]) -> Source:
    """Find out how the file is written; Invalid says what is not clear and what to state in the mapping."""
    known = _encoding_of(path, encoding)
    chosen = delimiter or _delimiter_of(path, known, columns)
    header = tuple(cell.strip() for cell in _first_rows(path, known, chosen, 1)[0])
    return Source(path, known, chosen, header)


def digest_of(path: Path) -> str:
    """Return the hash of the file's content, by which a killed import knows its file again."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _text(path: Path, encoding: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a text stream
    return path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")


def _encoding_of(path: Path, stated: str | None) -> str:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head.strip():
        raise _unclear("file_empty")
    if stated is not None:
        name = codecs.lookup(stated).name
        if not _decodes(path, name):
            raise _unclear("encoding_wrong", encoding=stated)
        return name
    for mark, name in _MARKS:
        if head.startswith(mark):
            if not _decodes(path, name):
                raise _unclear("encoding_wrong", encoding=name)
            return name
    if b"\0" in head:
        name = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        if _decodes(path, name):
            return name
        raise _unclear("encoding_ambiguous", candidates="utf-16")
    if _decodes(path, "utf-8"):
        return "utf-8"
    # Bytes that are no UTF-8 are Chinese national encodings or one of many 8-bit ones; only common characters tell.
    if _is_chinese(path):
        return "gb18030"
    raise _unclear("encoding_ambiguous", candidates="gb18030, big5, cp1252, latin-1")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _is_chinese(path: Path) -> bool:
    if not _decodes(path, "gb18030"):
        return False
    with _text(path, "gb18030") as stream:
        foreign = [sign for sign in stream.read(_BLOCK) if not sign.isascii()]
    return sum(_is_common(sign) for sign in foreign) >= len(foreign) * _MOSTLY


def _is_common(sign: str) -> bool:
    """Tell whether the character is in GB 2312, the signs of nearly all Chinese text."""
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _delimiter_of(path: Path, encoding: str, columns: frozenset[str]) -> str:
    """Choose the delimiter that gives the columns the mapping names, else the only one that parts all rows alike."""
    fitting = []
    for delimiter in _DELIMITERS:
        rows = _first_rows(path, encoding, delimiter, 50)
        header = {cell.strip() for cell in rows[0]}
        if columns and columns <= header:
            return delimiter
        if len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows):
            fitting.append(delimiter)
    if len(fitting) > 1:
        raise _unclear("delimiter_ambiguous", candidates=" ".join(repr(one) for one in fitting))
    return fitting[0] if fitting else ","


def _first_rows(path: Path, encoding: str, delimiter: str, most: int) -> Sequence[list[str]]:
    rows: list[list[str]] = []
    with _text(path, encoding) as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        try:
            while len(rows) < most:
                row = next(reader)
                rows += [row] if row else []
        except (StopIteration, csv.Error):
            pass
    if not rows:
        raise _unclear("file_empty")
    return rows


def _unclear(code: str, **params: object) -> Invalid:
    return Invalid(problems=[Problem(None, code, params)])
