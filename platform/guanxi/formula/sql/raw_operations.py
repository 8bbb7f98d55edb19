"""Operators and choices as Python functions on values as SQLite holds them, for expressions too deep for its parser."""

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["RAW_FORMS", "RAW_OPERATIONS"]


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *values: None if None in values else function(*values)


def _case(*parts: Any) -> Any:
    for at in range(0, len(parts) - 1, 2):
        if parts[at]:
            return parts[at + 1]
    return parts[-1]


def _and(*values: Any) -> Any:
    if any(value is not None and not value for value in values):
        return 0
    return None if None in values else 1


def _or(*values: Any) -> Any:
    if any(values):
        return 1
    return None if None in values else 0


def _itself(value: Any) -> Any:
    return value


def _text(value: Any) -> Any:
    return "" if value is None else value


_COMPARISONS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}

RAW_OPERATIONS: Mapping[str, Callable[..., Any]] = MappingProxyType({
    "value": _itself, "case": _case, "and": _and, "or": _or, "not": lambda value: not value,
    **{sign: _strict(function) for sign, function in _COMPARISONS.items()},
    **{f"formula.text{sign}": _strict(function) for sign, function in _COMPARISONS.items()},
    "+": _strict(operator.add), "-": _strict(operator.sub), "negate": _strict(operator.neg),
    "is_null": lambda value: value is None, "is_not_null": lambda value: value is not None, "is_true": bool,
    "coalesce": lambda *values: next((value for value in values if value is not None), None),
    "formula.hundredth": _itself, "formula.decimal": _itself, "formula.uuid_text": _itself,
    "formula.text": _text, "formula.or_empty": _text, "formula.or_blank": lambda value: value or None,
    "formula.same": operator.eq, "formula.is_empty": lambda value: not value, "formula.is_filled": bool,
    "formula.shows_text": lambda value: bool((value or "").strip()),
})  # fmt: skip


def _joined(word: str) -> Callable[[str], str]:
    return lambda codes: "(" + f" {word} ".join(f"{{{index}}}" for index in range(len(codes))) + ")"


def _case_form(codes: str) -> str:
    branches = " ".join(f"WHEN {{{at}}} THEN {{{at + 1}}}" for at in range(0, len(codes) - 1, 2))
    return f"(CASE {branches} ELSE {{{len(codes) - 1}}} END)"


# In PostgreSQL they are what they are anywhere else; those of the formula language have their forms already.
RAW_FORMS: Mapping[str, str | Callable[[str], str]] = MappingProxyType({
    "value": "{0}", "case": _case_form, "and": _joined("AND"), "or": _joined("OR"), "not": "(({0}) IS NOT TRUE)",
    **{sign: f"({{0}} {sign} {{1}})" for sign in (*_COMPARISONS, "+", "-")},
    "negate": "(- {0})", "is_null": "({0} IS NULL)", "is_not_null": "({0} IS NOT NULL)", "is_true": "({0} IS TRUE)",
    "coalesce": lambda codes: "coalesce(" + ", ".join(f"{{{index}}}" for index in range(len(codes))) + ")",
})  # fmt: skip
