"""Dates and instants in the writing of the file: tokens such as M/D/YYYY, never a guess."""

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from guanxi.fields.base import FieldProblem

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["FORMATTED", "FormatFault", "compile_format", "is_plain", "without_format"]

FORMATTED: Final = frozenset({"date", "datetime"})
_TOKENS: Final = {
    "YYYY": ("year", r"(\d{4})"), "MM": ("month", r"(\d{2})"), "M": ("month", r"(\d{1,2})"),
    "DD": ("day", r"(\d{2})"), "D": ("day", r"(\d{1,2})"), "HH": ("hour", r"(\d{2})"), "H": ("hour", r"(\d{1,2})"),
    "mm": ("minute", r"(\d{2})"), "ss": ("second", r"(\d{2})"), "SSS": ("millisecond", r"(\d{3})"),
}  # fmt: skip
_SPLIT: Final = re.compile("(YYYY|MM|M|DD|D|HH|H|mm|SSS|ss)")
_PLAIN: Final = {"date": "YYYY-MM-DD", "datetime": "YYYY-MM-DDTHH:mm:ssZ"}
_LOOKS_LIKE_A_DATE: Final = re.compile(
    r"\d{1,4}[-/. 年]\d{1,2}[-/. 月]\d{1,4}日?|\d{8}|\d{1,2}[-/ ][A-Za-z]{3}[-/ ]\d{2,4}"
)


class FormatFault(Exception):
    """The tokens do not say every part of the value exactly once."""


def is_plain(text: str, kind: str) -> bool:
    """Tell whether this is the writing that the field reads by itself."""
    return text == _PLAIN[kind]


def compile_format(text: str, kind: str) -> Callable[[str, "ZoneInfo"], object]:
    """Return the reader of one writing; instants without a trailing Z are read in the zone given."""
    parts, pattern = [], ""
    for piece in _SPLIT.split(text):
        if piece in _TOKENS:
            part, expression = _TOKENS[piece]
            parts.append(part)
            pattern += expression
        else:
            pattern += re.escape(piece)
    wanted = {"year", "month", "day"} | ({"hour", "minute"} if kind == "datetime" else set())
    spare = {"second", "millisecond"} if kind == "datetime" else set()
    if len(parts) != len(set(parts)) or not wanted <= set(parts) <= wanted | spare:
        raise FormatFault(text)
    matches, in_utc = re.compile(pattern, re.ASCII).fullmatch, text.endswith("Z")

    def read(value: str, zone: "ZoneInfo") -> object:
        found = matches(value.strip())
        if found is None:
            raise FieldProblem("not_in_format", value=value[:100], format=text)
        numbers = dict(zip(parts, map(int, found.groups()), strict=True))
        micro = numbers.pop("millisecond", 0) * 1000
        try:
            if kind == "date":
                return dt.date(**numbers)
            return dt.datetime(**numbers, microsecond=micro, tzinfo=dt.UTC if in_utc else zone)
        except ValueError as error:
            raise FieldProblem("not_in_format", value=value[:100], format=text) from error

    return read


def without_format(value: str, kind: str) -> object:
    """Return the text for the field's own reader; one that could be read in several ways needs a format."""
    text = value.strip()
    iso = len(text) >= 10 and text[4] == "-" == text[7]
    if not iso and _LOOKS_LIKE_A_DATE.match(text):
        raise FieldProblem("date_needs_format", value=text[:100], field_type=kind)
    return text
