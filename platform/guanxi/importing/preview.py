"""What a file of rows looks like before anybody maps it: its columns with their texts, and which field each may be.

A writing of dates is told only when every text of the column has it; where several fit, all are told and none is
guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from guanxi.errors import Denied
from guanxi.fields.base import FieldProblem
from guanxi.importing.choices import choices_of
from guanxi.importing.formats import FORMATTED, compile_format
from guanxi.importing.mapping import check_writing, mapping_of_titles, target_of, unique_field
from guanxi.importing.opening import open_rows
from guanxi.importing.source import PROBLEM_COLUMN

if TYPE_CHECKING:
    from pathlib import Path

    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["preview"]

_SHOWN: Final = 10  # rows
_STUDIED: Final = 100_000  # rows
_MOST_VALUES: Final = 100  # of a column that are told; one with more is no list of choices
_LONGEST: Final = 200  # characters of a text that is told
_DAYS: Final = (
    "YYYY-MM-DD", "YYYY-M-D", "YYYY/M/D", "YYYY.M.D", "YYYY年M月D日", "YYYYMMDD", "M/D/YYYY", "D/M/YYYY", "M-D-YYYY",
    "D-M-YYYY", "D.M.YYYY",
)  # fmt: skip
_TIMES: Final = ("H:mm", "H:mm:ss")
_UTC: Final = ZoneInfo("UTC")
_WORD: Final = re.compile(r"[^\W_]+")


def preview(
    context: "Context", item: "ObjectType", path: "Path", *, encoding: str | None = None, delimiter: str | None = None
) -> dict[str, Any]:
    """Return how the file is written, its first rows, its columns, the fields there are, and which a column may be."""
    if not context.rights.can(item.name, "import"):
        raise Denied(right="import", object=item.name)
    check_writing(encoding, delimiter)
    source = open_rows(path, encoding=encoding, delimiter=delimiter)
    columns = [_Column(title) for title in source.header]
    sample: list[list[str]] = []
    count = 0
    for chunk in source.chunks():
        whole = [cells for number, cells in enumerate(chunk.rows) if number not in chunk.broken]
        sample += [[cell[:_LONGEST] for cell in cells] for cells in whole[: _SHOWN - len(sample)]]
        if count < _STUDIED and whole:
            for column, texts in zip(columns, zip(*whole, strict=True), strict=True):
                column.study(texts)
        count += len(chunk.rows)
    return {
        "encoding": source.encoding, "delimiter": source.delimiter, "rows": count, "sample": sample,
        "columns": [column.told() for column in columns], "guesses": list(_guesses(context, item, source.header)),
        "fields": [_field(context, item, name) for name in item.fields if name in _writable(context, item)],
    }  # fmt: skip


class _Column:
    """The texts of one column, as far as they matter for mapping it."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.filled = 0
        self.values: dict[str, None] = {}  # in the order in which they came
        self.formats = _all_formats()

    def study(self, texts: Sequence[str]) -> None:
        """Take further texts of the column."""
        for text in filter(None, map(str.strip, texts)):
            self.filled += 1
            if len(self.values) <= _MOST_VALUES:
                self.values.setdefault(text)
            if self.formats:
                self.formats = {name: read for name, read in self.formats.items() if _reads(read, text)}

    def told(self) -> dict[str, Any]:
        """Return the column in the words of the API; `values` is None where they are too many to be a list."""
        few = len(self.values) <= _MOST_VALUES
        values = [text[:_LONGEST] for text in self.values] if few else None
        formats = [name for name in self.formats if not self._has_stricter(name)] if self.filled else []
        return {"title": self.title, "filled": self.filled, "values": values, "formats": formats}

    def _has_stricter(self, name: str) -> bool:
        """Tell whether a writing of the same dates fits too that allows less; nobody needs to choose between them."""
        stricter = name.replace("YYYY-M-D", "YYYY-MM-DD")
        return stricter != name and stricter in self.formats


def _all_formats() -> dict[str, Callable[[str, ZoneInfo], object]]:
    days = {name: compile_format(name, "date") for name in _DAYS}
    instants = (f"{day} {time}" for day in _DAYS for time in _TIMES)
    return {**days, **{name: compile_format(name, "datetime") for name in instants}}


def _reads(read: Callable[[str, ZoneInfo], object], text: str) -> bool:
    try:
        read(text, _UTC)
    except FieldProblem:
        return False
    return True


def _writable(context: "Context", item: "ObjectType") -> set[str]:
    return {name for name in context.rights.writable(item.name) if item.fields[name].writable}


def _field(context: "Context", item: "ObjectType", name: str) -> dict[str, Any]:
    """Return a field that a mapping may fill: whether its texts need a format, by which fields it looks up, and what
    texts stand for its values."""
    field = item.fields[name]
    pointing = field.kind.reference or field.kind.links
    target = target_of(context, field, None) if pointing else None
    keys = []
    if target is not None and target.name in context.rights.visible_objects():
        clear = context.rights.clear(target.name)
        keys = [key for key in target.fields.values() if key.name in clear and unique_field(target, key.name)]
    return {
        "name": name, "label": field.label.text(context.language), "required": field.required,
        "format": field.type in FORMATTED, "reference": pointing,
        "keys": [{"name": key.name, "label": key.label.text(context.language)} for key in keys if key.name != "id"],
        "choices": {text: list(values) for text, values in choices_of(context, field).items()},
    }  # fmt: skip


def _guesses(context: "Context", item: "ObjectType", titles: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield a field for each column that has one: `sure` where the title is its name or label, else only alike."""
    writable = _writable(context, item)
    document: Any = mapping_of_titles(context, item.name, [title for title in titles if title.strip()])
    exact = [entry for entry in document["fields"] if entry["field"] in writable]
    taken = {entry["field"] for entry in exact}
    named = {entry["column"] for entry in exact}
    yield from ({**entry, "sure": True} for entry in exact)
    for title in titles:
        if title in named or title == PROBLEM_COLUMN:
            continue
        field = _alike(item, title, writable - taken)
        if field is not None:
            taken.add(field)
            yield {"field": field, "column": title, "sure": False}


def _alike(item: "ObjectType", title: str, names: set[str]) -> str | None:
    """Return the one field whose words hold those of the title, or are held by them; a title that names the object
    itself is its name."""
    words = set(_WORD.findall(title.casefold()))
    own = {text.casefold() for text in (item.name, item.label.en, item.label.zh) if text}
    if title.strip().casefold() in own and item.name_field in names:
        return item.name_field
    found = []
    for name in sorted(names):
        label = item.fields[name].label
        wordings = [set(_WORD.findall(text.casefold())) for text in (name, label.en, label.zh) if text]
        if words and any(wording and (wording <= words or words <= wording) for wording in wordings):
            found.append(name)
    return found[0] if len(found) == 1 else None
