"""Which types go together, and how one is made into another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from guanxi.formula.formula_type import LISTS, NUMERIC, TEXTUAL, CannotCompute, FormulaType, Value
from guanxi.formula.function import FunctionTable
from guanxi.formula.functions.calendar_dates import date_of, datetime_of, time_of_text
from guanxi.formula.problems import nearest
from guanxi.formula.typed import Apply, Constant, Field, Typed
from guanxi.text.durations import duration_of

__all__ = [
    "Mismatch",
    "alike",
    "boolean",
    "constant_of",
    "convert",
    "merge_numeric",
    "numeric_key",
    "picklist_value",
    "textual",
    "unify",
]

T = FormulaType
_IDENTIFIER = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ZONED = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")
_CONVERSIONS = {T.DATE: "DATEVALUE", T.DATETIME: "DATETIMEVALUE", T.TIME: "TIMEVALUE"}


class Mismatch(Exception):
    """Two expressions that cannot be compared: the code and words of the problem."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep what the problem says."""
        super().__init__(code)
        self.code = code
        self.params = params


def constant_of(part: Typed) -> Value:
    """Return the value of a literal, None for anything else."""
    return part.value if isinstance(part, Constant) else None


def numeric_key(kind: FormulaType) -> FormulaType:
    """Return number for every numeric type, else the type itself."""
    return T.NUMBER if kind in NUMERIC else kind


def merge_numeric(kinds: Iterable[FormulaType]) -> FormulaType:
    """Return the type of a sum: one type stays, mixed with money it is money, else number."""
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    return T.MONEY if T.MONEY in found else T.NUMBER


def unify(kinds: Sequence[FormulaType]) -> FormulaType | None:
    """Return the one type that all values of these types can have, or None."""
    known = {kind for kind in kinds if kind not in {T.BLANK, T.ANY}}
    if not known:
        return T.ANY if T.ANY in kinds else T.BLANK
    if len(known) == 1:
        return known.pop()
    if known <= NUMERIC:
        return merge_numeric(known)
    if known <= TEXTUAL:
        return T.TEXT
    return T.LIST if known <= LISTS else None


def textual(part: Typed) -> Typed:
    """Return a blank as empty text, anything else as it is."""
    if part.type is T.BLANK and isinstance(part, Constant):
        return replace(part, type=T.TEXT, value="")
    return part


def boolean(part: Typed) -> Typed:
    """Return a blank as FALSE, anything else as it is."""
    if part.type is T.BLANK and isinstance(part, Constant):
        return replace(part, type=T.BOOLEAN, value=False)
    return part


def convert(part: Typed, target: FormulaType, functions: FunctionTable) -> Typed:
    """Return a date as datetime, or a datetime as its date or time, in the workspace's zone."""
    if part.type is target or part.type in {T.BLANK, T.ANY}:
        return part
    name = _CONVERSIONS[target]
    if name not in functions:
        raise KeyError(name)
    return Apply(target, name, (part,), constant=part.constant, may_fail=part.may_fail, start=part.start, end=part.end)


def alike(parts: Sequence[Typed], functions: FunctionTable) -> tuple[FormulaType, tuple[Typed, ...]]:
    """Return how the parts are compared and the parts made comparable: text literals take the type of the others."""
    leading = next((part for part in parts if not _is_text_literal(part) and part.type not in {T.BLANK, T.ANY}), None)
    if leading is None:
        kind = T.TEXT if any(_is_text_literal(part) for part in parts) else T.ANY
        return kind, tuple(textual(part) if kind is T.TEXT else part for part in parts)
    shaped = tuple(_shaped(part, leading) if _is_text_literal(part) else part for part in parts)
    kinds = {numeric_key(part.type) for part in shaped if part.type not in {T.BLANK, T.ANY}}
    if kinds == {T.DATE, T.DATETIME}:
        return T.DATE, tuple(convert(part, T.DATE, functions) for part in shaped)
    if kinds <= TEXTUAL:
        return T.TEXT, tuple(textual(part) for part in shaped)
    if kinds <= LISTS:
        return T.LIST, shaped
    if len(kinds) != 1 or T.LOCATION in kinds:
        named = [part.type.value for part in shaped if part.type is not T.BLANK]
        raise Mismatch(
            "not_comparable", left=named[0], right=next((kind for kind in named if kind != named[0]), named[0])
        )
    kind = kinds.pop()
    return kind, tuple(boolean(part) if kind is T.BOOLEAN else part for part in shaped)


def _is_text_literal(part: Typed) -> bool:
    return isinstance(part, Constant) and part.type is T.TEXT


def _shaped(part: Typed, model: Typed) -> Typed:
    """Return a text literal in the type of what it is compared with."""
    text = str(constant_of(part)).strip()
    kind = model.type
    if kind is T.TEXT or kind not in _READERS:
        return part
    assert isinstance(part, Constant)  # noqa: S101 - only literals come here
    if kind is T.PICKLIST:
        return picklist_value(part, model)
    if not text:
        return replace(part, type=T.BLANK, value=None)
    try:
        return _READERS[kind](part, text)
    except CannotCompute as error:
        raise Mismatch("bad_literal", value=text, type=kind.value) from error


def picklist_value(part: Typed, model: Typed) -> Typed:
    """Return a literal as value of the picklist it is compared with, or raise when it is none of its values.

    A former name of a value stands for the value, so that no back end needs to know of renames (decision A6).
    """
    while isinstance(model, Apply) and model.arguments and model.function == "PRIORVALUE":
        model = model.arguments[0]
    value = constant_of(part)
    known = model.reference.picklist if isinstance(model, Field) else None
    if isinstance(part, Constant) and isinstance(value, str) and value and known is not None and value not in known:
        assert isinstance(model, Field)  # noqa: S101 - known values come from a field
        present = dict(model.reference.former_values).get(value)
        if present in known:
            return replace(part, value=present, former=value)
        raise Mismatch("unknown_value", value=value, name=model.reference.text, nearest=nearest(value, sorted(known)))
    return part


def _as_date(part: Constant, text: str) -> Typed:
    return replace(part, type=T.DATE, value=date_of(text))


def _as_datetime(part: Constant, text: str) -> Typed:
    try:
        return _as_date(part, text)
    except CannotCompute:
        instant = datetime_of(text)
    if _ZONED.search(text):
        return replace(part, type=T.DATETIME, value=instant)
    # Without a zone of its own the text is read in the workspace's zone, which only the run knows.
    return Apply(T.DATETIME, "DATETIMEVALUE", (part,), constant=True, start=part.start, end=part.end)


def _as_time(part: Constant, text: str) -> Typed:
    return replace(part, type=T.TIME, value=time_of_text(text))


def _as_duration(part: Constant, text: str) -> Typed:
    length = duration_of(text)
    if length is None:
        raise CannotCompute
    return replace(part, type=T.DURATION, value=length)


def _as_identifier(part: Constant, text: str) -> Typed:
    if not _IDENTIFIER.fullmatch(text):
        raise CannotCompute
    return replace(part, value=text.lower())


def _as_picklist(part: Constant, _: str) -> Typed:
    return part


_READERS = {
    T.DATE: _as_date,
    T.DATETIME: _as_datetime,
    T.TIME: _as_time,
    T.DURATION: _as_duration,
    T.REFERENCE: _as_identifier,
    T.PICKLIST: _as_picklist,
}
