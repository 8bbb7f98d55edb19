"""The table of SQL forms, computed on demand: a name is a function, and the codes of its arguments after a colon.

SQLite calls one Python function for all of them and hands it the name; PostgreSQL has a form of its own for each.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from guanxi.formula.sql.calls import Item, called_name, is_formula_call, width
from guanxi.formula.sql.date_forms import DATE_FORMS
from guanxi.formula.sql.number_forms import NUMBER_FORMS
from guanxi.formula.sql.pieces import SCALES
from guanxi.formula.sql.raw_operations import RAW_FORMS
from guanxi.formula.sql.spelling import EVERY_SPACE, Form
from guanxi.formula.sql.text_forms import TEXT_FORMS
from guanxi.sqltree import SqlForm

__all__ = ["FORMS", "postgresql_form", "spells"]


def _text_of(codes: str) -> str | None:
    if codes == "n" or codes in SCALES:
        return "trim_scale({0})::text"
    return {
        "t": "{0}",
        "x": "''",
        "d": "to_char({0}, 'YYYY-MM-DD')",
        "b": "CASE WHEN {0} THEN 'true' ELSE 'false' END",
        "i": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS\"Z\"')",
        "c": "to_char({0}, 'HH24:MI:SS.MS')",
    }.get(codes)


_OTHER_FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "TEXT": _text_of,
        "REGEX": "{0} ~ {1}",
        **{operator: f"({{0}} {operator} {{1}})" for operator in ("=", "<", "<=", ">", ">=")},
        "decimal": "{0}",
        # {1} is the scale to store with, {2} is 100 where a fraction is stored as percent.
        "store": "round({0} * {2}, {1})",
        "within": "{0}",
    }
)

_POSTGRESQL: Mapping[str, Form] = MappingProxyType({**NUMBER_FORMS, **TEXT_FORMS, **DATE_FORMS, **_OTHER_FORMS})


def _order(operator: str) -> SqlForm:
    return SqlForm(
        f"formula.text{operator}", f"({{0}} {operator} {{1}})", f'({{0}} COLLATE "C" {operator} {{1}} COLLATE "C")'
    )


_FIXED: Mapping[str, SqlForm] = MappingProxyType(
    {
        form.name: form
        for form in (
            SqlForm("formula.hundredth", "{0}", "({0} * 0.01)"),
            SqlForm("formula.decimal", "{0}", "{0}::numeric"),
            SqlForm("formula.uuid_text", "{0}", "{0}::text"),
            SqlForm("formula.text", "{0}", "coalesce({0}, '')"),
            SqlForm("formula.same", "({0} IS {1})", "({0} IS NOT DISTINCT FROM {1})"),
            SqlForm("formula.or_empty", "coalesce({0}, '')", "coalesce({0}, '')"),
            SqlForm("formula.or_blank", "nullif({0}, '')", "nullif({0}, '')"),
            SqlForm("formula.is_empty", "(coalesce({0}, '') = '')", "(coalesce({0}, '') = '')"),
            SqlForm("formula.is_filled", "(coalesce({0}, '') <> '')", "(coalesce({0}, '') <> '')"),
            SqlForm(
                "formula.shows_text", "(gx_strip({0}) <> '')", f"(btrim(coalesce({{0}}, ''), {EVERY_SPACE}) <> '')"
            ),
            # Aggregates over children: a decimal text in SQLite has no order of its own.
            SqlForm("formula.total", "gx_total({0})", "sum({0})"),
            SqlForm(
                "formula.mean",
                "gx_mean({0})",
                "round(div(sum({0}) * 10000000000000, count({0})) * 0.0000000000001, 12)",
            ),
            SqlForm("formula.min", "gx_least({0})", "min({0})"),
            SqlForm("formula.max", "gx_greatest({0})", "max({0})"),
            SqlForm("formula.zero", "'0'", "0::numeric"),
            SqlForm("formula.comparable", "gx_sortable({0})", "{0}"),
            SqlForm("formula.by_code", "{0}", '({0} COLLATE "C")'),
            *(_order(operator) for operator in ("<", "<=", ">", ">=")),
        )
    }
)


@lru_cache(maxsize=4096)
def postgresql_form(name: str) -> str | None:
    """Return how PostgreSQL writes the function on arguments of these codes, None where it cannot."""
    function, items = called_name(name)
    codes = "".join(code for code, _ in items)
    form = _form_of(function)
    text = form(codes) if callable(form) else form
    if text is None:
        return None
    if function.endswith("!") and function not in _POSTGRESQL:
        text = _POSTGRESQL_GUARD.replace("{0}", text)
    return _with_inner(text, items) if any(inner for _, inner in items) else text


def _form_of(function: str) -> Form | None:
    if not function.startswith("~"):
        return _POSTGRESQL.get(function) or _POSTGRESQL.get(function.removesuffix("!"))
    fixed = _FIXED.get(function[1:])
    return RAW_FORMS.get(function[1:]) if fixed is None else fixed.postgresql


def _with_inner(text: str, items: tuple[Item, ...]) -> str | None:
    """Return the form with the forms of inner calls in place of their arguments, which are counted through."""
    written: list[str] = []
    count = 0
    for code, inner in items:
        if not inner:
            written.append(f"{{{count}}}")
            count += 1
            continue
        form = postgresql_form(inner)
        if form is None:
            return None
        shifted = _ARGUMENT.sub(lambda match, start=count: f"{{{int(match[1]) + start}}}", form)  # type: ignore[misc]
        written.append(f"coalesce({shifted}, '')" if code == "t" else shifted)
        count += width(inner)
    return _ARGUMENT.sub(lambda match: written[int(match[1])], text)


_ARGUMENT = re.compile(r"\{(\d+)\}")
_POSTGRESQL_GUARD = "(SELECT CASE WHEN abs(_g.x) < 1e30 THEN _g.x END FROM (SELECT {0} AS x OFFSET 0) AS _g)"


def spells(function: str) -> bool:
    """Tell whether PostgreSQL has a form of the function, for some types of arguments at least."""
    return function in _POSTGRESQL or any(name.startswith(f"{function}.") for name in _POSTGRESQL)


class _Forms(Mapping[str, SqlForm]):
    """Makes the form of a name when it is asked for; iterating gives the few that have no codes."""

    def __getitem__(self, name: str) -> SqlForm:
        if name in _FIXED:
            return _FIXED[name]
        if not is_formula_call(name):
            raise KeyError(name)
        arguments = ", {*}" if width(name) else ""
        return SqlForm(name, f"gx_formula('{name}'{arguments})", postgresql_form(name))

    def __iter__(self) -> Iterator[str]:
        return iter(_FIXED)

    def __len__(self) -> int:
        return len(_FIXED)


FORMS: Final[Mapping[str, SqlForm]] = _Forms()
