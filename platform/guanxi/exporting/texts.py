"""The values of an export as texts, as import reads them."""

from collections.abc import Sequence
from decimal import Decimal
from types import NoneType

import orjson

from guanxi.importing.guarding import guarded, may_be_lively

__all__ = ["csv_cells", "text_of"]

_AS_THEY_ARE = frozenset({str, int, NoneType})  # the writer of CSV leaves None blank


def csv_cells(values: Sequence[object]) -> Sequence[object]:
    """Return a column's JSON values as cells of CSV; most columns need no look at each of their values."""
    kinds = set(map(type, values))
    if kinds <= _AS_THEY_ARE and not may_be_lively(value for value in values if type(value) is str):
        return values
    return [_csv_cell(value) for value in values]


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    return guarded(value) if type(value) is str else text_of(value)


def text_of(value: object) -> str:
    """Return a JSON value that is no text as one."""
    if type(value) is bool:
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode()
    text = str(value)
    return format(Decimal(text), "f") if "e" in text else text
