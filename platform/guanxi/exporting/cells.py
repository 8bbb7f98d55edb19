"""The cells of a spreadsheet as its XML has them: texts are never formulas, numbers and dates are what they are.

A column of plain texts, as most are, is looked at as a whole and written without a look at each of them.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from guanxi.errors import Conflict
from guanxi.exporting.texts import text_of
from guanxi.importing.guarding import guarded

if TYPE_CHECKING:
    from guanxi.exporting.columns import Column

__all__ = ["BOLD", "DAY", "column_cells", "letters", "text_cell"]

BOLD: Final = 1
DAY: Final = 2
"""What the sheet's styles call a title and a date."""
_LONGEST: Final = 32_767  # in units of UTF-16
_MOST_DIGITS: Final = 10**15  # beyond it a spreadsheet's numbers are no longer exact
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # before it spreadsheets count a day that never was
_DAY_ZERO: Final = dt.date(1899, 12, 30).toordinal()
_APOSTROPHES: Final = re.compile("'+")
# The letters of one text end at a bar: what stands at its ends is seen between bars.
_NOT_PLAIN: Final = ("&", "<", ">", "_x", "| ", " |", "|'")
_LIKE_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # a \r would come back as \n


def letters(index: int) -> str:
    """Return what a spreadsheet calls the column at that place: A to Z, AA and so on."""
    before, last = divmod(index, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def column_cells(column: "Column", name: str, rows: Sequence[int], values: Sequence[Any]) -> list[str]:
    """Return the column's cells in these rows, of blank values none; Conflict says which holds too much."""
    if set(map(type, values)) == {str} and column.member.type != "date" and _plain(values):
        return [
            f'<c r="{name}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
            for row, text in zip(rows, values, strict=True)
        ]
    return [
        "" if value is None else f'<c r="{name}{row}"{_content(column, row, value)}</c>'
        for row, value in zip(rows, values, strict=True)
    ]


def text_cell(name: str, row: int, text: str, style: int) -> str:
    """Return one cell of text in a style."""
    return f'<c r="{name}{row}" s="{style}"{_text(text)}</c>'


def _plain(texts: Sequence[str]) -> bool:
    """Tell whether the texts stand in XML as they are, fit into cells and do not look guarded to import."""
    joined = f"|{'|'.join(texts)}|"
    return (
        joined.isprintable()
        and not any(sign in joined for sign in _NOT_PLAIN)
        and max(map(len, texts)) <= _LONGEST // 2
    )


def _content(column: "Column", row: int, value: Any) -> str:  # noqa: ANN401 - of JSON
    kind = type(value)
    if kind is bool:
        return f' t="b"><v>{value:d}</v>'
    if kind in (int, float) and abs(value) < _MOST_DIGITS:
        return f"><v>{value!r}</v>"
    if column.member.type == "date" and (day := _day(value)) is not None:
        return f' s="{DAY}"><v>{day}</v>'
    text = value if kind is str else text_of(value)
    if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > _LONGEST:
        raise Conflict(reason="export_cell_too_long", limit=_LONGEST, column=column.title, row=row - 1)
    # What import takes for guarded has to be; the cell itself is text whatever it begins with.
    return _text(guarded(text) if _APOSTROPHES.match(text) else text)


def _text(text: str) -> str:
    """Return a text as XML; signs that XML does not have are written as spreadsheets do, `_x000D_` for one."""
    text = _NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", _LIKE_ESCAPED.sub("_x005F_", text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{kept}>{text}</t></is>'


@lru_cache(maxsize=10_000)
def _day(value: str) -> int | None:
    """Return the number of a day, None where a spreadsheet has none for it or it is masked."""
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return None
    return day.toordinal() - _DAY_ZERO if day >= _FIRST_DAY else None
